import type { Site } from '../../settings/site.ts';
import { isTopicSlug } from '../story/slug.ts';
import { isPublisherDomain } from '../story/sources/publisher.ts';

/**
 * The stories that a feed covers: all, those on a topic, those that cite a publisher, named by its domain, those by an author, whom
 * `people` in data/site.json lists, those in a language that `languages` lists there, those of a series, by its name as part of an address, or those that a search finds, named by its parameters
 * (`search.ts`). `summaries:<scope>` is the same stories without their analysis (`summaries.ts`). Only for the last two, nothing is in KV.
 */
export type Scope =
  | 'all'
  | `topic:${string}`
  | `source:${string}`
  | `author:${string}`
  | `language:${string}`
  | `series:${string}`
  | `search:${string}`
  | `summaries:${string}`;

/** A scope that has summary feeds: everything, or the stories in a language. */
export type SummarizedScope = 'all' | `language:${string}`;

const SUMMARIES = 'summaries:';

/** Returns the scope of the stories that summary feeds sum up; undefined for other scopes. */
export const summarizedScope = (scope: Scope): SummarizedScope | undefined =>
  scope.startsWith(SUMMARIES) ? (scope.slice(SUMMARIES.length) as SummarizedScope) : undefined;

/** Returns the scope of the summary feeds of a scope; undefined if it has none. */
export const summariesScope = (scope: Scope): Scope | undefined =>
  scope === 'all' || scope.startsWith('language:') ? `${SUMMARIES}${scope}` : undefined;

/** The kinds of scopes, each with the directory of its addresses. */
const DIRECTORIES = {
  topic: 'topics',
  source: 'sources',
  author: 'authors',
  language: 'languages',
  series: 'series',
} as const;

type ScopeKind = keyof typeof DIRECTORIES;

/** Returns the parameters of a search with the question mark; '' for other scopes. */
const parametersOf = (scope: Scope) =>
  scope.startsWith('search:') ? `?${scope.slice('search:'.length)}` : '';

/** The feed formats: their file names, media types and titles. */
export const FORMATS = {
  rss: { file: 'rss.xml', type: 'application/rss+xml', title: 'RSS' },
  atom: { file: 'atom.xml', type: 'application/atom+xml', title: 'Atom' },
  json: { file: 'feed.json', type: 'application/feed+json', title: 'JSON Feed' },
} as const;

export type Format = keyof typeof FORMATS;

/** The minutes that a reader should wait before it polls a feed again: RSS's `ttl`, and `max-age`. */
export const FEED_TTL_MINUTES = 15;

/** Splits a scope into its kind and its name; returns `undefined` for `all`. */
function parts(scope: Scope): { kind: ScopeKind; name: string } | undefined {
  if (scope === 'all') return undefined;
  const end = scope.indexOf(':');
  return { kind: scope.slice(0, end) as ScopeKind, name: scope.slice(end + 1) };
}

const isTag = (text: string) => /^[a-z]{2,8}(-[a-z\d]{1,8}){0,3}$/i.test(text);

/** Returns the scope of a series. Its name is encoded, because tags of caches are ASCII. */
export const seriesScope = (name: string): Scope => `series:${encodeURIComponent(name.toWellFormed())}`;

function isSeries(name: string): boolean {
  try {
    return name !== '' && name.length <= 400 && seriesScope(decodeURIComponent(name)) === `series:${name}`;
  } catch {
    return false;
  }
}

/** Parses a scope that a story can be in; returns undefined for other text. */
export function parseScope(text: string): Scope | undefined {
  const [, kind, name = ''] = /^(topic|source|author|language|series):(.*)$/.exec(text) ?? [];
  const isName =
    { source: isPublisherDomain, language: isTag, series: isSeries }[kind as string] ?? isTopicSlug;
  const isScope = text === 'all' || isName(name);
  return isScope ? (text as Scope) : undefined;
}

/** Parses the scope whose addresses begin with `/directory/name`; returns undefined if there is none. */
export function parseScopePath(directory: string, name: string): Scope | undefined {
  if (directory === DIRECTORIES.series) return parseScope(seriesScope(name));
  const kinds = Object.keys(DIRECTORIES) as ScopeKind[];
  return parseScope(`${kinds.find((kind) => DIRECTORIES[kind] === directory)}:${name}`);
}

/** Returns the scope's path without a trailing slash: `''`, `/topics/…`, `/sources/…`, `/authors/…`, `/languages/…`, `/search` or `…/summaries`. */
export function scopePath(scope: Scope): string {
  if (scope.startsWith('search:')) return '/search';
  const summarized = summarizedScope(scope);
  if (summarized) return `${scopePath(summarized)}/summaries`;
  const named = parts(scope);
  if (!named) return '';
  const name = named.kind === 'series' ? named.name : encodeURIComponent(named.name);
  return `/${DIRECTORIES[named.kind]}/${name}`;
}

/** Returns the URL of the scope's page. That of summaries is the page of the same stories. */
export const scopeUrl = (site: Pick<Site, 'url'>, scope: Scope) =>
  `${site.url}${scopePath(summarizedScope(scope) ?? scope) || '/'}${parametersOf(scope)}`;

/** Returns the path of a page of the scope's archive, without a trailing slash. */
export const archivePath = (scope: Scope, page: number) => `${scopePath(scope)}/archive/${page}`;

/** Returns the URL of a page of the scope's archive: a feed document in `format`, or HTML without one. */
export const archiveUrl = (site: Site, scope: Scope, page: number, format?: Format) =>
  `${site.url}${archivePath(scope, page)}${format ? `/${FORMATS[format].file}` : ''}`;

/** Returns the URL of one of the scope's feeds. */
export const feedUrl = (site: Site, scope: Scope, format: Format) =>
  `${site.url}${scopePath(scope)}/${FORMATS[format].file}${parametersOf(scope)}`;

/**
 * Whether the settings name the scope, so that it has a page and feeds even before its first story: `all`, a topic, an
 * author, a language, or summaries.
 */
export function isNamed(
  site: Pick<Site, 'topics' | 'people' | 'languages' | 'summaries'>,
  scope: Scope,
): boolean {
  const summarized = summarizedScope(scope);
  if (summarized) return site.summaries && isNamed(site, summarized);
  return (
    scope === 'all' ||
    site.topics.some(({ slug }) => scope === `topic:${slug}`) ||
    site.people.some(({ slug }) => scope === `author:${slug}`) ||
    site.languages.some((tag) => scope === `language:${tag}`)
  );
}

/** Whether the newsroom closed the scope's topic. Its feeds then tell readers to stop polling. */
export const isFinished = (site: Pick<Site, 'topics'>, scope: Scope): boolean =>
  site.topics.some(({ slug, finished }) => finished && scope === `topic:${slug}`);
