import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';
import { halfOfDay } from './clock.ts';
import { hanDigit, readHan } from './han-numbers.ts';
import { readWords } from './number-words.ts';

// Reads times of day that are spoken: las siete de la tarde, halb sechs, treize heures trente, الثانية وعشر دقائق, 下午五点.

export interface SpokenTime {
  /** In hours since midnight: both halves of the day, if the text does not say which. */
  hours: number[];
  to: number;
}

/** Returns the hour as it is said, and twelve hours later, unless the text says which half of the day it means. */
function hoursOf(
  list: readonly Token[],
  at: number,
  hours: number,
  to: number,
  language: Language,
): SpokenTime {
  const told = halfOfDay(list, at, { hours, to }, language);
  const isOpen = told === hours && hours <= 12;
  return { hours: isOpen ? [hours, (hours + 12) % 24] : [told], to };
}

type Reader = (list: readonly Token[], at: number, language: Language) => SpokenTime | undefined;
const READERS: Readonly<Record<string, Reader>> = {
  de: germanHalf, es: spanishHour, fr: frenchHour, ar: arabicHour, zh: hanHour,
}; // biome-ignore format: a table

export const spokenTimeAt: Reader = (list, at, language) => READERS[language.tag]?.(list, at, language);

/** Halb sechs is 5:30. */
function germanHalf(list: readonly Token[], at: number, language: Language): SpokenTime | undefined {
  const hour = language.numbers.get(list[at + 1]?.key ?? '');
  if (list[at]?.key !== 'halb' || hour === undefined || hour < 1 || hour > 12) return undefined;
  return hoursOf(list, at, hour - 0.5, at + 2, language);
}

/** A las siete de la tarde, las dos y media. */
function spanishHour(list: readonly Token[], at: number, language: Language): SpokenTime | undefined {
  const hour =
    list[at]?.kind === 'digits' ? Number(list[at]?.text) : language.numbers.get(list[at]?.key ?? '');
  if (!/^las?$/.test(list[at - 1]?.key ?? '') || hour === undefined || hour > 24) return undefined;
  if (list[at]?.kind === 'digits' && list[at + 1]?.key === 'horas') return { hours: [hour], to: at + 2 };
  const isAnd = list[at + 1]?.key === 'y';
  const part = isAnd ? { media: 0.5, cuarto: 0.25 }[list[at + 2]?.key ?? ''] : undefined;
  const to = part === undefined ? at + 1 : at + 3;
  const isSaid = list[to]?.key === 'de' && /^(?:manana|tarde|noche|madrugada)$/.test(list[to + 2]?.key ?? '');
  return isSaid ? hoursOf(list, at, hour + (part ?? 0), to, language) : undefined;
}

/** Treize heures trente. */
function frenchHour(list: readonly Token[], at: number, language: Language): SpokenTime | undefined {
  const read = list[at]?.kind === 'word' ? readWords(list, at, language) : undefined;
  const hour = read?.values[0] ?? 25;
  if (!read || hour > 24 || !/^heures?$/.test(list[read.to]?.key ?? '')) return undefined;
  const minutes = readWords(list, read.to + 1, language);
  const part = minutes?.kind === 'cardinal' ? (minutes.values[0] ?? 60) : 60;
  return minutes && part < 60 ? { hours: [hour + part / 60], to: minutes.to } : undefined;
}

/** الساعة الثانية وعشر دقائق, الساعة الخامسة والنصف. */
function arabicHour(list: readonly Token[], at: number, language: Language): SpokenTime | undefined {
  const hour = language.ordinals.get(list[at]?.key ?? '');
  if (!/^[ولب]?الساعه$/.test(list[at - 1]?.key ?? '') || hour === undefined) return undefined;
  const next = list[at + 1]?.key ?? '';
  const part = { والنصف: 30, والربع: 15, والثلث: 20 }[next];
  if (part !== undefined) return hoursOf(list, at, hour + part / 60, at + 2, language);
  const minutes = next.startsWith('و') ? language.numbers.get(next.slice(1)) : undefined;
  const isMinutes = minutes !== undefined && minutes < 60 && /^دقا?[يئ]ق/.test(list[at + 2]?.key ?? '');
  return isMinutes
    ? hoursOf(list, at, hour + minutes / 60, at + 3, language)
    : hoursOf(list, at, hour, at + 1, language);
}

/** 九点三十六分, 下午五点. */
function hanHour(list: readonly Token[], at: number, language: Language): SpokenTime | undefined {
  let end = at;
  while (end < at + 3 && (hanDigit(list[end]?.text ?? '') !== undefined || list[end]?.text === '十')) end++;
  if (end === at || !'点點时時'.includes(list[end]?.text ?? '-')) return undefined;
  const hour = readHan(list.slice(0, end), at)?.values[0] ?? 25;
  if (hour > 24) return undefined;
  if (list[end + 1]?.text === '半') return hoursOf(list, at, hour + 0.5, end + 2, language);
  let to = end + 1;
  while (to < end + 4 && (hanDigit(list[to]?.text ?? '') !== undefined || list[to]?.text === '十')) to++;
  const minutes =
    to > end + 1 && list[to]?.text === '分' ? readHan(list.slice(0, to), end + 1)?.values[0] : undefined;
  if (minutes !== undefined && minutes < 60) return hoursOf(list, at, hour + minutes / 60, to + 1, language);
  const isSaid =
    halfOfDay(list, at, { hours: hour, to: end + 1 }, language) !== hour ||
    /[早午晨晚夜]上?$|傍/.test(
      list
        .slice(Math.max(0, at - 2), at)
        .map(({ text }) => text)
        .join(''),
    );
  return isSaid && to === end + 1 ? hoursOf(list, at, hour, end + 1, language) : undefined;
}
