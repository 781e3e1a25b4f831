import { expect, test } from 'vitest';
import { articleObject } from '../../../src/fediverse/documents/article.ts';
import { withdrawalNote } from '../../../src/fediverse/documents/withdrawal-note.ts';
import { storyUrl } from '../../../src/settings/site.ts';
import { summaryText } from '../../../src/site/edition/content.ts';
import { toEntry } from '../../../src/site/edition/edition.ts';
import { aStory, foreignStories, fullStory, publish, sampleStories } from '../../samples.ts';
import { type SentObject, toPost } from './mastodon.ts';
import { siteWithAccounts as site } from './site.ts';

// What docs/fediverse.md says of Mastodon, by the rules of its source.

const postOf = (story: typeof fullStory) =>
  toPost(articleObject(toEntry(publish(story)), site) as unknown as SentObject);
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test.each([...sampleStories, ...foreignStories].map((story) => [story.slug, story] as const))(
  'Mastodon shows of %s its headline, TL;DR and link in its language, and lets it be quoted',
  (slug, story) => {
    const post = postOf(story);
    expect(post).toMatchObject({ language: story.inLanguage, warning: '', mayBeQuoted: true });
    const lines = textOf(post.html).split('\n');
    expect(lines).toContain(story.headline);
    for (const line of summaryText(toEntry(publish(story)), site).split(/\r?\n/))
      expect(lines).toContain(line);
    expect(post.html).toContain(`<a href="${storyUrl(site, slug)}">`);
    expect(post.pictures.map(({ url }) => url)).toEqual(
      story.image ? [expect.stringMatching(/^https:/)] : [],
    );
    // A card would be beside a picture if Mastodon showed both.
    expect(post.cardOf).toBe(story.image ? undefined : storyUrl(site, slug));
  },
);

test('Mastodon shows what a correction says, and the picture’s alternative text', () => {
  const correction = [{ text: 'It was 3, not 2.', datePublished: '2026-03-05T00:00:00Z' }];
  const post = postOf(aStory({ correction }));
  expect(textOf(post.html)).toContain('Correction, March 5, 2026: It was 3, not 2.');
  expect(post.edited).toBeDefined();
  expect(postOf(fullStory).pictures[0]?.alt).not.toBe('');
});

test('Mastodon shows the note of a withdrawal whole, and behind no warning', () => {
  const withdrawn = { identifier: 'tag:x', reason: 'Its source took it back.', at: '2026-03-05T00:00:00Z' };
  const story = { headline: 'What happened', inLanguage: 'en' };
  const post = toPost(withdrawalNote('one', { ...withdrawn, story }, site) as unknown as SentObject);
  // It may have kept a card, with the headline and the picture that were withdrawn.
  expect(post).toMatchObject({ warning: '', cardOf: undefined });
  for (const words of ['What happened', 'March 5, 2026', 'Its source took it back.'])
    expect(textOf(post.html)).toContain(words);
});
