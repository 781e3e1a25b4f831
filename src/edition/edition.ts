import * as z from 'zod';
import { type Article, articleSchema, withCanonicalUrls } from '../story/article.ts';
import { languageTag, storySlug, timestamp } from '../story/fields.ts';
import { tombstoneSchema } from '../story/tombstone.ts';
import type { Scope } from './scope.ts';

/** Stories in an archive page. An edition is the open page together with the closed one before it. */
export const PAGE_SIZE = 30;

/** A story in an edition: what feeds and listing pages need of its article. */
export const entrySchema = articleSchema
  .omit({ articleBody: true, formerSlugs: true, isBasedOn: true, citation: true })
  .extend({ rendering: articleSchema.shape.rendering.omit({ page: true }) });

export type Entry = z.output<typeof entrySchema>;

/** What feeds say, for 30 days, of a story that was withdrawn. */
export const withdrawalSchema = tombstoneSchema.shape.withdrawn.extend({
  /** What its notice in feeds needs to know of the story; renderers before 6 left it out. */
  story: z.strictObject({ slug: storySlug, inLanguage: languageTag, datePublished: timestamp }).optional(),
});

export type Withdrawal = z.output<typeof withdrawalSchema>;

/** What one feed document or listing page shows: an edition, or a page of the archive. Newest first. */
export interface FeedPage {
  scope: Scope;
  /** When anything in it last changed (RFC 3339). */
  updated: string;
  entries: Entry[];
  withdrawn: Withdrawal[];
  /** The archive page before it; 0 where there is none. */
  previous: number;
  /** Which archive page it is, and the one after it, 0 where the edition comes next; `null` for an edition. */
  archive: { page: number; next: number } | null;
}

/** The newest articles of a scope, newest first in the order of their publication here. */
export interface Edition extends FeedPage {
  archive: null;
  /** How many stories the scope has in all. */
  count: number;
  /** How many stories ever got a place in the scope: the last of them has this number. */
  last: number;
  /** How many of the entries stand in the open page, which no archive page holds. */
  open: number;
  /**
   * The site's changes are numbered: the latest that changed this edition, 0 where that is not known; the latest that took
   * a story out of it; and the latest of each of its entries, in their order.
   */
  changeSequence: number;
  removalSequence: number;
  entrySequences: number[];
}

const scopeSchema = z.custom<Scope>(
  (scope) => typeof scope === 'string' && /^(all|topic:.+|source:.+)$/.test(scope),
);

const page = z.int().min(0);

/** An edition as KV holds it. Its parts are parsed one by one, so that a broken one is left out alone. */
export const editionSchema = z.strictObject({
  scope: scopeSchema,
  count: z.int().min(0),
  updated: timestamp,
  last: page.default(0),
  open: page.default(0),
  previous: page.default(0),
  tick: page.default(0),
  departed: page.default(0),
  ticks: z.array(page).default([]),
  withdrawn: z.array(z.unknown()).default([]),
  entries: z.array(z.unknown()),
});

/** A closed page of an archive as KV holds it: the stories by slug, as each is read from its own key. */
export const archiveSchema = z.strictObject({
  scope: scopeSchema,
  page,
  next: page,
  updated: timestamp,
  /** Newest first, each with when it last changed: a copy that is older is not up to date yet. */
  stories: z.array(z.strictObject({ slug: z.string(), updated: timestamp })).max(PAGE_SIZE),
  withdrawn: z.array(withdrawalSchema),
});

export type ArchivedPage = z.output<typeof archiveSchema>;

/** How many of `count` stories an edition holds: all of them, or else 30 to 59. */
export const editionLength = (count: number) => (count < PAGE_SIZE ? count : PAGE_SIZE + (count % PAGE_SIZE));

/** How many pages of `PAGE_SIZE` stories are closed when `last` stories have got a place. */
export const countClosedPages = (last: number) => Math.floor(last / PAGE_SIZE);

/** The page that holds the story with this place. */
export const archivePageOf = (sequence: number) => Math.ceil(sequence / PAGE_SIZE);

/**
 * The archive page after the given one. The two newest pages are the edition: a walk by `next-archive` that ends there
 * meets each story once.
 */
export const nextArchivePage = (page: number, last: number) =>
  page + 2 <= countClosedPages(last) ? page + 1 : 0;

/** The pages that close, or get a page after them, when a scope grows. */
export function pagesChangedByGrowth(before: number, after: number): number[] {
  const pages = new Set<number>();
  for (let page = countClosedPages(before) + 1; page <= countClosedPages(after); page++) {
    if (page > 2) pages.add(page - 2);
    pages.add(page);
  }
  return [...pages];
}

/** The part of an article that an edition holds, with its addresses as they are printed. */
export function toEntry(article: Article): Entry {
  const { articleBody, formerSlugs, isBasedOn, citation, rendering, ...entry } = withCanonicalUrls(article);
  const { page, ...rest } = rendering;
  return { ...entry, rendering: rest };
}
