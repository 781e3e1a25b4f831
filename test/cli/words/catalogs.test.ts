import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { LANGUAGES } from '../../../src/language/words.ts';
import { type Catalog, ENGLISH, partsOf } from '../../../src/newsroom/words/translate.ts';
import { root } from '../run.ts';
import { collectSentences, type Sentences } from './sentences.ts';

const { pages, scripts, untranslated } = collectSentences();

/** The catalogs of a folder, by language. */
const catalogsIn = (folder: string) =>
  new Map(
    globSync(`${folder}/*.json`, { cwd: root }).map((path) => [
      basename(path, '.json'),
      JSON.parse(readFileSync(join(root, path), 'utf8')) as Catalog,
    ]),
  );

const valuesOf = (sentence: string): string[] =>
  partsOf(sentence).flatMap((part) => ('value' in part ? [part.value] : []));

/** Lists the values that only one of two sentences has. */
function differing(one: string, other: string): string[] {
  const [ours, theirs] = [valuesOf(one), valuesOf(other)];
  return [...ours.filter((each) => !theirs.includes(each)), ...theirs.filter((each) => !ours.includes(each))];
}

/** Whether a plural form stands for one number alone, so that it may say the number in a word. */
function isOneNumber(language: string, form: string): boolean {
  const rules = new Intl.PluralRules(language);
  return (
    Array.from({ length: 201 }, (_, number) => rules.select(number)).filter((each) => each === form)
      .length === 1
  );
}

/** Says what is wrong with a catalog of these sentences. */
function faultsOf(language: string, catalog: Catalog, sentences: Sentences): string[] {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
  const faults = Object.keys(catalog)
    .filter((key) => !sentences.has(key))
    .map((key) => `nobody says: ${key}`);
  for (const [key, { one }] of sentences) {
    const known = Object.hasOwn(catalog, key) ? catalog[key] : undefined;
    if (known === undefined) faults.push(`is not translated: ${key}`);
    else if (typeof known === 'string') {
      if (known.trim() === '') faults.push(`is empty: ${key}`);
      if (one !== undefined && categories.length > 1) faults.push(`has no plural forms: ${key}`);
      if (differing(known, key).length > 0)
        faults.push(`has other values (${differing(known, key)}): ${key}`);
    } else if (one === undefined) faults.push(`has plural forms: ${key}`);
    else {
      if (Object.keys(known).toSorted().join() !== categories.join())
        faults.push(`has not the plural forms ${categories}: ${key}`);
      for (const [form, text] of Object.entries(known)) {
        const others = differing(text, key).filter(
          (value) => value !== 'count' || valuesOf(text).includes('count') || !isOneNumber(language, form),
        );
        if (text.trim() === '') faults.push(`is empty (${form}): ${key}`);
        if (others.length > 0) faults.push(`has other values (${form}: ${others}): ${key}`);
      }
    }
  }
  return faults;
}

for (const [what, folder, sentences] of [
  ['pages', 'src/newsroom/words/catalogs', pages],
  ['scripts', 'src/newsroom/browser/words', scripts],
] as const) {
  const catalogs = catalogsIn(folder);

  test(`the newsroom’s ${what} have a catalog for each of its languages`, () => {
    assert.ok(sentences.size > 100);
    assert.deepEqual(
      [...catalogs.keys()].toSorted(),
      Object.keys(LANGUAGES)
        .filter((tag) => tag !== ENGLISH.tag)
        .toSorted(),
    );
  });

  for (const [language, catalog] of catalogs)
    test(`the ${what} say in ${language} what they say in English, with the same values, and no more`, () => {
      assert.deepEqual(faultsOf(language, catalog, sentences), []);
    });
}

test('a sentence with a number has both of its English forms', () => {
  const wrong = [...pages, ...scripts].flatMap(([other, { one }]) => {
    if (one === undefined) return [];
    return differing(one, other).filter((value) => value !== 'count').length > 0 ? [other] : [];
  });
  assert.deepEqual(wrong, []);
});

/** What stays in English on the pages, by its file, and why. */
const STAYS: Readonly<Record<string, string>> = {};

test('nothing on the newsroom’s pages stays in English', () => {
  const left = untranslated.filter(({ place, text }) => !(`${place.replace(/:\d+$/, '')}: ${text}` in STAYS));
  assert.deepEqual(left, []);
});
