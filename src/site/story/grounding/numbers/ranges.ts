import type { Language } from '../languages/language.ts';
import { ANY } from '../languages/languages.ts';
import type { Token } from '../text/tokens.ts';
import type { Quantity, Reading } from './quantity.ts';
import type { Unit } from './units.ts';

// Completes the ends of ranges and the members of lists, and joins the two numbers of a score.

const DASHES = '-—~～';

/** Gives both ends of a range, and the members of a list, what is said of one of them: 5 to 7 million euros, $5–7. */
export function shareUnits(found: Quantity[], list: readonly Token[], language: Language): void {
  for (let index = found.length - 2; index >= 0; index--) {
    const [left, right] = [found[index], found[index + 1]];
    const joint = list[left?.to ?? 0];
    if (!left || !right || !joint) continue;
    // An article may stand before the second: entre el 3 y el 4 %.
    const isArticle = language.functionWords.has(list[right.from - 1]?.key ?? '');
    if (right.from !== left.to + 1 && !(isArticle && right.from === left.to + 2)) continue;
    const isRange = DASHES.includes(joint.text) || language.to.has(joint.key);
    const isList = ',、'.includes(joint.text) || language.and.has(joint.key) || ANY.contrasts.has(joint.key);
    if (!isRange && !isList) continue;
    const [first] = left.readings;
    const [second] = right.readings;
    // By a fifth to $5 billion: a fraction takes no unit.
    if (!first || !second || left.readings.some(({ unit }) => unit === 'percent')) continue;
    if (first.unit === '' && second.unit !== '' && second.unit !== 'count') {
      const bare = left.readings.filter(({ unit }) => unit === '');
      const shared = bare.map(
        (reading): Reading => ({ ...reading, value: reading.value * right.factor, unit: second.unit }),
      );
      left.readings = isRange ? shared : [...left.readings, ...shared];
    } else if (second.unit === '' && first.unit !== '')
      right.readings.push(...right.readings.map((reading): Reading => ({ ...reading, unit: first.unit })));
    if (left.scale === 1 && right.scale > 1)
      left.readings.push(
        ...left.readings.map((reading): Reading => ({ ...reading, value: reading.value * right.scale })),
      );
  }
}

const isScoreNumber = ({ readings, scale, exact, vague, rounding }: Quantity): boolean =>
  readings.every(
    ({ value, unit }) => Number.isInteger(value) && value < 1000 && (unit === '' || unit === 'count'),
  ) &&
  scale === 1 &&
  exact === undefined &&
  vague === undefined &&
  rounding === undefined;

/** Whether the token between two numbers makes a score of them: 3-2, 83:77, 3 / 2, 80 zu 67, 2 a 1, 4比2. */
function isScoreMark(list: readonly Token[], at: number, { scoreWords }: Language): boolean {
  const [mark, next] = [list[at], list[at + 1]];
  const isNumber = next?.kind === 'digits' || ANY.zeros.has(next?.key ?? '');
  if (!isNumber || list[at - 1]?.kind !== 'digits') return false;
  if (mark?.text === '比') return true;
  if (mark?.text === '/') return mark.gap === ' ' && next?.gap === ' ';
  if ('-—:'.includes(mark?.text ?? ' ')) return mark?.gap === next?.gap && list[at + 2]?.text !== mark?.text;
  return scoreWords.has(mark?.key ?? '');
}

/** Joins the two numbers of a score. They are compared together, whichever side is named first. */
export function joinScores(
  found: readonly Quantity[],
  list: readonly Token[],
  language: Language,
): Quantity[] {
  const joined: Quantity[] = [];
  for (const quantity of found) {
    const last = joined.at(-1);
    const isScore =
      last !== undefined &&
      last.pair === undefined &&
      last.readings.every(({ unit }) => unit === '') &&
      quantity.from === last.to + 1 &&
      isScoreMark(list, last.to, language) &&
      isScoreNumber(last) &&
      isScoreNumber(quantity);
    if (isScore)
      joined[joined.length - 1] = { ...last, to: quantity.to, readings: [], pair: [last, quantity] };
    else joined.push(quantity);
  }
  return joined;
}

const isSmaller = (left: Quantity, right: Quantity): boolean =>
  right.scale >= 1e3 &&
  right.scale < left.scale &&
  (right.readings[0]?.value ?? 0) / right.factor < left.scale;

/** Whether a number completes a scale in words before it: ألفا و401, مليارا و400 مليون. */
function isRest(left: Quantity, right: Quantity): boolean {
  const [whole = 0, rest = 0] = [left.readings[0]?.value, right.readings[0]?.value];
  const scale = [1e9, 1e6, 1e3].find((each) => whole >= each && whole % each === 0);
  return scale !== undefined && rest / right.factor < scale && left.rounding === undefined;
}

/** Joins the parts of one number: 3 billion 625 million, 3 mil 500 millones, 32 مليار و575 مليون. */
export function joinParts(
  found: readonly Quantity[],
  list: readonly Token[],
  { restAfterScale }: Language,
): Quantity[] {
  const joined: Quantity[] = [];
  for (const quantity of found) {
    const last = joined.at(-1);
    const isNext =
      last !== undefined &&
      (quantity.from === last.to ||
        (restAfterScale && quantity.from === last.to + 1 && list[last.to]?.key === 'و'));
    const isPart =
      isNext &&
      last.readings.length === 1 &&
      last.readings[0]?.unit === '' &&
      [last.exact, last.vague, quantity.exact, quantity.vague].every((each) => each === undefined) &&
      list[quantity.from]?.kind !== 'mark' &&
      (isSmaller(last, quantity) || (restAfterScale && isRest(last, quantity)));
    const whole = (last?.readings[0]?.value ?? 0) * quantity.factor;
    if (isPart)
      joined[joined.length - 1] = {
        ...quantity,
        from: last.from,
        readings: quantity.readings.map((reading): Reading => ({ ...reading, value: reading.value + whole })),
        rounding: last.rounding ?? quantity.rounding,
      };
    else joined.push(quantity);
  }
  return joined;
}

/** Units that are said together with a smaller one, and how many of it one of them is. */
const SMALLER: Readonly<Partial<Record<Unit, readonly [Unit, number]>>> = {
  minute: ['second', 60], hour: ['minute', 60], foot: ['inch', 12], EUR: ['cent', 100], dollar: ['cent', 100], USD: ['cent', 100],
}; // biome-ignore format: a table

/** Gives the first of two numbers the value of both where they are one amount: 4 minutes and 22 seconds, 120 Euro und 50 Cent. */
export function joinAmounts(found: readonly Quantity[], list: readonly Token[], language: Language): void {
  for (const [index, left] of found.entries()) {
    const right = found[index + 1];
    const [first, second] = [left.readings[0], right?.readings[0]];
    if (!right || !first || !second) continue;
    const isNext =
      right.from === left.to || (right.from === left.to + 1 && language.and.has(list[left.to]?.key ?? ''));
    const [unit, many = 1] = SMALLER[first.unit] ?? [];
    if (!isNext || second.unit !== unit || second.value >= many) continue;
    left.readings.push({ value: first.value + second.value / many, unit: first.unit });
    left.step = Math.min(left.step, 1 / many);
  }
}
