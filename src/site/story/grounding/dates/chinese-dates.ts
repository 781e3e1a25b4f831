import { hanDigit, readHan } from '../numbers/han-numbers.ts';
import type { Token } from '../text/tokens.ts';
import { type DatedText, type DateMention, isDay, numberOf } from './dated-text.ts';

// Reads Chinese dates: 2019年5月28日, 二〇一九年五月, 星期二.

/** Whether a decade or a date may begin with a Han character: with a number, or as 上世纪 and 本世纪 do. */
export const beginsChineseDate = ({ text }: Token): boolean =>
  '十上本'.includes(text) || hanDigit(text) !== undefined;

/** 2019年5月28日, 二〇一九年五月, 5月28日, 28日. */
export function readChineseDate(text: DatedText, start: number): boolean {
  const list = text.list;
  const part = (at: number, ...marks: string[]) => {
    const token = list[at];
    const read =
      token?.kind === 'digits'
        ? { value: numberOf(token), to: at + 1 }
        : hanPart(text, at, marks[0] === '年');
    // 今(21)日
    const end = list[at - 1]?.text === '(' && list[read?.to ?? at]?.text === ')' ? at + 2 : (read?.to ?? at);
    return read && marks.includes(list[end]?.text ?? '') ? { value: read.value, to: end + 1 } : undefined;
  };
  const mention: DateMention = { from: start, to: start };
  const year = part(start, '年');
  if (year && year.value >= 1000 && year.value < 3000) {
    mention.year = year.value;
    mention.to = year.to;
    if (list[mention.to]?.text === '度') mention.to++;
  }
  const month = part(mention.to, '月');
  if (month && month.value >= 1 && month.value <= 12) {
    mention.month = month.value;
    mention.to = month.to;
  }
  const day = part(mention.to, '日', '号', '號');
  const isDayAlone =
    mention.month !== undefined ||
    (list[start]?.kind === 'digits' && /^\)?日$/.test(textOf(list, start + 1)));
  if (day && isDayAlone && day.value >= 1 && day.value <= 31) {
    mention.day = day.value;
    mention.to = day.to;
  } else if (
    mention.month !== undefined &&
    isDay(list[mention.to]) &&
    /^[-—至到、和]$/.test(list[mention.to + 1]?.text ?? '')
  ) {
    // 5月28-30日
    mention.day = numberOf(list[mention.to]);
    mention.to++;
    const last = part(mention.to + 1, '日', '号', '號');
    if (last && last.value <= 31) {
      const { month: sameMonth, year: sameYear } = mention;
      text.add(mention);
      const rest = { from: mention.to + 1, to: last.to, day: last.value, month: sameMonth };
      return text.add(sameYear === undefined ? rest : { ...rest, year: sameYear });
    }
    return text.add(mention);
  }
  return mention.to > start && text.add(mention);
}

/** Returns the mark or character at a token, with the next one after a bracket. */
const textOf = (list: DatedText['list'], at: number): string =>
  list[at]?.text === ')' ? `)${list[at + 1]?.text ?? ''}` : (list[at]?.text ?? '');

function hanPart(
  text: DatedText,
  at: number,
  isYearPart: boolean,
): { value: number; to: number } | undefined {
  const read = text.list[at]?.kind === 'han' ? readHan(text.list, at) : undefined;
  const value = read?.values[0] ?? 0;
  // 五年 is a duration; a year in Han characters has four digits.
  const isPositional = read && read.to - at === 4 && hanDigit(text.list[at]?.text ?? '') !== undefined;
  if (!read || (isYearPart && !isPositional)) return undefined;
  return { value, to: read.to };
}

export function readChineseWeekday(text: DatedText, at: number): boolean {
  const { list, language } = text;
  const two = `${list[at]?.text}${list[at + 1]?.text}`;
  const three = `${two}${list[at + 2]?.text}`;
  const length = language.weekdays.has(three) ? 3 : 2;
  const weekday = language.weekdays.get(length === 3 ? three : two);
  return weekday !== undefined && text.add({ from: at, to: at + length, weekday });
}
