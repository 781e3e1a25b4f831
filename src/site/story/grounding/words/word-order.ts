import type { Analysis } from '../analysis.ts';
import type { Result } from '../finding.ts';
import { isApostrophe, isCapitalised } from '../text/tokens.ts';
import { type Line, placesIn } from './line.ts';
import { isFunctionKey, isNumber, SAYING, type WordUnit } from './word-units.ts';

// Compares the order of words: who did it to whom, what came first.

/** A unit of the claim, and where the line has it. */
interface Match {
  unit: WordUnit;
  place: number;
}

type Block = readonly Match[];
const firstOf = (block: Block) => block[0]?.place ?? 0;
const lastOf = (block: Block) => block.at(-1)?.place ?? 0;

/** Chooses a place for each unit: the next one after that of the unit before, so that runs stay together, or the first. */
function matchesOf(units: readonly WordUnit[], line: Line): Match[] {
  let last = -1;
  return units.flatMap((unit) => {
    const places = placesIn(line, unit);
    const place = places.find((each) => each > last) ?? places[0];
    if (place === undefined) return [];
    last = place;
    return [{ unit, place }];
  });
}

/** Cuts matches into blocks that the line has in the same order, with none of the others between them. */
function blocksOf(matches: readonly Match[]): Block[] {
  const sorted = [...new Set(matches.map(({ place }) => place))].sort((a, b) => a - b);
  const rank = new Map(sorted.map((place, at) => [place, at]));
  const blocks: Match[][] = [];
  for (const match of matches) {
    const last = blocks.at(-1)?.at(-1);
    const step = last ? (rank.get(match.place) ?? 0) - (rank.get(last.place) ?? 0) : undefined;
    if (step === 1 || step === 0) blocks.at(-1)?.push(match);
    else blocks.push([match]);
  }
  return blocks;
}

/** Returns the preposition or conjunction right before a token, past what is no content; undefined if there is none. */
function linkBefore({ list, language, clauses }: Analysis, at: number): string | undefined {
  // Norway's: of Norway.
  if (isApostrophe(list, at + 1) && list[at + 2]?.key === 's') return 'of';
  const own = list[at]?.key ?? '';
  if (language.prepositions.has(own) || language.conjunctions.has(own)) return own;
  const { keys } = clauses();
  for (let before = at - 1; before >= Math.max(0, at - 4); before--) {
    const token = list[before];
    if (!token || token.kind === 'mark') return undefined;
    if (language.prepositions.has(token.key) || language.conjunctions.has(token.key)) return token.key;
    // Where nouns have capitals, a word without one is an adjective of theirs.
    const isAdjective = language.nounNames !== null && !isCapitalised(token.text);
    if (keys[before] !== undefined && token.kind !== 'digits' && !isAdjective) return undefined;
  }
  return undefined;
}

/** The most words whose order is compared. */
const MOST_MATCHES = 300;

/** How far from a word of saying stands who says it, in tokens. */
const BESIDE = 8;

/** Whether a mark stands between two stretches of tokens that nothing else separates. */
function areApposed({ list }: Analysis, from: number, to: number): boolean {
  const between = list.slice(from, to);
  return between.length > 0 && between.length < 4 && between.some(({ text }) => text === ',' || text === '،');
}

/**
 * Compares the order of a claim's words with that of a line. What the same preposition begins on both sides may stand anywhere, and
 * so may an apposition, and who did it in the passive voice. Where nouns have capitals, verbs change their place with whatever begins
 * the sentence, and only nouns are compared. Two that changed places around the same words contradict each other.
 */
export function compareOrder(
  claim: Analysis,
  units: readonly WordUnit[],
  line: Line,
  isNamed: (at: number) => boolean,
): Result {
  const { quote } = line;
  const { language, list } = claim;
  const used = claim.used();
  const compared = units.filter(
    ({ from, keys }) =>
      !keys.includes(SAYING) &&
      !(used[from] && !keys.every(isNumber)) &&
      (language.nounNames === null || isCapitalised(list[from]?.text ?? '') || list[from]?.kind === 'digits'),
  );
  const linksOf = ({ unit, place }: Match) => [linkBefore(claim, unit.from), linkBefore(quote, place)];
  const isAgent = (link: string | undefined) => link !== undefined && language.agents.has(link);
  const matches = matchesOf(compared, line);
  if (matches.length > MOST_MATCHES) return 'to be read';
  const isLinked = (block: Block) => {
    const [mine, theirs] = block[0] ? linksOf(block[0]) : [];
    return mine !== undefined && mine === theirs;
  };
  /** For a fire, after a fire. */
  const areOther = ([mine, theirs]: (string | undefined)[]) =>
    mine !== undefined &&
    theirs !== undefined &&
    mine !== theirs &&
    language.prepositions.has(mine) &&
    language.prepositions.has(theirs) &&
    !language.genitives.has(mine) &&
    !language.genitives.has(theirs);
  /** By whom on one side alone: the voice is another one. */
  const hasOtherVoice = (block: Block) => {
    const [mine, theirs] = block[0] ? linksOf(block[0]) : [];
    return isAgent(mine) !== isAgent(theirs);
  };
  /** Where one person speaks, who that is may stand before or after what is said. */
  const spoken = line.places.get(SAYING) ?? [];
  const own = units.flatMap(({ keys, from }) => (keys.includes(SAYING) ? [from] : []));
  const isSpeaker = (block: Block) =>
    spoken.length === 1 &&
    own.length === 1 &&
    block.some(
      ({ unit, place }) =>
        Math.abs(unit.from - (own[0] ?? 0)) <= BESIDE && Math.abs(place - (spoken[0] ?? 0)) <= BESIDE,
    );
  const all = blocksOf(matches);
  const blocks = all.filter((block) => !isLinked(block) && !isSpeaker(block));
  const voices = blocks.filter(hasOtherVoice).length;
  // Two phrases with the same preposition change places: a loan to Greece, a gift to Malta.
  const linked = Map.groupBy(all.filter(isLinked), ([first]) => first && linkBefore(claim, first.unit.from));
  const areCrossed = [...linked.values()].some((same) =>
    same.some((block, at) => at > 0 && firstOf(block) < firstOf(same[at - 1] ?? [])),
  );
  let result: Result = areCrossed ? 'to be read' : 'found';
  for (const [at, block] of blocks.entries()) {
    const before = blocks[at - 1];
    if (!before || firstOf(block) > lastOf(before)) continue;
    const [end, start] = [before.at(-1)?.unit.to ?? 0, block[0]?.unit.from ?? 0];
    const next = (block.at(-1)?.unit.to ?? 0) - (block.at(-1)?.unit.from ?? 0);
    if (areApposed(claim, end, start) && areApposed(quote, lastOf(block) + next, firstOf(before))) continue;
    if (voices === 1) continue;
    const areNames = [before, block].every((each) => each.every(({ unit }) => isNamed(unit.from)));
    if ((voices === 0 && areNames) || isExchanged(blocks, at, claim, quote)) return 'contradicted';
    result = 'to be read';
  }
  if (matches.some((match) => areOther(linksOf(match)))) return 'to be read';
  if (all.some((block, at) => isLinked(block) && leavesNext(claim, block, all[at + 1]))) return 'to be read';
  if (language.nounNames !== null && areVerbsCrossed(claim, units, line)) return 'to be read';
  if (crossesClauses(claim, matches, quote)) return 'to be read';
  if (skipsName(claim, matches, quote, isNamed)) return 'to be read';
  // In the same order, another voice says the opposite.
  const isInOrder = blocks.every((block, at) => at === 0 || firstOf(block) > lastOf(blocks[at - 1] ?? []));
  if (isInOrder && matches.some((match) => hasOtherVoice([match]))) return 'to be read';
  return result;
}

/** Whether a phrase of the claim goes on right after a block, and in the line something else follows it: in the view of the school. */
function leavesNext({ list, language }: Analysis, block: Block, next: Block | undefined): boolean {
  const [from, to] = [block.at(-1)?.unit.to ?? 0, next?.[0]?.unit.from ?? 0];
  const isBare = ({ kind, key }: (typeof list)[number]) =>
    kind !== 'mark' &&
    language.functionWords.has(key) &&
    !language.prepositions.has(key) &&
    !language.conjunctions.has(key);
  return language.nounNames !== null && next !== undefined && to > from && list.slice(from, to).every(isBare);
}

/** Whether verbs of two clauses changed places, while nouns did not: to close it instead of opening it. */
function areVerbsCrossed(claim: Analysis, units: readonly WordUnit[], line: Line): boolean {
  const { clause } = claim.clauses();
  const theirs = line.quote.clauses().clause;
  const verbs = matchesOf(
    units.filter(
      ({ from, keys }) =>
        !isCapitalised(claim.list[from]?.text ?? '') && !keys.every(isFunctionKey) && !keys.includes(SAYING),
    ),
    line,
  );
  return verbs.some(({ unit, place }, at) => {
    const before = verbs[at - 1];
    if (!before) return false;
    const mine = (clause[unit.from] ?? 0) - (clause[before.unit.from] ?? 0);
    const other = (theirs[place] ?? 0) - (theirs[before.place] ?? 0);
    return mine > 0 && other < 0;
  });
}

/**
 * Whether two words that stand together in the claim are in two clauses of the quote, the second one first: prices rose by 4, and wages
 * fell. What begins a clause may stand anywhere: in May, prices rose.
 */
function crossesClauses(claim: Analysis, matches: readonly Match[], quote: Analysis): boolean {
  const { clause, keys } = quote.clauses();
  return matches.some(({ unit, place }, at) => {
    const before = matches[at - 1];
    if (!before || before.place <= place || clause[before.place] === clause[place]) return false;
    const isNext = claim.list
      .slice(before.unit.to, unit.from)
      .every(({ kind, key }) => kind !== 'mark' && claim.language.functionWords.has(key));
    const start = clause.indexOf(clause[place] ?? 0);
    return isNext && keys.slice(start, place).some((key) => key !== undefined);
  });
}

/** Whether a name follows a word of the claim, and in the quote another one does: a goal by Ann and two by Ben. */
function skipsName(
  claim: Analysis,
  matches: readonly Match[],
  quote: Analysis,
  isNamed: (at: number) => boolean,
): boolean {
  const { functionWords, hasCapitals, nounNames } = claim.language;
  if (!hasCapitals || nounNames !== null) return false;
  const mine = new Set(claim.list.map(({ key }) => key));
  return matches.some(({ unit, place }, at) => {
    const before = matches[at - 1];
    if (!before || !isNamed(unit.from) || isNamed(before.unit.from) || before.place >= place) return false;
    const isNext = claim.list
      .slice(before.unit.to, unit.from)
      .every(({ kind, key }) => kind !== 'mark' && functionWords.has(key));
    const between = quote.list.slice(before.place + 1, place);
    const isOther = between.some(
      ({ kind, text, key }) => kind === 'word' && isCapitalised(text) && !mine.has(key),
    );
    return (
      isNext && isOther && between.some(({ key, text }) => functionWords.has(key) && !isCapitalised(text))
    );
  });
}

/** Whether two blocks stand on either side of the same third one, and have changed places. */
function isExchanged(blocks: readonly Block[], at: number, claim: Analysis, quote: Analysis): boolean {
  const [one, middle, other] = [blocks[at - 1], blocks[at], blocks[at + 1]];
  if (!one || !middle || !other) return false;
  if (!(firstOf(other) < firstOf(middle) && firstOf(middle) < firstOf(one))) return false;
  const [mine, theirs] = [claim.list[(middle[0]?.unit.from ?? 0) - 1], quote.list[firstOf(middle) - 1]];
  // Said Ann; has been found.
  const isSaid = theirs?.kind === 'mark';
  const isAuxiliary = (token: typeof mine) => claim.language.functionWords.has(token?.key ?? '');
  if ((isAuxiliary(mine) || isAuxiliary(theirs)) && mine?.key !== theirs?.key) return false;
  const isNext = (side: Analysis, from: number, to: number) =>
    side.list
      .slice(from, to)
      .every(({ kind, key }) => kind !== 'mark' && side.language.functionWords.has(key));
  return (
    !isSaid &&
    isNext(claim, one.at(-1)?.unit.to ?? 0, middle[0]?.unit.from ?? 0) &&
    isNext(claim, middle.at(-1)?.unit.to ?? 0, other[0]?.unit.from ?? 0)
  );
}
