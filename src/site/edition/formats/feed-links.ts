import { hubUrls, type Site } from '../../../settings/site.ts';
import type { FeedPage } from '../edition.ts';
import { archiveUrl, type Format, feedUrl, scopeUrl } from '../scope.ts';

/** Returns the URL of a feed page's document in a format. */
export const feedDocumentUrl = (
  { scope, archive }: Pick<FeedPage, 'scope' | 'archive'>,
  site: Site,
  format: Format,
) => (archive ? archiveUrl(site, scope, archive.page, format) : feedUrl(site, scope, format));

/** Returns the URL of the HTML page that lists the same stories. */
export const listingPageUrl = ({ scope, archive }: Pick<FeedPage, 'scope' | 'archive'>, site: Site) =>
  archive ? archiveUrl(site, scope, archive.page) : scopeUrl(site, scope);

/** Returns the WebSub hubs that a feed names. Archive pages and searches name none. */
export const hubsOf = ({ archive, scope }: Pick<FeedPage, 'archive' | 'scope'>, site: Site) =>
  archive || scope.startsWith('search:') ? [] : hubUrls(site);

/**
 * Returns the links between the pages of an archive (RFC 5005 section 4). A reader that follows `prev-archive` from the feed gets
 * each story; `next-archive` leads in the other direction, up to the last page before the edition.
 */
export function historyLinks(
  { scope, previous, archive }: Pick<FeedPage, 'scope' | 'previous' | 'archive'>,
  site: Site,
  format: Format,
): { rel: string; href: string }[] {
  const links: { rel: string; href: string }[] = [];
  if (archive) links.push({ rel: 'current', href: feedUrl(site, scope, format) });
  if (previous > 0) links.push({ rel: 'prev-archive', href: archiveUrl(site, scope, previous, format) });
  if (archive && archive.next > 0)
    links.push({ rel: 'next-archive', href: archiveUrl(site, scope, archive.next, format) });
  return links;
}

/** The namespace of `fh:archive`, which marks a page of an archive. */
export const FEED_HISTORY_NAMESPACE = 'http://purl.org/syndication/history/1.0';
/** The namespace of `at:deleted-entry`, a tombstone. */
export const TOMBSTONES_NAMESPACE = 'http://purl.org/atompub/tombstones/1.0';
