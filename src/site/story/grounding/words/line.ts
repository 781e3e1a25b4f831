import type { Analysis } from '../analysis.ts';
import { lazily } from '../lazy.ts';
import type { WordUnit } from './word-units.ts';

/** A sentence of a quote, and where in it each key stands. */
export interface Line {
  quote: Analysis;
  from: number;
  to: number;
  places: ReadonlyMap<string, readonly number[]>;
  /** Its Han characters. */
  characters: () => ReadonlySet<string>;
}

const known = new WeakMap<Analysis, readonly Line[]>();

/** Cuts a quote into its sentences. */
export function linesOf(quote: Analysis): readonly Line[] {
  const made = known.get(quote) ?? cutLines(quote);
  known.set(quote, made);
  return made;
}

function cutLines(quote: Analysis): Line[] {
  const { sentence } = quote.clauses();
  const bySentence = Map.groupBy(quote.units(), ({ from }) => sentence[from] ?? 0);
  return Array.from(bySentence, ([number, units]) => {
    const [from, to] = [sentence.indexOf(number), sentence.lastIndexOf(number) + 1];
    const characters = lazily(() => new Set(quote.list.slice(from, to).map(({ key }) => key)));
    return { quote, from, to, places: placesOf(units), characters };
  });
}

function placesOf(units: readonly WordUnit[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  for (const { from, keys } of units)
    for (const key of keys) {
      const known = places.get(key);
      if (known) known.push(from);
      else places.set(key, [from]);
    }
  return places;
}

/** Returns where a line has a unit, in order. */
export const placesIn = ({ places }: Line, { keys }: WordUnit): number[] =>
  [...new Set(keys.flatMap((key) => places.get(key) ?? []))].sort((a, b) => a - b);
