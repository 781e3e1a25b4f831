import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';
import { timeAt } from './clock.ts';
import { fractionSign, readDigits } from './digits.ts';
import { germanSpan } from './german-compounds.ts';
import { hanDigit, isShortPositional, readHan, readHanScale } from './han-numbers.ts';
import { readWords } from './number-words.ts';
import { spokenTimeAt } from './spoken-times.ts';
import { unitAfter } from './unit-words.ts';
import type { Unit } from './units.ts';

// Reads the number itself, in digits, words or Han characters, without the scale and the unit after it.

// Reads Roman numerals, which French and Spanish use for centuries: XXIe siècle, siglo XXI.

const LETTERS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50 };

/** Returns the value of a Roman numeral below 90, which may end as an ordinal; undefined for another word. */
function readRoman(token: Token | undefined): number | undefined {
  const [, numeral] = /^([IVXL]{1,8})(?:e|er|eme)?$/.exec(token?.text ?? '') ?? [];
  if (numeral === undefined) return undefined;
  const values = Array.from(numeral, (letter) => LETTERS[letter] ?? 0);
  return values.reduce((sum, value, at) => (value < (values[at + 1] ?? 0) ? sum - value : sum + value), 0);
}

export interface Core {
  values: number[];
  to: number;
  step: number;
  exact?: string;
  isWeak?: boolean;
  vague?: number;
  isFraction?: boolean;
  /** Whether it is written with digits, so that short forms of scales may follow. */
  isDigits?: boolean;
  unit?: Unit;
}

/** Reads the number itself, without scale and unit. */
export function coreAt(list: readonly Token[], at: number, language: Language): Core | undefined {
  const token = list[at];
  if (!token) return undefined;
  const spoken = spokenTimeAt(list, at, language);
  if (spoken) return { values: spoken.hours, to: spoken.to, step: 1 / 60, unit: 'clock' };
  const sign = fractionSign(token);
  if (sign !== undefined) return { values: [sign], to: at + 1, step: 0.01, isFraction: true };
  if (token.kind === 'digits') return digitsAt(list, at, language);
  if (token.kind === 'han') return hanAt(list, at, language);
  if (token.kind !== 'word') return undefined;
  // Q3 and T3, the third quarter, and H2, the second half.
  const [, quarter] = /^[QHT]([1-4])$/.exec(token.text) ?? [];
  if (quarter !== undefined) return { values: [Number(quarter)], to: at + 1, step: 1 };
  if (/^(?:siecles?|siglos?)$/.test(list[at + 1]?.key ?? '') || /^siglos?$/.test(list[at - 1]?.key ?? '')) {
    const century = readRoman(token);
    if (century !== undefined) return { values: [century], to: at + 1, step: 1, unit: 'century' };
  }
  const compound = language.compounds ? germanSpan(token.key, language) : undefined;
  if (compound) return { values: [compound.value], to: at + 1, step: 1, unit: compound.unit };
  const words = readWords(list, at, language);
  if (!words || isIdiom(list, at, words.to, language)) return undefined;
  const base = { values: words.values, to: words.to, step: stepOf(words.values[0] ?? 0) };
  if (words.kind === 'vague') return { ...base, vague: words.values[0] ?? 0 };
  // Premier ministre, primer ministro, First Minister.
  // يوم واحد: after a noun, one says no more than the singular does.
  const isSingular = base.values[0] === 1 && /^واحد/.test(token.key);
  const isTitle = words.kind === 'ordinal' && language.titles.has(list[words.to]?.key ?? '');
  return {
    ...base,
    isWeak: words.kind === 'article' || isTitle || isSingular,
    isFraction: words.kind === 'fraction',
  };
}

/** `One` is a pronoun before `of` and after `no`; a second is a unit after `per`. */
function isIdiom(list: readonly Token[], at: number, to: number, { idioms }: Language): boolean {
  const idiom = idioms.get(list[at]?.key ?? '');
  if (!idiom || (idiom.isAlone && to > at + 1)) return false;
  return idiom.before.has(list[at - 1]?.key ?? '') || idiom.after.has(list[to]?.key ?? '');
}

function digitsAt(list: readonly Token[], at: number, language: Language): Core | undefined {
  const time = timeAt(list, at, language);
  if (time) return { values: [time.hours], to: time.to, step: 1 / 60, unit: 'clock' };
  const read = readDigits(list, at, language);
  if (!read) return undefined;
  const core: Core = { values: [...read.values], to: read.to, step: read.step, isDigits: true };
  if (read.exact !== undefined) core.exact = read.exact;
  const [mark, next, after] = list.slice(read.to, read.to + 3);
  const isGlued = (token: Token | undefined) => token?.gap === '';
  // 2/3
  if (
    mark?.text === '/' &&
    isGlued(mark) &&
    next?.kind === 'digits' &&
    isGlued(next) &&
    next.text.length <= 3 &&
    after?.text !== '/'
  ) {
    const [top = 0] = core.values;
    if (top > 0 && Number(next.text) > top)
      return { values: [top / Number(next.text)], to: read.to + 2, step: 0.01, isFraction: true };
  }
  const fraction = fractionSign(mark);
  if (fraction !== undefined)
    return { ...core, values: core.values.map((value) => value + fraction), to: read.to + 1 };
  // A power of ten: 10^6.
  if (mark?.text === '^' && next?.kind === 'digits' && core.values[0] === 10)
    return { ...core, values: [10 ** Math.min(300, Number(next.text))], to: read.to + 2 };
  return core;
}

/** Han characters other than digits with which a number may begin. */
const HAN_STARTS = '十半百上下几幾数數';

/** Whether a number may begin with a Han character. */
export const beginsHanNumber = ({ text }: Token): boolean =>
  HAN_STARTS.includes(text) || hanDigit(text) !== undefined;

function hanAt(list: readonly Token[], at: number, language: Language): Core | undefined {
  const text = list[at]?.text ?? '';
  if (text === '半') return hanHalf(list, at, language);
  if (text === '百' && list[at + 1]?.text === '分' && list[at + 2]?.text === '之')
    return hanFraction(list, at + 3, 100, language);
  // The first half of a year, and the second: it counts in quotes, and claims nothing.
  if ('上下'.includes(text) && list[at + 1]?.text === '半' && list[at + 2]?.text === '年')
    return { values: [text === '上' ? 1 : 2], to: at + 3, step: 1, isWeak: true, unit: 'count' };
  // 晚上十点 is ten in the evening.
  if ('几幾数數上'.includes(text) && !'晚早'.includes(list[at - 1]?.text ?? '-')) {
    const { scale, to } = readHanScale(list, at + 1);
    return to > at + 1 && scale >= 10 ? { values: [scale], to, step: 0, vague: scale } : undefined;
  }
  if (text === '十' && list[at + 1]?.text === '十') return undefined;
  const read = readHan(list, at);
  if (!read || isShortPositional(list, at, read.to)) return undefined;
  const core: Core = { values: [...read.values], to: read.to, step: read.step };
  // The first is said in other words too: 首位, 最.
  if (list[at - 1]?.text === '第') return { ...core, isWeak: text === '一' && read.to === at + 1 };
  const [parts, of] = list.slice(read.to, read.to + 2);
  if (parts?.text === '分' && of?.text === '之')
    return hanFraction(list, read.to + 2, read.values[0] ?? 1, language);
  if (text === '一' && parts?.text === '半' && read.to === at + 1)
    return { values: [0.5], to: at + 2, step: 0.01, isFraction: true };
  if (read.to - at > 1)
    return /^[十百千万亿]+$/.test(
      list
        .slice(at, read.to)
        .map((token) => token.text)
        .join(''),
    )
      ? undefined
      : core;
  // One character alone is a number only before a unit: 三星 is a company.
  const unit = unitAfter(list, read.to, language);
  if (!unit) return undefined;
  const isWeak =
    text === '一'
      ? /^(?:count|day|week|month|year|hour)$/.test(unit.unit)
      : '两兩'.includes(text) && '国國方地岸会會党黨'.includes(list[read.to]?.text ?? '-');
  return { ...core, isWeak };
}

function hanHalf(list: readonly Token[], at: number, language: Language): Core | undefined {
  return unitAfter(list, at + 1, language)?.unit === 'year'
    ? { values: [0.5], to: at + 1, step: 0.1, isWeak: true }
    : undefined;
}

/** 百分之五点九, 三分之二. */
function hanFraction(
  list: readonly Token[],
  at: number,
  divisor: number,
  language: Language,
): Core | undefined {
  const top = list[at]?.kind === 'digits' ? readDigits(list, at, language) : readHan(list, at);
  if (!top) return undefined;
  if (divisor === 100) return { values: [...top.values], to: top.to, step: top.step, unit: 'percent' };
  return { values: top.values.map((value) => value / divisor), to: top.to, step: 0.01, isFraction: true };
}

/** Returns the place of the last digit that is stated: two significant digits at least count as stated. */
export function stepOf(value: number): number {
  if (!Number.isFinite(value) || value === 0) return 1;
  const places = Math.floor(Math.log10(Math.abs(value)));
  let step = 10 ** (places - 1);
  while (step > 1 && value % step !== 0) step /= 10;
  return step;
}
