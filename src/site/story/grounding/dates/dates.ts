import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';
import { beginsChineseDate, readChineseDate, readChineseWeekday } from './chinese-dates.ts';
import { DatedText } from './dated-text.ts';
import { readChineseDecade, readDecade, readDigitDecade } from './decades.ts';
import { readMonthDate, readWeekday } from './month-dates.ts';
import { readNumericDate, readYear } from './numeric-dates.ts';

// Finds dates: full ones, months, years, decades and weekdays, in the notations of each language.

export function findDates(list: readonly Token[], language: Language, dayFirst: boolean): DatedText {
  const text = new DatedText(list, language, dayFirst);
  for (let at = 0; at < list.length; at++) {
    if (text.taken[at]) continue;
    const token = list[at];
    if (token?.kind === 'digits')
      readNumericDate(text, at) ||
        readDigitDecade(text, at) ||
        readChineseDecade(text, at) ||
        readChineseDate(text, at);
    else if (token?.kind === 'han')
      (beginsChineseDate(token) && (readChineseDecade(text, at) || readChineseDate(text, at))) ||
        readChineseWeekday(text, at);
    else if (token?.kind === 'word') readMonthDate(text, at) || readDecade(text, at) || readWeekday(text, at);
  }
  for (let at = 0; at < list.length; at++)
    if (!text.taken[at] && list[at]?.kind === 'digits') readYear(text, at);
  text.dates.sort((a, b) => a.from - b.from);
  shareYears(text);
  return text;
}

/** Gives a date without a year that of the next one: 28 May to 3 June 2019. */
function shareYears(text: DatedText): void {
  for (let at = text.dates.length - 2; at >= 0; at--) {
    const [date, next] = [text.dates[at], text.dates[at + 1]];
    if (!date || !next || date.year !== undefined || date.month === undefined || next.year === undefined)
      continue;
    if (next.month !== undefined && next.from - date.to <= 2 && next.from > date.to) date.year = next.year;
  }
}
