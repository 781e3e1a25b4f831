import { unitOfSymbol } from '../numbers/units.ts';
import { type DatedText, isDay, isDecimal, isDigits, isGlued, isYear, numberOf } from './dated-text.ts';

// Reads dates that are written with digits alone, and years.

/** 2019-05-28, 28/05/2019, 05/28/2019, 28.5.2019, 28.05.19. */
export function readNumericDate(text: DatedText, at: number): boolean {
  const { list } = text;
  const [a, first, b, second, c] = [list[at], list[at + 1], list[at + 2], list[at + 3], list[at + 4]];
  const separator = first?.text ?? '';
  if (!'-/.'.includes(separator) || !separator || ![first, b].every(isGlued) || !isDigits(b, 1, 2))
    return false;
  const isFull = second?.text === separator && isGlued(second) && isGlued(c) && c?.kind === 'digits';
  // 8.2.
  const isPointedDay =
    text.language.pointedOrdinals && separator === '.' && second?.text === '.' && isGlued(second);
  if (!isFull && isPointedDay && isDay(a) && numberOf(b) <= 12)
    return text.add({ from: at, to: at + 4, month: numberOf(b), day: numberOf(a) });
  if (!isFull) return isYear(a) && separator === '-' && b?.text.length === 2 && yearAndPart(text, at);
  const after = text.list[at + 5];
  if (
    after?.text === separator &&
    isGlued(after) &&
    text.list[at + 6]?.kind === 'digits' &&
    isGlued(text.list[at + 6])
  )
    return false;
  if (isYear(a) && isDigits(c, 1, 2))
    return calendar(text, at, at + 5, numberOf(a), numberOf(b), numberOf(c));
  if (!isDay(a) || !isDay(b) || !(isYear(c) || (isDigits(c, 2, 2) && separator !== '-'))) return false;
  const year = c.text.length === 2 ? (numberOf(c) < 70 ? 2000 : 1900) + numberOf(c) : numberOf(c);
  const isDayFirst = numberOf(b) <= 12 && (text.dayFirst || separator === '.' || numberOf(a) > 12);
  const [day, month] = isDayFirst ? [a, b] : [b, a];
  return calendar(text, at, at + 5, year, numberOf(month), numberOf(day));
}

function calendar(
  text: DatedText,
  from: number,
  end: number,
  year: number,
  month: number,
  day: number,
): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  let to = end;
  // The time of day of an ISO date.
  if (isGlued(text.list[to]) && /^t\d/.test(text.list[to]?.key ?? ''))
    for (
      to++;
      isGlued(text.list[to]) && to < end + 8 && /^(?:[:.+-]|\d+|z)$/.test(text.list[to]?.key ?? '');
    )
      to++;
  return text.add({ from, to, year, month, day });
}

/** 2019-05 is a month, 2019-20 a range of years, and so is 2007-08, whose years follow each other. */
function yearAndPart(text: DatedText, at: number): boolean {
  const [year, part] = [numberOf(text.list[at]), numberOf(text.list[at + 2])];
  if (part >= 1 && part <= 12 && part !== (year + 1) % 100)
    return text.add({ from: at, to: at + 3, year, month: part });
  const end = year - (year % 100) + part;
  if (end <= year) return false;
  text.add({ from: at, to: at + 1, year });
  return text.add({ from: at + 2, to: at + 3, year: end });
}

/** A year that stands alone: 2019. */
export function readYear(text: DatedText, at: number): void {
  const list = text.list;
  const [before, token, next] = [list[at - 1], list[at], list[at + 1]];
  if (!isYear(token) || isDecimal(text, at)) return;
  if (isGlued(next) && (next?.kind === 'word' || '%°'.includes(next?.text ?? ' '))) return;
  if (
    isGlued(token) &&
    before &&
    !'-—/(\'’"“«„([、，。'.includes(before.text) &&
    before.kind !== 'han' &&
    before.kind !== 'word'
  )
    return;
  const isAfterPreposition = text.language.beforeYear.has(before?.key ?? '');
  const isUsual = numberOf(token) >= 1700 && numberOf(token) <= 2100;
  if (hasUnit(text, at + 1) || !(isAfterPreposition || isUsual)) return;
  text.add({ from: at, to: at + 1, year: numberOf(token) });
  // 2019/20
  const [slash, part] = list.slice(at + 1, at + 3);
  if (
    slash?.text === '/' &&
    isGlued(slash) &&
    isGlued(part) &&
    isDigits(part, 2, 2) &&
    numberOf(part) === (numberOf(token) + 1) % 100
  )
    text.add({ from: at + 2, to: at + 3, year: numberOf(token) + 1 });
}

/** Whether a unit, a scale or what is counted follows. */
function hasUnit(text: DatedText, at: number): boolean {
  const { units, scales, shortScales } = text.language;
  const key = text.list[at]?.key ?? '';
  const two = `${key} ${text.list[at + 1]?.key ?? ''}`;
  if (text.list[at]?.kind === 'han')
    return (units.has(key) && key !== '年') || '百千万萬亿億多余餘'.includes(key);
  const symbol = text.list[at]?.text ?? '';
  return (
    '%€$£¥'.includes(key || '-') ||
    (symbol.length > 1 && unitOfSymbol(symbol) !== undefined) ||
    units.has(two) ||
    units.has(key) ||
    scales.has(key) ||
    shortScales.has(key)
  );
}
