import type { Token } from '../text/tokens.ts';
import type { ReadNumber } from './digits.ts';

// Reads numbers in Han characters, also after digits: 三百, 1.2万亿, 二〇一九, 五点九.

const DIGITS = new Map(
  [...'〇零一二三四五六七八九'].map((character, at) => [character, at === 0 ? 0 : at - 1]),
);
DIGITS.set('两', 2).set('兩', 2);
const SMALL = new Map([['十', 10], ['百', 100], ['千', 1000]]); // biome-ignore format: one table
const LARGE = new Map([['万', 1e4], ['萬', 1e4], ['亿', 1e8], ['億', 1e8], ['兆', 1e12]]); // biome-ignore format: one table

export const hanDigit = (text: string): number | undefined => DIGITS.get(text);
const scaleOf = (text: string): number | undefined => SMALL.get(text) ?? LARGE.get(text);
const isUnitOfPower = (text: string | undefined) => text === '瓦' || text === '赫';

/** Multiplies by the scales that follow (万亿 is both), and returns the product and the token after them. */
export function readHanScale(list: readonly Token[], at: number): { scale: number; to: number } {
  let [scale, to] = [1, at];
  for (; to < list.length && to - at < 4; to++) {
    const token = list[to];
    const factor = token && (to === at || token.gap === '') ? scaleOf(token.text) : undefined;
    // 千瓦 and 兆瓦 are units.
    if (factor === undefined || ('千兆'.includes(token?.text ?? '') && isUnitOfPower(list[to + 1]?.text)))
      break;
    scale *= factor;
  }
  return { scale, to };
}

/** The most characters of one number. */
const LONGEST = 24;

/** Reads the number that begins at a Han digit or at 十. */
export function readHan(list: readonly Token[], at: number): ReadNumber | undefined {
  const first = list[at]?.text ?? '';
  if (!DIGITS.has(first) && first !== '十') return undefined;
  let to = at;
  while (
    to - at < LONGEST &&
    (DIGITS.has(list[to]?.text ?? '') || scaleOf(list[to]?.text ?? '') !== undefined)
  ) {
    if ('千兆'.includes(list[to]?.text ?? '') && isUnitOfPower(list[to + 1]?.text)) break;
    to++;
  }
  const characters = list.slice(at, to).map(({ text }) => text);
  const decimals = decimalsAt(list, to);
  if (decimals) {
    const value = valueOfHan(characters) + Number(`0.${decimals}`);
    const { scale, to: end } = readHanScale(list, to + 1 + decimals.length);
    return { values: [value * scale], to: end, step: scale * 10 ** -decimals.length };
  }
  return { values: [valueOfHan(characters)], to, step: stepOf(characters) };
}

/** Returns the digits after 点: 五点九. */
function decimalsAt(list: readonly Token[], at: number): string {
  if (list[at]?.text !== '点' && list[at]?.text !== '點') return '';
  let digits = '';
  for (let next = at + 1; digits.length < 9; next++) {
    const digit = DIGITS.get(list[next]?.text ?? '');
    if (digit === undefined) break;
    digits += digit;
  }
  return digits;
}

function valueOfHan(characters: readonly string[]): number {
  if (characters.every((character) => DIGITS.has(character)))
    return Number(characters.map((character) => DIGITS.get(character)).join(''));
  let [total, section, digit] = [0, 0, 0];
  for (const character of characters) {
    const value = DIGITS.get(character);
    const small = SMALL.get(character);
    if (value !== undefined) digit = value;
    else if (small !== undefined) {
      section += (digit || 1) * small;
      digit = 0;
    } else {
      const large = LARGE.get(character) ?? 1;
      // 万亿: a larger scale multiplies everything before it.
      if (section + digit === 0) total *= large;
      else total += (section + digit) * large;
      [section, digit] = [0, 0];
    }
  }
  return total + section + digit;
}

const stepOf = (characters: readonly string[]): number => scaleOf(characters.at(-1) ?? '') ?? 1;

/** Whether the number is a positional one that is too short to be more than part of a word: 三五. */
export const isShortPositional = (list: readonly Token[], at: number, to: number): boolean =>
  to - at > 1 &&
  to - at < 4 &&
  list.slice(at, to).every(({ text }) => DIGITS.has(text) && text !== '〇' && text !== '零');
