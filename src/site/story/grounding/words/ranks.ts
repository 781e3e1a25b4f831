import type { Analysis } from '../analysis.ts';
import { phraseAt } from '../text/clauses.ts';
import type { Token } from '../text/tokens.ts';
import { type Line, placesIn } from './line.ts';
import type { WordUnit } from './word-units.ts';

// Compares superlatives: the second largest, one of the largest and the largest since 2009 are not the largest.

/** How far from a superlative stands what ranks it lower, in tokens: right before it, before it, after it. */
const [NEXT, BEFORE, AFTER] = [3, 8, 12];

/** Returns what ranks a superlative lower in the line and is not in the claim, with the superlative; undefined if nothing does. */
export function lowerRank(
  claim: Analysis,
  units: readonly WordUnit[],
  line: Line,
): [number, number] | undefined {
  const { list, language } = line.quote;
  const { superlatives, superlativeEndings, ranks, ranksBefore } = language;
  const isSuperlative = (side: Analysis, at: number) =>
    phraseAt(side.list, at, superlatives, language) > 0 || superlativeEndings.test(side.list[at]?.key ?? '');
  const keyOf = (from: number, to: number) =>
    list.slice(from, to).flatMap(({ kind, key }) => (kind === 'mark' ? [] : [key]));
  for (const unit of units.filter(({ from }) => isSuperlative(claim, from))) {
    // Zweitgrößte.
    const own = claim.list[unit.from]?.key ?? '';
    const isCompound = ({ key }: Token) => key !== own && key.endsWith(own);
    const compound = language.compounds ? list.slice(line.from, line.to).findIndex(isCompound) : -1;
    if (compound >= 0) return [line.from + compound, line.from + compound + 1];
    for (const place of placesIn(line, unit)) {
      if (!isSuperlative(line.quote, place)) continue;
      const end = Math.min(line.to, place + AFTER);
      for (let at = Math.max(line.from, place - BEFORE); at < end; at++) {
        const length = Math.max(
          phraseAt(list, at, ranks, language),
          at >= place - NEXT && at < place ? phraseAt(list, at, ranksBefore, language) : 0,
        );
        const [from, to] = [Math.min(at, place), Math.max(at + length, place + unit.to - unit.from)];
        if (length > 0 && !claim.words().has(keyOf(at, at + length))) return [from, to];
      }
    }
  }
  return undefined;
}
