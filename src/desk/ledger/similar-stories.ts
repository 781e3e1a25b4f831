import * as z from 'zod';
import type { Story } from '../../story/story.ts';
import { STORY_STATUSES } from './story-row.ts';

// Finds a story that was published before under another name. A renamed file still has its `identifier`, if it states one, and
// its `datePublished`; both are indexed. A story that was written twice is most likely among the newest. So the cost does not
// grow with the site.

/** The most stories with the same `datePublished` that are compared. */
const MOST_OF_A_TIME = 50;
/** How many of the newest stories are compared: as many as an edition has at most. */
const NEWEST = 60;
/** How many similar stories are reported at most. */
const MOST = 5;

export const similarStorySchema = z.strictObject({
  slug: z.string(),
  headline: z.string(),
  datePublished: z.string(),
  status: z.enum(STORY_STATUSES),
  hasSameIdentifier: z
    .boolean()
    .describe('Whether both state the same identifier: they are one story, even if it is withdrawn'),
  hasSameHeadline: z.boolean(),
  sharedSources: z.int().min(0).describe('How many sources both have'),
});

/** A story that seems to be the same as another. */
export type SimilarStory = z.infer<typeof similarStorySchema>;

interface Row extends Record<string, SqlStorageValue> {
  slug: string;
  status: SimilarStory['status'];
  identifier: string;
  headline: string;
  datePublished: string;
  due: number;
  urls: string;
}

const READ = `SELECT slug, status, identifier, due, entry ->> 'headline' AS headline, entry ->> 'datePublished' AS datePublished,
  (SELECT json_group_array(value ->> 'url') FROM json_each(entry, '$.rendering.sources')) AS urls`;

/** Finds stories of the same id and of the same time by their indexes, and the newest by their places. */
export const SIMILAR_QUERIES = {
  sameIdentifier: `${READ} FROM story WHERE identifier = ?`,
  sameTime: `${READ} FROM story WHERE status IN ('published', 'scheduled') AND due = ? LIMIT ${MOST_OF_A_TIME}`,
  newest: `${READ} FROM place CROSS JOIN story ON story.id = place.story
    WHERE place.scope = 'all' AND place.shown = 1 ORDER BY place.sequence DESC LIMIT ${NEWEST}`,
};

/** A headline as it is compared: letters, with the marks that are part of them, and digits; empty if it has none. */
const bare = (headline: string) =>
  headline
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/**
 * Returns stories with the same id, with the same headline, or with more than half of this one's sources; one shared source
 * counts only if `datePublished` is the same too. `sources` are the URLs of its sources.
 */
export function findSimilarStories(
  sql: SqlStorage,
  story: Story,
  sources: readonly string[],
): SimilarStory[] {
  const due = Date.parse(story.datePublished);
  const rows = [
    ...sql.exec<Row>(SIMILAR_QUERIES.sameIdentifier, story.identifier),
    ...sql.exec<Row>(SIMILAR_QUERIES.sameTime, due),
    ...sql.exec<Row>(SIMILAR_QUERIES.newest),
  ];
  const own = new Set(sources);
  const headline = bare(story.headline);
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  bySlug.delete(story.slug);
  return [...bySlug.values()]
    .map(({ urls, due: time, identifier, ...row }) => {
      const hasSameIdentifier = identifier === story.identifier;
      const sharedSources = (JSON.parse(urls) as string[]).filter((url) => own.has(url)).length;
      const hasSameHeadline = headline !== '' && bare(row.headline) === headline;
      const hasSameSources = sharedSources * 2 > own.size && (sharedSources > 1 || time === due);
      const isSimilar = hasSameIdentifier || hasSameHeadline || hasSameSources;
      return { ...row, hasSameIdentifier, hasSameHeadline, sharedSources, isSimilar };
    })
    .filter(({ isSimilar }) => isSimilar)
    .slice(0, MOST)
    .map(({ isSimilar, ...similar }) => similar);
}
