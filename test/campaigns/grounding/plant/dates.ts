import type { Language } from '../pairs.ts';
import { type Edit, SCALE } from './edit.ts';

/** The months of each language. Arabic has two sets of names; those of two words are left out. */
const MONTHS: Record<Language, string[][]> = {
  en: ['January February March April May June July August September October November December'.split(' ')],
  de: ['Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ')],
  es: ['enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ')],
  fr: ['janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')],
  ar: [
    'يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر'.split(' '),
    'شباط آذار نيسان أيار حزيران تموز آب أيلول'.split(' '),
  ],
  zh: [],
};

/** A date in a claim, with the places of its parts. A part may be missing. */
interface DateSpan {
  start: number;
  end: number;
  parts: { part: 'day' | 'month' | 'year'; text: string; start: number; end: number }[];
}

const YEAR = '(?<year>(?:1[89]|20)\\d\\d)';
const DAY = '(?<day>\\d{1,2})';

function patternsOf(language: Language): RegExp[] {
  // A year by itself: no part of a number, and not with a scale or as power.
  const year = `(?<![\\d.,$€])${YEAR}(?!\\d|[.,]\\d|\\s?(?:${SCALE.source}|ميغاواط|MW))`;
  const patterns =
    language === 'zh'
      ? [`(?:${YEAR}年)?(?<month>\\d{1,2})月${DAY}日`, `${YEAR}年`, `(?<month>\\d{1,2})月`, `${DAY}日`]
      : monthPatterns(MONTHS[language].flat().join('|'), year);
  return patterns.map((pattern) => new RegExp(pattern, 'dgu'));
}

function monthPatterns(months: string, year: string): string[] {
  const month = `(?<month>${months})(?!\\p{L})`;
  const between = '(?: de | del año | )';
  return [
    `(?<!\\d)${DAY}(?:er|\\.)?${between}${month}(?:${between}${YEAR})?`,
    `${month} ${DAY}(?!\\d)(?:, ${YEAR})?`,
    `(?<!\\p{L})${month}(?:${between}${YEAR})?`,
    year,
  ];
}

/** Finds the dates in a claim: the longest form of each. */
export function datesIn(claim: string, language: Language): DateSpan[] {
  const spans: DateSpan[] = [];
  for (const match of patternsOf(language).flatMap((pattern) => [...claim.matchAll(pattern)])) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (spans.some((span) => start < span.end && span.start < end)) continue;
    const parts = (['day', 'month', 'year'] as const).flatMap((part) => {
      const place = match.indices?.groups?.[part];
      const text = match.groups?.[part];
      return place && text ? [{ part, text, start: place[0], end: place[1] }] : [];
    });
    spans.push({ start, end, parts });
  }
  return spans;
}

/** Counts away from a number in both directions. */
const neighbours = (number: number) => [1, -1, 2, -2, 3, -3, 4, -4].map((step) => number + step);

function otherPart(
  part: 'day' | 'month' | 'year',
  text: string,
  language: Language,
  quotes: string,
): string | undefined {
  const isThere = (other: string) => new RegExp(`(?<!\\d)0?${other}(?!\\d)`, 'u').test(quotes);
  if (part === 'month' && language !== 'zh') {
    const months = MONTHS[language].find((names) => names.includes(text)) ?? [];
    const at = months.indexOf(text);
    const others = [...months.slice(at + 1), ...months.slice(0, at)];
    return others.find((other) => !quotes.toLowerCase().includes(other.toLowerCase()));
  }
  const most = { day: 28, month: 12, year: 2099 }[part];
  return neighbours(Number(text))
    .filter((other) => other >= 1 && other <= most)
    .map(String)
    .find((other) => !isThere(other));
}

/** Plants another day, another month and another year, which the quotes do not have. */
export const editDates = (claim: string, language: Language, quotes: string): Edit[] =>
  datesIn(claim, language).flatMap(({ parts }) =>
    parts.flatMap(({ part, text, start, end }) => {
      const other = otherPart(part, text, language, quotes);
      return other === undefined ? [] : [{ kind: 'date' as const, start, end, text: other }];
    }),
  );
