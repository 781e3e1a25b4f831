import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundleScripts, readPublicFiles } from '../../../src/cli/worker/assets.ts';
import { readFontFiles } from '../../../src/cli/worker/fonts.ts';
import { FAMILIES } from '../../../src/site/card/typography.ts';
import { root } from '../run.ts';

const { files: scripts } = await bundleScripts();
const textOf = (name: string) => new TextDecoder().decode(scripts.get(`newsroom/assets/${name}.js`));

test('every script of the newsroom keeps its name, and is below the newsroom', () => {
  assert.ok(scripts.size > 1);
  for (const path of scripts.keys()) assert.match(path, /^newsroom\/assets\/[a-z]+\.js$/);
});

test('a script that another loads late is there by that name, and the other is small without it', () => {
  const imports = [...scripts.values()].flatMap((script) =>
    Array.from(new TextDecoder().decode(script).matchAll(/\bimport\("\.\/(\w+\.js)"\)/g), ([, name]) => name),
  );
  const late = new Set(imports);
  assert.deepEqual([...late].toSorted(), [
    'beside.js',
    'citing.js',
    'codemirror.js',
    'cropping.js',
    'hosts.js',
    'language.js',
    'marking.js',
    'merging.js',
    'prose.js',
  ]);
  for (const name of late) assert.ok(scripts.has(`newsroom/assets/${name}`), name);
  assert.match(textOf('codemirror'), /cm-scroller/);
  // What punycode's decoder says of a label that is none.
  assert.match(textOf('hosts'), /Invalid input/);
  assert.ok(gzipSync(textOf('editor')).byteLength < 10_000);
  assert.doesNotMatch(textOf('editor'), /cm-scroller|Invalid input/);
});

test('whoever writes a story loads at most 250 kB of scripts, whatever they use', () => {
  const used = ['editor', 'beside', 'prose', 'citing', 'marking', 'merging', 'pictures', 'cropping'];
  const bytes = used.map((name) => gzipSync(textOf(name)).byteLength);
  assert.ok(bytes.reduce((sum, each) => sum + each) <= 250_000, String(bytes));
});

test('the newsroom’s own files are served beside the scripts', () => {
  const files = readPublicFiles();
  assert.deepEqual(
    Buffer.from(files.get('logo.png') ?? []),
    readFileSync(join(root, 'data/public/logo.png')),
  );
  assert.ok(files.has(join('pictures', 'an-archived-feed.png')));
});

test('the fonts of cards are served with their index and licence, within what Cloudflare takes', () => {
  const fonts = readFontFiles();
  for (const family of FAMILIES) {
    assert.ok(fonts.has(`fonts/${family}/unicode.json`), family);
    assert.match(new TextDecoder().decode(fonts.get(`fonts/${family}/LICENSE`)), /SIL Open Font License/i);
  }
  const sizes = [...fonts.values()].map(({ byteLength }) => byteLength);
  assert.ok(fonts.size < 1000, `${fonts.size} files`);
  assert.ok(Math.max(...sizes) < 25 * 2 ** 20);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 30_000_000);
  for (const path of fonts.keys())
    assert.match(path, /^fonts\/[a-z0-9-]+\/([a-z0-9-]+\.woff2|unicode\.json|LICENSE)$/);
});
