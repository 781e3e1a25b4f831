import type { OldTarget } from '../../old-site.ts';
import type { Archive, Shown, Site } from './archive.ts';
import type { Item } from './item.ts';

// The addresses at which WordPress answers, as of wp-includes/class-wp-rewrite.php and canonical.php of WordPress 6.8. What an
// export does not say, such as another base for categories, cannot be known.

/** The formats of feeds, with their names in addresses. The first is the usual one. */
const FEEDS = [
  ['rss2', 'rss'],
  ['atom', 'atom'],
  ['rss', 'rss'],
  ['rdf', 'rss'],
] as const;

/** How many posts a page of the list has unless somebody sets another number. */
const POSTS_A_PAGE = 10;

/** The feeds of a page with an address of its own, and of the same page by a query. */
function feedsOf(
  page: string | null,
  query: string | null,
  root: string,
  of: OldTarget | undefined,
): Shown[] {
  const shown: Shown[] = [];
  const add = (address: string, format: 'rss' | 'atom') =>
    shown.push([address, { shows: 'feed', format, ...(of && { of }) }]);
  // An archive's feeds of old formats are asked for by nobody; those of the site are.
  const formats = of ? FEEDS.slice(0, 2) : FEEDS;
  if (page !== null) add(`${page}feed/`, 'rss');
  for (const [name, format] of formats) {
    if (page !== null) add(`${page}feed/${name}/`, format);
    if (query !== null) add(`${root}?feed=${name}${query}`, format);
  }
  return shown;
}

/** The addresses of the site as a whole. */
export function siteAddresses({ root, front, posts }: Site): Shown[] {
  const home: OldTarget = { shows: 'home' };
  const shown: Shown[] = [
    [root, home],
    [`${root}index.php`, home],
    ...feedsOf(front === null ? null : root, '', root, undefined),
  ];
  // From before WordPress 1.5; it still answers them.
  for (const [name, format] of [...FEEDS, ['feed', 'rss'] as const])
    shown.push([`${root}wp-${name}.php`, { shows: 'feed', format }]);
  if (front === null) return shown;
  for (const [name, format] of FEEDS) shown.push([`${root}${name}/`, { shows: 'feed', format }]);
  for (let page = 2; page <= Math.ceil(posts / POSTS_A_PAGE); page++)
    shown.push([`${root}page/${page}/`, home]);
  return shown;
}

/** The lists of a day, month or year: `2019-05-04`, `2019-05`, `2019`. */
export function dateAddresses({ root, front, hasNumbers, days }: Site): Shown[] {
  const dates = new Set([...days].flatMap((day) => [day.slice(0, 4), day.slice(0, 7), day]));
  return [...dates].sort().flatMap((date): Shown[] => {
    const target: OldTarget = { shows: 'date', date };
    const query: Shown = [`${root}?m=${date.replaceAll('-', '')}`, target];
    if (front === null) return [query];
    const base = `${root}${front}${hasNumbers ? 'date/' : ''}`;
    return [[`${base}${date.replaceAll('-', '/')}/`, target], query];
  });
}

/** The address of an author's list, and of its feeds. WordPress makes the name in it from the login. */
export function authorAddresses({ root, front }: Site, name: string, slug: string, id: string): Shown[] {
  const target: OldTarget = { shows: 'author', name };
  const page = front === null ? null : `${root}${front}author/${slug}/`;
  const shown: Shown[] = page === null ? [] : [[page, target]];
  shown.push([`${root}?author_name=${slug}`, target]);
  if (id) shown.push([`${root}?author=${id}`, target]);
  return [...shown, ...feedsOf(page, id ? `&author=${id}` : null, root, target)];
}

/** Undoes the percent-encoding of a name in an address; damage stays as it is. */
export function decodeSlug(slug: string): string {
  try {
    return decodeURIComponent(slug);
  } catch {
    return slug;
  }
}

/** The path of a term below those above it: `world/europe`. */
function pathOf(archive: Archive, taxonomy: string, slug: string): string {
  const path = [slug];
  // A circle is damage, and so is a chain longer than this.
  while (path.length < 20) {
    const parent = archive.term(taxonomy, path[0] ?? '')?.parent;
    if (!parent || path.includes(parent)) break;
    path.unshift(parent);
  }
  return path.join('/');
}

/** The names of WordPress's own taxonomies in addresses, and in queries. */
const BASES: ReadonlyMap<string, { base: string; query: string }> = new Map([
  ['category', { base: 'category', query: 'category_name' }],
  ['post_tag', { base: 'tag', query: 'tag' }],
]);

/** The addresses of a term's list, and of its feeds. */
export function termAddresses(
  site: Site,
  archive: Archive,
  taxonomy: string,
  slug: string,
  base?: string,
): Shown[] {
  const { root, front } = site;
  const term = archive.term(taxonomy, slug);
  const plain = decodeSlug(slug);
  const target: OldTarget = { shows: 'term', name: term?.name || plain, slug: plain };
  const own = BASES.get(taxonomy);
  const isNumbered = taxonomy === 'category' && term?.id;
  const shown: Shown[] = [];
  const path = pathOf(archive, taxonomy, slug);
  const bases = new Set([own?.base ?? taxonomy, ...(base === undefined ? [] : [base])]);
  const pages = front === null ? [] : Array.from(bases, (each) => `${root}${front}${each}/${path}/`);
  // The list answers without the categories above it, too.
  if (front !== null && path !== slug)
    shown.push(...Array.from(bases, (each): Shown => [`${root}${front}${each}/${slug}/`, target]));
  shown.unshift(...pages.map((page): Shown => [page, target]));
  // A redirect knows WordPress's own queries only.
  if (own) shown.push([`${root}?${own.query}=${slug}`, target]);
  if (isNumbered) shown.push([`${root}?cat=${term.id}`, target]);
  const feeds = isNumbered ? `&cat=${term.id}` : own ? `&${own.query}=${slug}` : null;
  const [page = null, ...others] = pages;
  return [
    ...shown,
    ...feedsOf(page, feeds, root, target),
    ...others.flatMap((other) => feedsOf(other, null, root, target)),
  ];
}

const hostOf = (url: string) => URL.parse(url)?.host.replace(/^www\./, '') ?? '';

/** An item's own address as an absolute one; null if it is damaged or leads to another site. */
export function ownLink(link: string, root: string): string | null {
  const url = URL.parse(link, root);
  if (!link || !url || !/^https?:$/.test(url.protocol) || hostOf(url.href) !== hostOf(root)) return null;
  // As it was written: `URL` would encode letters that are not.
  return URL.canParse(link) ? link : url.href;
}

const withSlash = (url: string) => (url.endsWith('/') ? url : `${url}/`);

/** The addresses of a post or page, the main one first. Its guid is one unless another item answers there. */
export function postAddresses(item: Item, { root }: Site, archive: Archive): string[] {
  const link = ownLink(item.link, root);
  const isPretty = link !== null && !URL.parse(link)?.search && withSlash(link) !== withSlash(root);
  const addresses: string[] = [];
  if (link !== null) addresses.push(link);
  if (item.id) addresses.push(`${root}?p=${item.id}`);
  if (item.id && item.type === 'page') addresses.push(`${root}?page_id=${item.id}`);
  if (isPretty) {
    // That of its comments; nothing else is left of them. Other endings, such as `amp/`, need no address (src/site/redirects/address.ts).
    addresses.push(`${withSlash(link)}feed/`);
    // WordPress leads from former names to the present one.
    for (const former of item.meta.get('_wp_old_slug') ?? []) {
      const at = item.slug ? link.toLowerCase().lastIndexOf(`/${item.slug.toLowerCase()}`) : -1;
      if (at < 0 || !former || /[/?#\s]/.test(former)) continue;
      addresses.push(`${link.slice(0, at + 1)}${former}${link.slice(at + 1 + item.slug.length)}`);
    }
  }
  const guid = ownLink(item.guid, root);
  if (guid !== null && URL.canParse(item.guid) && !archive.isOfAnother(guid, item.id)) addresses.push(guid);
  return [...new Set(addresses)];
}
