import { expect, test } from 'vitest';
import { documentUri } from '../../../src/site/export/record-uri.ts';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { anEdition, aStory, publish, site } from '../../samples.ts';

const article = publish(aStory());
const publication = 'at://did:plc:edgewire/site.standard.publication/222k3mwbe5uoh';
const newsroom = { ...site, publication };

/** Returns what a page says of records: the `rel` and `href` of each such link. */
const recordsIn = (page: string) =>
  Array.from(page.matchAll(/<link rel="(site\.standard\.\w+)" href="([^"]+)"/g), ([, rel, href]) => [
    rel,
    href,
  ]);

test('the page of a story names its record and the newsroom’s, and the front page the newsroom’s', () => {
  const document = ['site.standard.document', documentUri(publication, article.identifier)];
  const ofNewsroom = ['site.standard.publication', publication];
  expect(recordsIn(renderStoryPage(article, newsroom))).toEqual([document, ofNewsroom]);
  expect(recordsIn(renderListingPage(anEdition([article]), newsroom))).toEqual([ofNewsroom]);
  const topic = { ...anEdition([article]), scope: 'topic:web-feeds' as const };
  expect(recordsIn(renderListingPage(topic, newsroom))).toEqual([]);
});

test('a story’s record has the same address under any slug', () => {
  const renamed = { ...article, slug: 'renamed' };
  expect(recordsIn(renderStoryPage(renamed, newsroom))).toEqual(
    recordsIn(renderStoryPage(article, newsroom)),
  );
});

test('without an account, pages name no records', () => {
  expect(recordsIn(renderStoryPage(article, site))).toEqual([]);
  expect(recordsIn(renderListingPage(anEdition([article]), site))).toEqual([]);
});
