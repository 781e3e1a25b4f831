import * as z from 'zod';
import type { Site } from '../site.ts';
import { timestamp, topicSlug } from '../story/fields.ts';
import type { Scope } from './scope.ts';

/**
 * Scopes on a page of the directory. Scopes are numbered in the order in which they first appeared, and a page holds a range
 * of numbers, so that a new one changes a page of bounded size however many there are.
 */
export const DIRECTORY_PAGE_SIZE = 200;

/** The page of the directory that holds the scope with this number. */
export const directoryPageOf = (number: number) => Math.ceil(number / DIRECTORY_PAGE_SIZE);

const page = z.int().min(0);

/** A page of the directory: which topics and sources have stories. Up to version 5 there was one page, of all scopes. */
export const directorySchema = z.strictObject({
  page: page.default(1),
  /** The pages before and after it; 0 where there is none. */
  previous: page.default(0),
  next: page.default(0),
  /** The last page; the first page alone says so. */
  last: page.default(1),
  /** When one of its scopes was last added or removed (RFC 3339). */
  changed: timestamp.nullable().default(null),
  topics: z.array(topicSlug),
  // Hosts, as the URL standard gives them.
  sources: z.array(z.string().regex(/^[\w.:[\]-]+$/)),
});

export type Directory = z.output<typeof directorySchema>;

/** Makes a page of the directory from its scopes, sorted by name. */
export function makeDirectory(
  scopes: readonly Scope[],
  place: Partial<Omit<Directory, 'topics' | 'sources'>> = {},
): Directory {
  const names = (kind: 'topic' | 'source') => {
    const own = scopes.filter((scope) => scope.startsWith(`${kind}:`));
    return [...new Set(own.map((scope) => scope.slice(kind.length + 1)))].sort();
  };
  return {
    page: 1,
    previous: 0,
    next: 0,
    last: 1,
    changed: null,
    ...place,
    topics: names('topic'),
    sources: names('source'),
  };
}

/** The topics that the page shows: the site's own stand on the first page, in its order, before all others. */
export function topicsOf({ page: number, topics }: Directory, site: Pick<Site, 'topics'>): string[] {
  const own = site.topics.map((topic) => topic.slug);
  const others = topics.filter((topic) => !own.includes(topic));
  return number === 1 ? [...own, ...others] : others;
}

/** The path of a page with every feed. */
export const subscribePath = (number: number) => (number === 1 ? '/subscribe' : `/subscribe/${number}`);
