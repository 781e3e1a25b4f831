import type { Language } from '../languages/language.ts';
import { ANY } from '../languages/languages.ts';
import type { Token } from '../text/tokens.ts';
import { germanCompound } from './german-compounds.ts';

// Reads numbers that are written with words.

export interface WordNumber {
  values: number[];
  to: number;
  kind: 'cardinal' | 'ordinal' | 'fraction' | 'vague' | 'article';
}

interface Piece {
  value: number;
  isScale: boolean;
  /** The token after it. */
  to: number;
  /** Whether `and` stands before it. */
  joined: boolean;
}

const isHyphen = (token: Token | undefined) => token?.text === '-' && token.gap === '';

/** Takes the article or the preposition off a numeral: السبعة, بأربع. */
export const withoutPrefix = (key: string, { numeralPrefixes }: Language): string =>
  key.replace(numeralPrefixes, '');

function numeralOf(key: string, language: Language): string {
  const plain = withoutPrefix(key, language);
  return !language.numbers.has(key) && language.numbers.has(plain) ? plain : key;
}

/** Reads one word of a number; within a number, `and` or a hyphen may stand before it. */
function pieceAt(
  list: readonly Token[],
  start: number,
  language: Language,
  isFirst: boolean,
): Piece | undefined {
  let at = start;
  let joined = false;
  if (!isFirst && (isHyphen(list[at]) || language.and.has(list[at]?.key ?? ''))) {
    joined = list[at]?.text !== '-';
    at++;
    if (isHyphen(list[at])) at++;
  }
  const token = list[at];
  if (token?.kind !== 'word') return undefined;
  let { key } = token;
  if (!isFirst && key.length > 3 && language.andStarts.test(key) && !language.numbers.has(key)) {
    key = key.slice(1);
    joined = true;
  }
  // خمسة بالمئة is five percent, not five hundred.
  if (!isFirst && /^بالم/.test(key)) return undefined;
  key = numeralOf(key, language);
  // أحد عشر is eleven; elsewhere, أحد is one of several.
  if (language.dependentOnes.has(key) && language.tensAfterOne.has(list[at + 1]?.key ?? ''))
    return { value: 1, isScale: false, to: at + 1, joined };
  const scale = language.scales.get(key);
  // ألفا is two thousand, but a thousand after a number, and before a further one.
  const isDual = isFirst && language.dualScales.has(key) && !language.andStarts.test(list[at + 1]?.key ?? '');
  if (scale !== undefined && isDual) return { value: 2 * scale, isScale: true, to: at + 1, joined };
  if (scale !== undefined) return { value: scale, isScale: true, to: at + 1, joined };
  const value =
    language.numbers.get(key) ?? (language.compounds ? germanCompound(key, language.numbers) : undefined);
  return value === undefined ? undefined : { value, isScale: false, to: at + 1, joined };
}

/** Returns a group of hundreds, tens and units with a further word, or undefined if the word begins another number. */
function extend(group: number, { value, joined }: Piece, language: Language): number | undefined {
  const tens = group % 100;
  if (value === 100 && group > 0 && group < 10 && !joined) return group * 100;
  if (language.countsInTwenties) {
    if (value === 20 && group % 100 === 4 && !joined) return group - 4 + 80;
    if ((tens === 60 || tens === 80) && value < 20) return group + value;
    // Dix-sept to dix-neuf.
    if (tens === 10 && value >= 7 && value < 10 && !joined) return group + value;
  }
  if (language.unitsFirst) {
    if (tens > 0 && tens < 10 && value === 10 && !joined) return group + 10;
    if (tens > 0 && tens < 10 && value >= 20 && value < 100 && joined) return group + value;
  }
  if (tens === 0 && group > 0 && value < 100) return group + value;
  if (tens >= 20 && tens % 10 === 0 && value < 10 && value > 0 && (language.andBeforeUnits || !joined))
    return group + value;
  return undefined;
}

/** Reads a cardinal number: words for up to 999, and scales. */
function readCardinal(
  list: readonly Token[],
  at: number,
  language: Language,
): { value: number; to: number } | undefined {
  let [total, group, scale, to] = [0, 0, Number.POSITIVE_INFINITY, at];
  let isFirst = true;
  let hasGroup = false;
  for (;;) {
    const piece = pieceAt(list, to, language, isFirst);
    if (!piece) break;
    if (piece.isScale) {
      if (piece.joined && hasGroup) break;
      if (piece.value > scale && !piece.joined) total = (total + group) * piece.value;
      else if (!hasGroup && !isFirst && !piece.joined) break;
      else total += (hasGroup ? group : 1) * piece.value;
      [group, hasGroup, scale] = [0, false, piece.value];
    } else if (!hasGroup) {
      // After a scale, less than the scale follows.
      if (!isFirst && piece.value >= scale) break;
      [group, hasGroup] = [piece.value, true];
    } else {
      const extended = extend(group, piece, language);
      if (extended === undefined) break;
      group = extended;
    }
    isFirst = false;
    to = piece.to;
  }
  return isFirst ? undefined : { value: total + group, to };
}

/** Reads `and a half` after a number; returns the token after it. */
export function readAndHalf(
  list: readonly Token[],
  at: number,
  language: Language,
  scale?: number,
): number | undefined {
  if (language.andHalf.has(list[at]?.key ?? '')) {
    // مليون ونصف المليون: the scale is said again.
    const again = language.scales.get(withoutPrefix(list[at + 1]?.key ?? '', language));
    return again !== undefined && again === scale ? at + 2 : at + 1;
  }
  if (!language.and.has(list[at]?.key ?? '')) return undefined;
  const next = language.articles.has(list[at + 1]?.key ?? '') ? at + 2 : at + 1;
  return language.halves.has(list[next]?.key ?? '') ? next + 1 : undefined;
}

/** Reads a fraction of a scale: a quarter of a million, un cuarto de millón, ربع مليون. */
function ofScale(read: WordNumber, list: readonly Token[], language: Language): WordNumber {
  if (read.kind !== 'fraction') return read;
  let at = read.to;
  if (ANY.links.has(list[at]?.key ?? '')) at++;
  if (list[at]?.text === "'" || list[at]?.text === '’') at++;
  if (language.articles.has(list[at]?.key ?? '')) at++;
  const scale = language.scales.get(list[at]?.key ?? '');
  if (scale === undefined) return read;
  const [value = 0] = read.values;
  return { values: [value * scale], to: at + 1, kind: 'cardinal' };
}

/** A fraction after an article that is no number: la tercera parte, le tiers; ثلث and ربع have none. */
function readFraction(list: readonly Token[], at: number, language: Language): WordNumber | undefined {
  const { ordinals, fractionNouns, fractionArticles, twoThirds, bareFractions } = language;
  const [before = '', key = '', next = '', then = ''] = [-1, 0, 1, 2].map((offset) => list[at + offset]?.key);
  const fraction = (value: number, to: number): WordNumber => ({ values: [value], to, kind: 'fraction' });
  const ordinal = ordinals.get(key);
  if (fractionNouns.has(next) && ordinal !== undefined && ordinal > 2) return fraction(1 / ordinal, at + 2);
  if (fractionArticles.has(before)) {
    if (key === 'tiers' && next !== 'monde') return fraction(1 / 3, at + 1);
    const isQuarter = key === 'quart' && /^(?:de|des|du|d)$/.test(next) && !/^(?:finale|heure)/.test(then);
    if (isQuarter) return fraction(1 / 4, at + 1);
  }
  if (twoThirds.has(key)) return fraction(2 / 3, at + 1);
  // The first quarter of a year is none; خمس is five too.
  const divisor = ordinals.has(next) ? undefined : bareFractions.get(key);
  return divisor === undefined ? undefined : fraction(1 / divisor, at + 1);
}

/** Reads the number that begins at a word. */
export function readWords(list: readonly Token[], at: number, language: Language): WordNumber | undefined {
  const read = readFraction(list, at, language) ?? readPlain(list, at, language);
  return read && ofScale(read, list, language);
}

function readPlain(list: readonly Token[], at: number, language: Language): WordNumber | undefined {
  const { kind, key = '' } = list[at] ?? {};
  if (kind !== 'word') return undefined;
  const vague = language.vague.get(key);
  if (vague !== undefined) return { values: [vague], to: at + 1, kind: 'vague' };
  if (language.halves.has(key)) return readHalf(list, at, language);
  const isArticle = language.articles.has(key);
  const start = isArticle ? at + 1 : at;
  const cardinal = readCardinal(list, start, language);
  const after = isHyphen(list[cardinal?.to ?? start]) ? (cardinal?.to ?? start) + 1 : (cardinal?.to ?? start);
  const next = list[after]?.key ?? '';
  if (isArticle) {
    // Un centenar, une dizaine: the number itself, and not several of it.
    const many = /s$/.test(next) ? undefined : language.vague.get(next);
    if (cardinal === undefined && many !== undefined)
      return { values: [many], to: after + 1, kind: 'cardinal' };
    const divisor = language.denominators.get(next);
    if (cardinal === undefined && divisor !== undefined)
      return articleFraction(list, after, divisor, language);
    const isScale =
      language.scales.has(list[start]?.key ?? '') || language.numbers.get(list[start]?.key ?? '') === 100;
    if (cardinal && isScale) return { values: [cardinal.value], to: cardinal.to, kind: 'cardinal' };
    return { values: [1], to: at + 1, kind: 'article' };
  }
  if (cardinal) {
    const divisor = language.denominators.get(next);
    if (divisor !== undefined && cardinal.value < divisor * 10 && cardinal.value > 0 && cardinal.value < 100)
      return { values: [cardinal.value / divisor], to: after + 1, kind: 'fraction' };
    const ordinal = language.ordinals.get(next);
    if (after > cardinal.to && ordinal !== undefined && ordinal < 10 && cardinal.value % 10 === 0)
      return { values: [cardinal.value + ordinal], to: after + 1, kind: 'ordinal' };
    return { values: [cardinal.value], to: cardinal.to, kind: 'cardinal' };
  }
  const ordinal = language.ordinals.get(key);
  return ordinal === undefined ? undefined : readOrdinal(list, at, ordinal, language);
}

/** Reads an ordinal. الخامس عشر is the 15th, الخامسة والثمانون the 85th. */
function readOrdinal(list: readonly Token[], at: number, ordinal: number, language: Language): WordNumber {
  const next = list[at + 1]?.key ?? '';
  const tens = next.startsWith('وال') ? language.numbers.get(next.slice(3)) : undefined;
  if (ordinal < 10 && /^عشره?$/.test(next)) return { values: [ordinal + 10], to: at + 2, kind: 'ordinal' };
  if (ordinal < 10 && tens !== undefined && tens >= 20 && tens < 100)
    return { values: [ordinal + tens], to: at + 2, kind: 'ordinal' };
  return { values: [ordinal], to: at + 1, kind: 'ordinal' };
}

function readHalf(list: readonly Token[], at: number, language: Language): WordNumber {
  let next = isHyphen(list[at + 1]) ? at + 2 : at + 1;
  if (language.articles.has(list[next]?.key ?? '')) next++;
  const many = language.vague.get(list[next]?.key ?? '');
  const scale =
    language.scales.get(list[next]?.key ?? '') ?? (/s$/.test(list[next]?.key ?? '') ? undefined : many);
  return scale === undefined
    ? { values: [0.5], to: at + 1, kind: 'fraction' }
    : { values: [scale / 2], to: next + 1, kind: 'cardinal' };
}

/** `A third` is a fraction before `of`, and may be an ordinal (a third term) elsewhere. */
function articleFraction(
  list: readonly Token[],
  at: number,
  divisor: number,
  language: Language,
): WordNumber {
  const ordinal = language.ordinals.get(list[at]?.key ?? '');
  const values = ordinal === undefined || list[at + 1]?.key === 'of' ? [1 / divisor] : [1 / divisor, ordinal];
  return { values, to: at + 1, kind: 'fraction' };
}
