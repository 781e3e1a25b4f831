import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { hashSources, isUpToDate, recordBuild } from '../../../src/cli/worker/last-build.ts';
import { temporaryFolder } from '../server.ts';

const PACKAGE = 'node_modules/hono/hono.js';

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

/** A folder in which a build has just ended. */
function builtFolder(): string {
  const folder = temporaryFolder();
  write(folder, 'src/worker.ts', 'one');
  write(folder, 'src/newsroom/desk/desk.ts', 'one');
  write(folder, 'data/site.json', '{}');
  write(folder, 'data/public/logo.png', 'one');
  write(folder, PACKAGE, 'one');
  const sources = hashSources(folder);
  write(folder, 'dist/worker/worker.js', 'one');
  write(folder, 'dist/public/logo.png', 'one');
  recordBuild(folder, sources, ['src/worker.ts', PACKAGE]);
  return folder;
}

const isStillUpToDate = (folder: string) => isUpToDate(folder, hashSources(folder));

test('a build is up to date while nothing has changed', () => {
  const folder = builtFolder();
  write(folder, 'README.md', 'not built');
  assert.equal(isStillUpToDate(folder), true);
  assert.equal(isUpToDate(temporaryFolder(), hashSources(folder)), false);
});

for (const [what, change] of [
  ['a source has changed', (folder) => write(folder, 'src/newsroom/desk/desk.ts', 'two')],
  [
    'a source has changed, but neither its size nor its date',
    (folder) => {
      write(folder, 'src/newsroom/desk/desk.ts', 'two');
      utimesSync(join(folder, 'src/newsroom/desk/desk.ts'), 1, 1);
      recordBuild(folder, hashSources(folder), []);
      write(folder, 'src/newsroom/desk/desk.ts', 'one');
      utimesSync(join(folder, 'src/newsroom/desk/desk.ts'), 1, 1);
    },
  ],
  ['a source is new', (folder) => write(folder, 'src/new.ts', '')],
  ['a source is gone', (folder) => rmSync(join(folder, 'src/newsroom/desk/desk.ts'))],
  ['the site has changed', (folder) => write(folder, 'data/site.json', '{"title":"A"}')],
  ['a picture is new', (folder) => write(folder, 'data/public/new.png', 'one')],
  ['other packages are installed', (folder) => write(folder, 'node_modules/.package-lock.json', '{}')],
  ['somebody has changed a package', (folder) => write(folder, PACKAGE, 'two')],
  ['something else has written to the output', (folder) => write(folder, 'dist/worker/worker.js', '')],
  ['a file of the output is gone', (folder) => rmSync(join(folder, 'dist/public/logo.png'))],
  ['the record is damaged', (folder) => write(folder, 'dist/last-build.json', '{"sources')],
] as [string, (folder: string) => void][]) {
  test(`a build is not up to date if ${what}`, () => {
    const folder = builtFolder();
    change(folder);
    assert.equal(isStillUpToDate(folder), false);
  });
}

test('a source that changes during a build counts as changed', () => {
  const folder = builtFolder();
  const sources = hashSources(folder);
  write(folder, 'src/worker.ts', 'two');
  recordBuild(folder, sources, []);
  assert.equal(isStillUpToDate(folder), false);
});
