import { beforeEach, expect, test } from 'vitest';
import type { ArticleWithRelated } from '../../../src/story/article.ts';
import { desk, drain, recordUnder, reopen } from '../../newsroom.ts';
import { aStory, publish as toArticle } from '../../samples.ts';

beforeEach(reopen);

async function publish(slug: string, fields: Record<string, unknown> = {}): Promise<void> {
  const story = aStory({ slug, headline: `About ${slug}`, ...fields });
  const result = await desk().save(story, toArticle(story).rendering, {
    expected: 'any',
    who: 'ann',
    now: Date.now(),
  });
  expect(result.ok).toBe(true);
}

/** Returns the related stories of the story in KV, as `slug: headline`. */
async function relatedTo(slug: string): Promise<string[]> {
  await drain();
  const { related } = (await recordUnder(`story:${slug}`)) as ArticleWithRelated;
  return related.map((story) => `${story.slug}: ${story.headline}`);
}

const cite = (domain: string) => `Said there.([${domain}](https://${domain}/news))`;

test('stories that share the most topics and sources come first, then the newest; later stories are not listed', async () => {
  await publish('alone', { keywords: ['other'] });
  await publish('topic-1', { keywords: ['a'] });
  await publish('both', { keywords: ['a'], articleBody: cite('w3.org') });
  await publish('topic-2', { keywords: ['a'] });
  await publish('source', { articleBody: cite('w3.org') });
  await publish('this', { keywords: ['a', 'b'], articleBody: cite('w3.org') });
  await publish('later', { keywords: ['a', 'b'], articleBody: cite('w3.org') });
  expect(await relatedTo('this')).toEqual([
    'both: About both',
    'source: About source',
    'topic-2: About topic-2',
    'topic-1: About topic-1',
  ]);
  expect(await relatedTo('alone')).toEqual([]);
});

test('at most four are listed', async () => {
  for (let n = 1; n <= 9; n++) await publish(`s-${n}`, { keywords: ['a'] });
  expect(await relatedTo('s-9')).toEqual([8, 7, 6, 5].map((n) => `s-${n}: About s-${n}`));
});

test('a renamed story is listed under its new name; a withdrawn one is not listed until it is restored', async () => {
  const options = { expected: 'any' as const, who: 'ann', now: Date.now() };
  await publish('first', { keywords: ['a'] });
  await publish('second', { keywords: ['a'] });
  await publish('third', { keywords: ['a'] });
  await publish('renamed', { keywords: ['a'], formerSlugs: ['first'], headline: 'Renamed' });
  expect(await relatedTo('second')).toEqual(['renamed: Renamed']);
  await desk().withdraw('second', { ...options, reason: 'Wrong.' });
  expect(await relatedTo('third')).toEqual(['renamed: Renamed']);
  await desk().restore('second', options);
  expect(await relatedTo('third')).toEqual(['second: About second', 'renamed: Renamed']);
});

test('a story whose language was corrected is listed with the right language', async () => {
  await publish('first', { keywords: ['a'] });
  await publish('second', { keywords: ['a'] });
  await drain();
  await publish('first', { keywords: ['a'], inLanguage: 'fr' });
  await drain();
  expect(await recordUnder('story:second')).toMatchObject({ related: [{ slug: 'first', inLanguage: 'fr' }] });
});

test('a story that leaves a topic is no longer listed there, not even with its former headline', async () => {
  await publish('x', { keywords: ['a'], headline: 'A false headline' });
  await publish('y', { keywords: ['a'] });
  expect(await relatedTo('y')).toEqual(['x: A false headline']);
  await publish('x', { keywords: ['b'], headline: 'Corrected' });
  expect(await relatedTo('y')).toEqual([]);
});

test('a story that enters a topic is listed by the later stories there', async () => {
  await publish('x', { keywords: ['a'] });
  await publish('y', { keywords: ['a'] });
  await publish('x', { keywords: [] });
  expect(await relatedTo('y')).toEqual([]);
  await publish('x', { keywords: ['a'] });
  expect(await relatedTo('y')).toEqual(['x: About x']);
});
