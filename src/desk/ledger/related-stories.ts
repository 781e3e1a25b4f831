import type { RelatedStory } from '../../story/article.ts';

/** Stories before a story, in each of its topics and sources, that are looked at. */
const LOOKED_AT = 6;
/** Related stories of a story. */
const MOST = 4;

interface Near extends Record<string, SqlStorageValue> {
  id: number;
  slug: string;
  headline: string;
  inLanguage: string;
  datePublished: string;
}

/** The shown stories next to a story in each of its topics and sources, nearest first. */
function near(sql: SqlStorage, story: number, where: 'before' | 'after'): Near[][] {
  const [comparison, order] = where === 'before' ? ['<', 'DESC'] : ['>', 'ASC'];
  return sql
    .exec<{ scope: string; sequence: number }>(
      "SELECT scope, sequence FROM place WHERE story = ? AND shown = 1 AND scope <> 'all' ORDER BY scope",
      story,
    )
    .toArray()
    .map(({ scope, sequence }) =>
      sql
        .exec<Near>(
          `SELECT story.id, story.slug, entry ->> 'headline' AS headline, entry ->> 'inLanguage' AS inLanguage,
           entry ->> 'datePublished' AS datePublished FROM place JOIN story ON story.id = place.story
           WHERE place.scope = ? AND place.sequence ${comparison} ? AND place.shown = 1
           ORDER BY place.sequence ${order} LIMIT ${LOOKED_AT}`,
          scope,
          sequence,
        )
        .toArray(),
    );
}

/** Stories that came before this one and share topics and sources with it: those that share the most, then the newest. */
export function findRelatedStories(sql: SqlStorage, story: number): RelatedStory[] {
  const byId = Map.groupBy(near(sql, story, 'before').flat(), ({ id }) => id);
  return [...byId.values()]
    .toSorted(
      ([a, ...shared], [b, ...others]) => others.length - shared.length || (b?.id ?? 0) - (a?.id ?? 0),
    )
    .slice(0, MOST)
    .map(([first]) => {
      const { id, ...related } = first as Near;
      return related;
    });
}

/** Stories that may name this one as related: they are printed anew when its name or its whereabouts change. */
export const findSlugsRelatingTo = (sql: SqlStorage, story: number): string[] => [
  ...new Set(near(sql, story, 'after').flatMap((stories) => stories.map(({ slug }) => slug))),
];
