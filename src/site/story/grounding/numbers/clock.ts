import type { Language } from '../languages/language.ts';
import { ANY } from '../languages/languages.ts';
import type { Token } from '../text/tokens.ts';

// Reads times of day, in hours since midnight: 14:30, 2.30 pm, 14h30, 14.30 Uhr, 下午2時半.

const isGlued = (token: Token | undefined): boolean => token?.gap === '';

interface ReadTime {
  hours: number;
  to: number;
}

const minutesOf = (token: Token | undefined): number | undefined =>
  token?.kind === 'digits' && token.text.length === 2 && Number(token.text) < 60
    ? Number(token.text)
    : undefined;

/** Reads a time of day at a run of digits, or returns undefined if the digits are another number. */
export function timeAt(list: readonly Token[], at: number, language: Language): ReadTime | undefined {
  const hours = Number(list[at]?.text);
  if ((list[at]?.text.length ?? 3) > 2 || hours > 24 || list[at - 1]?.text === ':') return undefined;
  const read = language.unspaced ? hanTime(list, at, hours) : plainTime(list, at, hours, language);
  return read && { ...read, hours: halfOfDay(list, at, read, language) };
}

function plainTime(
  list: readonly Token[],
  at: number,
  hours: number,
  language: Language,
): ReadTime | undefined {
  const [mark, next, after] = [list[at + 1], list[at + 2], list[at + 3]];
  const minutes = minutesOf(next);
  const isMark = isGlued(mark) && isGlued(next);
  if (mark?.text === ':' && isMark && minutes !== undefined) {
    const seconds = list[at + 4];
    const hasSeconds = after?.text === ':' && isGlued(after) && minutesOf(seconds) !== undefined;
    return { hours: hours + minutes / 60, to: hasSeconds ? at + 5 : at + 3 };
  }
  if (mark?.text === '.' && isMark && minutes !== undefined && ANY.afterTime.has(after?.key ?? ''))
    return { hours: hours + minutes / 60, to: at + 3 };
  // 14 h 30, 14h30, 14H
  const glued = /^h(\d\d)$/.exec(mark?.key ?? '');
  if (glued) return { hours: hours + Number(glued[1]) / 60, to: at + 2 };
  if (mark?.key === 'h' && minutes !== undefined) return { hours: hours + minutes / 60, to: at + 3 };
  if (ANY.hourWords.has(mark?.key ?? '') || language.halfDays.has(mark?.key ?? ''))
    return { hours, to: at + 1 };
  return undefined;
}

/** 14时30分, 2點半. */
function hanTime(list: readonly Token[], at: number, hours: number): ReadTime | undefined {
  const colon = list[at + 1]?.text === ':' ? plainColon(list, at, hours) : undefined;
  if (colon || !'时時点點'.includes(list[at + 1]?.text ?? '-')) return colon;
  const [next, mark] = list.slice(at + 2, at + 4);
  if (next?.text === '半') return { hours: hours + 0.5, to: at + 3 };
  const minutes = minutesOf(next);
  if (minutes !== undefined && mark?.text === '分') return { hours: hours + minutes / 60, to: at + 4 };
  return { hours, to: at + 2 };
}

function plainColon(list: readonly Token[], at: number, hours: number): ReadTime | undefined {
  const minutes = minutesOf(list[at + 2]);
  return minutes === undefined ? undefined : { hours: hours + minutes / 60, to: at + 3 };
}

/** Counts the hours of the afternoon on from noon, where the text says which half of the day it means. */
export function halfOfDay(
  list: readonly Token[],
  at: number,
  { hours, to }: ReadTime,
  { unspaced }: Language,
): number {
  const words = (from: number, end: number, joint: string) =>
    list
      .slice(Math.max(0, from), end)
      .map(({ key }) => key)
      .join(joint);
  const said = unspaced ? words(at - 2, at, '') : words(to, to + 4, ' ');
  if (ANY.afternoonStarts.test(said) && hours < 12) return hours + 12;
  return ANY.morningStarts.test(said) && hours >= 12 && hours < 13 ? hours - 12 : hours;
}
