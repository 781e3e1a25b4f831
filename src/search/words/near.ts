// The word that somebody has meant who has mistyped one.

/** The fewest letters of a word that is mended, and from how many on two may be wrong. */
const [MIN_LENGTH, MIN_LENGTH_FOR_TWO] = [4, 8];
const IS_WORD = /^\p{L}+$/u;
/** Letters that are taken for each other. The first three decide which words are looked at, since few words begin with the same ones. */
const ALIKE = [
  'ckq',
  'csz',
  'fvw',
  'gjy',
  'iye',
  'bp',
  'dt',
  'gk',
  'mn',
  'lr',
  'бп',
  'вф',
  'гк',
  'дт',
  'зс',
  'жш',
  'еэи',
];
const VOWELS = ['aeiouy', 'аеиоуыэя'];

/** Returns how many letters are to be changed, added, left out or exchanged with their neighbour to make one word of another; more than `most` is not counted. */
function distanceOf(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const isExchanged = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      next[column] = Math.min(
        (last[column] as number) + 1,
        (next[column - 1] as number) + 1,
        (last[column - 1] as number) + (isSame ? 0 : 1),
        isExchanged && row > 1 && column > 1 ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return last[other.length] as number;
}

/** Yields the beginnings of words that may have been meant, the likelier ones first. */
function* beginningsOf(word: string): Generator<string[]> {
  yield [word.slice(0, 3)];
  const [first = '', second = '', third = '', fourth = ''] = word;
  const others = (letter: string) =>
    [...VOWELS, ...ALIKE].flatMap((group) =>
      group.includes(letter) ? Array.from(group).filter((other) => other !== letter) : [],
    );
  yield [
    `${second}${first}${third}`,
    `${first}${third}${second}`,
    `${first}${second}${fourth}`,
    `${first}${third}${fourth}`,
    word.slice(1, 4),
    ...others(first).map((letter) => `${letter}${second}${third}`),
    ...others(second).map((letter) => `${first}${letter}${third}`),
    ...others(third).map((letter) => `${first}${second}${letter}${fourth}`),
    ...Array.from('aeiou', (letter) => `${first}${second}${letter}${third}`),
  ];
}

/**
 * Returns the word of the index that is nearest to one that it does not have, of several the one in the most stories; undefined if none
 * is near. `wordsWith` returns the words that begin with something, with the number of their stories.
 */
export function nearestWord(
  word: string,
  wordsWith: (beginning: string) => ReadonlyMap<string, number>,
): string | undefined {
  if (word.length < MIN_LENGTH || !IS_WORD.test(word)) return undefined;
  const most = word.length < MIN_LENGTH_FOR_TWO ? 1 : 2;
  let best: { word: string; distance: number; count: number } | undefined;
  for (const beginnings of beginningsOf(word)) {
    for (const [other, count] of beginnings.flatMap((beginning) => [...wordsWith(beginning)])) {
      if (!IS_WORD.test(other)) continue;
      const distance = distanceOf(word, other, most);
      if (distance === 0 || distance > most) continue;
      const isNearer =
        !best || distance < best.distance || (distance === best.distance && count > best.count);
      if (isNearer) best = { word: other, distance, count };
    }
    if (best) return best.word;
  }
  return undefined;
}
