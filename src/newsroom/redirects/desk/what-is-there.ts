import type { Site } from '../../../settings/site.ts';
import { parseScopePath } from '../../../site/edition/scope.ts';
import { parsePicturePath } from '../../../site/pictures/address.ts';
import { pathOfKey } from '../../../site/redirects/address.ts';
import { isAlwaysAnswered, whatAnswers } from '../../../site/redirects/own-addresses.ts';
import { isPageSlug } from '../../../site/site-page/slugs.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { Pages } from '../../pages/desk/pages.ts';

export interface PublishedContent {
  ledger: Pick<Ledger, 'names' | 'places'>;
  pages: Pages;
  site: Pick<Site, 'url' | 'people' | 'languages'>;
}

/** Whether the newsroom has published what a path below one of the site's directories, such as `/topics/`, stands for. */
function isPublished(path: string, { ledger, site }: PublishedContent): boolean {
  const [, directory = '', name = ''] = path.split('/');
  if (directory === 'stories') {
    const slug = name.replace(/\.(?:md|json|ninjs)$/, '');
    return (ledger.names.bySlug(slug) ?? ledger.names.byFormerSlug(slug)) !== undefined;
  }
  if (directory === 'archive') return /^\d+$/.test(name);
  if (directory === 'media') return parsePicturePath(path) !== undefined;
  if (directory === 'authors') return site.people.some(({ slug }) => slug === name);
  if (directory === 'languages') return site.languages.includes(name);
  const scope = parseScopePath(directory, name);
  return scope !== undefined && ledger.places.scopes.get(scope).last > 0;
}

/**
 * Returns what readers get at an old address without a redirect, in words; undefined if they get nothing. What the newsroom may
 * withdraw again is only `forNow` in the way of a redirect.
 */
export function whatIsThere(
  key: string,
  published: PublishedContent,
): { what: string; forNow: boolean } | undefined {
  const path = pathOfKey(key);
  const answers = key === path || path !== '/' ? whatAnswers(path) : undefined;
  if (answers !== undefined) {
    if (isAlwaysAnswered(path)) return { what: answers, forNow: false };
    return isPublished(path, published) ? { what: answers, forNow: true } : undefined;
  }
  const slug = path.slice(1);
  const page = isPageSlug(slug) ? published.pages.find(slug)?.record : undefined;
  return page ? { what: `the page "${page.title}"`, forNow: true } : undefined;
}
