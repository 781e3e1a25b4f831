import { parse } from 'yaml';
import { fieldOf, isRow, type Row, textOf } from '../fields.ts';

/** A collection of routes.yaml: which posts it has, and their addresses. */
interface Collection {
  path: string;
  permalink: string;
  /** Ghost's filter as it is written there: `tag:news+featured:false`; null if the collection takes every post. */
  filter: string | null;
}

/** Which addresses a site of Ghost has. */
export interface Routes {
  collections: readonly Collection[];
  tag: string;
  author: string;
  /** Filters that are too intricate to be applied here. */
  unknownFilters: readonly string[];
}

/** What of a post its address may have. */
interface PostFacts {
  id: string;
  uuid: string;
  slug: string;
  /** RFC 3339, in the zone of the site. */
  published: string | null;
  /** Slugs, the main one first. */
  tags: readonly string[];
  authors: readonly string[];
  featured: boolean;
}

/** Ghost's default: every post is at its slug. */
export const routesOf = (permalink = '/{slug}/'): Routes => ({
  collections: [{ path: '/', permalink, filter: null }],
  tag: '/tag/{slug}/',
  author: '/author/{slug}/',
  unknownFilters: [],
});

/** Ghost's `:slug`, before version 2, is `{slug}` today. */
export const currentPattern = (pattern: string) => pattern.replace(/:(\w+)/g, '{$1}');

const isPath = (text: string | null): text is string => text?.startsWith('/') === true;

/** One condition of a filter: `tag:news`, `primary_author:-ann`, `featured:true`. */
const CONDITION = /^(tags?|primary_tag|authors?|primary_author|featured|slug|id):(-?)'?([\w-]+)'?$/;

const isKnown = (filter: string) =>
  filter.split(/[,+]/).every((condition) => CONDITION.test(condition.trim()));

/** Reads a routes.yaml. Throws if it is not YAML; leaves out what is of no use for addresses. */
export function parseRoutes(yaml: string): Routes {
  const document: unknown = parse(yaml);
  const root: Row = isRow(document) ? document : {};
  const collections: Collection[] = [];
  const listed = fieldOf(root, 'collections');
  for (const [path, value] of isRow(listed) ? Object.entries(listed) : []) {
    const permalink = isRow(value) ? textOf(value, 'permalink') : null;
    if (isRow(value) && isPath(permalink))
      collections.push({ path, permalink: currentPattern(permalink), filter: textOf(value, 'filter') });
  }
  const taxonomies = fieldOf(root, 'taxonomies');
  const patternOf = (name: string) => {
    const pattern = isRow(taxonomies) ? textOf(taxonomies, name) : null;
    return isPath(pattern) ? currentPattern(pattern) : `/${name}/{slug}/`;
  };
  const filters = collections.flatMap(({ filter }) => (filter === null ? [] : [filter]));
  return {
    collections: collections.length > 0 ? collections : routesOf().collections,
    tag: patternOf('tag'),
    author: patternOf('author'),
    unknownFilters: filters.filter((filter) => !isKnown(filter)),
  };
}

function fulfils(post: PostFacts, condition: string): boolean {
  const [, name = '', not, value = ''] = CONDITION.exec(condition.trim()) ?? [];
  const values: Record<string, readonly string[]> = {
    tag: post.tags,
    tags: post.tags,
    primary_tag: post.tags.slice(0, 1),
    author: post.authors,
    authors: post.authors,
    primary_author: post.authors.slice(0, 1),
    featured: [String(post.featured)],
    slug: [post.slug],
    id: [post.id],
  };
  return (values[name] ?? []).includes(value) !== (not === '-');
}

/** Whether a filter takes a post: `+` is "and", which binds more than `,`, "or". One that is not known takes none. */
function takes(filter: string | null, post: PostFacts): boolean {
  if (filter === null) return true;
  if (!isKnown(filter)) return false;
  return filter.split(',').some((all) => all.split('+').every((condition) => fulfils(post, condition)));
}

/** Fills `{name}` in the pattern of an address. */
export function fillPattern(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  );
}

/** Returns the path of a post: the one that the first collection that takes it gives it. */
export function pathOfPost(routes: Routes, post: PostFacts): string {
  const collection = routes.collections.find(({ filter }) => takes(filter, post));
  const [, year = '', month = '', day = ''] = /^(\d+)-(\d+)-(\d+)/.exec(post.published ?? '') ?? [];
  return fillPattern(collection?.permalink ?? '/{slug}/', {
    id: post.id,
    uuid: post.uuid,
    slug: post.slug,
    year,
    month,
    day,
    primary_tag: post.tags[0] ?? 'all',
    primary_author: post.authors[0] ?? 'all',
    author: post.authors[0] ?? 'all',
  });
}
