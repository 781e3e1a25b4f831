import { Memo } from '../../../../language/memo.ts';

// Names of months and days of the week, as Intl has them in each language.

/** The languages that are tried if a feed's own does not have the words of its dates. */
const LANGUAGES = 'de fr es it pt nl sv da nb fi pl cs hu ro el ru uk tr id vi ar he'.split(' ');

interface DateWords {
  /** The names of each month, whole and short, alone and beside a day. */
  months: string[][];
  weekdays: string[];
}

/** Returns a word without accents and capitals. "Mrz" is the German abbreviation that Intl does not have. */
const plainWord = (word: string) => {
  const plain = word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain === 'mrz' ? 'marz' : plain;
};

const known = new Memo<DateWords>();

const wordsIn = (language: string): DateWords =>
  known.get(language, () => {
    const formats = (['long', 'short'] as const).flatMap((width) =>
      [{ month: width }, { month: width, day: 'numeric' } as const].map(
        (fields) => new Intl.DateTimeFormat(language, { ...fields, calendar: 'gregory', timeZone: 'UTC' }),
      ),
    );
    const name = (format: Intl.DateTimeFormat, time: number, type: string) =>
      plainWord(format.formatToParts(time).find((part) => part.type === type)?.value ?? '');
    const days = (['long', 'short'] as const).map(
      (weekday) => new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }),
    );
    return {
      months: Array.from({ length: 12 }, (_, month) =>
        formats.map((format) => name(format, Date.UTC(2026, month, 15), 'month')),
      ),
      weekdays: Array.from({ length: 7 }, (_, day) =>
        days.map((format) => name(format, Date.UTC(2026, 0, day + 1), 'weekday')),
      ).flat(),
    };
  });

/** Whether a word is a name, or three letters or more from its beginning. */
const isName = (word: string, name: string) => name === word || (word.length > 2 && name.startsWith(word));

/** Returns the number of the month that a word names, from 1; undefined if there is none, or more than one. */
function monthOf(word: string, { months }: DateWords): number | undefined {
  const exact = months.findIndex((names) => names.includes(word));
  if (exact >= 0) return exact + 1;
  const begun = months.flatMap((names, month) =>
    names.some((name) => isName(word, name)) ? [month + 1] : [],
  );
  return begun.length === 1 ? begun[0] : undefined;
}

/** Returns the number of the month, from 1, that one of the words of a date names, in English, the feed's language, or another. */
export function monthIn(words: readonly string[], language: string): number | undefined {
  const plain = words.map(plainWord);
  let best: { month: number | undefined; count: number } = { month: undefined, count: 0 };
  for (const each of ['en', language, ...LANGUAGES]) {
    const names = wordsIn(each);
    const months = plain.map((word) => monthOf(word, names));
    const count = plain.filter(
      (word, at) => months[at] !== undefined || names.weekdays.some((name) => isName(word, name)),
    ).length;
    // What comes before the month is the day of the week, which may be called like one: "mar., 01 déc.".
    const month = months.findLast((found) => found !== undefined);
    if (month !== undefined && count > best.count) best = { month, count };
    if (best.count === words.length) break;
  }
  return best.month;
}
