import type { Language } from '../pairs.ts';
import { type Edit, replaceMatch } from './edit.ts';

/** A number in digits, with separators inside it. A space is a separator only before three digits. Digits after a letter, as in COVID-19, are part of a name. */
const DIGITS = /(?<!\p{Script=Latin}-?|\d)\d(?:[\d.,]|[ \u00a0\u202f](?=\d{3}(?!\d)))*(?<=\d)/gu;

/** Numbers from two to ten. None of them is also another word. */
const WORDS: Record<Language, string[]> = {
  en: ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
  de: ['zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn'],
  es: ['dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez'],
  fr: ['deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix'],
  zh: [],
  ar: ['ثلاث', 'أربع', 'خمس', 'ست', 'سبع', 'ثماني', 'تسع', 'عشر'],
};

/** A number without separators, and without zeros after the decimal separator. */
const bare = (number: string) => number.replace(/[.,]0{1,2}$/, '').replace(/\D/g, '');

/** A number that could be a year is not only another number. */
const looksLikeYear = (number: string) => /^(?:1[89]|20)\d\d$/.test(number);

/** The numbers of a text in digits. */
const digitsIn = (text: string) => new Set(Array.from(text.matchAll(DIGITS), ([number]) => bare(number)));

const replaceDigit = (number: string, at: number, digit: number) =>
  number.slice(0, at) + digit + number.slice(at + 1);

/** Returns this number with another last digit, and with another first digit. */
function otherNumbers(number: string): string[] {
  const last = replaceDigit(number, number.length - 1, (Number(number.at(-1)) + 1) % 10);
  const first = replaceDigit(number, 0, (Number(number[0]) % 9) + 1);
  return number.length === 1 ? [last] : [last, first];
}

/** Plants other numbers, which the quotes do not have, outside of dates. */
export function editNumbers(
  claim: string,
  language: Language,
  quotes: string,
  isInDate: (start: number, end: number) => boolean,
): Edit[] {
  const there = digitsIn(quotes);
  const inDigits = [...claim.matchAll(DIGITS)]
    .filter((match) => !isInDate(match.index, match.index + match[0].length))
    .flatMap((match) =>
      otherNumbers(match[0])
        .filter((other) => Number(bare(other)) > 0 && !there.has(bare(other)) && !looksLikeYear(other))
        .map((other) => replaceMatch('number', match, other)),
    );
  const words = WORDS[language];
  const inWords = words.flatMap((word, index) => {
    const others = [...words.slice(index + 1), ...words.slice(0, index)];
    const isThere = (other: string) => new RegExp(`(?<!\\p{L})${other}(?!\\p{L})`, 'iu').test(quotes);
    const other = others.find((each) => !isThere(each) && !there.has(String(words.indexOf(each) + 2)));
    const found = claim.matchAll(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'gu'));
    return other === undefined ? [] : Array.from(found, (match) => replaceMatch('number', match, other));
  });
  return [...inDigits, ...inWords];
}
