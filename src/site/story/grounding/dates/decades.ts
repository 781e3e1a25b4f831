import { ANY, CENTURIES } from '../languages/languages.ts';
import { hanDigit, readHan } from '../numbers/han-numbers.ts';
import { readWords, withoutPrefix } from '../numbers/number-words.ts';
import { isCapitalised, type Token } from '../text/tokens.ts';
import { type DatedText, isDigits, isGlued, isYear, numberOf } from './dated-text.ts';

// Reads decades: 1990s, the nineties, Neunzigerjahre, los años 90, les années 1990, تسعينيات, 20世纪90年代.
// A decade that names no century is one of the 20th.

/** The most words of a phrase that names a century. */
const LONGEST_CENTURY = 5;

const keyAt = (list: readonly Token[], at: number): string => list[at]?.key ?? '';

/** Returns the decade that a value stands for: 90 is that of 1990, and so is 1990. */
function decadeOf(value: number): number | undefined {
  const isShort = value >= 20 && value < 100;
  return value % 10 === 0 && (isShort || value >= 1000) ? value + (isShort ? 1900 : 0) : undefined;
}

/** Adds a decade, with the century that may be named after it: les années 90 du XIXe siècle. */
function addDecade(text: DatedText, from: number, to: number, decade: number): true {
  for (let length = LONGEST_CENTURY; length > 1; length--) {
    const phrase = text.list.slice(to, to + length).map(({ key }) => key);
    const century = CENTURIES.get(phrase.join(' '));
    if (century !== undefined)
      return text.add({ from, to: to + phrase.length, decade: century + (decade % 100) });
  }
  return text.add({ from, to, decade });
}

const READERS: Readonly<Record<string, (text: DatedText, at: number) => boolean>> = {
  en: readEnglish, de: readGerman, es: readRomance, fr: readRomance, ar: readArabic,
}; // biome-ignore format: a table

/** Reads a decade that begins at a word. */
export const readDecade = (text: DatedText, at: number): boolean =>
  READERS[text.language.tag]?.(text, at) ?? false;

/** Whether somebody's age is meant: in his early nineties, in seinen 90ern. */
function isAge({ list, language }: DatedText, at: number): boolean {
  let before = at - 1;
  while (at - before < 4 && /^(?:early|mid|late|-)$/.test(keyAt(list, before))) before--;
  return language.possessives.has(keyAt(list, before));
}

/** The nineties, the mid-nineties. */
function readEnglish(text: DatedText, at: number): boolean {
  const decade = text.language.decades.get(keyAt(text.list, at));
  const isDecade = /^(?:the|early|mid|late|-)$/.test(keyAt(text.list, at - 1)) && !isAge(text, at);
  return decade !== undefined && isDecade && addDecade(text, at, at + 1, decade);
}

/** Returns the token after the word for years, which may follow a hyphen: 90er-Jahre. */
function afterYears(list: readonly Token[], at: number): number {
  const word = list[at]?.text === '-' ? at + 1 : at;
  return /^jahren?$/.test(keyAt(list, word)) ? word + 1 : at;
}

/** Neunzigerjahre, neunziger Jahre, in den Neunzigern. */
function readGerman(text: DatedText, at: number): boolean {
  const { list, language } = text;
  const [, stem = '', ending = ''] = /^(.+er)(jahren?|n)?$/.exec(keyAt(list, at)) ?? [];
  const decade = language.decades.get(stem);
  if (decade === undefined || isAge(text, at)) return false;
  const to = afterYears(list, at + 1);
  // Der Neunziger Bus is none.
  const isNoun = /^(?:die|den|der)$/.test(keyAt(list, at - 1)) && !isCapitalised(list[to]?.text ?? '');
  const isDecade = ending.startsWith('jahre') || to > at + 1 || isNoun;
  return isDecade && addDecade(text, at, to, decade);
}

/** Los años 80 y 90, la década de los noventa, en los 90, les années quatre-vingt-dix. */
function readRomance(text: DatedText, at: number): boolean {
  const { list, language } = text;
  let start = decadesStart(list, at);
  const first = start === undefined ? undefined : decadeAt(text, start);
  if (start === undefined || !first) return false;
  const isBare = keyAt(list, at) === 'los';
  if (isBare && (first.decade >= 2000 || isCounting(text, first.to))) return false;
  if (isYear(list[start]) && isUntilYear(text, first.to)) return false;
  let next: typeof first | undefined = first;
  while (next) {
    addDecade(text, start, next.to, next.decade);
    start = next.to + 1;
    next = language.and.has(keyAt(list, next.to)) ? decadeAt(text, start) : undefined;
  }
  return true;
}

/** Returns where a decade would stand if a phrase that introduces decades begins at a token. */
function decadesStart(list: readonly Token[], at: number): number | undefined {
  const [before, key, next] = [keyAt(list, at - 1), keyAt(list, at), keyAt(list, at + 1)];
  if (/^(?:anos|annees)$/.test(key) && /^(?:los|esos|aquellos|les|des|ces)$/.test(before)) return at + 1;
  if (key === 'los' && /^(?:en|de|desde|durante)$/.test(before) && next !== 'anos') return at + 1;
  if (key !== 'decada' && key !== 'decennie') return undefined;
  let start = at + 1;
  while (start < at + 4 && /^(?:de|del|los|des|anos|annees)$/.test(keyAt(list, start))) start++;
  return start;
}

/** Whether another year follows that begins no decade: los años 1990 y 1991, les années 1990-1995. */
function isUntilYear({ list, language }: DatedText, at: number): boolean {
  const key = keyAt(list, at);
  const isJoint = language.and.has(key) || language.to.has(key) || key === '-' || key === '—';
  return isJoint && isYear(list[at + 1]) && numberOf(list[at + 1]) % 10 !== 0;
}

/** Whether what follows is counted, or may be: los 90 diputados, los 50 que llegaron. */
function isCounting({ list, language }: DatedText, at: number): boolean {
  const next = list[at];
  if (next?.kind === 'word') return !language.functionWords.has(next.key) || /^(?:que|de)$/.test(next.key);
  return next !== undefined && !/^[.,;:!?)"”»—-]$/.test(next.text);
}

/** Reads the digits or the words of a decade. */
function decadeAt({ list, language }: DatedText, at: number): { decade: number; to: number } | undefined {
  const token = list[at];
  const read = token?.kind === 'word' ? readWords(list, at, language) : undefined;
  const isDigit = isYear(token) || isDigits(token, 2, 2);
  const decade = decadeOf(isDigit ? numberOf(token) : (read?.values[0] ?? Number.NaN));
  const to = read?.to ?? at + 1;
  // Una década de 20 años
  return decade === undefined || /^(?:anos|ans)$/.test(keyAt(list, to)) ? undefined : { decade, to };
}

/** تسعينيات القرن الماضي, but not: في العشرينيات من عمره. */
function readArabic(text: DatedText, at: number): boolean {
  const { list, language } = text;
  const [, tens = ''] = /^(.+ين)(?:ي?ات)$/.exec(withoutPrefix(keyAt(list, at), language)) ?? [];
  const decade = language.decades.get(tens);
  const next = keyAt(list, at + 1) === 'من' ? at + 2 : at + 1;
  const isAgeAfter = /^(?:ال)?عمر/.test(keyAt(list, next));
  return decade !== undefined && !isAgeAfter && addDecade(text, at, at + 1, decade);
}

/** Reads a decade that begins with digits: 1990s, the 1990's, '90s, 1990er Jahre. */
export function readDigitDecade(text: DatedText, at: number): boolean {
  const { list, language } = text;
  const token = list[at];
  const [mark, ending] = [list[at + 1], list[at + 2]];
  // 1990's is a decade after an article: elsewhere, it is that year's.
  const isOldStyle = keyAt(list, at - 1) === 'the' && isGlued(mark) && /^['’]$/.test(mark?.text ?? '');
  const last = isOldStyle ? at + 2 : at + 1;
  const suffix = isGlued(isOldStyle ? ending : mark) ? keyAt(list, last) : '';
  if (!ANY.decadeMarks.has(suffix)) return false;
  const isShort = isDigits(token, 2, 2) && language.decadeMarks.has(suffix) && !isAge(text, at);
  const decade = isYear(token) || isShort ? decadeOf(numberOf(token)) : undefined;
  return decade !== undefined && addDecade(text, at, afterYears(list, last + 1), decade);
}

/** Reads 1990年代, 九十年代, 上世纪90年代, 20世纪90年代 or 二十世纪九十年代. */
export function readChineseDecade(text: DatedText, at: number): boolean {
  const { list } = text;
  const century = centuryAt(list, at);
  const read = partAt(list, century?.to ?? at);
  if (!read || list[read.to]?.text !== '年' || list[read.to + 1]?.text !== '代') return false;
  const value = century ? century.first + read.value : decadeOf(read.value);
  if (value === undefined || value % 10 !== 0 || (century && read.value >= 100)) return false;
  return text.add({ from: at, to: read.to + 2, decade: value });
}

/** Reads a century before a decade: 20世纪, 上世纪, 上个世纪, 本世纪. */
function centuryAt(list: readonly Token[], at: number): { first: number; to: number } | undefined {
  const word = list[at]?.text ?? '';
  const first = word === '上' ? 1900 : word === '本' ? 2000 : undefined;
  const read = first === undefined ? partAt(list, at) : undefined;
  const mark = read?.to ?? (/^[个個]$/.test(list[at + 1]?.text ?? '') ? at + 2 : at + 1);
  if (list[mark]?.text !== '世' || !/^[纪紀]$/.test(list[mark + 1]?.text ?? '')) return undefined;
  return { first: first ?? ((read?.value ?? 0) - 1) * 100, to: mark + 2 };
}

/** Reads digits, or a number in Han characters. */
function partAt(list: readonly Token[], at: number): { value: number; to: number } | undefined {
  const token = list[at];
  if (token?.kind === 'digits') return { value: numberOf(token), to: at + 1 };
  const isNumber = token?.text === '十' || hanDigit(token?.text ?? '') !== undefined;
  const read = isNumber ? readHan(list, at) : undefined;
  return read && { value: read.values[0] ?? Number.NaN, to: read.to };
}
