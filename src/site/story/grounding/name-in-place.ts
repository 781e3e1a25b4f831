import type { Analysis } from './analysis.ts';
import { hasNoContent, type Instead, neighboursOf, type Stretch } from './matching-place.ts';
import { WordIndex } from './names/name-match.ts';
import type { Token } from './text/tokens.ts';
import { ENOUGH, type Line, MOST, placesIn } from './words/line.ts';

// Says which other name a quote has in the place of a name that stands elsewhere in the quotes, or nowhere.

/** How far from another name a name may stand that is said together with it, in tokens: Ann and her colleague Ben. */
const TOGETHER = 6;

const never = () => false;
const known = new WeakMap<Analysis, readonly Stretch[]>();

/** Returns the names of a text. What nothing separates is one (陕西宝鸡), and what a preposition does are two: Dover to Calais. */
function namesOf(side: Analysis): readonly Stretch[] {
  const made = known.get(side) ?? findNamesOf(side);
  known.set(side, made);
  return made;
}

function findNamesOf(side: Analysis): Stretch[] {
  const { list, language } = side;
  const isLink = ({ key }: Token) => language.prepositions.has(key) && !language.genitives.has(key);
  const words = side.names(never, never, never).flatMap((name) => name.words.map((at) => ({ at, name })));
  const names: Stretch[] = side.hanNames(never).map(({ from, to }) => ({ from, to }));
  for (const [index, { at, name }] of words.entries()) {
    const last = names.at(-1);
    if (last && words[index - 1]?.name === name && !list.slice(last.to, at).some(isLink)) last.to = at + 1;
    else names.push({ from: at, to: at + 1 });
  }
  const joined: Stretch[] = [];
  for (const each of names.sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && last.to >= each.from) last.to = Math.max(last.to, each.to);
    else joined.push(each);
  }
  return joined;
}

/** Whether a stretch of a text has a word of a name in whatever form, or what the name abbreviates, or its abbreviation. */
function mentions(side: Analysis, from: number, to: number, name: Analysis, stretch: Stretch): boolean {
  const near = side.list.slice(Math.max(0, from), Math.max(0, to));
  const index = new WordIndex(near, side.language);
  const words = name.list
    .slice(stretch.from, stretch.to)
    .filter(({ kind, key }) => kind === 'han' || (kind !== 'mark' && !name.language.functionWords.has(key)));
  if (words.every(({ kind }) => kind === 'han')) {
    const text = near.map(({ key }) => key).join('');
    return words.some(({ key }, at) => at > 0 && text.includes(`${words[at - 1]?.key}${key}`));
  }
  return (
    words.some(({ key, text }) => index.hasWord(key) || index.spells(text)) ||
    index.hasAcronymOf(words.map(({ text }) => text))
  );
}

/** Returns the preposition right before a name. */
function linkBefore({ list, language }: Analysis, { from }: Stretch): string | undefined {
  const key = list[from - 1]?.key;
  return key !== undefined && language.prepositions.has(key) ? key : undefined;
}

/**
 * Returns the other name that a line has in the place of one of the claim. `coverageWithout` says which part of the claim's other words
 * the lines have. Between the same words, it is in its place; where only one of both is beside it, the line must have most words, and
 * the name after it, if at all.
 */
export function nameInPlace(
  claim: Analysis,
  stretch: Stretch,
  line: Line,
  coverageWithout: (stretch: Stretch) => number,
): Instead | undefined {
  const own = namesOf(claim).filter(({ from, to }) => stretch.from < to && stretch.to > from);
  for (const each of own.length > 0 ? own : [stretch]) {
    const instead = otherIn(line, claim, each, coverageWithout(each));
    if (instead) return instead;
  }
  return undefined;
}

function otherIn(line: Line, claim: Analysis, own: Stretch, coverage: number): Instead | undefined {
  if (coverage < ENOUGH) return undefined;
  const { quote } = line;
  const { before, after } = neighboursOf(claim, own);
  const starts = before ? placesIn(line, before).map((at) => at + before.to - before.from) : [];
  const ends = after ? placesIn(line, after) : [];
  const isOwn = (from: number, to: number) => mentions(quote, from, to, claim, own);
  const isInPlace = (other: Stretch) => {
    const isAfter = starts.some((start) => start <= other.from && hasNoContent(quote, start, other.from));
    const isBefore = ends.some((end) => end >= other.to && hasNoContent(quote, other.to, end));
    if (isAfter && isBefore) return true;
    if (coverage < MOST || !(isAfter || isBefore) || isOwn(line.from, other.from)) return false;
    if (isAfter && ends.some((end) => isOwn(end - TOGETHER, end))) return false;
    return linkBefore(claim, own) === linkBefore(quote, other);
  };
  const other = namesOf(quote).find(
    (each) =>
      each.from >= line.from &&
      each.to <= line.to &&
      isInPlace(each) &&
      !isOwn(each.from - TOGETHER, each.to + TOGETHER) &&
      !mentions(claim, 0, claim.list.length, quote, each),
  );
  return other && { quote, ...other };
}
