import type { Language } from '../languages/language.ts';
import type { Unit } from './units.ts';

// Reads German compounds with numbers: zweihundertfünfunddreißig, zwölfjährig.

/** Whether a number may be part of the word: a quick test that most words fail. */
export const mayHaveNumber = (key: string): boolean =>
  /mal$|hundert|tausend|zig|ssig|(?:jahr|monat|woch|tag|stund|minut|prozent)ig/.test(key);

/** Reads a German number that is written as one word: zweihundertfünfunddreißig. */
export function germanCompound(word: string, words: ReadonlyMap<string, number>): number | undefined {
  if (word.length > 60 || !/(?:hundert|tausend|zig|ssig)/.test(word)) return undefined;
  const split = (separator: string): [string, string] | undefined => {
    const at = word.indexOf(separator);
    return at < 0 ? undefined : [word.slice(0, at), word.slice(at + separator.length)];
  };
  for (const [separator, factor] of [
    ['tausend', 1000],
    ['hundert', 100],
  ] as const) {
    const parts = split(separator);
    if (!parts) continue;
    const [left, right] = parts.map((part) => part.replace(/^und/, ''));
    const many = left ? germanValue(left, words) : 1;
    const rest = right ? germanValue(right, words) : 0;
    return many === undefined || rest === undefined ? undefined : many * factor + rest;
  }
  const parts = split('und');
  const [units, tens] = parts ? [germanValue(parts[0], words), words.get(parts[1])] : [];
  return units !== undefined && tens !== undefined && units < 10 ? units + tens : undefined;
}
const germanValue = (word: string, words: ReadonlyMap<string, number>): number | undefined =>
  word === 'ein' ? 1 : (words.get(word) ?? germanCompound(word, words));

const SPANS: Readonly<Record<string, Unit>> = {
  jahr: 'year', monat: 'month', woch: 'week', tag: 'day', stund: 'hour', minut: 'minute', prozent: 'percent',
}; // biome-ignore format: a table
const GERMAN_SPAN = /^(.{3,40})(jahr|monat|woch|tag|stund|minut|prozent)ig(?:e[nrsm]?)?$/;
/** Reads zwölfjährig, dreiwöchige and achtmal. */
export function germanSpan(key: string, { numbers }: Language): { value: number; unit: Unit } | undefined {
  const times = /^(.{3,20})mal$/.exec(key)?.[1];
  const many = times === undefined ? undefined : germanValue(times, numbers);
  if (many !== undefined) return { value: many, unit: '' };
  const [, number = '', span = ''] = GERMAN_SPAN.exec(key) ?? [];
  const [value, unit] = [number ? germanValue(number, numbers) : undefined, SPANS[span]];
  return value === undefined || unit === undefined ? undefined : { value, unit };
}
