import { describe, expect, test } from 'vitest';
import { accountOf } from '../../../src/fediverse/documents/accounts.ts';
import {
  announceActivity,
  createActivity,
  deleteActivity,
  updateActivity,
} from '../../../src/fediverse/documents/activities.ts';
import { PUBLIC, withContext } from '../../../src/fediverse/documents/activity-streams.ts';
import { articleObject, objectId } from '../../../src/fediverse/documents/article.ts';
import { withdrawalNote } from '../../../src/fediverse/documents/withdrawal-note.ts';
import { toEntry } from '../../../src/site/edition/edition.ts';
import * as fc from '../../draw.ts';
import { stories } from '../../hostile.ts';
import { aStory, foreignStories, fullStory, publish, sampleStories } from '../../samples.ts';
import { siteWithAccounts as site } from './site.ts';

const objectOf = (story: typeof fullStory, of = site) => articleObject(toEntry(publish(story)), of);

describe('a story', () => {
  test('with a value in every field', async () => {
    const document = `${JSON.stringify(withContext(objectOf(fullStory)), null, 2)}\n`;
    await expect(document).toMatchFileSnapshot('../../golden/full-story.activity.json');
  });

  test('is read as plain text where it is HTML, whatever its author wrote', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { name, summary, preview } = objectOf(story) as unknown as {
          name: string;
          summary: string;
          preview: { content: string };
        };
        expect(name).toBe(story.headline);
        for (const html of [summary, preview.content])
          expect(html.replace(/<\/?(?:p|strong|a href="[^"<>]*"|a)>|<br>/g, '')).not.toMatch(/[<>]/);
      }),
      { numRuns: 200 },
    );
  });

  test('is in one language, which every map names', () => {
    for (const story of [...sampleStories, ...foreignStories]) {
      const { nameMap, summaryMap, preview } = objectOf(story) as Record<string, object>;
      const { contentMap } = preview as { contentMap: object };
      for (const map of [nameMap, summaryMap, contentMap])
        expect(Object.keys(map ?? {})).toEqual([story.inLanguage]);
    }
  });

  test('shows the TL;DR with its label, and no content warning where it is a note', () => {
    const story = aStory({ provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } } });
    const object = objectOf(story);
    expect(object.summary).toBe('<p></p><p>TL;DR (AI-generated): What happened.</p>');
    expect(object.preview).not.toHaveProperty('summary');
  });

  test('shows the last correction below the TL;DR', () => {
    const correction = [
      { text: 'It was 3, not 2.', datePublished: '2026-03-05T00:00:00Z' },
      { text: 'It was 4, & <not> 3.', datePublished: '2026-03-06T00:00:00Z' },
    ];
    for (const listed of [correction, correction.toReversed()])
      expect(objectOf(aStory({ correction: listed })).summary).toBe(
        '<p></p><p>What happened.</p><p>Correction, March 6, 2026: It was 4, &amp; &lt;not&gt; 3.</p>',
      );
  });

  test('is another object since it was restored, at the same address, and says so', () => {
    const restored = '2026-03-07T09:00:00.000Z';
    const object = articleObject({ ...toEntry(publish(fullStory)), restored }, site);
    expect(object.id).toBe(`${objectOf(fullStory).id}?restored=1772874000000`);
    expect(object.url).toBe(objectOf(fullStory).url);
    expect(object.summary).toMatch(/<p>重新发布 · 2026年3月7日<\/p>$/);
  });

  test('keeps its id when it is renamed', () => {
    expect(objectOf(fullStory).id).toBe('https://news.example/stories/an-old-slug');
    expect(objectOf(fullStory).url).toBe('https://news.example/stories/a-full-story');
  });

  test('has the id of its address if its identifier is from elsewhere', () => {
    for (const identifier of ['https://old.example/?p=1', 'tag:edgewire.example,2026:stories/../x'])
      expect(objectId({ identifier, slug: 'a-story' }, site)).toBe('https://news.example/stories/a-story');
  });

  test('may be quoted by anybody', () => {
    expect(objectOf(aStory()).interactionPolicy).toEqual({ canQuote: { automaticApproval: [PUBLIC] } });
  });

  test('tells when it was updated only if it was', () => {
    const story = aStory();
    expect(objectOf(story)).not.toHaveProperty('updated');
    expect(objectOf({ ...story, dateModified: '2026-03-05T00:00:00Z' }).updated).toBe(
      '2026-03-05T00:00:00.000Z',
    );
  });

  test('has a picture with its alternative text and its focus', () => {
    const image = { url: '/pictures/a.png', alt: 'A map', width: 8, height: 6, encodingFormat: 'image/png' };
    expect(objectOf(aStory({ image: { ...image, focus: 'right top' } })).image).toEqual({
      type: 'Image',
      url: 'https://news.example/pictures/a.png',
      mediaType: 'image/png',
      width: 8,
      height: 6,
      name: 'A map',
      focalPoint: [1, 1],
    });
    expect(objectOf(aStory({ image })).image).not.toHaveProperty('focalPoint');
  });

  test('has its topics as hashtags of words with capitals', () => {
    const { tag } = objectOf(aStory({ keywords: ['web-feeds', 'c', '2026'] }));
    expect(tag).toEqual([
      { type: 'Hashtag', name: '#WebFeeds', href: 'https://news.example/topics/web-feeds' },
      { type: 'Hashtag', name: '#C', href: 'https://news.example/topics/c' },
    ]);
  });
});

describe('what accounts do', () => {
  const object = objectOf(aStory());
  const at = new Date('2026-03-07T00:00:00Z');

  test('the newsroom publishes, and an author’s account shares', () => {
    expect(createActivity(object, site)).toMatchObject({
      type: 'Create',
      actor: 'https://news.example/actor',
      to: [PUBLIC],
      cc: ['https://news.example/actor/followers'],
      object: { attributedTo: 'https://news.example/actor' },
    });
    const account = accountOf(site, 'author:ann-lee');
    expect(account && announceActivity(object, account)).toMatchObject({
      type: 'Announce',
      actor: 'https://news.example/actor/authors/ann-lee',
      cc: ['https://news.example/actor/authors/ann-lee/followers'],
      object: object.id,
    });
  });

  test('an update says when, also if the story does not; two updates are two activities', () => {
    expect(updateActivity(object, site, at).object).toMatchObject({ updated: '2026-03-07T00:00:00.000Z' });
    const changed = objectOf(aStory({ dateModified: '2026-03-05T00:00:00Z' }));
    // Later than that of a change between, which the story does not state.
    expect(updateActivity(changed, site, at).object).toMatchObject({ updated: '2026-03-07T00:00:00.000Z' });
    const other = updateActivity(object, site, new Date('2026-03-08T00:00:00Z'));
    expect(other.id).not.toBe(updateActivity(object, site, at).id);
  });

  test('a story that is taken back is a tombstone', () => {
    expect(deleteActivity(object.id, site, at)).toMatchObject({
      type: 'Delete',
      object: {
        id: object.id,
        type: 'Tombstone',
        formerType: 'Article',
        deleted: '2026-03-07T00:00:00.000Z',
      },
    });
  });

  test('a note says what was withdrawn, when and why', () => {
    const withdrawn = {
      identifier: 'tag:edgewire.example,2026:stories/a-story',
      reason: 'The <source> was wrong.',
      at: at.toISOString(),
      story: { headline: 'A & B', inLanguage: 'en' },
    };
    expect(withdrawalNote('a-story', withdrawn, site)).toMatchObject({
      id: 'https://news.example/actor/withdrawals/a-story/1772841600000',
      type: 'Note',
      content:
        '<p><strong>A &amp; B</strong></p><p>This story was withdrawn on March 7, 2026.</p><p>Reason: The &lt;source&gt; was wrong.</p><p><a href="https://news.example/stories/a-story" class="u-url">https://news.example/stories/a-story</a></p>',
      contentMap: { en: expect.any(String) },
    });
    const { story: _, ...hidden } = { ...withdrawn, reason: '' };
    const { content } = withdrawalNote('a-story', hidden, site);
    expect(content).not.toContain('A &amp; B');
    expect(content).not.toContain('Reason');
  });
});
