import type { Analysis } from '../analysis.ts';
import { endsOf, type Negation } from '../text/clauses.ts';
import type { WordUnit } from './word-units.ts';

/** A sentence of a quote, what stands in it, and where each key does. */
export interface Line {
  quote: Analysis;
  from: number;
  to: number;
  units: readonly WordUnit[];
  negations: readonly Negation[];
  /** The tokens of words that deny something. */
  deniers: readonly number[];
  places: ReadonlyMap<string, readonly number[]>;
}

/**
 * Which part of a claim's words its lines must have, so that what stands there instead of another part contradicts it; and so that even
 * little that says so is enough.
 */
export const [ENOUGH, MOST] = [0.6, 0.85];

/** The most sentences of a quote that are compared, and the most places of a key; a text with more is no quote. */
const [MOST_LINES, MOST_PLACES] = [100, 8];

const known = new WeakMap<Analysis, readonly Line[]>();

/** Cuts a quote into its sentences. */
export function linesOf(quote: Analysis): readonly Line[] {
  const made = known.get(quote) ?? cutLines(quote);
  known.set(quote, made);
  return made;
}

function cutLines(quote: Analysis): Line[] {
  const { sentence, deniers } = quote.clauses();
  const inLine = (at: number) => sentence[at] ?? 0;
  const units = Map.groupBy(quote.units(), ({ from }) => inLine(from));
  const negations = Map.groupBy(quote.negations(), ({ from }) => inLine(from));
  const denied = Map.groupBy(deniers, inLine);
  const ends = endsOf(sentence);
  return Array.from(units)
    .slice(0, MOST_LINES)
    .map(([number, inside]) => ({
      quote,
      from: ends[number - 1] ?? 0,
      to: ends[number] ?? 0,
      units: inside,
      negations: negations.get(number) ?? [],
      deniers: denied.get(number) ?? [],
      places: placesOf(inside),
    }));
}

function placesOf(units: readonly WordUnit[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const { from, keys } of units)
    for (const key of keys) {
      const at = places.get(key);
      if (!at) places.set(key, [from]);
      else if (at.length < MOST_PLACES) at.push(from);
    }
  return places;
}

/** Returns where a line has a unit, in order. */
export function placesIn({ places }: Line, { keys }: WordUnit): readonly number[] {
  if (keys.length === 1) return places.get(keys[0] ?? '') ?? [];
  const found = keys.flatMap((key) => places.get(key) ?? []);
  return found.length < 2 ? found : [...new Set(found)].sort((a, b) => a - b);
}
