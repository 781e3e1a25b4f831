import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { IndexedStory } from '../../src/newsroom/desk/publish/mirrors/indexed-story.ts';
import { MAX_COST } from '../../src/search/cost.ts';
import { type IndexQuery, MAX_FOUND } from '../../src/search/index-query.ts';
import type { Search } from '../../src/search/search.ts';
import { searchOf } from '../../src/search/search-stub.ts';
import { termsOf } from '../../src/site/query/terms.ts';
import * as fc from '../draw.ts';
import { hostile } from '../hostile.ts';
import { reopen } from '../newsroom.ts';
import { runInside, searchObject } from '../objects.ts';

beforeEach(reopen);

type Texts = NonNullable<IndexedStory['texts']>;

const NEWEST = Date.parse('2026-11-26T12:00:00Z');

/** Returns the second word of `Energy policy`, or of `A part of it`. */
const tokenOf = (text: string) => text.split(' ')[1];

/** Returns story `id`, published `id` hours before the newest. */
const story = (
  id: number,
  texts: Partial<Texts> | null = {},
  fields: Partial<IndexedStory> = {},
): IndexedStory => ({
  id,
  identifier: `tag:news.example,2026:stories/s-${id}`,
  slug: `s-${id}`,
  changed: 1000 + id,
  texts: texts && {
    headline: `Headline ${id}`,
    abstract: 'The summary.',
    analysis: 'The analysis.',
    sources: [],
    scopes: [],
    authors: [],
    language: 'en',
    published: NEWEST - id * 3_600_000,
    ...texts,
  },
  ...fields,
});

const put = (...stories: IndexedStory[]) => searchOf(env).put(stories, false);
const EVERYTHING: IndexQuery = {
  terms: [],
  scopes: [],
  author: '',
  language: '',
  from: null,
  before: null,
  order: 'relevance',
  topics: [],
  isForgiving: false,
  offset: 0,
  limit: 20,
};
const find = (query: string, options: Partial<IndexQuery> = {}) =>
  searchOf(env).find({ ...EVERYTHING, terms: termsOf(query), ...options });
const slugs = async (query: string, options: Partial<IndexQuery> = {}) =>
  (await find(query, options)).hits.map(({ slug }) => slug);

test('stories are found in every script, however their words are spelled', async () => {
  await put(
    story(1, { headline: '人工智能投资超过万亿美元', language: 'zh' }),
    story(2, { headline: 'أخبار كِتَابٍ جديد', language: 'ar' }),
    story(3, { headline: 'A naïve café in İzmir' }),
    story(4, { abstract: '東京のニュース、ﾆｭｰｽ', language: 'ja' }),
    story(5, { abstract: '한국어 뉴스', language: 'ko' }),
    story(6, { abstract: 'ข่าวภาษาไทย', language: 'th' }),
    story(7, { abstract: 'हिन्दी समाचार', language: 'hi' }),
  );
  for (const query of ['智能', '万亿', '人工智能', '智', '投资超过'])
    expect(await slugs(query)).toEqual(['s-1']);
  for (const query of ['اخبار', 'أخبار', 'كتاب', 'كِتَاب']) expect(await slugs(query)).toEqual(['s-2']);
  for (const query of ['naive', 'NAÏVE', 'cafe', 'izmir']) expect(await slugs(query)).toEqual(['s-3']);
  for (const query of ['ニュース', '東京', 'ﾆｭｰｽ', '京']) expect(await slugs(query)).toEqual(['s-4']);
  for (const query of ['한국', '한국어', '뉴스']) expect(await slugs(query)).toEqual(['s-5']);
  for (const query of ['ภาษา', 'ข่าว']) expect(await slugs(query)).toEqual(['s-6']);
  expect(await slugs('समाचार')).toEqual(['s-7']);
  for (const query of ['能人', '亿万', 'aive', 'समाचा']) expect(await slugs(query)).toEqual([]);
});

test('every word must occur, and the words of a phrase in a row', async () => {
  await put(
    story(1, { analysis: 'An exact phrase is here.' }),
    story(2, { analysis: 'A phrase that is exact.' }),
    story(3, {
      analysis: 'exact',
      sources: [['The phrase', 'Example News', 'news.example', 'quoted words']],
    }),
    story(4, { analysis: 'exact' }),
  );
  expect(await slugs('"exact phrase"')).toEqual(['s-1']);
  expect(await slugs('“EXACT phrase”')).toEqual(['s-1']);
  expect(await slugs('phrase exact')).toEqual(['s-1', 's-2', 's-3']);
  expect(await slugs('news.example')).toEqual(['s-3']);
  expect(await slugs('"example news news example"')).toEqual([]);
  expect(await slugs('"quoted words" exact')).toEqual(['s-3']);
});

test('a story with the words in its headline comes first, then one with them in the TL;DR; of equals, the newer one', async () => {
  await put(
    story(1, { analysis: 'solar power' }),
    story(2, { abstract: 'power for solar' }),
    story(3, { headline: 'Solar power' }),
    story(4, { headline: 'Solar', abstract: 'Power' }),
    story(5, { headline: 'Power, solar' }),
  );
  expect(await slugs('solar power')).toEqual(['s-3', 's-5', 's-2', 's-4', 's-1']);
  expect(await slugs('solar power', { order: 'date' })).toEqual(['s-1', 's-2', 's-3', 's-4', 's-5']);
  expect(await slugs('solar power', { offset: 1, limit: 2 })).toEqual(['s-5', 's-2']);
});

test('a search is narrowed by topic, source, author, language and time', async () => {
  await put(
    story(1, {
      scopes: ['topic:web-feeds', 'source:bbc.co.uk'],
      authors: ['Zoë Ångström'],
      language: 'zh-Hant',
    }),
    story(2, { scopes: ['topic:web'], authors: ['Ann Other'], language: 'en-GB' }),
    story(30, { scopes: ['topic:web'], headline: 'topic web feeds' }),
  );
  expect(await slugs('', { scopes: ['topic:web-feeds'] })).toEqual(['s-1']);
  expect(await slugs('', { scopes: ['topic:web'] })).toEqual(['s-2', 's-30']);
  expect(await slugs('headline', { scopes: ['topic:web'] })).toEqual(['s-2']);
  expect(await slugs('', { scopes: ['topic:web-feeds', 'source:bbc.co.uk'] })).toEqual(['s-1']);
  expect(await slugs('', { scopes: ['source:co.uk'] })).toEqual([]);
  expect(await slugs('', { author: 'zoe angstrom' })).toEqual(['s-1']);
  expect(await slugs('', { author: 'Other' })).toEqual(['s-2']);
  expect(await slugs('', { language: 'zh' })).toEqual(['s-1']);
  expect(await slugs('', { language: 'en-GB' })).toEqual(['s-2']);
  const day = Date.parse('2026-11-25T00:00:00Z');
  expect(await slugs('', { scopes: ['topic:web'], before: day + 86_400_000 })).toEqual(['s-30']);
  expect(await slugs('headline', { from: day + 86_400_000 })).toEqual(['s-1', 's-2']);
  expect(await find('')).toMatchObject({ hits: [], count: 0 });
});

test('a story takes one row, and none if it has not changed; a corrected, renamed or withdrawn one is replaced', async () => {
  const written = (work: () => Promise<void>) =>
    runInside(searchObject(), async (_search: Search, { storage }) => {
      const { sql } = storage;
      const exec = sql.exec.bind(sql);
      const cursors: SqlStorageCursor<never>[] = [];
      Object.defineProperty(sql, 'exec', {
        configurable: true,
        value: (...given: Parameters<typeof exec>) => {
          const cursor = exec(...given);
          cursors.push(cursor as never);
          return cursor;
        },
      });
      await work();
      Object.defineProperty(sql, 'exec', { configurable: true, value: exec });
      return cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
    });
  const putIn = (...stories: IndexedStory[]) =>
    written(() => runInside(searchObject(), (search: Search) => search.put(stories, false)));
  const hundred = Array.from({ length: 100 }, (_, index) =>
    story(index + 1, { analysis: 'many words '.repeat(400) }),
  );
  expect(await putIn(...hundred)).toBe(100);
  expect(await putIn(...hundred)).toBe(0);
  await put(
    story(1, { headline: 'Corrected' }, { changed: 5000 }),
    story(2, {}, { slug: 'renamed', changed: 5000 }),
    story(3, null),
    story(4, { published: NEWEST - 99 * 3_600_000 }, { changed: 5000 }),
    story(101, null),
  );
  expect(await slugs('corrected')).toEqual(['s-1']);
  expect((await slugs('headline')).slice(0, 2)).toEqual(['renamed', 's-5']);
  expect((await find('summary')).count).toBe(99);
  expect((await slugs('summary', { limit: 200 })).indexOf('s-4')).toBeGreaterThan(90);
});

test('stories whose ids differ in capitals, or in any other character, are two', async () => {
  const ids = ['https://old.example/?p=A', 'https://old.example/?p=a', 'é', 'e', 'É', 'a b', 'a-b', 'a" b'];
  await put(...ids.map((identifier, id) => story(id, {}, { identifier })));
  expect((await find('headline')).count).toBe(ids.length);
  await put(...ids.map((identifier, id) => story(id, null, { identifier, changed: 5000 })).slice(1));
  expect(await slugs('headline')).toEqual(['s-0']);
});

test('a fill-in writes unchanged stories again, and does not make them newer', async () => {
  await put(story(1), story(2));
  const before = await find('headline');
  await searchOf(env).put([story(1), story(2)], true);
  expect(await find('headline')).toEqual(before);
  expect(before.removed).toBe(0);
});

test('a search leads to 200 stories, and says that there are more', async () => {
  const many = Array.from({ length: MAX_FOUND + 5 }, (_, index) => story(index));
  await put(...many);
  const found = await find('headline', { offset: 190, limit: 30 });
  expect(found).toMatchObject({ count: MAX_FOUND, isMore: true });
  expect(found.hits).toHaveLength(10);
  expect(await find('"headline 7"')).toMatchObject({ count: 1, isMore: false });
});

test('a word is found in other forms, unless it stands in quotation marks', async () => {
  await put(
    story(1, { headline: 'One standard' }),
    story(2, { analysis: 'Two standards.' }),
    story(3, { headline: 'الأخبار اليوم', language: 'ar' }),
  );
  for (const query of ['standard', 'standards']) expect(await slugs(query)).toHaveLength(2);
  expect(await slugs('"standard"')).toEqual(['s-1']);
  expect(await slugs('"two standard"')).toEqual([]);
  expect(await slugs('standards')).toEqual(['s-1', 's-2']);
  expect(await slugs('أخبار')).toEqual(['s-3']);
});

test('a search that finds nothing says which of its terms are in no story', async () => {
  await put(story(1, { analysis: 'solar wind' }), story(2, { analysis: 'power' }));
  expect(await find('solar qqqq power "solar zzzz" 智')).toMatchObject({ count: 0, missing: [1, 3, 4] });
  expect(await find('solar power')).toMatchObject({ count: 0, missing: [] });
  expect(await find('solar')).toMatchObject({ count: 1, missing: [] });
});

describe('a search is forgiving', () => {
  const forgiven = (query: string, options: Partial<IndexQuery> = {}) =>
    find(query, { isForgiving: true, ...options });
  const forgivenSlugs = async (query: string) => (await forgiven(query)).hits.map(({ slug }) => slug);

  test('of each place, the words themselves come before their other forms, and these before what is made of them', async () => {
    await put(
      story(1, { headline: 'Steuerreform', language: 'de' }),
      story(2, { headline: 'Die Steuern', language: 'de' }),
      story(3, { headline: 'Grundsteuer', language: 'de' }),
      story(4, { headline: 'Die Steuer', language: 'de' }),
      story(5, { analysis: 'Eine Steuer', language: 'de' }),
    );
    expect(await slugs('Steuer')).toEqual(['s-4', 's-2', 's-5', 's-1', 's-3']);
    expect(await slugs('"Steuer"')).toEqual(['s-4', 's-5']);
    // What is only made with a word is in no feed.
    expect(await slugs('Steuer', { order: 'date' })).toEqual(['s-2', 's-4', 's-5']);
  });

  test('a verb that leaves a part for the end of its clause is found in both parts near each other, in the headline first', async () => {
    const far = `Er lehnte sich zurück. ${'Wort '.repeat(40)} Sie reisten ab.`;
    await put(
      story(1, { language: 'de', analysis: far }),
      story(2, { language: 'de', analysis: 'Der Rat lehnte gestern den Antrag ab.' }),
      story(3, { language: 'de', headline: 'Rat lehnt Antrag ab' }),
    );
    expect(await slugs('ablehnen')).toEqual(['s-3', 's-2']);
  });

  test('a term can be excluded, be one of several, or be the beginning of a word', async () => {
    await put(
      story(1, { headline: 'A flood in Valencia' }),
      story(2, { headline: 'A flood in Genoa' }),
      story(3, { headline: 'A fire', analysis: 'Telescopes' }),
      story(4, { headline: 'Flooded cellars', analysis: 'Genoa' }),
    );
    expect(await slugs('flood -genoa')).toEqual(['s-1']);
    expect(await slugs('-cellar headline OR flood')).toEqual(['s-1', 's-2']);
    expect(await slugs('fire OR valencia')).toEqual(['s-1', 's-3']);
    expect(await slugs('telesc*')).toEqual(['s-3']);
    expect(await slugs('tel*scopes')).toEqual([]);
    expect(await slugs('flood -"in Genoa"')).toEqual(['s-1', 's-4']);
  });

  test('authors, topics and captions are found by their words', async () => {
    await put(
      story(1, { authors: ['Zoë Ångström'] }),
      story(2, { scopes: ['topic:energy'] }),
      story(3, { sources: [['A caption of a turbine']] }),
      story(4, { analysis: 'Angstrom' }),
    );
    expect(await slugs('Ångström')).toEqual(['s-1', 's-4']);
    expect(await slugs('"Zoe Angstrom"')).toEqual(['s-1']);
    const topics = [{ scope: 'topic:energy', title: 'Power and climate' }];
    expect(await slugs('climate', { topics })).toEqual(['s-2']);
    expect(await slugs('climate')).toEqual([]);
    expect(await slugs('"climate"', { topics })).toEqual([]);
    expect(await slugs('headline -angstrom -climate', { topics })).toEqual(['s-1', 's-2', 's-3']);
    expect(await slugs('turbine')).toEqual(['s-3']);
  });

  test('authors with one last name are two', async () => {
    await put(story(1, { authors: ['Anna Smith', 'Ben Smith'] }));
    for (const query of ['"Anna Smith"', '"Ben Smith"']) expect(await slugs(query)).toEqual(['s-1']);
    expect(await slugs('"Smith Ben"')).toEqual([]);
  });

  test.each([
    ['police', 'Energy policy'],
    ['party', 'A part of it'],
  ])('the rules of another language make no form of an English word: %s', async (query, headline) => {
    await put(
      story(1, { headline }),
      story(2, { headline: 'Miasta', sources: [[headline]], language: 'pl' }),
      story(3, { headline: `The ${query}` }),
    );
    expect((await slugs(query))[0]).toBe('s-3');
    expect(await slugs(query, { order: 'date' })).toEqual(['s-3']);
    expect(await slugs(`${query} -${tokenOf(headline)}`)).toEqual(['s-3']);
    expect(await slugs('miasto')).toEqual(['s-2']);
  });

  test('by date, and so in feeds, no word counts that is only related; a page says if there are no others', async () => {
    await put(story(1, { headline: 'An important day' }));
    expect(await find('import', { order: 'date' })).toMatchObject({ count: 0 });
    expect(await find('import')).toMatchObject({ count: 1, isRelated: true });
    expect(await forgiven('import', { order: 'date' })).toMatchObject({ count: 1, isRelated: true });
    await put(story(2, { headline: 'Imports' }));
    expect(await find('import')).toMatchObject({ count: 2, isRelated: false });
  });

  test('a word that no story has is searched for as the beginning or a part of others, and named', async () => {
    await put(story(1, { headline: 'Telescopes' }));
    expect(await forgiven('telesc')).toMatchObject({ count: 1, mended: [{ term: 0, word: 'telesc*' }] });
    await put(story(2, { analysis: 'Geburtenrate', language: 'de' }));
    expect(await forgiven('rate')).toMatchObject({
      mended: [{ term: 0, word: 'geburtenrate' }],
      hits: [{ slug: 's-2' }],
    });
  });

  test('simplified and traditional characters find each other', async () => {
    await put(
      story(1, { headline: '臺灣經濟發展', language: 'zh-Hant' }),
      story(2, { headline: '台湾经济发展', language: 'zh' }),
    );
    expect(await slugs('台湾')).toEqual(['s-2', 's-1']);
    expect(await slugs('經濟發展')).toEqual(['s-1', 's-2']);
    expect(await slugs('湾')).toEqual(['s-2', 's-1']);
    expect(await slugs('"台湾"')).toEqual(['s-2']);
  });

  test('a mistyped word that is in no story is mended, and named', async () => {
    await put(story(1, { headline: 'Zelensky in Johannesburg', authors: ['Marguerite Duras'] }));
    for (const [query, word] of [
      ['zelenksy', 'zelensky'],
      ['selensky', 'zelensky'],
      ['Johanesburg', 'johannesburg'],
      ['Marguerrite', 'marguerite'],
    ] as const)
      expect([query, await forgiven(query)]).toMatchObject([
        query,
        { count: 1, mended: [{ term: 0, word }] },
      ]);
    expect(await find('zelenksy')).toMatchObject({ count: 0, mended: [] });
    for (const query of ['"zelenksy"', 'zelen123', 'zxcvbnm', 'zle'])
      expect(await forgiven(query)).toMatchObject({ count: 0, mended: [] });
  });

  test('if no story has all words, those with the most of them are found, and said to be such', async () => {
    await put(
      story(1, { analysis: 'harbour strike' }),
      story(2, { analysis: 'harbour strike wages' }),
      story(3, { analysis: 'harbour' }),
      story(4, { analysis: 'nothing' }),
    );
    const found = await forgiven('harbour strike wages qqqq');
    expect(found).toMatchObject({ isPartial: true, missing: [3] });
    expect(found.hits.map(({ slug }) => slug)).toEqual(['s-2', 's-1']);
    expect(await find('harbour strike wages qqqq')).toMatchObject({ count: 0, isPartial: false });
    expect(await forgivenSlugs('harbour strike')).toEqual(['s-1', 's-2']);
    expect(await forgivenSlugs('harbour strike qqqq -wages')).toEqual(['s-1']);
  });
});

test('topics, phrases and words that no story has are answered in any combination', async () => {
  await put(
    story(1, { scopes: ['topic:web'], headline: 'Feeds', authors: ['Ann Reed'] }),
    story(2, { analysis: '智能 feeds on the web', language: 'zh' }),
  );
  const topics = [{ scope: 'topic:web', title: 'Web feeds' }];
  const parts = ['"web feeds"', 'web-feeds', 'zzzzqq', '-web', 'fedes', 'OR', 'reed', 'fee*', '"ann reed"'];
  const queries = fc.array(fc.constantFrom(...parts, '人工智能', '智', 'web'), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(queries, async (words) => {
      const found = await find(words.join(' '), { topics, isForgiving: true });
      expect(found.count).toBeLessThanOrEqual(2);
    }),
    { numRuns: 300, examples: [[['"web feeds"', 'zzzzqq']], [['web-feeds', 'zzzzqq']]] },
  );
});

describe('the cost of a search is bounded', () => {
  const FREQUENT = Array.from({ length: 20 }, (_, index) => `f${index}`);
  const analysis = FREQUENT.join(' ');
  /** A phrase of frequent words that no story has, too expensive for as many stories as there are. */
  const PHRASE = `"${'f1 '.repeat(66)}"`;
  const DAY = 24;
  const fill = async () => {
    const stories = Array.from({ length: 450 }, (_, id) =>
      story(id * DAY, { analysis }, { slug: `d-${id}` }),
    );
    await put(...stories.slice(0, 225));
    await put(
      ...stories.slice(225),
      story(449 * DAY, { headline: FREQUENT.join(' '), analysis: 'f1 '.repeat(70) }),
    );
  };

  test('a phrase of frequent words is looked for in the newest stories alone', async () => {
    await fill();
    const found = await find(PHRASE);
    expect(found).toMatchObject({ count: 0, isMore: false, missing: [] });
    const searched = (NEWEST - (found.since ?? 0)) / (DAY * 3_600_000);
    expect(searched).toBeGreaterThan(200);
    expect(searched).toBeLessThan(300);
    // Where a search ends, another can go on.
    const older = await find(PHRASE, { before: found.since });
    expect(older).toMatchObject({ since: null, count: 1 });
    expect(older.hits[0]?.slug).toBe('s-10776');
    expect(await find(PHRASE, { from: NEWEST - 3 * DAY * 3_600_000 })).toMatchObject({
      count: 0,
      since: null,
    });
  });

  test('a phrase with a rare word is looked for in every story, and so are headlines', async () => {
    await fill();
    await put(story(448 * DAY, { analysis: `${'f1 '.repeat(64)} rare` }, { slug: 'rare' }));
    expect(await find(`"${'f1 '.repeat(64)} rare"`)).toMatchObject({ since: null, hits: [{ slug: 'rare' }] });
    expect((await slugs(FREQUENT.slice(0, 16).join(' ')))[0]).toBe('s-10776');
  });

  test('a search looks at so many words of the index, whatever it asks', async () => {
    const parts = ['tion', 'heit', 'keit', 'lich', 'isch', 'chen', 'ment', 'qqqx', 'con'];
    const words = (part: string, from: number) =>
      Array.from({ length: 4000 }, (_, at) => {
        const letters = Array.from(
          String(from + at).padStart(6, '0'),
          (digit) => 'abcdefghij'[Number(digit)],
        );
        return `${part}${letters.join('')}${part}`;
      }).join(' ');
    await put(
      ...parts.map((part, id) => story(id, { analysis: words(part, id * 4000), language: 'de' })),
      ...['en', 'pl', 'fr', 'nl', 'sv'].map((language, id) => story(50 + id, { language })),
    );
    const rowsRead = (query: string) =>
      runInside(searchObject(), async (search: Search, { storage }) => {
        const { sql } = storage;
        const exec = sql.exec.bind(sql);
        let count = 0;
        Object.defineProperty(sql, 'exec', {
          configurable: true,
          value: (...given: Parameters<typeof exec>) => {
            const rows = exec(...given).toArray();
            count += Math.max(rows.length, 1);
            return { toArray: () => rows, one: () => rows[0] };
          },
        });
        await search.find({ ...EVERYTHING, terms: termsOf(query), isForgiving: true });
        Object.defineProperty(sql, 'exec', { configurable: true, value: exec });
        return count;
      });
    for (const query of [
      `qqqq ${parts.join(' ')}`,
      parts.join(' OR '),
      parts.map((part) => `${part}zzzz`).join(' '),
      parts.map((part) => `${part}*`).join(' '),
    ])
      expect([query, (await rowsRead(query)) <= 25_000]).toEqual([query, true]);
  });

  test('no expression has more to compare than is allowed, whatever is searched for', async () => {
    await fill();
    const expressions: string[] = [];
    const words = fc.array(fc.constantFrom(...FREQUENT), { minLength: 1, maxLength: 40 });
    const queries = fc.array(fc.tuple(words, fc.boolean()), { minLength: 1, maxLength: 10 });
    await runInside(searchObject(), async (search: Search, { storage }) => {
      const { sql } = storage;
      const exec = sql.exec.bind(sql);
      const countOf = (token: string) =>
        exec<{ doc: number }>('SELECT doc FROM word WHERE term = ?', token).toArray()[0]?.doc ?? 0;
      Object.defineProperty(sql, 'exec', {
        configurable: true,
        value: (query: string, ...bindings: string[]) => {
          if (query.includes('MATCH')) expressions.push(bindings[0] ?? '');
          return exec(query, ...bindings);
        },
      });
      const check = fc.asyncProperty(queries, async (parts) => {
        expressions.length = 0;
        const query = parts.map(([words, isPhrase]) => (isPhrase ? `"${words.join(' ')}"` : words.join(' ')));
        await search.find({ ...EVERYTHING, terms: termsOf(query.join(' ').slice(0, 200)) });
        for (const expression of expressions) {
          const tokens = [...expression.matchAll(/"([^"]*)"/g)].flatMap(([, tokens = '']) =>
            tokens.split(' '),
          );
          const isPeriod = (token: string) => token.startsWith('\uE000p');
          const periods = tokens.filter(isPeriod);
          const compared = tokens.filter((token) => !isPeriod(token));
          const stories = periods.length > 0 ? periods.map(countOf) : [Math.min(...compared.map(countOf))];
          const most = stories.reduce((sum, count) => sum + count, 0);
          expect(most * compared.length).toBeLessThanOrEqual(MAX_COST / 2);
        }
      });
      await fc.assert(check, { numRuns: 60 });
      Object.defineProperty(sql, 'exec', { configurable: true, value: exec });
    });
  });
});

describe('whatever is searched for', () => {
  test('nothing of it is an operator', async () => {
    await put(story(1, { headline: 'One AND two OR NOT near' }));
    expect(await slugs('one NOT two')).toEqual(['s-1']);
    expect(await slugs('one three')).toEqual([]);
    for (const query of [
      'headline:one',
      '{headline}: one',
      'one*',
      'NEAR(one two)',
      '^one',
      '-one',
      '"one',
      'one + two',
    ])
      expect(Array.isArray(await slugs(query))).toBe(true);
    expect(await slugs('headline : two')).toEqual([]);
    expect(await slugs('facets')).toEqual([]);
  });

  test('it is answered', async () => {
    await put(story(1));
    const queries = [
      '\0',
      '\ud800',
      '"',
      '""',
      '" "',
      '*',
      '()',
      'AND OR NOT',
      "';DROP TABLE story",
      'x'.repeat(10_000),
      '智'.repeat(10_000),
    ];
    for (const query of queries)
      expect(
        await find(query, { author: query, language: query.slice(0, 50), scopes: [query] }),
      ).toMatchObject({ count: 0 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(hostile, fc.string({ unit: 'binary' })), async (query) => {
        expect((await find(query)).count).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});
