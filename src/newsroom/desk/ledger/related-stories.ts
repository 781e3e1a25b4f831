import type { RelatedStory } from '../../../site/story/article.ts';

/** The most neighbours that are compared in each of a story's topics and sources. */
const NEIGHBOURS = 6;
/** The most related stories that a page lists. */
const MAX_RELATED = 4;

type Neighbour = RelatedStory & { id: number } & Record<string, SqlStorageValue>;

/** Returns the shown stories next to a story, nearest first: a list for each of its topics and sources. */
function findNeighbours(sql: SqlStorage, story: number, where: 'before' | 'after'): Neighbour[][] {
  const [comparison, order] = where === 'before' ? ['<', 'DESC'] : ['>', 'ASC'];
  return sql
    .exec<{ scope: string; sequence: number }>(
      "SELECT scope, sequence FROM place WHERE story = ? AND shown = 1 AND scope <> 'all' ORDER BY scope",
      story,
    )
    .toArray()
    .map(({ scope, sequence }) =>
      sql
        .exec<Neighbour>(
          `SELECT story.id, story.slug, entry ->> 'headline' AS headline, entry ->> 'inLanguage' AS inLanguage,
           entry ->> 'datePublished' AS datePublished FROM place JOIN story ON story.id = place.story
           WHERE place.scope = ? AND place.sequence ${comparison} ? AND place.shown = 1
           ORDER BY place.sequence ${order} LIMIT ${NEIGHBOURS}`,
          scope,
          sequence,
        )
        .toArray(),
    );
}

/** Finds earlier stories that share topics or sources with this one: those that share the most first, then the newest. */
export function findRelatedStories(sql: SqlStorage, story: number): RelatedStory[] {
  const byId = Map.groupBy(findNeighbours(sql, story, 'before').flat(), ({ id }) => id);
  return [...byId.values()]
    .toSorted(
      ([a, ...shared], [b, ...others]) => others.length - shared.length || (b?.id ?? 0) - (a?.id ?? 0),
    )
    .slice(0, MAX_RELATED)
    .map(([first]) => {
      const { id, ...related } = first as Neighbour;
      return related;
    });
}

/** Finds the stories that may list this one as related. Their pages become stale when its name or its scopes change. */
export const findSlugsRelatingTo = (sql: SqlStorage, story: number): string[] => [
  ...new Set(findNeighbours(sql, story, 'after').flatMap((stories) => stories.map(({ slug }) => slug))),
];
