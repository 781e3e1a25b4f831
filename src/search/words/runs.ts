import type { Choice, Row } from '../match.ts';
import { variantsOf } from './han.ts';
import { nounsOf, verbsOf } from './korean.ts';

// Other ways to write what stands in scripts that the index has in pairs of characters (`site/query/tokens.ts`).

/** The most ways to write a run that are looked for. */
const MAX_VARIANTS = 8;
/** The fewest characters of a run that may stand in a story in parts. */
const MIN_IN_PARTS = 4;
const IS_SIMPLE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]+$/u;

/** The most forms of a Korean verb that are looked for. */
const MAX_VERBS = 24;
const IS_HANGUL = /^[가-힣]+$/u;

/** Returns the characters of the run that pairs were made from. */
const charactersOfRun = (pairs: Row): string[] =>
  pairs.flatMap((pair, index) => Array.from(pair).slice(0, index < pairs.length - 1 ? 1 : 2));

/** Returns the pairs of a run as a search has them: without its last character, unless it is the only one. */
const pairsOfRun = (characters: readonly string[]): Row =>
  characters.length < 2
    ? characters
    : characters.slice(1).map((character, index) => `${characters[index]}${character}`);

/** Returns the ways to write Chinese characters of which the index has every pair. */
function variantsOfRun(characters: readonly string[], isKnown: (token: string) => boolean): string[][] {
  let ways: string[][] = [[]];
  for (const character of characters) {
    const longer = ways.flatMap((way) => variantsOf(character).map((variant) => [...way, variant]));
    ways = longer.filter((way) => way.length < 2 || isKnown(way.slice(-2).join(''))).slice(0, MAX_VARIANTS);
  }
  return ways;
}

/** Returns the same in parts: its pairs one after the other, wherever they stand. */
const inParts = (characters: readonly string[]): Choice =>
  pairsOfRun(characters)
    .filter((_pair, index, { length }) => index % 2 === 0 || index === length - 1)
    .map((pair) => [pair]);

/** Returns kana as the other kana. */
const inOtherKana = (run: string) =>
  run.replace(/[ぁ-ゖァ-ヶ]/gu, (kana) =>
    String.fromCharCode(kana.charCodeAt(0) + (kana < 'ァ' ? 0x60 : -0x60)),
  );
const IS_KANA = /^(?:[ぁ-ゖー]+|[ァ-ヶー]+)$/u;

/** Returns other ways to write a run, and then the same in parts. */
export function otherRuns(
  pairs: Row,
  isKnown: (token: string) => boolean,
): { forms: Choice[]; wide: Choice[] } {
  const characters = charactersOfRun(pairs);
  const run = characters.join('');
  if (!IS_SIMPLE.test(run)) return { forms: [], wide: [] };
  const kana = IS_KANA.test(run) ? inOtherKana(run) : run;
  const isKorean = IS_HANGUL.test(run);
  const nouns = [...(isKorean ? nounsOf(run) : []), run.replace(/(?<=^.{3,})ー$/u, ''), kana];
  const others = nouns.filter((noun) => noun !== run).map((noun) => Array.from(noun));
  const verbs = isKorean ? verbsOf(run) : { sure: [], possible: [] };
  const knownOf = (runs: readonly string[]) =>
    runs
      .map((each) => Array.from(each))
      .filter((each) => each.join('') !== run && pairsOfRun(each).every(isKnown))
      .slice(0, MAX_VERBS);
  const ways = [...variantsOfRun(characters, isKnown), ...others, ...knownOf(verbs.sure)];
  const known = [characters, ...ways].filter((way) => pairsOfRun(way).every(isKnown) || way.length === 1);
  const parts = [characters, ...ways].filter(({ length }) => length >= MIN_IN_PARTS);
  return {
    forms: known.filter((way) => way.join('') !== run).map((way) => [pairsOfRun(way)]),
    wide: [
      ...knownOf(verbs.possible).map((way) => [pairsOfRun(way)]),
      ...parts.map(inParts).filter((rows) => rows.every(([pair = '']) => isKnown(pair))),
    ],
  };
}
