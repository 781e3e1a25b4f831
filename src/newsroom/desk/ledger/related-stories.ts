import { tokensOf } from '../../../site/query/tokens.ts';
import type { RelatedStory } from '../../../site/story/article.ts';

/** The most neighbours that are compared in each of a story's topics and sources. */
const NEIGHBOURS = 10;
/** The most related stories that a page lists. */
const MAX_RELATED = 4;
/** How rare the words have to be, together, that count as much as a topic or a source: about four that no other neighbour has. */
const RARE_WORDS = 10;

/** A story, with the text by which it is compared. */
type Compared = RelatedStory & { id: number; text: string } & Record<string, SqlStorageValue>;

const COMPARED = `story.id, story.slug, entry ->> 'headline' AS headline, entry ->> 'inLanguage' AS inLanguage,
  entry ->> 'datePublished' AS datePublished, concat_ws(' ', entry ->> 'headline', entry ->> 'abstract') AS text`;

/** Returns the shown stories next to a story, nearest first: a list for each of its topics, sources and authors, and its series. */
function findNeighbours(sql: SqlStorage, story: number, where: 'before' | 'after'): Compared[][] {
  const [comparison, order] = where === 'before' ? ['<', 'DESC'] : ['>', 'ASC'];
  return sql
    .exec<{ scope: string; sequence: number }>(
      `SELECT scope, sequence FROM place WHERE story = ? AND shown = 1
       AND substr(scope, 1, instr(scope, ':')) IN ('topic:', 'source:', 'author:', 'series:') ORDER BY scope`,
      story,
    )
    .toArray()
    .map(({ scope, sequence }) =>
      sql
        .exec<Compared>(
          `SELECT ${COMPARED} FROM place JOIN story ON story.id = place.story
           WHERE place.scope = ? AND place.sequence ${comparison} ? AND place.shown = 1
           ORDER BY place.sequence ${order} LIMIT ${NEIGHBOURS}`,
          scope,
          sequence,
        )
        .toArray(),
    );
}

const wordsIn = (text: string) => new Set(tokensOf(text).map(({ token }) => token));

const languageOf = (tag: string) => tag.split('-', 1)[0]?.toLowerCase();

/**
 * Returns a function that says how much of its words a text shares with others, from 0 to 1. A word that most of them have says nothing,
 * so no list of such words is needed in any language.
 */
function likenessTo(own: string, others: readonly string[]): (other: string) => number {
  const words = others.map(wordsIn);
  const weights = new Map(
    [...wordsIn(own)].map((word) => {
      const found = words.filter((each) => each.has(word)).length;
      return [word, found === 0 ? 0 : Math.log(others.length / found)] as const;
    }),
  );
  return (other) => {
    const shared = [...wordsIn(other)].reduce((sum, word) => sum + (weights.get(word) ?? 0), 0);
    return Math.min(1, shared / RARE_WORDS);
  };
}

/**
 * Finds earlier stories that share topics, sources or authors with this one. Those in its language come first, then those that share the
 * most, where words that few of them have count as much as one topic; then the newest.
 */
export function findRelatedStories(sql: SqlStorage, story: number): RelatedStory[] {
  const byId = Map.groupBy(findNeighbours(sql, story, 'before').flat(), ({ id }) => id);
  const [own] = sql.exec<Compared>(`SELECT ${COMPARED} FROM story WHERE id = ?`, story).toArray();
  if (!own || byId.size === 0) return [];
  const found = [...byId.values()].map((places) => ({ ...(places[0] as Compared), scopes: places.length }));
  const likeness = likenessTo(
    own.text,
    found.map(({ text }) => text),
  );
  return found
    .map((each) => ({
      ...each,
      isForeign: Number(languageOf(each.inLanguage) !== languageOf(own.inLanguage)),
      shared: each.scopes + likeness(each.text),
    }))
    .toSorted((a, b) => a.isForeign - b.isForeign || b.shared - a.shared || b.id - a.id)
    .slice(0, MAX_RELATED)
    .map(({ slug, headline, inLanguage, datePublished }) => ({ slug, headline, inLanguage, datePublished }));
}

/** Finds the stories that may list this one as related. Their pages become stale when its name, its TL;DR or its scopes change. */
export const findSlugsRelatingTo = (sql: SqlStorage, story: number): string[] => [
  ...new Set(findNeighbours(sql, story, 'after').flatMap((stories) => stories.map(({ slug }) => slug))),
];
