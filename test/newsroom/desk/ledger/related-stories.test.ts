import { beforeEach, expect, test } from 'vitest';
import type { ArticleWithRelated } from '../../../../src/site/story/article.ts';
import { ann } from '../../../actors.ts';
import { desk, drain, recordUnder, reopen } from '../../../newsroom.ts';
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
