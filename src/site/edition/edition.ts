import * as z from 'zod';
import type { Site } from '../../settings/site.ts';
import {
  type Article,
  articleSchema,
  RENDERER_VERSION,
  relatedStorySchema,
  withUris,
} from '../story/article.ts';
import { languageTag, storySlug, timestamp, topicSlug } from '../story/fields.ts';
import { storyFields } from '../story/story.ts';
import { withdrawalFields } from '../story/tombstone.ts';
import type { Scope } from './scope.ts';

/** The number of stories on an archive page. An edition is the open page together with the closed one before it. */
export const PAGE_SIZE = 30;

/** A story in an edition: the fields of its article that feeds and listing pages need. */
export const entrySchema = articleSchema
  .omit({ articleBody: true, formerSlugs: true, isBasedOn: true, citation: true, evidence: true })
  .extend({ rendering: articleSchema.shape.rendering.omit({ page: true }) });

export type FeedEntry = z.output<typeof entrySchema> & {
  /** Whether a feed has only its summary. Nothing that is stored says so (`summaries.ts`). */
  isSummary?: true;
};

/** A withdrawn story, which feeds report for 30 days. */
export const withdrawalSchema = withdrawalFields.extend({
  /** The story's fields that its notice needs. Values of renderer versions before 6 lack them. */
  story: z.strictObject({ slug: storySlug, inLanguage: languageTag, datePublished: timestamp }).optional(),
  /** The story that it was merged into, if readers can read that. */
  mergedInto: storyFields.pick({ slug: true, headline: true }).optional(),
});

export type Withdrawal = z.output<typeof withdrawalSchema>;

/** Returns when a feed last changed that never had a story: when the newsroom began, as its ids say. */
export const beginningOf = ({ taggingEntity }: Pick<Site, 'taggingEntity'>): Date =>
  new Date(taggingEntity.slice(taggingEntity.indexOf(',') + 1));

/** The stories that a feed document or listing page shows: an edition, or a page of an archive. */
export interface FeedPage {
  scope: Scope;
  /** When anything on the page last changed (RFC 3339). */
  updated: string;
  /** In the order of their places, the last first. Documents show them by date: see `newestFirst`. */
  entries: FeedEntry[];
  withdrawn: Withdrawal[];
  /** The number of the archive page before this one; 0 if there is none. */
  previous: number;
  /** The numbers of this archive page and of the next, 0 if the edition comes next; null for an edition. */
  archive: { page: number; next: number } | null;
}

/** The headlines of a topic: the newest, more of them than are shown, because some stand elsewhere on the page. */
const blockSchema = z.strictObject({
  topic: topicSlug,
  count: z.int().min(1),
  stories: z.array(relatedStorySchema),
});

export type HeadlineBlock = z.output<typeof blockSchema>;

/** What editors have arranged of the front page. Feeds keep the order of dates. */
interface FrontArrangement {
  /** The story that leads, whatever is newer. */
  lead: FeedEntry | null;
  /** The stories that follow it, in this order, before those by date. */
  order: FeedEntry[];
  /** Headlines of topics, in this order. */
  blocks: HeadlineBlock[];
}

/** The articles of a scope that this site published last, and those that it keeps after an import of old news. */
export interface Edition extends FeedPage {
  archive: null;
  /** Left out if nothing is arranged. */
  front?: FrontArrangement | undefined;
  /** The number of stories in the scope. */
  count: number;
  /** The highest place that any story has had in the scope. */
  last: number;
  /** The number of entries in the open page, which is not in the archive yet. */
  open: number;
  /** The number of the latest change to this edition; 0 if unknown. The Desk numbers all changes of the site. */
  changeSequence: number;
  /** The number of the latest change that removed a story from this edition. */
  removalSequence: number;
  /** The number of the latest change to each entry, in the order of `entries`. */
  entrySequences: number[];
}

const scopeSchema = z.custom<Scope>(
  (scope) => typeof scope === 'string' && /^(all|(topic|source|author|language|series):.+)$/.test(scope),
);

const page = z.int().min(0);

/** An edition as KV holds it. Entries are parsed one by one, so that a broken one does not invalidate the others. */
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
  front: z
    .strictObject({
      lead: z.unknown(),
      order: z.array(z.unknown()),
      blocks: z.array(blockSchema),
    })
    .optional(),
  entries: z.array(z.unknown()),
});

/** A closed archive page as KV holds it: slugs without stories, because each story is read from its own key. */
export const archiveSchema = z.strictObject({
  scope: scopeSchema,
  page,
  next: page,
  updated: timestamp,
  /** In the order of their places, the last first. `updated` is when the story last changed; if its copy in KV is older, that copy is out of date. */
  stories: z
    .array(
      z.strictObject({
        slug: z.string(),
        updated: timestamp,
        /** Its language and translations, for the sitemaps of all stories; left out if it has none. */
        inLanguage: languageTag.optional(),
        translationOfWork: articleSchema.shape.translationOfWork.optional(),
        translations: articleSchema.shape.translations,
      }),
    )
    .max(PAGE_SIZE),
  withdrawn: z.array(withdrawalSchema),
});

export type ArchivedPage = z.output<typeof archiveSchema>;

/** Returns how many of the last places an edition holds if its scope has `count`: all if fewer than 30, else 30 to 59. */
export const editionLength = (count: number) => (count < PAGE_SIZE ? count : PAGE_SIZE + (count % PAGE_SIZE));

/** Returns how many archive pages are closed if `last` is the highest place. */
export const countClosedPages = (last: number) => Math.floor(last / PAGE_SIZE);

/** Returns the number of the archive page that holds a place. Both count from 1. */
export const archivePageOf = (sequence: number) => Math.ceil(sequence / PAGE_SIZE);

/**
 * Returns the archive page after `page`, or 0 if the edition comes next. The edition holds the two newest pages, so a client that
 * follows `next-archive` to the edition gets each story; only what the edition keeps comes twice.
 */
export const nextArchivePage = (page: number, last: number) =>
  page + 2 <= countClosedPages(last) ? page + 1 : 0;

/** Returns the archive pages that close or get a next page when a scope's highest place grows from `before` to `after`. */
export function pagesChangedByGrowth(before: number, after: number): number[] {
  const pages = new Set<number>();
  for (let page = countClosedPages(before) + 1; page <= countClosedPages(after); page++) {
    if (page > 2) pages.add(page - 2);
    pages.add(page);
  }
  return [...pages];
}

/**
 * Returns the part of an article that an edition holds, with URLs as documents print them, and its Markdown. An article of an earlier
 * version has none: it did not say what of the author's Markdown feeds may have.
 */
export function toEntry(article: Article): FeedEntry {
  const { articleBody, formerSlugs, isBasedOn, citation, evidence, rendering, ...entry } = withUris(article);
  const { page, ...rest } = rendering;
  if (rest.version !== RENDERER_VERSION) return { ...entry, rendering: rest };
  return { ...entry, rendering: { ...rest, markdown: rest.markdown ?? articleBody } };
}

/** How many items of an RSS feed have their Markdown: the newest. It says again what the content says, and makes an item two thirds larger. */
export const WITH_MARKDOWN = 10;

/** Returns an entry as the Desk stores it. Its Markdown is in the article, which the Desk stores, too. */
export function toStoredEntry(article: Article): FeedEntry {
  const entry = toEntry(article);
  const { markdown, ...rendering } = entry.rendering;
  return { ...entry, rendering };
}
