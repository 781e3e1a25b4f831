import { readWords } from '../numbers/number-words.ts';
import type { DatedText } from './dated-text.ts';

// Reads the day before a month where it is written in words. Each function takes its last word.

interface Day {
  day: number;
  /** The first word. */
  from: number;
}

const isDayOfMonth = (day: number): boolean => day >= 1 && day <= 31;

/** Reads an Arabic ordinal above ten: الخامس عشر, العشرين, الثامن والعشرين. */
export function arabicDay({ list, language, taken }: DatedText, at: number): Day | undefined {
  const [before, key] = [list[at - 1]?.key ?? '', list[at]?.key ?? ''];
  const unit = taken[at - 1] ? 0 : (language.ordinals.get(before) ?? 0);
  const isUnit = unit > 0 && unit < 10;
  if (isUnit && /^عشره?$/.test(key)) return { day: unit + 10, from: at - 1 };
  const tens = language.numbers.get(key.replace(/^و?ال/, '')) ?? 0;
  if (tens < 20 || !/^و?ال/.test(key)) return undefined;
  const day = isUnit && key.startsWith('وال') ? { day: unit + tens, from: at - 1 } : { day: tens, from: at };
  return isDayOfMonth(day.day) ? day : undefined;
}

/** Reads a Spanish or French cardinal: uno, treinta y uno, veintiocho, vingt et un, dix-sept. */
export function cardinalDay({ list, language, taken }: DatedText, at: number): Day | undefined {
  const { numbers, and } = language;
  const [tens, joint, last] = [at - 2, at - 1, at].map((place) =>
    taken[place] ? '' : (list[place]?.key ?? ''),
  );
  if (last === 'uno' || last === 'un') {
    const day = and.has(joint ?? '') ? (numbers.get(tens ?? '') ?? 0) + 1 : 0;
    if (day === 21 || day === 31) return { day, from: at - 2 };
    // Un is an article.
    return last === 'uno' ? { day: 1, from: at } : undefined;
  }
  for (const from of [at - 2, at]) {
    const read = taken[from] ? undefined : readWords(list, from, language);
    const [day = 0] = read?.values ?? [];
    if (read?.kind === 'cardinal' && read.to === at + 1 && isDayOfMonth(day)) return { day, from };
  }
  return undefined;
}
