import { expect, test } from 'vitest';
import { devDependencies as tools } from './package.json' with { type: 'json' };
import { include as roomsOfTools } from './tsconfig.json' with { type: 'json' };

// Imports run one way: worker → app, cli, move → push, agents → api, views → wire, search → readers, desk → site → settings → language, lib. A room may import only
// from levels before its own in this list. A subject of the newsroom has a folder, and in it a room on each level that it needs.
const LEVELS = [
  ['language', 'lib', 'bundle', 'site/pictures', 'site/query', 'settings/saved-settings.ts'],
  ['site/story', 'fediverse/signing'],
  ['site/brand', 'site/site-page', 'settings/people-schema.ts', 'settings/fediverse-schema.ts'],
  ['site/redirects', 'settings/site-schema.ts', 'settings/wire-schema.ts'],
  ['settings/site.ts', 'settings/identity-schema.ts'],
  ['site/edition', 'site/card'],
  ['site/export', 'fediverse/documents', 'platform/kv.ts', 'platform/queue-messages.ts'],
  ['site/page'],
  ['site/document', 'settings/settings.ts', 'settings/wire-settings.ts', 'settings/check-saved.ts'],
  ['platform/env.ts', 'platform/object-client.ts', 'platform/rate-limit.ts'],
  ['platform/lazy-object.ts', 'platform/picture-store.ts', 'newsroom words'],
  ['newsroom desk', 'readers'],
  ['newsroom wire', 'search', 'fediverse/followers'],
  ['newsroom api', 'newsroom views'],
  ['push', 'agents'],
  ['fediverse'],
  ['app.ts', 'queues.ts', 'cli', 'newsroom browser'],
  ['worker.ts', 'newsroom cli'],
  ['move'],
  ['commands'],
];
const PURE = [
  'fediverse/documents',
  'fediverse/signing',
  'language',
  'site/brand',
  'site/card',
  'site/document',
  'site/edition',
  'site/export',
  'site/page',
  'site/pictures',
  'site/query',
  'site/redirects',
  'site/site-page',
  'site/story',
];

const sources = import.meta.glob<string>('../src/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.entries(sources).map(([path, text]) => ({ path: path.replace('../src/', ''), text }));

/** The parts of the newsroom that are no subject, and the level of each. */
const FRAME: Readonly<Record<string, string>> = {
  desk: 'desk',
  wire: 'wire',
  api: 'api',
  frame: 'views',
  'sign-in': 'views',
  browser: 'browser',
  words: 'words',
};
/** Returns the room of a file. Each file of `settings` and `platform` is one, because what they need differs. */
function roomOf(path: string): string {
  const [first = '', second = '', third = ''] = path.split('/');
  // The programs of package.json, which call everything else of the command line.
  if (/^cli\/(story|start|deploy|build|release)\.ts$/.test(path)) return 'commands';
  if (first === 'newsroom') return `newsroom ${FRAME[second] ?? third}`;
  if (/^fediverse\/(?:signing|documents|followers)\//.test(path)) return `${first}/${second}`;
  return ['site', 'settings', 'platform'].includes(first) ? `${first}/${second}` : first;
}
const levelOf = (room: string) => LEVELS.findIndex((level) => level.includes(room));

function importsOf({ path, text }: { path: string; text: string }): string[] {
  const specifiers = text.matchAll(
    /^\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|import\('([^']+)'\)/gm,
  );
  return Array.from(specifiers, ([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '').map(
    (specifier) =>
      specifier.startsWith('.')
        ? new URL(specifier, `file:///src/${path}`).pathname.replace('/src/', '')
        : specifier,
  );
}

test('every file is in a known room', () => {
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter(({ path }) => levelOf(roomOf(path)) < 0)).toEqual([]);
});

test('imports run one way', () => {
  const breaches = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => levelOf(roomOf(target)) >= 0)
      .filter((target) => roomOf(target) !== roomOf(file.path))
      .filter((target) => levelOf(roomOf(target)) >= levelOf(roomOf(file.path)))
      .map((target) => `${file.path} imports ${target}`),
  );
  expect(breaches).toEqual([]);
});

/** Finds the files from which a chain of imports leads back to the file itself, imports of types included. */
function circles(): string[] {
  const importers = new Map(files.map(({ path }) => [path, 0]));
  const imports = new Map(
    files.map((file) => [file.path, [...new Set(importsOf(file))].filter((target) => importers.has(target))]),
  );
  for (const targets of imports.values())
    for (const target of targets) importers.set(target, (importers.get(target) ?? 0) + 1);
  // Takes away, again and again, each file that nothing else imports. What is left is in a circle, or imported by one that is.
  const free = files.map(({ path }) => path).filter((path) => importers.get(path) === 0);
  for (const path of free) {
    importers.delete(path);
    for (const target of imports.get(path) ?? []) {
      const left = (importers.get(target) ?? 0) - 1;
      importers.set(target, left);
      if (left === 0) free.push(target);
    }
  }
  return [...importers.keys()];
}

test('no import circle, of types neither', () => {
  expect(circles()).toEqual([]);
});

test('pure rooms see no context, no KV and no clock', () => {
  const breaches = files
    .filter(({ path }) => PURE.includes(roomOf(path)))
    .flatMap(({ path, text }) =>
      [
        /KVNamespace/,
        /\bnew Date\(\)/,
        /Date\.now/,
        /Math\.random/,
        /crypto\.(randomUUID|getRandomValues)/,
        /\benv\./i,
        /from 'hono'/,
      ]
        .filter((forbidden) => forbidden.test(text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')))
        .map((forbidden) => `${path}: ${forbidden}`),
    );
  expect(breaches).toEqual([]);
});

const tests = import.meta.glob<string>('/test/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
});

test('all property tests use the same seed', () => {
  expect(Object.keys(tests).length).toBeGreaterThan(50);
  const unseeded = Object.entries(tests)
    .filter(([, text]) => /(from|import)\s*\(?'fast-check'/.test(text))
    .map(([path]) => path)
    // The fuzz campaign has its own seed, and prints it.
    .filter((path) => path !== '/test/draw.ts' && !path.startsWith('/test/campaigns/fuzz/'));
  expect(unseeded).toEqual([]);
});

test('without the tools of test/package.json, nothing is missing outside the rooms of test/tsconfig.json', () => {
  const rooms = roomsOfTools.map((room) => `/test/${room.replace('*.ts', '')}`);
  const read = new Set(Object.keys(tests).filter((path) => !rooms.some((room) => path.startsWith(room))));
  expect(read.size).toBeGreaterThan(50);
  const missing: string[] = [];
  for (const path of read) {
    for (const [, name = ''] of (tests[path] ?? '').matchAll(/(?:from|import)\s*\(?'([^']+)'/g)) {
      if (name.startsWith('.')) read.add(new URL(name, `file://${path}`).pathname);
      else if (Object.keys(tools).some((tool) => name === tool || name.startsWith(`${tool}/`)))
        missing.push(`${path} imports ${name}`);
    }
  }
  expect(missing).toEqual([]);
});
