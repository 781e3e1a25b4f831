import * as z from 'zod';
import type { Site } from '../../settings/site.ts';
import { timestamp, topicSlug } from '../story/fields.ts';
import type { Scope } from './scope.ts';

/**
 * The most scopes on a page of the directory. Scopes are numbered in the order of their first appearance, and each page holds a
 * range of numbers. A new scope therefore changes only one page of limited size, however many scopes there are.
 */
export const DIRECTORY_PAGE_SIZE = 200;

/** Returns the page of the directory that holds the scope with this number, both from 1. */
export const directoryPageOf = (number: number) => Math.ceil(number / DIRECTORY_PAGE_SIZE);

const page = z.int().min(0);

/** A page of the directory: the topics, sources and series that have stories. It need not name authors and languages, which are all in data/site.json. Up to renderer version 5, one page held all. */
export const directorySchema = z.strictObject({
  page: page.default(1),
  /** The numbers of the pages before and after this one; 0 if there is none. */
  previous: page.default(0),
  next: page.default(0),
  /** The number of the last page. Only the first page states it. */
  last: page.default(1),
  /** When a scope was last added to the page or removed from it (RFC 3339). */
  changed: timestamp.nullable().default(null),
  topics: z.array(topicSlug),
  // Hosts as the URL standard serialises them.
  sources: z.array(z.string().regex(/^[\w.:[\]-]+$/)),
  /** As their scopes name them, encoded. Left out if there are none. */
  series: z.array(z.string()).optional(),
});

export type Directory = z.output<typeof directorySchema>;

/** Builds a page of the directory, with its topics, sources and series sorted by name. */
export function makeDirectory(
  scopes: readonly Scope[],
  place: Partial<Omit<Directory, 'topics' | 'sources' | 'series'>> = {},
): Directory {
  const names = (kind: 'topic' | 'source' | 'series') => {
    const own = scopes.filter((scope) => scope.startsWith(`${kind}:`));
    return [...new Set(own.map((scope) => scope.slice(kind.length + 1)))].sort();
  };
  const series = names('series');
  return {
    page: 1,
    previous: 0,
    next: 0,
    last: 1,
    changed: null,
    ...place,
    topics: names('topic'),
    sources: names('source'),
    ...(series.length > 0 ? { series } : {}),
  };
}

/** Returns the topics that a page shows. Page 1 begins with those of data/site.json, in their order; other pages omit them. */
export function topicsOf({ page: number, topics }: Directory, site: Pick<Site, 'topics'>): string[] {
  const own = site.topics.map((topic) => topic.slug);
  const others = topics.filter((topic) => !own.includes(topic));
  return number === 1 ? [...own, ...others] : others;
}

/** Returns the slugs of the authors that a page shows: page 1 has all of data/site.json, in their order. */
export const authorsOf = ({ page: number }: Directory, site: Pick<Site, 'people'>): string[] =>
  number === 1 ? site.people.map(({ slug }) => slug) : [];

/** Returns the languages that a page shows: page 1 has all of data/site.json, in their order. */
export const languagesOf = ({ page: number }: Directory, site: Pick<Site, 'languages'>): string[] =>
  number === 1 ? site.languages : [];

/** Returns the scopes of the series that a page shows. */
export const seriesOf = ({ series = [] }: Directory): Scope[] =>
  series.map((name): Scope => `series:${name}`);

/** Returns the path of the HTML page that lists a directory page's feeds. */
export const subscribePath = (number: number) => (number === 1 ? '/subscribe' : `/subscribe/${number}`);
