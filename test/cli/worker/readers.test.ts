import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bundleWorker } from '../../../src/cli/worker/bundle.ts';
import { loadedWith, packagesIn, READER_SOURCES, sourcesIn } from '../modules.ts';

const { metafile } = await bundleWorker();
const entryPoints = Object.values(metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
const PARSERS = ['@mozilla/readability', 'feedsmith', 'linkedom'];
const parsersIn = (modules: string[]) =>
  PARSERS.filter((name) => packagesIn(metafile, modules).some((each) => each.startsWith(name)));

test('what every isolate loads has no code that reads pictures or draws cards', () => {
  const atStart = sourcesIn(metafile, loadedWith(metafile, READER_SOURCES));
  assert.ok(atStart.includes('src/app.ts'), atStart.join(', '));
  assert.deepEqual(
    atStart.filter((path) => /^src\/(pictures|card|desk|page|search|brand)\//.test(path)),
    [],
  );
});

test('stemmers and tables of characters are loaded by the index of the search alone', () => {
  const isOfWords = (path: string) => /search\/words\/|@orama|opencc/.test(path);
  const users = entryPoints.filter((path) =>
    sourcesIn(metafile, loadedWith(metafile, [path])).some(isOfWords),
  );
  assert.deepEqual(
    users.filter((path) => !isOfWords(path)),
    ['src/search/search.ts'],
  );
});

test('no address for readers loads code of the wire, or what parses pages and feeds', () => {
  // What an isolate loads at its start, and what each route of readers imports when it is first asked.
  const forReaders = [...READER_SOURCES, ...entryPoints.filter((path) => path.startsWith('src/readers/'))];
  assert.ok(forReaders.length > 10, forReaders.join(', '));
  for (const source of forReaders) {
    const modules = loadedWith(metafile, [source]);
    const wire = sourcesIn(metafile, modules).filter((path) => path.startsWith('src/newsroom/wire'));
    assert.deepEqual([source, wire, parsersIn(modules)], [source, [], []]);
  }
  // They are in the bundle, and found.
  const all = Object.keys(metafile.outputs);
  assert.ok(sourcesIn(metafile, all).includes('src/newsroom/wire/wire.ts'));
  assert.deepEqual(parsersIn(all), PARSERS);
});
