import { archiveKey, directoryKey, editionKey, Unavailable } from '../../platform/kv.ts';
import { dataHeaders } from '../../site/document/headers.ts';
import { parseArchivePage } from '../../site/document/stored-record.ts';
import { countClosedPages } from '../../site/edition/edition.ts';
import { newsHour, renderNewsSitemap } from '../../site/edition/news-sitemap.ts';
import {
  PAGES_PER_SITEMAP,
  renderSitemapIndex,
  renderStorySitemap,
  sitemapCount,
} from '../../site/edition/sitemap.ts';
import { lastChange } from '../../site/story/story.ts';
import type { EdgeContext } from '../context.ts';
import { readDirectory } from './directory.ts';
import { readEdition } from './edition.ts';
import type { LazyDocument } from './lazy-document.ts';
import { parsePageNumber, respondRendered } from './respond.ts';

/** Handles the index of the sitemaps. */
export const handleSitemapIndex = (c: EdgeContext) => respondRendered(c, sitemapIndexDocument);

/** Handles the sitemaps of stories, by number. */
export const handleStorySitemap = (c: EdgeContext) => {
  const number = parsePageNumber(/^(.*)\.xml$/.exec(c.req.param('file') ?? '')?.[1]);
  return respondRendered(c, number === undefined ? undefined : storySitemapDocument(number));
};

/** Handles the sitemap for news search engines: the stories of the last two days. */
export const handleNewsSitemap = (c: EdgeContext) => respondRendered(c, newsSitemapDocument(Date.now()));

const sitemapHeaders = (tags: readonly string[]) => dataHeaders('application/xml; charset=utf-8', 3600, tags);

/** The index of the sitemaps. Provisional, because the directory can change without the edition. */
const sitemapIndexDocument: LazyDocument = {
  name: 'sitemaps',
  key: editionKey('all'),
  render: async (input) => {
    const { last } = readEdition('all', input);
    const [directory] = await input.readOthers([directoryKey(1)]);
    const pages = readDirectory(1, directory?.record ?? null)?.last ?? 1;
    return {
      text: renderSitemapIndex(pages, last, input.site),
      lastModified: undefined,
      headers: sitemapHeaders([editionKey('all'), directoryKey(1)]),
      isProvisional: true,
    };
  },
};

/**
 * A sitemap of the stories on 100 pages of the archive, which one bulk read returns. The newest sitemap also lists the stories of
 * the open page. Provisional, because an archive page can change without the edition.
 */
export const storySitemapDocument = (number: number): LazyDocument => ({
  name: `sitemap ${number}`,
  key: editionKey('all'),
  render: async (input) => {
    const edition = readEdition('all', input);
    const count = sitemapCount(edition.last);
    if (number > count) return undefined;
    const first = (number - 1) * PAGES_PER_SITEMAP + 1;
    const last = Math.min(number * PAGES_PER_SITEMAP, countClosedPages(edition.last));
    const pages = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    const read = await input.readOthers(pages.map((page) => archiveKey('all', page)));
    const archived = read.flatMap(({ record }, index) => {
      const page = pages[index] as number;
      if (record === null) throw new Unavailable(`${archiveKey('all', page)} is not in KV (yet)`);
      return parseArchivePage('all', page, record).stories.toReversed();
    });
    const open = edition.entries
      .slice(0, edition.open)
      .map(({ slug, inLanguage, translationOfWork, translations, ...entry }) => ({
        slug,
        updated: lastChange(entry).toISOString(),
        ...(translations ? { inLanguage, translationOfWork, translations } : {}),
      }))
      .toReversed();
    return {
      text: renderStorySitemap([...archived, ...(number === count ? open : [])], input.site),
      lastModified: undefined,
      headers: sitemapHeaders([editionKey('all')]),
      isProvisional: true,
    };
  },
});

/** The sitemap for news search engines; `now` is in milliseconds. */
export function newsSitemapDocument(now: number): LazyDocument {
  const key = editionKey('all');
  const until = newsHour(now);
  return {
    // The name contains the hour, because stories leave the sitemap as time passes.
    name: `news sitemap until ${until}`,
    key,
    render: async (input) => ({
      text: renderNewsSitemap(readEdition('all', input).entries, input.site, until),
      // No Last-Modified: a story may leave without the edition changing.
      lastModified: undefined,
      headers: {
        ...dataHeaders('application/xml; charset=utf-8', 300, [key]),
        'Cloudflare-CDN-Cache-Control': 'max-age=60, stale-while-revalidate=600, stale-if-error=3600',
      },
    }),
  };
}
