import type { WrittenStory } from '../../../site/story/story.ts';
import type { SimilarStory } from './similar-story.ts';

// Finds a story that was already published under a different slug. A renamed file keeps its `datePublished`, and its
// `identifier` if it states one; both are indexed. A story that was written twice is most likely among the newest. Only these
// are compared, so the cost does not grow with the site.

/** The most stories with the same `datePublished` that are compared. */
const MAX_SAME_TIME = 50;
/** How many of the newest stories are compared: about as many as the longest edition has. */
const NEWEST = 60;
/** The most similar stories that are returned. */
const MAX_SIMILAR = 5;

interface Row extends Record<string, SqlStorageValue> {
  slug: string;
  status: SimilarStory['status'];
  identifier: string;
  headline: string;
  inLanguage: string;
  datePublished: string;
  due: number;
  urls: string;
}

const READ = `SELECT slug, status, identifier, due, entry ->> 'headline' AS headline,
  entry ->> 'inLanguage' AS inLanguage, entry ->> 'datePublished' AS datePublished,
  (SELECT json_group_array(value ->> 'url') FROM json_each(entry, '$.rendering.sources')) AS urls`;

/** The queries, exported for a test that counts the rows that they read. */
export const SIMILAR_QUERIES = {
  sameIdentifier: `${READ} FROM story WHERE identifier = ?`,
  sameTime: `${READ} FROM story WHERE status IN ('published', 'scheduled') AND due = ? LIMIT ${MAX_SAME_TIME}`,
  newest: `${READ} FROM place CROSS JOIN story ON story.id = place.story
    WHERE place.scope = 'all' AND place.shown = 1 ORDER BY place.sequence DESC LIMIT ${NEWEST}`,
};

/** Reduces a headline to its letters, their marks, and digits, in lower case. */
const normalize = (headline: string) =>
  headline
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/**
 * Finds stories that have the draft's identifier, its headline, or more than half of its sources. A single shared source counts
 * only if `datePublished` is the same too. A translation is expected to have the sources of stories in other languages. `sources` are the
 * URLs of the draft's sources.
 */
export function findSimilarStories(
  sql: SqlStorage,
  story: WrittenStory,
  sources: readonly string[],
): SimilarStory[] {
  const due = story.datePublished === null ? null : Date.parse(story.datePublished);
  const rows = [
    ...sql.exec<Row>(SIMILAR_QUERIES.sameIdentifier, story.identifier),
    ...sql.exec<Row>(SIMILAR_QUERIES.sameTime, due),
    ...sql.exec<Row>(SIMILAR_QUERIES.newest),
  ];
  const own = new Set(sources);
  const headline = normalize(story.headline);
  const bySlug = new Map(rows.map((row) => [row.slug, row]));
  bySlug.delete(story.slug);
  return [...bySlug.values()]
    .map(({ urls, due: time, identifier, inLanguage, ...row }) => {
      const hasSameIdentifier = identifier === story.identifier;
      const sharedSources = (JSON.parse(urls) as string[]).filter((url) => own.has(url)).length;
      const hasSameHeadline = headline !== '' && normalize(row.headline) === headline;
      const hasSameSources = sharedSources * 2 > own.size && (sharedSources > 1 || time === due);
      const isTranslation = story.translationOfWork !== null && inLanguage !== story.inLanguage;
      const isSimilar = hasSameIdentifier || (!isTranslation && (hasSameHeadline || hasSameSources));
      return { ...row, hasSameIdentifier, hasSameHeadline, sharedSources, isSimilar };
    })
    .filter(({ isSimilar }) => isSimilar)
    .slice(0, MAX_SIMILAR)
    .map(({ isSimilar, ...similar }) => similar);
}
