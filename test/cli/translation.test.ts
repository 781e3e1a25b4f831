import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { exportMessages, formatMessages, parseMessages } from '../../src/cli/translation.ts';
import { LANGUAGES } from '../../src/language/words.ts';
import { temporaryFolder } from './server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fileOf = (language: string) => readFileSync(join(root, `src/language/messages/${language}.ts`), 'utf8');

/** Parses what was exported, with changes to it. */
const parse = (language: string, changes: Record<string, unknown> = {}) =>
  parseMessages(language, JSON.stringify({ ...JSON.parse(exportMessages(language)), ...changes }));

for (const language of Object.keys(LANGUAGES)) {
  test(`the messages in ${language} come back as they went, byte for byte`, () => {
    const parsed = parseMessages(language, exportMessages(language));
    assert.ok(parsed.ok, JSON.stringify(parsed));
    assert.equal(formatMessages(language, parsed.value, fileOf(language)), fileOf(language));
  });
}

test('translators get i18next JSON v4: suffixes for plurals, two braces for values, groups', () => {
  const { by, stories_one, search } = JSON.parse(exportMessages('en'));
  assert.equal(by, 'By {{authors}}');
  assert.equal(stories_one, '{{count}} story');
  assert.equal(search.title, 'Search');
  const forms = Object.keys(JSON.parse(exportMessages('ru'))).filter((key) => key.startsWith('stories_'));
  assert.deepEqual(forms, ['stories_one', 'stories_few', 'stories_many', 'stories_other']);
});

test('a new language begins in English, with the plural forms of its own', () => {
  const { stories_one, stories_few, stories_many, stories_other } = JSON.parse(exportMessages('pl'));
  assert.deepEqual(
    [stories_one, stories_few, stories_many, stories_other],
    ['{{count}} story', '{{count}} stories', '{{count}} stories', '{{count}} stories'],
  );
  const parsed = parse('pl', { stories_one: 'jeden artykuł' });
  assert.ok(parsed.ok);
  const source = formatMessages('pl', parsed.value, fileOf('en'));
  assert.ok(source.includes("export const pl: Messages<'one' | 'few' | 'many'> = {\n  summary: 'TL;DR',\n"));
  assert.ok(source.includes("\n  stories: {\n    one: 'jeden artykuł',\n    few: '{count} stories',\n"));
});

const FAULTS: [string, Record<string, unknown>, string, string][] = [
  ['a message that is missing', { by: undefined }, 'by', 'must be there'],
  ['a message that is empty', { by: '' }, 'by', 'must not be empty'],
  ['a message that is no text', { by: 3 }, 'by', 'must be text'],
  ['a line break', { skip: 'Zum\nInhalt' }, 'skip', 'must be one line'],
  ['a misspelt value', { by: 'Von {{author}}' }, 'by', 'must fill in {{authors}}, as English does'],
  ['a value too many', { skip: '{{count}}' }, 'skip', 'must fill in nothing, as English does'],
  ['a single brace', { by: 'Von {authors}' }, 'by', 'must have braces only around names, as in {{count}}'],
  [
    'the last form without its number',
    { stories_other: 'Artikel' },
    'stories_other',
    'must fill in {{count}}, as English does',
  ],
  ['a group that is missing', { search: 'Suche' }, 'search', 'must be a group of messages'],
  [
    'a plural form of another language',
    { stories_few: '{{count}}' },
    'stories_few',
    'must not be there: it is no message, or a plural form that the language does not have. It has one, other',
  ],
];

for (const [title, changes, field, rule] of FAULTS) {
  test(`an import refuses ${title}`, () => {
    const parsed = parse('de', changes);
    assert.ok(!parsed.ok);
    assert.deepEqual(
      parsed.faults.map((fault) => [fault.field, fault.rule]),
      [[field, rule]],
    );
  });
}

test('the command names the file, the message, the value and the rule, and writes nothing', () => {
  const file = join(temporaryFolder(), 'de.json');
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['src/cli/messages.ts', ...args], { cwd: root, encoding: 'utf8' });
  assert.equal(run('export', 'de', file).stdout, `Wrote ${file}.\n`);
  const exported = readFileSync(file, 'utf8');
  assert.equal(exported, exportMessages('de'));
  writeFileSync(file, exported.replace('Von {{authors}}', 'Von {{author}}'));
  const before = fileOf('de');
  const { status, stderr } = run('import', 'de', file);
  assert.equal(status, 1);
  assert.match(
    stderr,
    /de\.json: by: must fill in \{\{authors\}\}, as English does \(is "Von \{\{author\}\}"\)/,
  );
  assert.equal(fileOf('de'), before);
});
