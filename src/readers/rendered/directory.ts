import { directoryKey, PAGES_KEY } from '../../platform/kv.ts';
import type { Site } from '../../settings/site.ts';
import { pageCaching } from '../../site/document/caching.ts';
import { dataHeaders, neighbourLinks, pageHeaders } from '../../site/document/headers.ts';
import { parseDirectory, parsePageList, type StoredRecord } from '../../site/document/stored-record.ts';
import { type Directory, makeDirectory, subscribePath } from '../../site/edition/directory.ts';
import { OPML, opmlPath, renderOpml } from '../../site/edition/opml.ts';
import { renderListingSitemap } from '../../site/edition/sitemap.ts';
import { copyScript, renderSubscribePage } from '../../site/page/subscribe.tsx';
import type { EdgeContext } from '../context.ts';
import type { LazyDocument } from './lazy-document.ts';
import { parsePageNumber, respondRendered } from './respond.ts';

// The directory of scopes: each of its pages as HTML, as OPML and as a sitemap.

/** Returns the handler of the directory's pages. The first page's address has no number. */
const directoryHandler =
  (documentOf: (page: number) => LazyDocument, suffix = '') =>
  (c: EdgeContext) => {
    const part = c.req.param('page');
    const page = part === undefined ? 1 : parseFurtherPage(part, suffix);
    return respondRendered(c, page === undefined ? undefined : documentOf(page));
  };

/** Parses the number of a page after the first, as in `2.opml`. */
function parseFurtherPage(part: string, suffix: string): number | undefined {
  const isNamed = part.endsWith(suffix);
  const page = isNamed ? parsePageNumber(part.slice(0, part.length - suffix.length)) : undefined;
  return page === 1 ? undefined : page;
}

/** Returns a page of the directory; `undefined` if there is none. The first page exists even before the first story. */
export function readDirectory(page: number, record: StoredRecord | null): Directory | undefined {
  if (record !== null) return parseDirectory(page, record);
  return page === 1 ? makeDirectory([]) : undefined;
}

function directoryDocument(
  variant: string,
  page: number,
  render: (directory: Directory, site: Site) => Promise<{ text: string; headers: Record<string, string> }>,
): LazyDocument {
  const key = directoryKey(page);
  return {
    name: `${variant} ${key}`,
    key,
    render: async ({ record, printed, site }) => {
      const directory = readDirectory(page, record);
      return directory && { ...(await render(directory, site)), lastModified: printed };
    },
  };
}

/** Handles the pages that list the feeds. */
export const handleSubscribe = directoryHandler((page) =>
  directoryDocument('page of', page, async (directory, site) => ({
    text: renderSubscribePage(directory, site),
    headers: {
      ...(await pageHeaders(site, [], page === 1 ? copyScript : undefined)),
      ...pageCaching([directoryKey(page)]),
      ...neighbourLinks(directory, site, subscribePath, 'text/html'),
    },
  })),
);

/** Handles the same lists as OPML. */
export const handleOpml = directoryHandler(
  (page) =>
    directoryDocument('opml of', page, async (directory, site) => ({
      text: renderOpml(directory, site),
      headers: {
        ...dataHeaders(`${OPML.type}; charset=utf-8`, 3600, [directoryKey(page)]),
        ...neighbourLinks(directory, site, opmlPath, OPML.type),
      },
    })),
  '.opml',
);

/** Handles the sitemaps of the pages that list the stories of topics, authors and sources. */
export const handleListingSitemap = directoryHandler(
  (page) => (page === 1 ? firstListingSitemap : furtherListingSitemap(page)),
  '.xml',
);

const sitemapHeaders = (...tags: string[]) => dataHeaders('application/xml; charset=utf-8', 3600, tags);

const furtherListingSitemap = (page: number) =>
  directoryDocument('sitemap of', page, async (directory, site) => ({
    text: renderListingSitemap(directory, site),
    headers: sitemapHeaders(directoryKey(page)),
  }));

/** The first of these sitemaps, which also lists the newsroom's own pages. Provisional, because their list can change without the directory. */
const firstListingSitemap: LazyDocument = {
  name: `sitemap of ${directoryKey(1)}`,
  key: directoryKey(1),
  render: async ({ record, site, readOthers }) => {
    const directory = readDirectory(1, record);
    const [pages] = await readOthers([PAGES_KEY]);
    return (
      directory && {
        text: renderListingSitemap(directory, site, parsePageList(pages?.record ?? null)),
        headers: sitemapHeaders(directoryKey(1), PAGES_KEY),
        lastModified: undefined,
        isProvisional: true,
      }
    );
  },
};
