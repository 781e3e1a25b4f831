import { documentHeaders, neighbourLinks, pageHeaders, pagePolicy } from '../../document/headers.ts';
import { parseDirectory, type Value } from '../../document/stored.ts';
import { type Directory, makeDirectory, subscribePath } from '../../edition/directory.ts';
import { OPML, opmlPath, renderOpml } from '../../edition/opml.ts';
import { renderListingSitemap } from '../../edition/sitemap.ts';
import { directoryKey } from '../../kv.ts';
import { renderSubscribePage } from '../../page/subscribe.tsx';
import type { Site } from '../../site.ts';
import type { Document } from './reading.ts';

// What is made from a page of the directory of scopes.

/** Reads a page of the directory; the first is there before the first story. */
export function readDirectory(page: number, value: Value | null): Directory | undefined {
  if (value !== null) return parseDirectory(page, value);
  return page === 1 ? makeDirectory([]) : undefined;
}

function directoryDocument(
  variant: string,
  page: number,
  render: (directory: Directory) => Promise<{ text: string; headers: Record<string, string> }>,
): Document {
  const key = directoryKey(page);
  return {
    name: `${variant} ${key}`,
    key,
    render: async (value, printed) => {
      const directory = readDirectory(page, value);
      return directory && { ...(await render(directory)), lastModified: printed };
    },
  };
}

/** The HTML page with the feeds of a page of the directory. */
export const subscribeDocument = (page: number, site: Site): Document =>
  directoryDocument('page of', page, async (directory) => ({
    text: renderSubscribePage(directory, site),
    headers: {
      ...(await pageHeaders()),
      ...pagePolicy([directoryKey(page)]),
      ...neighbourLinks(directory, site, subscribePath, 'text/html'),
    },
  }));

/** The same feeds as an OPML list. */
export const opmlDocument = (page: number, site: Site): Document =>
  directoryDocument('opml of', page, async (directory) => ({
    text: renderOpml(directory, site),
    headers: {
      ...documentHeaders(`${OPML.type}; charset=utf-8`, 3600, [directoryKey(page)]),
      ...neighbourLinks(directory, site, opmlPath, OPML.type),
    },
  }));

/** The sitemap of the pages that list the stories of these scopes. */
export const listingSitemapDocument = (page: number, site: Site): Document =>
  directoryDocument('sitemap of', page, async (directory) => ({
    text: renderListingSitemap(directory, site),
    headers: documentHeaders('application/xml; charset=utf-8', 3600, [directoryKey(page)]),
  }));
