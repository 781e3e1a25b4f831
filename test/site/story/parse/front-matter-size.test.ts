import { expect, test } from 'vitest';
import { articleToMarkdown } from '../../../../src/site/export/markdown.ts';
import { makeArticle } from '../../../../src/site/story/make-article.ts';
import { parseStoryFile, parseStoryRecord } from '../../../../src/site/story/parse/parse.ts';
import { aStory, site } from '../../../samples.ts';

const read = (frontMatter: string) => parseStoryFile(`---\n${frontMatter}\n---\nText.`, 'a-story');

const TOKENS = /^front matter must have at most 200,000 names, values, punctuation marks and line breaks/;
const COMMAS = /^front matter must have at most 50,000 commas/;
const ESCAPES = /backslashes within "…" begin no escape/;

test.each<[string, string, RegExp]>([
  ['commas', `a: [${','.repeat(990_000)}]`, COMMAS],
  ['brackets', '['.repeat(990_000), TOKENS],
  ['dashes', '- '.repeat(490_000), TOKENS],
  ['lines', `headline: a\n${'\u0001\n'.repeat(490_000)}`, TOKENS],
  ['aliases', '*a\n'.repeat(330_000), TOKENS],
  ['escapes', `a: "${'\\q'.repeat(490_000)}"`, ESCAPES],
  ['short escapes', `a: "${'\\x0'.repeat(330_000)}"`, ESCAPES],
])('a million %s are refused before anything is made of them', (_what, frontMatter, rule) => {
  const parsed = read(frontMatter);
  expect(parsed).toEqual({
    ok: false,
    faults: [{ field: '', value: undefined, rule: expect.stringMatching(rule), line: 1 }],
  });
});

test.each<[string, string]>([
  ['a headline', `headline: "${'\u0001'.repeat(495_000)}"`],
  ['a name', `"${'\u0001'.repeat(495_000)}": 1`],
  ['an alias', `headline: *${'\u0001'.repeat(495_000)}`],
  ['a tag', `headline: !${'\u0001'.repeat(495_000)} a`],
  ['text that is no field', 'a\n\u0001'.repeat(90_000)],
  ['lines within quotes', "'\u0001'\n".repeat(60_000)],
  ['aliases', '*a\n'.repeat(60_000)],
  ['aliases on one line', `a: [${'*a,'.repeat(49_000)}*a]`],
  ['fields twice', 'a: 1\n'.repeat(30_000)],
  ['lists for names', '[a]: 1\n'.repeat(20_000)],
])('the faults of very long input are short: %s', (_what, frontMatter) => {
  const parsed = read(frontMatter);
  expect(parsed.ok).toBe(false);
  expect(JSON.stringify(parsed).length).toBeLessThan(20_000);
});

test('the escapes that YAML defines are accepted, and so are literal backslashes', () => {
  const escapes = '\\n \\t \\\\q \\" \\/ \\_ \\x41 \\u4e2d \\U0001F4F0';
  const parsed = read(
    `headline: A\nabstract: "${`${escapes} `.repeat(20)}"\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\ncitation: [{url: 'https://a.example/', name: 'C:\\${'\\q'.repeat(99)}'}]`,
  );
  expect(parsed).toMatchObject({ ok: true });
});

test('500 sources with every field, in both lists, are accepted', () => {
  const source = (n: number) => ({
    url: `https://www.newspaper.example/world/2026/03/04/a-slug-of-many-words-${n}`,
    name: 'The title of a source, which says: "something"',
    publisher: {
      name: 'The Paper of Record',
      url: 'https://www.newspaper.example/',
      ownership: 'State media',
    },
    author: [
      { name: 'Anna Author', url: 'https://people.example/anna' },
      { name: 'Otto Other', url: 'https://people.example/otto' },
    ],
    datePublished: '2026-03-04T09:30:00Z',
    inLanguage: 'en',
    isAccessibleForFree: true,
  });
  const cited = (n: number) => ({
    ...source(n),
    quote: { exact: 'The words that were cited. '.repeat(8), prefix: 'Before', suffix: 'after' },
    archivedAt: `https://web.archive.org/web/20260304/https://www.newspaper.example/${n}`,
    linkStatus: 200,
    accessed: '2026-03-05',
  });
  const numbers = Array.from({ length: 500 }, (_, n) => n);
  const record = aStory({ isBasedOn: numbers.map(source), citation: numbers.map(cited) } as never);
  const parsed = parseStoryRecord(record);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const file = articleToMarkdown(makeArticle(parsed.value, 'tag:news.example,2026:stories/a-story'), site);
  expect(parseStoryFile(file, 'a-story')).toMatchObject({
    ok: true,
    value: { citation: parsed.value.citation },
  });
});
