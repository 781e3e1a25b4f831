import { bodiesIn } from './acronyms.ts';
import { shinglesOf } from './min-hash.ts';
import { readWords, type Word } from './words.ts';

/** What items are compared by. */
export interface Features {
  /** Terms and how much each weighs, before it is known how rare it is; the heaviest first. */
  terms: [term: string, weight: number][];
  /** Hashes of the 3-grams of title and summary, in ascending order. */
  shingles: number[];
  /** The numbers of title and summary, each once. */
  numbers: string[];
}

/** The most terms of an item. */
const MAX_TERMS = 64;

/** A word of the headline weighs as much as one that the summary has twice more. */
const TITLE_COUNT = 2;
const NUMBER_WEIGHT = 1.25;

/** Reads a title and a summary, as plain text. `language` is a BCP 47 tag. */
export function featuresOf(title: string, summary: string, language: string | null = null): Features {
  const inTitle = readWords(title, language);
  const inSummary = readWords(summary, language);
  const counts = new Map<string, { count: number; kind: Word['kind'] }>();
  const count = ({ term, kind }: Word, by: number) => {
    counts.set(term, { count: (counts.get(term)?.count ?? 0) + by, kind });
  };
  for (const word of inTitle) count(word, TITLE_COUNT);
  for (const word of inSummary) count(word, 1);
  const all = [...inTitle, ...inSummary].map(({ term }) => term);
  for (const term of bodiesIn(`${title} ${summary}`, all))
    if (!counts.has(term)) count({ term, kind: 'word' }, TITLE_COUNT);
  const terms = [...counts].map(([term, { count: times, kind }]): [string, number] => [
    term,
    Math.round(100 * (1 + Math.log(times)) * (kind === 'number' ? NUMBER_WEIGHT : 1)) / 100,
  ]);
  // Sorting is stable, so that what stands first wins among equals.
  terms.sort(([, a], [, b]) => b - a);
  const numbers = [...counts].filter(([, { kind }]) => kind === 'number').map(([term]) => term);
  return {
    terms: terms.slice(0, MAX_TERMS),
    shingles: shinglesOf(all),
    numbers: numbers.slice(0, 32),
  };
}
