import type { Language } from '../languages/language.ts';
import { ANY } from '../languages/languages.ts';
import type { Token } from '../text/tokens.ts';
import { beginsHanNumber, type Core, coreAt, stepOf } from './cores.ts';
import { readDigits } from './digits.ts';
import { mayHaveNumber } from './german-compounds.ts';
import { readHanScale } from './han-numbers.ts';
import { readAndHalf, withoutPrefix } from './number-words.ts';
import type { Quantity, Reading } from './quantity.ts';
import { joinAmounts, joinParts, joinScores, shareUnits } from './ranges.ts';
import { currencyBefore, unitAfter } from './unit-words.ts';
import { otherUnits, type Unit } from './units.ts';

// Finds numbers, each with its unit and scale.

const TIMES = new Set<Unit>([
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'year',
  'decade',
  'century',
]);

export function findQuantities(
  list: readonly Token[],
  taken: readonly boolean[],
  language: Language,
): Quantity[] {
  const found: Quantity[] = [];
  for (let at = 0; at < list.length; ) {
    const quantity =
      taken[at] || !canBegin(list[at], language) ? undefined : quantityAt(list, at, taken, language);
    if (quantity) found.push(quantity);
    at = Math.max(at + 1, quantity?.to ?? 0);
  }
  const joined = joinScores(joinParts(found, list, language), list, language);
  shareUnits(joined, list, language);
  joinAmounts(joined, list, language);
  return joined;
}

/** Whether a number may begin with the token: a quick test that most words fail. */
function canBegin(token: Token | undefined, language: Language): boolean {
  if (token?.kind === 'han') return beginsHanNumber(token);
  if (token?.kind !== 'word') return true;
  const { numberWords, compounds, latinStart } = language;
  const { key, text } = token;
  if (numberWords.has(key) || numberWords.has(withoutPrefix(key, language))) return true;
  if (compounds && mayHaveNumber(key)) return true;
  const isLatin = latinStart.isCapital ? /^[A-Z]/.test(text) : text.charCodeAt(0) < 0x250;
  return text.length <= latinStart.longest && isLatin;
}

function quantityAt(
  list: readonly Token[],
  at: number,
  taken: readonly boolean[],
  language: Language,
): Quantity | undefined {
  const token = list[at];
  const currency = token?.kind === 'word' || token?.kind === 'mark' ? currencyBefore(list, at) : undefined;
  const start = currency?.to ?? at;
  const core = coreAt(list, start, language);
  if (!core || taken[start]) return undefined;
  const scaled = withScale(list, core, language, currency !== undefined);
  if (!scaled) return undefined;
  const { to, scale, isAmbiguousMetre } = scaled;
  const values = core.values.map((value) => value * scale + scaled.add);
  // Arabic writes 32.575 مليار for 32 billion and 575 million.
  if (language.decimalMillions && core.isDigits && scale >= 1e6) values.splice(0, values.length - 1);
  const read = core.unit ? { unit: core.unit, factor: 1, to } : unitAt(list, to, core, language);
  // Three hours and a half.
  const half = read && scale === 1 && !core.isWeak ? readAndHalf(list, read.to, language, 1) : undefined;
  const unit = read && half !== undefined ? { ...read, to: half } : read;
  if (half !== undefined) for (const [index, value] of values.entries()) values[index] = value + 0.5;
  const before = unit ? undefined : definiteUnit(list, at, language);
  const stated = currency?.unit ?? unit?.unit ?? before;
  const isCounted = stated === undefined && isCountedAt(list, to, scale, language);
  // An article counts only before a word: a year, not a €5 fine.
  if (core.isWeak && (unit === undefined ? !isCounted : list[core.to]?.kind === 'mark')) return undefined;
  const readings = values.map(
    (value, index): Reading => ({
      value: value * (unit?.factor ?? 1),
      unit: stated ?? (isCounted ? 'count' : ''),
      ...(core.isDigits && index > 0 ? { isUnlikely: true } : {}),
    }),
  );
  // الدقيقة الثامنة and die 8. Minute: the unit of an ordinal may be left out.
  const isOrdinal =
    (language.pointedOrdinals && unit !== undefined && list[to]?.text === '.') ||
    (before !== undefined && stated === before && language.ordinals.has(list[start]?.key ?? ''));
  if (isOrdinal) readings.push(...values.map((value): Reading => ({ value, unit: '' })));
  readings.push(...values.flatMap((value) => otherUnits(value, stated ?? '')));
  // Neuf heures et demie is a time of day too.
  if (half !== undefined && unit?.unit === 'hour')
    readings.push(...values.map((value): Reading => ({ value, unit: 'clock' })));
  if (isAmbiguousMetre && !stated)
    readings.push(...core.values.map((value): Reading => ({ value, unit: 'metre', step: core.step })));
  // Points are percentage points too: 0,2 point, um 3 Punkte.
  if (!stated && ANY.pointWords.has(list[to]?.key ?? ''))
    readings.push(...values.map((value): Reading => ({ value, unit: 'point' })));
  if (core.isFraction)
    readings.push(
      ...values.map((value): Reading => ({ value: value * 100, unit: 'percent', isShare: true })),
    );
  // A unit that is stated before and after the number: US$5 million dollars.
  const end =
    currency && unit && unit.unit !== currency.unit && !isCurrencyWord(unit.unit, currency.unit)
      ? to
      : (unit?.to ?? to);
  return {
    from: at,
    to: end,
    readings,
    isWeak: core.isWeak ?? false,
    rounding: roundingAround(list, at, end, language),
    step: (half === undefined ? core.step : 0.5) * scale * (unit?.factor ?? 1),
    scale,
    factor: unit?.factor ?? 1,
    ...(core.exact === undefined ? {} : { exact: core.exact }),
    ...(core.vague === undefined ? {} : { vague: core.vague * scale }),
  };
}

const isCurrencyWord = (unit: Unit, currency: Unit) => unit === 'dollar' && /USD|AUD|CAD|\$/.test(currency);

/** What `and a half` adds to a number: to two and to two million. */
const halfOf = (value: number): number =>
  ([1e12, 1e9, 1e6].find((scale) => value >= scale && value % scale === 0) ?? 1) / 2;

interface Scaled {
  to: number;
  scale: number;
  /** What `and a half` after the scale adds. */
  add: number;
  isAmbiguousMetre: boolean;
}

/** Reads the scales after a number. Returns undefined for digits that are part of a word: 5G, 3D. */
function withScale(
  list: readonly Token[],
  core: Core,
  language: Language,
  isMoney: boolean,
): Scaled | undefined {
  let { to } = core;
  let [scale, add] = [1, 0];
  let isAmbiguousMetre = false;
  if (core.isDigits) {
    const [value = 0] = core.values;
    // The digits end where the last one that is not a trailing zero stands.
    if (core.step === 1) core.step = stepOf(value);
  }
  const half = readAndHalf(list, to, language, 2 * halfOf(core.values[0] ?? 0));
  if (half !== undefined) [core.values, to] = [core.values.map((value) => value + halfOf(value)), half];
  for (let count = 0; count < 3; count++) {
    const skip = list[to]?.text === '-' && list[to]?.gap === '' && list[to + 1]?.gap === '' ? to + 1 : to;
    const token = list[skip];
    if (!token) break;
    if (token.kind === 'han') {
      // 700多万: the word for more stands within the number.
      const start = core.isDigits && '多余餘来來'.includes(token.text) ? skip + 1 : skip;
      const han = core.isDigits ? readHanScale(list, start) : { scale: 1, to: skip };
      scale *= han.scale;
      to = han.to > start ? han.to : to;
      const rest =
        han.scale >= 1e4 && list[to]?.kind === 'digits' && list[to]?.gap === ''
          ? readDigits(list, to, language)
          : undefined;
      const smaller = rest ? readHanScale(list, rest.to) : undefined;
      if (rest && smaller && smaller.scale < han.scale) {
        add = (rest.values[0] ?? 0) * smaller.scale;
        to = smaller.to;
      }
      break;
    }
    if (token.kind !== 'word') break;
    const word = language.scales.get(token.key);
    const short = core.isDigits && skip === to ? language.shortScales.get(token.key) : undefined;
    const isSymbol = token.key === 'm' || token.key === 't' || token.key === 'h';
    if (word === undefined && short !== undefined && isSymbol && !isMoney) {
      isAmbiguousMetre = token.key === 'm' && token.text === 'm';
      if (token.key === 't' && token.text === 't') break;
    }
    const factor = word ?? short;
    if (factor === undefined) break;
    scale *= factor;
    to = skip + 1;
    const after = readAndHalf(list, to, language, factor);
    if (after !== undefined) [add, to] = [factor / 2, after];
    if (list[to]?.text === '.' && list[to]?.gap === '' && language.abbreviations.has(token.key)) to++;
  }
  const glued = list[to];
  if (
    to === core.to &&
    core.isDigits &&
    glued?.kind === 'word' &&
    glued.gap === '' &&
    glued.text.charCodeAt(0) < 0x250
  ) {
    const isKnown = unitAt(list, to, core, language) || language.ordinalMarks.has(glued.key);
    if (!isKnown) return undefined;
    if (language.ordinalMarks.has(glued.key)) to++;
  }
  return { to, scale, add, isAmbiguousMetre };
}

function unitAt(list: readonly Token[], at: number, core: Core, language: Language) {
  let start = at;
  // 20.000,- Euro and 20'000.-
  if (core.isDigits && /^[.,]$/.test(list[start]?.text ?? '') && list[start + 1]?.text === '-')
    if (list[start]?.gap === '' && list[start + 1]?.gap === '') start += 2;
  // In der 73. Minute.
  const isOrdinal = language.pointedOrdinals && list[start]?.text === '.' && list[start]?.gap === '';
  if (isOrdinal && core.isDigits) start++;
  if (list[start]?.text === '-' && list[start]?.gap === '' && list[start + 1]?.gap === '') start++;
  else if (ANY.links.has(list[start]?.key ?? '')) {
    start++;
    if (list[start]?.text === "'" || list[start]?.text === '’') start++;
  }
  const unit = unitAfter(list, start, language, core.isDigits && !isOrdinal);
  if (unit || list[start]?.kind !== 'word') return unit;
  // Neuf premiers mois, the next three full years.
  const isTime = ANY.spanAdjectives.has(list[start]?.key ?? '')
    ? unitAfter(list, start + 1, language)
    : undefined;
  return isTime && TIMES.has(isTime.unit) ? isTime : undefined;
}

/** In Arabic, the unit of a definite number stands before it: الساعات الـ24, الأشهر السبعة. */
function definiteUnit(list: readonly Token[], at: number, language: Language): Unit | undefined {
  const isDefinite = list[at]?.key.startsWith('ال') ?? false;
  const noun = list[isDefinite ? at - 1 : at - 2]?.key ?? '';
  if ((!isDefinite && list[at - 1]?.key !== 'ال') || !noun.startsWith('ال')) return undefined;
  return language.units.get(noun.slice(2))?.[0];
}

/** Whether a noun follows, so that the number counts something and has no unit. */
function isCountedAt(list: readonly Token[], at: number, scale: number, language: Language): boolean {
  const token = list[at];
  if (token?.kind !== 'word' || token.gap === '' || ANY.contrasts.has(token.key)) return false;
  if (language.functionWords.has(token.key) || language.to.has(token.key)) return false;
  // Cinco millones de euros, but: cinco millones irán …; in Arabic, a noun with an article is not what is counted.
  if (language.linksMillions && scale >= 1e6) return ANY.links.has(token.key);
  return !language.definiteStarts.test(token.key);
}

function roundingAround(
  list: readonly Token[],
  from: number,
  to: number,
  language: Language,
): Quantity['rounding'] {
  const has = (phrase: string): Quantity['rounding'] =>
    language.about.has(phrase)
      ? 'about'
      : language.over.has(phrase)
        ? 'over'
        : language.under.has(phrase)
          ? 'under'
          : undefined;
  const isNear = (at: number) => language.roundingWords.has(list[at]?.key ?? '');
  // An article may stand between: casi un 20 %.
  const isArticle =
    language.articles.has(list[from - 1]?.key ?? '') || ANY.definiteArticles.has(list[from - 1]?.key ?? '');
  const start = !isNear(from - 1) && isArticle ? from - 1 : from;
  if (!isNear(start - 1) && !isNear(to)) return undefined;
  const space = language.unspaced ? '' : ' ';
  for (let length = 3; length > 0; length--) {
    const before = list.slice(Math.max(0, start - length), start).map(({ key }) => key);
    const after = list.slice(to, to + length).map(({ key }) => key);
    const found = has(before.join(space)) ?? has(after.join(space));
    if (found && before.length > 0) return found;
  }
  return undefined;
}
