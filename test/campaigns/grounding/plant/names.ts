import { NAMES, type NameSort, PAIRS, type Pair } from '../pairs.ts';
import type { Edit } from './edit.ts';

/** The names of a sort in all claims of a language and its script. */
const namesOf = (language: string, sort: NameSort) => [
  ...new Set(PAIRS.filter((pair) => pair.language === language).flatMap(({ names }) => names[sort])),
];

const wordsOf = (name: string) => name.toLowerCase().split(/[\s·]+/u);

/** Plants names of other claims: a person for a person, a place for a place. No word of the new name is in the claim or its quotes. */
export function editNames({ claim, language, quotes, names }: Pair, seed: number): Edit[] {
  const there = [claim, ...quotes].join('\n').toLowerCase();
  return NAMES.flatMap((sort) =>
    names[sort].flatMap((name) => {
      const at = claim.indexOf(name);
      if (at < 0) throw new Error(`“${name}” is not in the claim “${claim}”.`);
      const others = namesOf(language, sort).filter((other) =>
        wordsOf(other).every((word) => !there.includes(word)),
      );
      const first = seed % Math.max(others.length, 1);
      const chosen = [...others.slice(first), ...others.slice(0, first)].slice(0, 2);
      return chosen.map((text) => ({ kind: 'name' as const, start: at, end: at + name.length, text }));
    }),
  );
}
