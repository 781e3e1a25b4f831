import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundleScripts, readPublicFiles } from '../../../src/cli/worker/assets.ts';
import { root } from '../run.ts';

const scripts = await bundleScripts();
const textOf = (name: string) => new TextDecoder().decode(scripts.get(`newsroom/assets/${name}.js`));

test('every script of the newsroom keeps its name, and is below the newsroom', () => {
  assert.ok(scripts.size > 1);
  for (const path of scripts.keys()) assert.match(path, /^newsroom\/assets\/[a-z]+\.js$/);
});

test('a script that another loads late is there by that name, and the other is small without it', () => {
  const late = [...scripts.values()].flatMap((script) =>
    Array.from(new TextDecoder().decode(script).matchAll(/\bimport\("\.\/(\w+\.js)"\)/g), ([, name]) => name),
  );
  assert.deepEqual(late, ['codemirror.js']);
  for (const name of late) assert.ok(scripts.has(`newsroom/assets/${name}`), name);
  assert.match(textOf('codemirror'), /cm-scroller/);
  assert.ok(gzipSync(textOf('editor')).byteLength < 20_000);
  assert.doesNotMatch(textOf('editor'), /cm-scroller/);
});

test('the newsroom’s own files are served beside the scripts', () => {
  const files = readPublicFiles();
  assert.deepEqual(
    Buffer.from(files.get('logo.png') ?? []),
    readFileSync(join(root, 'data/public/logo.png')),
  );
  assert.ok(files.has(join('pictures', 'an-archived-feed.png')));
});
