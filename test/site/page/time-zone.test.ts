import { describe, expect, test } from 'vitest';
import { renderFeed } from '../../../src/site/document/edition.ts';
import { storyReference } from '../../../src/site/export/reference.ts';
import { renderArchivePage } from '../../../src/site/page/archive.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { anEdition, aStory, publish, site } from '../../samples.ts';

// Readers see dates in `timeZone` of data/site.json.

const textOf = (html: string) =>
  html
    .replaceAll(/<\/(h\d|p|li)>|<br\/>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ');

/** In Los Angeles, one story is of the evening of 3 March and one of the night after, both of 4 March in UTC. */
const evening = publish(
  aStory({
    slug: 'evening',
    headline: 'Evening',
    datePublished: '2026-03-04T03:30:00Z',
    correction: [{ text: 'Wrong.', datePublished: '2026-03-06T05:00:00Z' }],
    citation: [{ url: 'https://a.example/', name: 'A', datePublished: '2026-03-01' }],
  }),
);
const night = publish(aStory({ slug: 'night', headline: 'Night', datePublished: '2026-03-04T08:30:00Z' }));
const edition = anEdition([evening, night]);
const losAngeles = { ...site, timeZone: 'America/Los_Angeles' };

describe('in the time zone of the newsroom', () => {
  test('stories stand under their days, with their times', () => {
    const archive = { page: 2, next: 3 };
    expect(textOf(renderArchivePage({ ...edition, archive }, losAngeles))).toContain(
      'March 4, 2026 Night 00:30 PST March 3, 2026 Evening 19:30 PST',
    );
    expect(textOf(renderListingPage(edition, losAngeles))).toMatch(
      /Night What happened\. March 4, 2026 March 3, 2026 Evening What happened\. 19:30 PST/,
    );
  });

  test('a story has its day, and that of its correction, on the page, in feeds and in references', async () => {
    const page = textOf(renderStoryPage({ ...evening, related: [] }, losAngeles));
    expect(page).toContain('March 3, 2026');
    expect(page).toContain('March 5, 2026');
    expect(page).toContain('March 1, 2026');
    expect(page).not.toMatch(/March [46], 2026/);
    const { text } = await renderFeed(edition, losAngeles, 'json');
    expect(text).toContain('March 5, 2026');
    expect(text).not.toContain('March 6, 2026');
    expect(storyReference(evening, losAngeles).published).toBe('2026-03-03');
  });

  test('programs get the exact time', () => {
    expect(renderListingPage(edition, losAngeles)).toContain('<time datetime="2026-03-04T03:30:00Z"');
  });
});

test('without a time zone, dates are in UTC', () => {
  expect(textOf(renderListingPage(edition, site))).toContain(
    'Night What happened. March 4, 2026 at 08:30 UTC March 4, 2026 Evening What happened. 03:30 UTC',
  );
});
