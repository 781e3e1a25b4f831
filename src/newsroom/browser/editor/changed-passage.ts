// What differs between two texts. Pure.

/** A text in three parts: what both texts begin with, what is different, and what both end with. */
export type Parts = [before: string, changed: string, after: string];

/** A character and its second half, if it has one, stay together. */
const characters = (text: string): string[] => Array.from(text);

const isWord = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Finds the passage in which two texts differ, in whole words. */
export function changedPassage(one: string, other: string): { one: Parts; other: Parts } {
  const [left, right] = [characters(one), characters(other)];
  const most = Math.min(left.length, right.length);
  let start = 0;
  while (start < most && left[start] === right[start]) start++;
  let end = 0;
  while (end < most - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  while (start > 0 && isWord(left[start - 1]) && (isWord(left[start]) || isWord(right[start]))) start--;
  while (end > 0 && isWord(left.at(-end)) && (isWord(left.at(-1 - end)) || isWord(right.at(-1 - end)))) end--;
  const cut = (text: string[]): Parts => [
    text.slice(0, start).join(''),
    text.slice(start, text.length - end).join(''),
    text.slice(text.length - end).join(''),
  ];
  return { one: cut(left), other: cut(right) };
}
