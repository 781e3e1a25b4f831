import { ANY } from '../languages/languages.ts';
import type { Token } from '../text/tokens.ts';
import {
  type DatedText,
  type DateMention,
  isDay,
  isDecimal,
  isGlued,
  isYear,
  numberOf,
} from './dated-text.ts';
import { arabicDay, cardinalDay } from './days-in-words.ts';

// Reads dates with the name of a month, and weekdays.

/** Marks between a day, a month and a year. */
const MARKS = new Set([',', '،', '.']);
const isBetween = (token: Token | undefined): boolean =>
  token !== undefined && (MARKS.has(token.key) || ANY.withinDate.has(token.key));

export function readWeekday(text: DatedText, at: number): boolean {
  const token = text.list[at];
  const weekday = text.language.weekdays.get(token?.key ?? '');
  if (weekday === undefined || (text.language.capitalWeekdays && token?.text === token?.key)) return false;
  return text.add({ from: at, to: at + 1, weekday });
}

/** The month at a token, which may take two words (تشرين الأول), and the token after it. */
function monthAt(text: DatedText, at: number): { month: number; to: number } | undefined {
  const { months, capitalMonths } = text.language;
  const token = text.list[at];
  if (token?.kind !== 'word') return undefined;
  const two = months.get(`${token.key} ${text.list[at + 1]?.key}`);
  if (two !== undefined) return { month: two, to: at + 2 };
  const month =
    months.get(token.key) ??
    (token.key.startsWith('ل') || token.key.startsWith('ب') ? months.get(token.key.slice(1)) : undefined);
  if (month === undefined || (capitalMonths && token.text === token.key)) return undefined;
  const isShort =
    text.language.abbreviations.has(token.key) &&
    text.list[at + 1]?.text === '.' &&
    isGlued(text.list[at + 1]);
  return { month, to: isShort ? at + 2 : at + 1 };
}

export function readMonthDate(text: DatedText, at: number): boolean {
  const found = monthAt(text, at);
  if (!found) return false;
  const list = text.list;
  const mention: DateMention = { from: at, to: found.to, month: found.month };
  // The Levantine and the other name of one month: أيار/مايو.
  if ('/('.includes(list[mention.to]?.text ?? '-')) {
    const other = monthAt(text, mention.to + 1);
    if (other?.month === found.month) mention.to = list[other.to]?.text === ')' ? other.to + 1 : other.to;
  }
  const before = dayBefore(text, at);
  if (before) [mention.day, mention.from] = [before.day, before.from];
  else if (text.language.monthFirst) {
    const end = dayAfter(text, mention.to);
    if (end) [mention.day, mention.to] = [numberOf(list[mention.to]), end];
  }
  const days = mention.day === undefined ? [] : furtherDays(text, mention, before !== undefined);
  let year = mention.to;
  while (year - mention.to < 3 && isBetween(list[year])) year++;
  if (isYear(list[year]) && !isDecimal(text, year))
    [mention.year, mention.to] = [numberOf(list[year]), year + 1];
  if (mention.day === undefined && mention.year === undefined && !isSurelyMonth(text, at)) return false;
  text.add(mention);
  for (const { day, from } of days) {
    const sameYear = mention.year === undefined ? {} : { year: mention.year };
    text.add({ from, to: from + 1, day, month: found.month, ...sameYear });
  }
  return true;
}

function isSurelyMonth({ list, language }: DatedText, at: number): boolean {
  const { shortMonths, doubtfulMonths, beforeYear, notBeforeMonth } = language;
  const [before, key] = [list[at - 1]?.key ?? '', list[at]?.key ?? ''];
  if (shortMonths.has(key)) return false;
  return !doubtfulMonths.has(key) || (beforeYear.has(before) && !notBeforeMonth.has(before));
}

/** The day before a month, which may be an ordinal: 28 May, 28th of May, 1er mai, primero de mayo. */
function dayBefore(text: DatedText, month: number): { day: number; from: number } | undefined {
  const { ordinalMarks, ordinals, pointedOrdinalMarks, ordinalDays, cardinalDays } = text.language;
  let at = month - 1;
  for (let steps = 0; steps < 2 && isBetween(text.list[at]) && text.list[at]?.text !== ','; steps++) at--;
  const token = text.list[at];
  if (token?.kind === 'mark' && '.º°'.includes(token.text)) at--;
  if (isGlued(text.list[at]) && ordinalMarks.has(text.list[at]?.key ?? '')) at--;
  // 1.º de enero
  if (pointedOrdinalMarks && text.list[at]?.text === '.' && isGlued(text.list[at])) at--;
  const day = text.list[at];
  if (text.taken[at]) return undefined;
  if (isDay(day) && !(isGlued(day) && '.,:/'.includes(text.list[at - 1]?.text ?? ' ')))
    return { day: numberOf(day), from: at };
  if (day?.kind !== 'word') return undefined;
  const distance = month - at;
  const isCardinal = cardinalDays !== null && distance >= cardinalDays;
  const counted = arabicDay(text, at) ?? (isCardinal ? cardinalDay(text, at) : undefined);
  if (counted) return counted;
  const ordinal = ordinals.get(day.key);
  const isClose = distance >= ordinalDays.least && distance <= ordinalDays.most;
  return ordinal !== undefined && isClose && ordinal <= 31 ? { day: ordinal, from: at } : undefined;
}

/** The token after a day that follows its month: May 28, May 28th. */
function dayAfter(text: DatedText, at: number): number | undefined {
  if (!isDay(text.list[at]) || isDecimal(text, at)) return undefined;
  const next = text.list[at + 1];
  if (isGlued(next) && text.language.ordinalMarks.has(next?.key ?? '')) return at + 2;
  return isGlued(next) && next?.kind === 'word' ? undefined : at + 1;
}

/** Further days of one month: 28-30 May, 28 and 29 May, May 28-30. Takes them into the mention if they follow. */
function furtherDays(
  text: DatedText,
  mention: DateMention,
  isBefore: boolean,
): { day: number; from: number }[] {
  const days: { day: number; from: number }[] = [];
  const isJoint = (token: Token | undefined) =>
    token !== undefined &&
    ('-—,'.includes(token.text) || text.language.to.has(token.key) || text.language.and.has(token.key));
  if (isBefore) {
    /** Where the joint stands: a weekday may stand after it, as in lundi 6 au mercredi 8 mars. */
    const jointBefore = (day: number) =>
      text.language.weekdays.has(text.list[day - 1]?.key ?? '') ? day - 2 : day - 1;
    let at = mention.from;
    while (days.length < 4 && isJoint(text.list[jointBefore(at)])) {
      const joint = jointBefore(at);
      const back = text.list[joint - 1]?.text === '.' ? joint - 2 : joint - 1;
      if (!isDay(text.list[back]) || text.taken[back]) break;
      days.push({ day: numberOf(text.list[back]), from: back });
      at = back;
    }
  } else {
    while (days.length < 4 && isJoint(text.list[mention.to])) {
      const end = dayAfter(text, mention.to + 1);
      if (end === undefined) break;
      days.push({ day: numberOf(text.list[mention.to + 1]), from: mention.to + 1 });
      mention.to = end;
    }
  }
  return days;
}
