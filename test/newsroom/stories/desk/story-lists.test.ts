import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { MAX_EXAMINED, type StoryQuery } from '../../../../src/newsroom/stories/desk/story-lists.ts';
import { ann } from '../../../actors.ts';
import { desk, reopen, turn } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { publishStory } from '../../../published-stories.ts';

beforeEach(reopen);

const ANY: StoryQuery = { status: null, words: '', topic: '', author: '', source: '' };
const cite = (domain: string) => `Said there.([${domain}](https://www.${domain}/news))`;
const change = () => ({ expected: 'any' as const, actor: ann, now: Date.now() });

const search = (
  query: Partial<StoryQuery> = {},
  options: { from?: string; most?: number; known?: string[] } = {},
) => deskOf(env).storyLists.search({ ...ANY, ...query }, { most: 30, ...options });
const find = async (query: Partial<StoryQuery> = {}) => (await search(query)).stories.map(({ slug }) => slug);

describe('a search', () => {
  test('finds all that was ever saved, newest first, with what editors need to know', async () => {
    await publishStory('one', { author: [{ name: 'Ann Lee' }, { name: 'Bo' }], inLanguage: 'fr' });
    await publishStory('two');
    await publishStory('three');
    await publishStory('soon', { datePublished: '2999-01-01T10:00:00Z' });
    await publishStory('never', { datePublished: '2999-01-02T10:00:00Z' });
    await desk().withdraw('two', { ...change(), reason: 'Wrong.' });
    await desk().withdraw('never', { ...change(), reason: 'Wrong.' });
    expect(await find()).toEqual(['never', 'soon', 'three', 'two', 'one']);
    expect(await find({ status: 'published' })).toEqual(['three', 'one']);
    expect(await find({ status: 'scheduled' })).toEqual(['soon']);
    expect(await find({ status: 'withdrawn' })).toEqual(['never', 'two']);
    const { stories } = await search();
    expect(stories.at(-1)).toEqual({
      slug: 'one',
      headline: 'About one',
      inLanguage: 'fr',
      status: 'published',
      revision: 1,
      datePublished: expect.stringMatching(/Z$/),
      authors: ['Ann Lee', 'Bo'],
      mergedInto: null,
    });
  });

  test('names the story that another was merged into', async () => {
    await publishStory('one');
    await publishStory('twice');
    await desk().merge('twice', { ...change(), into: 'one', reason: null });
    expect((await search({ status: 'withdrawn' })).stories).toMatchObject([{ mergedInto: 'one' }]);
  });

  test('combines words, topic, author and source', async () => {
    await publishStory('a', {
      keywords: ['energy'],
      author: [{ name: 'Ann Lee' }],
      articleBody: cite('w3.org'),
    });
    await publishStory('b', { keywords: ['energy', 'law'], articleBody: cite('w3.org') });
    await publishStory('c', {
      keywords: ['law'],
      author: [{ name: 'Bea Lee' }],
      articleBody: cite('ietf.org'),
    });
    await publishStory('later', { keywords: ['law'], datePublished: '2999-01-01T10:00:00Z' });
    expect(await find({ topic: 'energy' })).toEqual(['b', 'a']);
    expect(await find({ topic: 'law' })).toEqual(['later', 'c', 'b']);
    expect(await find({ source: 'w3.org' })).toEqual(['b', 'a']);
    expect(await find({ topic: 'law', source: 'w3.org' })).toEqual(['b']);
    expect(await find({ author: 'lee' })).toEqual(['c', 'a']);
    expect(
      await find({ author: 'Bea', topic: 'law', source: 'ietf.org', words: 'said', status: 'published' }),
    ).toEqual(['c']);
    expect(await find({ topic: 'nothing' })).toEqual([]);
  });

  test('does not find a story by a topic that it no longer has, though it keeps its place there', async () => {
    await publishStory('a', { keywords: ['energy'] });
    await publishStory('a', { keywords: ['law'] });
    await desk().withdraw('a', { ...change(), reason: 'Wrong.' });
    expect(await find({ topic: 'energy' })).toEqual([]);
    expect(await find({ topic: 'law' })).toEqual(['a']);
  });

  test('finds words in headline, TL;DR and analysis, all of them, without regard to case and accents', async () => {
    await publishStory('a', {
      headline: 'Réforme à l’Élysée',
      abstract: 'The minister said 100% of it.',
      articleBody: 'Straße, القُدْس and 人工智能',
    });
    await publishStory('b', { headline: 'Reform' });
    for (const words of ['reforme elysee', 'ÉLYSÉE', 'minister straße', '100%', 'القدس', '智能', '  ']) {
      expect(await find({ words }), words).toContain('a');
    }
    for (const words of ['elysee palace', '1_0', 'stra%e', '"minister it"', '\\']) {
      expect(await find({ words }), words).toEqual([]);
    }
    expect(await find({ words: 'REFORM' })).toEqual(['b', 'a']);
    expect(await find({ words: 'said -reform' })).not.toContain('a');
  });

  test('goes on where a page ended, also from what readers have not seen to what they have', async () => {
    for (let n = 1; n <= 4; n++) {
      await publishStory(`s-${n}`);
      await publishStory(`soon-${n}`, { datePublished: `2999-01-0${n}T10:00:00Z` });
    }
    const found: string[] = [];
    let from: string | undefined;
    let calls = 0;
    do {
      const { stories, older } = await search({}, { most: 3, ...(from ? { from } : {}) });
      found.push(...stories.map(({ slug }) => slug));
      from = older?.from;
      calls++;
      expect(older?.isFull ?? true).toBe(true);
    } while (from !== undefined);
    expect(found).toEqual(['soon-4', 'soon-3', 'soon-2', 'soon-1', 's-4', 's-3', 's-2', 's-1']);
    expect(calls).toBe(3);
    expect((await search({}, { from: "place.1' OR 1" })).stories).toHaveLength(8);
  });

  test('takes stories that the index knows, in its own order, once, and only if the rest of the search fits', async () => {
    await publishStory('a', { headline: 'Zebra', keywords: ['law'] });
    await publishStory('b', { keywords: ['law'], author: [{ name: 'Bea Lee' }] });
    await publishStory('c');
    await publishStory('zebra-soon', { headline: 'Zebras', datePublished: '2999-01-01T10:00:00Z' });
    const findKnown = async (query: Partial<StoryQuery>, known: string[]) =>
      (await search({ words: 'zebra', ...query }, { known })).stories.map(({ slug }) => slug);
    expect(await findKnown({}, [])).toEqual(['zebra-soon', 'a']);
    expect(await findKnown({}, ['a', 'b', 'c', 'nobody'])).toEqual(['zebra-soon', 'c', 'b', 'a']);
    expect(await findKnown({ topic: 'law' }, ['b', 'c'])).toEqual(['b', 'a']);
    expect(await findKnown({ author: 'le' }, ['b', 'c'])).toEqual(['b']);
    expect(await findKnown({ status: 'scheduled' }, ['b', 'c'])).toEqual(['zebra-soon']);
  });

  test('reads a bounded number of stories, says how far it got, and lists what the index knows of beyond', async () => {
    await publishStory('first', { headline: 'Zebra', author: [{ name: 'Bea Lee' }] });
    await runInside(deskObject(), (_desk, { storage: { sql } }) => {
      sql.exec(
        `WITH RECURSIVE n (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM n WHERE n <= ${MAX_EXAMINED})
         INSERT INTO story (slug, identifier, status, revision, due, article, entry, changed)
         SELECT 's-' || n, 'tag:' || n, 'published', 1, due + n, article, replace(entry, 'Zebra', 'Horse'), changed
         FROM n, story WHERE story.slug = 'first'`,
      );
      sql.exec("INSERT INTO place SELECT 'all', id, id, 1 FROM story WHERE id > 1");
    });
    const { stories, older } = await search({ words: 'zebra' });
    expect(stories).toEqual([]);
    expect(older).toMatchObject({ from: 'place.2', isFull: false });
    const rest = await search({ words: 'zebra' }, { from: older?.from ?? '' });
    expect(rest).toMatchObject({ stories: [{ slug: 'first' }], older: null });
    const beyond = async (from: string, query: Partial<StoryQuery> = {}, most = 30) => {
      const known = ['s-2', 'first', 's-5'];
      const stories = await deskOf(env).storyLists.knownAfter({ ...ANY, ...query }, { from, most, known });
      return stories.map(({ slug }) => slug);
    };
    expect(await beyond(older?.from ?? '')).toEqual(['first']);
    expect(await beyond('place.4')).toEqual(['s-2', 'first']);
    expect(await beyond('due.5.5')).toEqual(['s-5', 's-2', 'first']);
    expect(await beyond('place.4', {}, 1)).toEqual(['s-2']);
    expect(await beyond('place.4', { author: 'bob' })).toEqual([]);
    expect(await beyond('place.4', { topic: 'law' })).toEqual([]);
  });
});

describe('the days of a calendar', () => {
  test('have what appears on them, in its order, and what has appeared', async () => {
    const hour = 3_600_000;
    const start = Date.parse('2999-05-01T22:00:00Z');
    const at = (hours: number) => new Date(start + hours * hour).toISOString();
    await publishStory('first', { datePublished: at(0) });
    await publishStory('late', { datePublished: at(23.9) });
    await publishStory('early', { datePublished: at(1) });
    await publishStory('next', { datePublished: at(24) });
    await publishStory('before', { datePublished: at(-0.1) });
    await publishStory('gone', { datePublished: at(2) });
    await desk().withdraw('gone', { ...change(), reason: 'Wrong.' });
    const days = await deskOf(env).storyLists.days(
      [start, start + 24 * hour, start + 47 * hour, start + 71 * hour],
      2,
    );
    expect(days.map(({ count, stories }) => [count, ...stories.map(({ slug }) => slug)])).toEqual([
      [3, 'first', 'early'],
      [1, 'next'],
      [0],
    ]);
    const past = Date.parse('2026-03-04T00:00:00Z');
    await publishStory('old', { datePublished: '2026-03-04T09:30:00Z' });
    await turn('no cards');
    expect(await deskOf(env).storyLists.days([past, past + 24 * hour], 5)).toMatchObject([
      { count: 1, stories: [{ slug: 'old', status: 'published' }] },
    ]);
  });
});
