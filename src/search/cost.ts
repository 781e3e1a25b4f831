import type { ListRead, Match } from './match.ts';
import type { Postings } from './postings.ts';

// What an expression costs, in entries of lists that FTS5 reads: about a tenth of a microsecond each. FTS5 goes through the lists of all
// tokens side by side, and jumps in each to the next story that the others have.

/** The most that one expression may cost. */
export const MAX_COST = 150_000;
/** What an entry costs whose positions are compared, what a jump costs, and what it costs to begin with a list. */
const POSITIONS_COST = 5;
const JUMP_COST = 15;
const LIST_COST = 1000;
/** How many lists are counted to find the rarest. */
const MAX_COUNTED = 6;

const costOfStory = ({ tokens, hasPositions }: ListRead): number =>
  tokens.length * (hasPositions ? POSITIONS_COST : 1);

/** Returns how many stories an expression may read at a cost of `most`, if each has every token. */
export function affordableStories({ lists: sought, excluded = [] }: Match, most: number): number {
  const lists = [...sought, ...excluded];
  const count = lists.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const each = lists.reduce((sum, list) => sum + costOfStory(list), 0);
  return (most - count * LIST_COST) / each;
}

/** Estimates the cost of reading the lists from end to end. 0 means that no story is in each. */
export function costOf({ lists, excluded = [] }: Match, postings: Postings): number {
  // Long words are rarer, so a few counts mostly tell enough.
  const longest = lists.toSorted(
    (one, other) => (other.tokens[0]?.length ?? 0) - (one.tokens[0]?.length ?? 0),
  );
  const counts = new Map<ListRead, number>();
  let rarest = Number.POSITIVE_INFINITY;
  for (const list of longest) {
    if (counts.size === MAX_COUNTED || rarest * JUMP_COST * lists.length <= MAX_COST) break;
    const count = list.tokens.reduce((sum, token) => sum + postings.count(token), 0);
    counts.set(list, count);
    rarest = Math.min(rarest, count);
  }
  if (rarest === 0) return 0;
  return [...lists, ...excluded].reduce((sum, list) => {
    const all = (counts.get(list) ?? Number.POSITIVE_INFINITY) * costOfStory(list);
    return sum + Math.min(all, rarest * JUMP_COST * list.tokens.length);
  }, 0);
}
