import type { Language } from '../pairs.ts';
import { type Edit, replaceMatch } from './edit.ts';

/** Each scale, and the scales that an author might write instead. */
const OTHERS: Record<Language, [RegExp, string[]][]> = {
  en: [
    [/thousand/gu, ['million']],
    [/million/gu, ['billion', 'thousand']],
    [/billion/gu, ['million', 'trillion']],
    [/trillion/gu, ['billion', 'million']],
  ],
  de: [
    [/Millionen/gu, ['Milliarden']],
    [/Milliarden/gu, ['Millionen', 'Billionen']],
    [/Billionen/gu, ['Milliarden', 'Millionen']],
  ],
  es: [
    // In some countries, “3.081 mil millones” are the “3.081 millones” of others.
    [/(?<!mil |\d[.,]\d{3} )millones/gu, ['mil millones']],
    [/(?<!mil )millones/gu, ['billones']],
    [/millón/gu, ['billón']],
  ],
  fr: [
    [/millions/gu, ['milliards']],
    [/milliards/gu, ['millions', 'billions']],
    [/milliard(?!s)/gu, ['million', 'billion']],
  ],
  zh: [
    [/万亿/gu, ['亿', '万']],
    [/(?<!万)亿/gu, ['万', '万亿']],
    [/万(?!亿)/gu, ['亿', '千']],
  ],
  ar: [
    [/مليون/gu, ['مليار', 'ألف']],
    [/مليار(?!ات)/gu, ['مليون', 'تريليون']],
    [/تريليون/gu, ['مليار', 'مليون']],
    [/مليارات/gu, ['ملايين']],
    [/ملايين/gu, ['مليارات']],
    [/ألف/gu, ['مليون']],
  ],
};

/** Plants other scales: a million becomes a billion. */
export const editScales = (claim: string, language: Language): Edit[] =>
  OTHERS[language].flatMap(([scale, others]) =>
    [...claim.matchAll(scale)].flatMap((match) => others.map((other) => replaceMatch('scale', match, other))),
  );
