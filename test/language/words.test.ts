import { describe, expect, onTestFinished, test } from 'vitest';
import guide from '../../docs/publishing.md?raw';
import { fillMessage } from '../../src/language/messages.ts';
import {
  directionOf,
  factSeparator,
  formatDay,
  formatList,
  formatMoment,
  formatNumber,
  formatReducedDate,
  LANGUAGES,
  languageAttributes,
  ownNameOf,
  pluralForm,
  textIn,
  wordsOf,
} from '../../src/language/words.ts';

const english = LANGUAGES.en?.messages;
const places = (message: string) => Array.from(message.matchAll(/\{\w+\}/g), ([place]) => place).sort();

/** Lists each message of a language by its path; `isForm` marks the forms of a plural. */
function flatten(messages: object, group = ''): { path: string; message: string; isForm: boolean }[] {
  return Object.entries(messages).flatMap(([name, value]: [string, string | object]) =>
    typeof value === 'string'
      ? [{ path: `${group}${name}`, message: value, isForm: 'other' in messages }]
      : flatten(value, `${group}${name}.`),
  );
}

/** A letter of each script. */
const SCRIPTS: Record<string, RegExp> = {
  Arab: /\p{Script=Arabic}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
  Deva: /\p{Script=Devanagari}/u,
  Hans: /\p{Script=Han}/u,
  Hant: /\p{Script=Han}/u,
  Hebr: /\p{Script=Hebrew}/u,
  Jpan: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
  Kore: /\p{Script=Hangul}/u,
  Latn: /\p{Script=Latin}/u,
};

const [, guideToLanguages = ''] = /\n### Languages\n([\s\S]*?)\n#/.exec(guide) ?? [];

describe.each(Object.entries(LANGUAGES))('the words in %s', (language, { script, messages }) => {
  test('are promised in docs/publishing.md', () => {
    const name = new Intl.DisplayNames('en', { type: 'language' }).of(new Intl.Locale(language).language);
    expect(guideToLanguages).toContain(name);
  });

  test('have every message that English has, with the same places to fill', () => {
    const theirs = new Map(flatten(messages).map(({ path, message }) => [path, message]));
    for (const { path, message, isForm } of flatten(english ?? {})) {
      if (path.endsWith('.one')) continue;
      const translated = theirs.get(path);
      expect(translated, path).toBeDefined();
      expect(translated === '' && path !== 'betweenSentences', path).toBe(false);
      // The form for one or two may have the number in words.
      if (!isForm || path.endsWith('.other')) expect(places(translated ?? ''), path).toEqual(places(message));
    }
  });

  test('have a form for each plural category of the language, and no others', () => {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    const forms = flatten(messages).filter(({ isForm }) => isForm);
    const groups = Map.groupBy(forms, ({ path }) => path.replace(/\.\w+$/, ''));
    expect(groups.size).toBeGreaterThan(3);
    for (const [group, each] of groups)
      expect(each.map(({ path }) => path.slice(group.length + 1)).sort()).toEqual(categories);
  });

  test('are not English, and are written in the stated script', () => {
    const own = flatten(messages).filter(({ message }) => /\p{L}/u.test(message.replace(/\{\w+\}/g, '')));
    if (language !== 'en') expect(messages.noticeSummary).not.toBe(english?.noticeSummary);
    expect(own.filter(({ message }) => !SCRIPTS[script]?.test(message))).toEqual([]);
  });

  test('are found for the language, with any region', () => {
    expect(wordsOf(language, 'en').messages).toBe(messages);
    expect(wordsOf(`${language}-001`, 'en').tag).toBe(`${language}-001`);
  });
});

test.each([
  ['fr-CA', 'en', 'fr-CA', 'ltr'],
  ['zh', 'en', 'zh', 'ltr'],
  ['zh-TW', 'en', 'zh-TW', 'ltr'],
  ['zh-Hant-HK', 'en', 'zh-Hant-HK', 'ltr'],
  ['zh-Latn', 'en', 'zh-Hans', 'ltr'],
  ['pt-PT', 'en', 'pt-PT', 'ltr'],
  ['ar-EG', 'en', 'ar-EG', 'rtl'],
  ['nl', 'de', 'de', 'ltr'],
  ['nl', 'sv', 'en', 'ltr'],
  ['yi', 'ar', 'ar', 'rtl'],
])('text in %s on a site in %s gets words in %s', (language, siteLanguage, tag, direction) => {
  expect(wordsOf(language, siteLanguage)).toMatchObject({ tag, direction });
});

test('text whose language differs from that of the words is marked, with its direction', () => {
  expect(languageAttributes('en', wordsOf('en', 'en'))).toEqual({});
  expect(languageAttributes('yi', wordsOf('yi', 'en'))).toEqual({ lang: 'yi', dir: 'rtl' });
  expect(languageAttributes('nl', wordsOf('nl', 'en'))).toEqual({ lang: 'nl', dir: 'ltr' });
});

test.each([
  ['en', 'ltr'],
  ['ar', 'rtl'],
  ['fa-IR', 'rtl'],
  ['ur', 'rtl'],
  ['he', 'rtl'],
  ['az', 'ltr'],
  ['az-Arab', 'rtl'],
  ['ku-Latn', 'ltr'],
  ['zh-Hans', 'ltr'],
])('%s is written %s', (language, direction) => {
  expect(directionOf(language)).toBe(direction);
});

test.each([
  [0, 'zero'],
  [1, 'one'],
  [2, 'two'],
  [3, 'few'],
  [11, 'many'],
  [100, 'other'],
] as const)('Arabic says %i in a form of its own', (count, form) => {
  const words = wordsOf('ar', 'en');
  const forms = words.messages.stories as Record<string, string>;
  expect(pluralForm(words, words.messages.stories, count)).toBe(forms[form]);
});

test.each([
  [1, 'статья'],
  [2, 'статьи'],
  [5, 'статей'],
  [11, 'статей'],
  [21, 'статья'],
  [112, 'статей'],
])('Russian counts %i stories with the noun in its case', (count, noun) => {
  const words = wordsOf('ru', 'en');
  expect(fillMessage(pluralForm(words, words.messages.stories, count), { count })).toBe(`${count} ${noun}`);
});

test('traditional Chinese has its own words, and none of the simplified ones', () => {
  const { messages } = wordsOf('zh-TW', 'en');
  expect(messages.search.title).toBe('搜尋');
  for (const { message } of flatten(messages)) expect(message).not.toMatch(/[订阅闻报这发页么时]/u);
});

test('dates are as exact as the record, and as the language writes them', () => {
  const words = wordsOf('de', 'en');
  expect(formatReducedDate(words, '2005')).toBe('2005');
  expect(formatReducedDate(words, '2005-12')).toBe('Dezember 2005');
  expect(formatReducedDate(words, '2005-12-31')).toBe('31. Dezember 2005');
  expect(formatDay(words, '2026-03-04T23:30:00-05:00')).toBe('5. März 2026');
  expect(formatDay(wordsOf('en-GB', 'en'), '2026-03-04T09:30:00Z')).toBe('4 March 2026');
  expect(formatDay(wordsOf('zh', 'en'), '2026-03-04T09:30:00Z')).toBe('2026年3月4日');
});

test.each(Object.keys(LANGUAGES))('a sentence in %s that ends with a date has one full stop', (language) => {
  const words = wordsOf(language, 'en');
  const date = formatDay(words, '2026-03-04T09:30:00Z');
  for (const message of [words.messages.withdrawnOn, words.messages.citation])
    expect(fillMessage(message, { date })).not.toMatch(/[.。।]\s*[.。।]/u);
});

test.each([
  ['fr', '1er mars 2026'],
  ['fr-CA', '1er mars 2026'],
  ['pt', '1º de março de 2026'],
  ['pt-BR', '1º de março de 2026'],
  ['pt-PT', '1 de março de 2026'],
  ['it', '1 marzo 2026'],
])('the first day of a month is written as %s writes it', (language, expected) => {
  const words = wordsOf(language, 'en');
  expect(formatDay(words, '2026-03-01T09:30:00Z')).toBe(expected);
  expect(formatReducedDate(words, '2026-03-01')).toBe(expected);
  expect(formatMoment(words, '2026-03-01T09:30:00Z')).toContain(expected);
  expect(formatDay(words, '2026-03-11T09:30:00Z')).toMatch(/^11 /);
});

test.each([
  ['zh-TW', '繁體'],
  ['zh-HK', '香港'],
  ['zh-SG', '简体'],
  ['pt-PT', 'português'],
  ['sr-Latn', 'srpski'],
  ['de', undefined],
])('of texts in many languages, %s has the one in its language and script', (tag, expected) => {
  const texts = {
    zh: '简体',
    'zh-Hant': '繁體',
    'zh-HK': '香港',
    pt: 'português',
    sr: 'српски',
    'sr-Latn-RS': 'srpski',
  };
  expect(textIn(texts, { ...wordsOf('en', 'en'), tag })).toBe(expected);
});

test('French sets its high punctuation and its quotation marks with spaces that do not break', () => {
  for (const { path, message } of flatten(wordsOf('fr', 'en').messages))
    expect(message, path).not.toMatch(/« | [»:;?!]|[^\s\u00a0][»:]|[^\s\u202f][;?!]/u);
});

test('numbers have the digits of the language’s dates, and nothing between them', () => {
  expect(formatNumber(wordsOf('fa', 'en'), 1200)).toBe('۱۲۰۰');
  expect(formatDay(wordsOf('fa', 'en'), '2026-03-04T00:00:00Z')).toBe('۴ مارس ۲۰۲۶');
  expect(formatNumber(wordsOf('ar', 'en'), 1200)).toBe('1200');
  expect(formatNumber(wordsOf('ar-EG', 'en'), 1200)).toBe('١٢٠٠');
  expect(formatNumber(wordsOf('en', 'en'), 10_000)).toBe('10000');
});

test('lists are as the language writes them', () => {
  expect(formatList(wordsOf('en', 'en'), ['a', 'b', 'c'])).toBe('a, b, and c');
  expect(formatList(wordsOf('zh', 'en'), ['甲', '乙'])).toBe('甲和乙');
});

test('values that are filled in stay as they are', () => {
  expect(fillMessage('{a} and {b}', { a: '$& {b}', b: '{a}' })).toBe('$& {b} and {a}');
  expect(fillMessage('{unknown}', {})).toBe('{unknown}');
});

test.each([
  ['en-u-ca-buddhist', 'March 4, 2026'],
  ['en-GB-u-ca-japanese-nu-thai', '4 March 2026'],
  ['en-x-a1', 'March 4, 2026'],
  ['de-1996', '4. März 2026'],
])('dates in %s are Gregorian, in the digits of the language', (tag, expected) => {
  expect(formatDay(wordsOf(tag, 'en'), '2026-03-04T00:00:00Z')).toBe(expected);
  expect(formatReducedDate(wordsOf(tag, 'en'), '2026')).toBe('2026');
});

test('dates in Arabic are Gregorian in every region, in the region’s digits', () => {
  expect(formatDay(wordsOf('ar', 'en'), '2026-03-04T00:00:00Z')).toBe('4 مارس 2026');
  expect(formatDay(wordsOf('ar-SA', 'en'), '2026-03-04T00:00:00Z')).toMatch(/مارس/);
  expect(formatDay(wordsOf('ar-EG', 'en'), '2026-03-04T00:00:00Z')).toBe('٤ مارس ٢٠٢٦');
});

test('tags that differ only in extensions share a formatter, and few formatters are cached', () => {
  let made = 0;
  const { DateTimeFormat } = Intl;
  const construct = (target: typeof DateTimeFormat, options: unknown[]) => {
    made++;
    return Reflect.construct(target, options);
  };
  Object.assign(Intl, { DateTimeFormat: new Proxy(DateTimeFormat, { construct }) });
  onTestFinished(() => void Object.assign(Intl, { DateTimeFormat }));
  const writeAll = (tags: string[]) => {
    made = 0;
    for (const tag of tags) formatDay(wordsOf(tag, 'en'), '2026-03-04T00:00:00Z');
    return made;
  };
  const numbers = Array.from({ length: 500 }, (_, n) => n);
  expect(writeAll(numbers.map((n) => `fr-CA-x-a${n}`))).toBeLessThanOrEqual(1);
  const regions = numbers.map((n) => `fr-${String(n).padStart(3, '0')}`);
  // Some numbers mean the same region.
  expect(writeAll(regions)).toBeGreaterThan(400);
  expect(writeAll(regions.slice(-30))).toBe(0);
  // The cache has dropped the others.
  expect(writeAll(regions)).toBeGreaterThan(400);
});

test('between facts is a dot, but a line in Persian, whose zero looks like a dot', () => {
  expect(factSeparator(wordsOf('fa', 'en'))).toBe('\u00a0| ');
  expect(factSeparator(wordsOf('ar', 'en'))).toBe('\u00a0· ');
  expect(factSeparator(wordsOf('en', 'en'))).toBe('\u00a0· ');
});

test('a message is filled where it names a value, and nowhere else', () => {
  const values = { name: '{count}', count: 2 };
  expect(fillMessage('{name} {count}{count} {other} {} {a {name}} }{', values)).toBe(
    '{count} 22 {other} {} {a {count}} }{',
  );
  expect(fillMessage('{count', values)).toBe('{count');
});

test.each([
  ['de', 'Deutsch'],
  ['ar-u-nu-latn', 'العربية'],
  ['en-x-newsroom', 'English'],
])('the own name of %s is %s', (tag, name) => {
  expect(ownNameOf(tag)).toBe(name);
});
