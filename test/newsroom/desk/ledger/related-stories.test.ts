import { beforeEach, describe, expect, test } from 'vitest';
import type { ArticleWithRelated } from '../../../../src/site/story/article.ts';
import { ann } from '../../../actors.ts';
import { desk, drain, read, recordUnder, reopen } from '../../../newsroom.ts';
import { publishStory } from '../../../published-stories.ts';

beforeEach(reopen);

/** Returns the related stories of the story in KV, as `slug: headline`. */
async function relatedTo(slug: string): Promise<string[]> {
  await drain();
  const { related } = (await recordUnder(`story:${slug}`)) as ArticleWithRelated;
  return related.map((story) => `${story.slug}: ${story.headline}`);
}

const cite = (domain: string) => `Said there.([${domain}](https://${domain}/news))`;

test('stories that share the most topics and sources come first, then the newest; later stories are not listed', async () => {
  await publishStory('alone', { keywords: ['other'] });
  await publishStory('topic-1', { keywords: ['a'] });
  await publishStory('both', { keywords: ['a'], articleBody: cite('w3.org') });
  await publishStory('topic-2', { keywords: ['a'] });
  await publishStory('source', { articleBody: cite('w3.org') });
  await publishStory('this', { keywords: ['a', 'b'], articleBody: cite('w3.org') });
  await publishStory('later', { keywords: ['a', 'b'], articleBody: cite('w3.org') });
  expect(await relatedTo('this')).toEqual([
    'both: About both',
    'source: About source',
    'topic-2: About topic-2',
    'topic-1: About topic-1',
  ]);
  expect(await relatedTo('alone')).toEqual([]);
});

test('at most four are listed', async () => {
  for (let n = 1; n <= 9; n++) await publishStory(`s-${n}`, { keywords: ['a'] });
  expect(await relatedTo('s-9')).toEqual([8, 7, 6, 5].map((n) => `s-${n}: About s-${n}`));
});

test('a renamed story is listed under its new name; a withdrawn one is not listed until it is restored', async () => {
  const options = { expected: 'any' as const, actor: ann, now: Date.now() };
  await publishStory('first', { keywords: ['a'] });
  await publishStory('second', { keywords: ['a'] });
  await publishStory('third', { keywords: ['a'] });
  await publishStory('renamed', { keywords: ['a'], formerSlugs: ['first'], headline: 'Renamed' });
  expect(await relatedTo('second')).toEqual(['renamed: Renamed']);
  await desk().withdraw('second', { ...options, reason: 'Wrong.' });
  expect(await relatedTo('third')).toEqual(['renamed: Renamed']);
  await desk().restore('second', options);
  expect(await relatedTo('third')).toEqual(['second: About second', 'renamed: Renamed']);
});

test('a story whose language was corrected is listed with the right language', async () => {
  await publishStory('first', { keywords: ['a'] });
  await publishStory('second', { keywords: ['a'] });
  await drain();
  await publishStory('first', { keywords: ['a'], inLanguage: 'fr' });
  await drain();
  expect(await recordUnder('story:second')).toMatchObject({ related: [{ slug: 'first', inLanguage: 'fr' }] });
});

test('a corrected TL;DR changes the order on the pages of later stories at once', async () => {
  const same = 'Kelp forests off Tasmania shelter handfish.';
  await publishStory('first', { keywords: ['a'], abstract: 'Rates fell.' });
  await publishStory('second', { keywords: ['a'], abstract: 'Trains were late.' });
  await publishStory('third', { keywords: ['a'], abstract: same });
  expect(await relatedTo('third')).toEqual(['second: About second', 'first: About first']);
  await publishStory('first', { keywords: ['a'], abstract: same });
  expect(await relatedTo('third')).toEqual(['first: About first', 'second: About second']);
});

test('a story that leaves a topic is no longer listed there, not even with its former headline', async () => {
  await publishStory('x', { keywords: ['a'], headline: 'A false headline' });
  await publishStory('y', { keywords: ['a'] });
  expect(await relatedTo('y')).toEqual(['x: A false headline']);
  await publishStory('x', { keywords: ['b'], headline: 'Corrected' });
  expect(await relatedTo('y')).toEqual([]);
});

test('a story that enters a topic is listed by the later stories there', async () => {
  await publishStory('x', { keywords: ['a'] });
  await publishStory('y', { keywords: ['a'] });
  await publishStory('x', { keywords: [] });
  expect(await relatedTo('y')).toEqual([]);
  await publishStory('x', { keywords: ['a'] });
  expect(await relatedTo('y')).toEqual(['x: About x']);
});

test('stories in the same language come first, whatever others share', async () => {
  await publishStory('german', { keywords: ['a', 'b'], inLanguage: 'de' });
  await publishStory('english', { keywords: ['a'], inLanguage: 'en-GB' });
  await publishStory('german-2', { keywords: ['a'], inLanguage: 'de-AT' });
  await publishStory('this', { keywords: ['a', 'b'], inLanguage: 'de' });
  expect(await relatedTo('this')).toEqual([
    'german: About german',
    'german-2: About german-2',
    'english: About english',
  ]);
});

test('of stories with as many topics, those come first that share rare words', async () => {
  const about = (slug: string, headline: string) => publishStory(slug, { keywords: ['a'], headline });
  await about('dam', 'The dam of Ostrava has cracks, says the council');
  await about('budget', 'The council of Ostrava says its budget holds');
  await about('bus', 'The council says that buses run again');
  await about('this', 'Cracks in the dam: what the council knew');
  expect(await relatedTo('this')).toEqual([
    'dam: The dam of Ostrava has cracks, says the council',
    'bus: The council says that buses run again',
    'budget: The council of Ostrava says its budget holds',
  ]);
});

describe('a story that another one follows', () => {
  const follow = (slug: string, earlier: string, fields = {}) =>
    publishStory(slug, {
      articleBody: `As we said ([before](https://news.example/stories/${earlier})).`,
      ...fields,
    });
  const laterThan = async (slug: string) => {
    await drain();
    const { later = [] } = (await recordUnder(`story:${slug}`)) as ArticleWithRelated;
    return later.map((story) => story.slug);
  };

  test('names the later ones on its page, the newest first, and in no feed', async () => {
    await publishStory('first');
    expect(await laterThan('first')).toEqual([]);
    await follow('second', 'first', { datePublished: '2026-03-05T09:30:00Z' });
    await follow('third', 'first', { datePublished: '2026-03-06T09:30:00Z' });
    expect(await laterThan('first')).toEqual(['third', 'second']);
    const page = await (await read('/stories/first')).text();
    expect(page).toContain('Later on this story: <a href="/stories/third">About third</a>');
    expect(await (await read('/stories/first.json')).text()).not.toContain('third');
    expect(await laterThan('third')).toEqual([]);
  });

  test('follows renames, corrections and withdrawals of both', async () => {
    const options = { expected: 'any' as const, actor: ann, now: Date.now() };
    await publishStory('first');
    await follow('second', 'first', { datePublished: '2026-03-05T09:30:00Z' });
    await publishStory('renamed', { formerSlugs: ['first'], headline: 'Renamed' });
    expect(await laterThan('renamed')).toEqual(['second']);
    await desk().withdraw('second', { ...options, reason: 'Wrong.' });
    expect(await laterThan('renamed')).toEqual([]);
    await desk().restore('second', options);
    expect(await laterThan('renamed')).toEqual(['second']);
    await publishStory('second', { articleBody: 'No more.', datePublished: '2026-03-05T09:30:00Z' });
    expect(await laterThan('renamed')).toEqual([]);
  });

  test('is not named by a story that is older, cites it as background, or only looks like it', async () => {
    await publishStory('first');
    await follow('older', 'first', { datePublished: '2026-03-03T09:30:00Z' });
    const newer = { datePublished: '2026-03-05T09:30:00Z' };
    await follow('background', 'first', { ...newer, isBasedOn: [] });
    await publishStory('elsewhere', {
      ...newer,
      articleBody: 'See ([there](https://other.example/stories/first)).',
    });
    await follow('itself', 'itself', newer);
    expect(await laterThan('first')).toEqual([]);
    expect(await laterThan('itself')).toEqual([]);
  });

  test('is not told of a scheduled follow-up before that appears', async () => {
    await publishStory('first');
    await follow('second', 'first', { datePublished: '2099-01-01T00:00:00Z' });
    expect(await laterThan('first')).toEqual([]);
  });
});
