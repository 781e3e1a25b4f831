import { randomUUID } from 'node:crypto';
import { CommandError } from '../../../../cli/command-error.ts';
import { formatValue } from '../../../../site/story/parse/fault.ts';
import type { LossKind } from '../../loss-kinds.ts';
import type { Loss, OldEntry, OldPost, OldTarget, ReadOptions } from '../../old-site.ts';
import { isRow, makeLoss, type Row, textOf } from '../fields.ts';
import { addressIn } from '../old-site-address.ts';
import { UniqueKeys } from '../unique-keys.ts';
import { withSite } from './content.ts';
import { type GhostExport, openExport } from './open-export.ts';
import { placeOf, readPost } from './post.ts';
import { GhostRelations, type GhostTag, type GhostUser, readTag, readUser } from './relations.ts';
import { fillPattern } from './routes.ts';
import { GhostSettings, type GhostSite } from './site.ts';
import { readTables, type TableRow } from './tables.ts';

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
const tagAddresses = (site: GhostSite, tag: GhostTag, posts: number): AddressEntry[] =>
  listEntries(site, fillPattern(site.routes.tag, { slug: tag.slug }), posts, {
    shows: 'term',
    name: tag.name,
    slug: tag.slug,
  });

/** The addresses of an author who has written some posts. */
const authorAddresses = (site: GhostSite, user: GhostUser, posts: number): AddressEntry[] =>
  listEntries(site, fillPattern(site.routes.author, { slug: user.slug }), posts, {
    shows: 'author',
    name: user.name,
  });

/** The addresses of the lists of all posts: the front page, and the collections of routes.yaml. */
function listAddresses(site: GhostSite, posts: number): AddressEntry[] {
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
function pictureAddresses(site: GhostSite, html: string): AddressEntry[] {
  const found = html.match(PICTURE) ?? [];
  return [...new Set(found)].flatMap((written) => {
    const url = URL.parse(written.replaceAll('&amp;', '&'), site.url);
    if (!url || url.host !== new URL(site.url).host) return [];
    const whole = new URL(url.pathname.replace(/\/size\/w\d+(?:h\d+)?(?:\/format\/\w+)?\//, '/'), url).href;
    return [{ kind: 'address', address: url.href, target: { shows: 'picture', url: whole } }];
  });
}

/** What a pass over the export needs. */
interface Reading {
  source: string;
  file: GhostExport;
  options: ReadOptions;
  relations: GhostRelations;
  keys: UniqueKeys;
}

/** Reads the tables of an export once. Returns what is wrong with it as a whole. */
async function* passOver(
  { file, options }: Reading,
  passed: number,
): AsyncGenerator<TableRow, { fault: string | null; repaired: number }> {
  let read = passed * file.size;
  let repaired = 0;
  const bytes = file.read(
    (count) => {
      read += count;
      options.progress(read, 2 * file.size);
    },
    (count) => {
      repaired += count;
    },
  );
  const fault = yield* readTables(bytes);
  return { fault, repaired };
}

/** The first pass: settings, tags, authors and what else posts refer to. */
async function gather(reading: Reading): Promise<{ settings: GhostSettings; losses: Loss[] }> {
  const settings = new GhostSettings();
  let rows = 0;
  const tables = passOver(reading, 0);
  let next = await tables.next();
  for (; !next.done; next = await tables.next()) {
    const { table, row } = next.value;
    rows++;
    if (!isRow(row)) continue;
    if (table === 'settings') settings.addSetting(row);
    else if (table !== 'posts') {
      reading.relations.add(table, row);
      settings.addOther(table);
    }
  }
  const { fault, repaired } = next.value;
  if (rows === 0)
    throw new CommandError(
      `${reading.source} has no posts of Ghost${fault === null ? '' : `: ${fault}`}. Export again: Settings → Import/Export.`,
    );
  const place = reading.file.name === undefined ? {} : { file: reading.file.name };
  const losses: Loss[] = [];
  if (fault !== null)
    losses.push(makeLoss(place, 'cut short', `the end of the export: ${fault}`, 'what stands before it'));
  if (repaired > 0)
    losses.push(
      makeLoss(place, 'encoding', `${repaired} bytes that are no UTF-8`, 'the characters of Windows-1252'),
    );
  return { settings, losses };
}

/** Names a post so that it keeps its name in a later export: by its id, or by its slug where it has none. */
function keyOf(row: Row, keys: UniqueKeys, lose: (was: string) => void): string {
  const [id, slug] = [textOf(row, 'id'), textOf(row, 'slug')];
  const name = id ?? (slug === null ? 'without an id' : `slug ${slug}`);
  const key = keys.nameFor('ghost key', name);
  if (key !== name) lose(`the id ${name}, which an earlier post has`);
  return `ghost:${key}`;
}

/** Counts the public posts of each tag and author, so that it is known how many pages their lists had. */
class PostCounts {
  posts = 0;
  readonly #tags = new Map<string, number>();
  readonly #authors = new Map<string, number>();

  add(post: OldPost): void {
    this.posts++;
    for (const { slug } of post.terms) this.#tags.set(slug, this.ofTag(slug) + 1);
    for (const { name } of post.authors) this.#authors.set(name, this.ofAuthor(name) + 1);
  }

  ofTag(slug: string): number {
    return this.#tags.get(slug) ?? 0;
  }

  ofAuthor(name: string): number {
    return this.#authors.get(name) ?? 0;
  }
}

function* readRow(
  row: Row,
  { file, options, relations, keys }: Reading,
  site: GhostSite,
  counts: PostCounts,
): Generator<OldEntry> {
  const place = placeOf(row, file.name);
  const losses: Loss[] = [];
  const walk = {
    place,
    lose: (kind: LossKind, was: string, now: string) => void losses.push(makeLoss(place, kind, was, now)),
  };
  const key = keyOf(row, keys, (was) => walk.lose('duplicate', was, 'a number after it'));
  const post = readPost(row, { key, site, relations, now: options.now }, walk);
  yield { kind: 'post', post };
  for (const loss of losses) yield { kind: 'loss', loss };
  if (post.unpublished !== null) return;
  counts.add(post);
  for (const entry of pictureAddresses(site, `${post.picture?.url ?? ''} ${post.content.text}`))
    if (keys.isFirst('ghost picture', entry.address)) yield entry;
}

function authorEntry({ name, slug, about, url, picture }: GhostUser, site: GhostSite): OldEntry {
  const address = picture === null ? null : URL.parse(withSite(picture, site.url), site.url);
  return { kind: 'author', name, slug, about, url, picture: address?.href ?? null };
}

/** The second pass: authors, tags and posts, in the order of the file. */
async function* readEntries(reading: Reading, site: GhostSite): AsyncGenerator<OldEntry> {
  const counts = new PostCounts();
  const [tags, users]: [GhostTag[], GhostUser[]] = [[], []];
  for await (const { table, row } of passOver(reading, 1)) {
    if (table === 'posts') {
      if (isRow(row)) yield* readRow(row, reading, site, counts);
      else {
        const loss = makeLoss(
          { entry: 'a row of the table posts' },
          'damage',
          formatValue(row) ?? '',
          'left out',
        );
        yield { kind: 'loss', loss };
      }
    }
    const tag = table === 'tags' && isRow(row) ? readTag(row) : null;
    if (tag && !tag.isInternal) {
      tags.push(tag);
      yield { kind: 'term', name: tag.name, slug: tag.slug };
    }
    const user = table === 'users' && isRow(row) ? readUser(row) : null;
    if (user) {
      users.push(user);
      yield authorEntry(user, site);
    }
  }
  yield* listAddresses(site, counts.posts);
  // A list without posts was not found.
  for (const tag of tags) {
    const count = counts.ofTag(tag.slug);
    if (count > 0) yield* tagAddresses(site, tag, count);
  }
  for (const user of users) {
    const count = counts.ofAuthor(user.name);
    if (count > 0) yield* authorAddresses(site, user, count);
  }
}

/**
 * Reads an export of Ghost 0.4 to 6: JSON, also packed with gzip or within a zip. Addresses follow the routes.yaml and the redirects
 * beside it. Memory holds the posts of one chunk; what posts refer to is in `options.index`.
 */
export async function* readGhost(source: string, options: ReadOptions): AsyncGenerator<OldEntry> {
  const file = await openExport(source);
  try {
    const run = randomUUID();
    const reading: Reading = {
      source,
      file,
      options,
      relations: new GhostRelations(options.index, run),
      keys: new UniqueKeys(options.index, run),
    };
    const { settings, losses: faults } = await gather(reading);
    const { site, losses } = await settings.makeSite(file, options.site);
    yield {
      kind: 'site',
      title: site.title,
      url: site.url,
      language: site.language,
      system: 'Ghost',
      ...(site.statedZone === null ? {} : { zone: site.statedZone }),
    };
    for (const loss of [...faults, ...losses]) yield { kind: 'loss', loss };
    yield* readEntries(reading, site);
    for (const rule of [...site.redirects.patterns, ...site.redirects.leftOver]) {
      const loss = makeLoss({ entry: 'redirects of Ghost' }, 'redirect', rule, 'left out');
      yield { kind: 'loss', loss };
    }
  } finally {
    file.close();
  }
}
