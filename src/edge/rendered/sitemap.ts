import { documentHeaders } from '../../document/headers.ts';
import { parseArchive } from '../../document/stored.ts';
import { Unavailable } from '../../document/unavailable.ts';
import { countClosedPages } from '../../edition/edition.ts';
import {
  PAGES_PER_SITEMAP,
  renderSitemapIndex,
  renderStorySitemap,
  sitemapCount,
} from '../../edition/sitemap.ts';
import { archiveKey, directoryKey, editionKey } from '../../kv.ts';
import type { Site } from '../../site.ts';
import { lastChange } from '../../story/story.ts';
import { readDirectory } from './directory.ts';
import { readEdition } from './documents.ts';
import type { Document, Reading } from './reading.ts';

const sitemapHeaders = (tags: readonly string[]) =>
  documentHeaders('application/xml; charset=utf-8', 3600, tags);

/** The index of the sitemaps. It is provisional, as the directory can change without the edition. */
export const sitemapIndexDocument = (site: Site, log: Reading['log']): Document => ({
  name: 'sitemaps',
  key: editionKey('all'),
  render: async (value, _printed, readAll) => {
    const { last } = readEdition('all', value, site, log);
    const [stored] = await readAll([directoryKey(1)]);
    const pages = readDirectory(1, stored?.value ?? null)?.last ?? 1;
    return {
      text: renderSitemapIndex(pages, last, site),
      lastModified: undefined,
      headers: sitemapHeaders([editionKey('all'), directoryKey(1)]),
      isProvisional: true,
    };
  },
});

/**
 * A sitemap of stories: those of 100 archive pages, in one bulk read, and in the newest one those that no archive page
 * holds yet. As pages change without the edition, it is read anew each time.
 */
export const storySitemapDocument = (number: number, site: Site, log: Reading['log']): Document => ({
  name: `sitemap ${number}`,
  key: editionKey('all'),
  render: async (value, _printed, readAll) => {
    const edition = readEdition('all', value, site, log);
    const count = sitemapCount(edition.last);
    if (number > count) return undefined;
    const first = (number - 1) * PAGES_PER_SITEMAP + 1;
    const last = Math.min(number * PAGES_PER_SITEMAP, countClosedPages(edition.last));
    const pages = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    const stored = await readAll(pages.map((page) => archiveKey('all', page)));
    const archived = stored.flatMap(({ value: page }, index) => {
      const key = archiveKey('all', pages[index] as number);
      if (page === null) throw new Unavailable(`${key} is not in KV (yet)`);
      return parseArchive('all', pages[index] as number, page).stories.toReversed();
    });
    const open = edition.entries
      .slice(0, edition.open)
      .map((entry) => ({ slug: entry.slug, updated: lastChange(entry).toISOString() }))
      .toReversed();
    return {
      text: renderStorySitemap([...archived, ...(number === count ? open : [])], site),
      // Pages of the archive change without the edition.
      lastModified: undefined,
      headers: sitemapHeaders([editionKey('all')]),
      isProvisional: true,
    };
  },
});
