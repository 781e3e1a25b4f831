import type { Site } from '../site.ts';
import { topicTitle } from '../site.ts';
import type { ListedSource } from '../story/article.ts';
import { isTopicSlug } from '../story/slug.ts';
import { isPublisherDomain, publisherDomain } from '../story/sources/publisher.ts';

/** The stories that a feed covers: all, those on a topic, or those that cite a publisher, named by its domain. */
export type Scope = 'all' | `topic:${string}` | `source:${string}`;

/** The feed formats: their file names, media types and titles. */
export const FORMATS = {
  rss: { file: 'rss.xml', type: 'application/rss+xml', title: 'RSS' },
  atom: { file: 'atom.xml', type: 'application/atom+xml', title: 'Atom' },
  json: { file: 'feed.json', type: 'application/feed+json', title: 'JSON Feed' },
} as const;

export type Format = keyof typeof FORMATS;

/** The minutes that a reader should wait before it polls a feed again: RSS's `ttl`, and `max-age`. */
export const FEED_TTL_MINUTES = 15;

const scopeName = (scope: Scope) => scope.slice(scope.indexOf(':') + 1);

/** Parses a scope that a story can be in; returns undefined for other text. */
export function parseScope(text: string): Scope | undefined {
  const [, kind, name = ''] = /^(topic|source):(.*)$/.exec(text) ?? [];
  const isScope = text === 'all' || (kind === 'topic' ? isTopicSlug(name) : isPublisherDomain(name));
  return isScope ? (text as Scope) : undefined;
}

/** Returns the scope's path without a trailing slash: `''`, `/topics/…` or `/sources/…`. */
export function scopePath(scope: Scope): string {
  if (scope === 'all') return '';
  return `/${scope.startsWith('topic:') ? 'topics' : 'sources'}/${encodeURIComponent(scopeName(scope))}`;
}

/** Returns the URL of the scope's page. */
export const scopeUrl = (site: Site, scope: Scope) => `${site.url}${scopePath(scope) || '/'}`;

/** Returns the path of a page of the scope's archive, without a trailing slash. */
export const archivePath = (scope: Scope, page: number) => `${scopePath(scope)}/archive/${page}`;

/** Returns the URL of a page of the scope's archive: a feed document in `format`, or HTML without one. */
export const archiveUrl = (site: Site, scope: Scope, page: number, format?: Format) =>
  `${site.url}${archivePath(scope, page)}${format ? `/${FORMATS[format].file}` : ''}`;

/** Returns the URL of one of the scope's feeds. */
export const feedUrl = (site: Site, scope: Scope, format: Format) =>
  `${site.url}${scopePath(scope)}/${FORMATS[format].file}`;

/** Returns the topic's title or the publisher's domain; undefined for `all`. */
export function scopeTitle(site: Pick<Site, 'topics'>, scope: Scope): string | undefined {
  if (scope === 'all') return undefined;
  return scope.startsWith('topic:') ? topicTitle(site, scopeName(scope)) : scopeName(scope);
}

/** Whether the newsroom closed the scope's topic. Its feeds then tell readers to stop polling. */
export const isFinished = (site: Pick<Site, 'topics'>, scope: Scope): boolean =>
  site.topics.some(({ slug, finished }) => finished && scope === `topic:${slug}`);

/** Returns every scope in which a story appears, without duplicates. */
export function scopesOf(story: {
  keywords: readonly string[];
  rendering: { sources: readonly ListedSource[] };
}): Scope[] {
  return [
    ...new Set<Scope>([
      'all',
      ...story.keywords.map((topic): Scope => `topic:${topic}`),
      ...story.rendering.sources.map((source): Scope => `source:${publisherDomain(source)}`),
    ]),
  ];
}
