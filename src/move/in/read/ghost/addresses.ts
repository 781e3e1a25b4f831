import type { OldEntry, OldTarget } from '../../old-site.ts';
import { addressIn } from '../old-site-address.ts';
import type { GhostTag, GhostUser } from './relations.ts';
import { fillPattern } from './routes.ts';
import type { GhostSite } from './site.ts';

type AddressEntry = Extract<OldEntry, { kind: 'address' }>;

/** The fewest posts on a page of a list, by Ghost's default: themes show more, and so have fewer pages. */
const POSTS_PER_PAGE = 5;

/** Returns what a path of the old site showed, with the paths that led there. */
function entriesAt(site: GhostSite, path: string, target: OldTarget): AddressEntry[] {
  return [path, ...site.redirects.leadingTo(path)].map((each) => ({
    kind: 'address',
    address: addressIn(site.url, each),
    target,
  }));
}

/** The pages after the first of a list of so many posts. */
function furtherPages(site: GhostSite, path: string, posts: number, target: OldTarget): AddressEntry[] {
  const pages = Math.ceil(posts / POSTS_PER_PAGE);
  return Array.from({ length: Math.max(0, pages - 1) }, (_, index) =>
    entriesAt(site, `${path}page/${index + 2}/`, target),
  ).flat();
}

/** A list with its feed and its further pages. */
const listEntries = (site: GhostSite, path: string, posts: number, target: OldTarget): AddressEntry[] => [
  ...entriesAt(site, path, target),
  ...entriesAt(site, `${path}rss/`, {
    shows: 'feed',
    format: 'rss',
    ...(target.shows === 'home' ? {} : { of: target }),
  }),
  ...furtherPages(site, path, posts, target),
];

/** The addresses of a tag that some posts have. */
export const tagAddresses = (site: GhostSite, tag: GhostTag, posts: number): AddressEntry[] =>
  listEntries(site, fillPattern(site.routes.tag, { slug: tag.slug }), posts, {
    shows: 'term',
    name: tag.name,
    slug: tag.slug,
  });

/** The addresses of an author who has written some posts. */
export const authorAddresses = (site: GhostSite, user: GhostUser, posts: number): AddressEntry[] =>
  listEntries(site, fillPattern(site.routes.author, { slug: user.slug }), posts, {
    shows: 'author',
    name: user.name,
  });

/** The addresses of the lists of all posts: the front page, and the collections of routes.yaml. */
export function listAddresses(site: GhostSite, posts: number): AddressEntry[] {
  const paths = new Set(['/', ...site.routes.collections.map(({ path }) => path.replace(/\/?$/, '/'))]);
  return [
    ...[...paths].flatMap((path) => listEntries(site, path, posts, { shows: 'home' })),
    // Until version 1.
    ...entriesAt(site, '/feed/', { shows: 'feed', format: 'rss' }),
  ];
}

/** An address of a picture that Ghost stores, perhaps made smaller: `/content/images/size/w600/2020/01/a.jpg`. */
const PICTURE = /(?:https?:\/\/[^\s"'<>()]{0,300})?\/content\/images\/[^\s"'<>(),]+/g;

/** Returns the pictures of the site in a text, at each size that stands there. */
export function pictureAddresses(site: GhostSite, html: string): AddressEntry[] {
  const found = html.match(PICTURE) ?? [];
  return [...new Set(found)].flatMap((written) => {
    const url = URL.parse(written.replaceAll('&amp;', '&'), site.url);
    if (!url || url.host !== new URL(site.url).host) return [];
    const whole = new URL(url.pathname.replace(/\/size\/w\d+(?:h\d+)?(?:\/format\/\w+)?\//, '/'), url).href;
    return [{ kind: 'address', address: url.href, target: { shows: 'picture', url: whole } }];
  });
}
