/** Marks that people leave out when they search: accents of Latin, Greek and Cyrillic letters, Hebrew and Arabic vowel signs. */
const MARKS = /[\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670]/g;
const IS_ASCII = /^[\0-\x7F]*$/;

/** Returns a text for comparison: in lower case, without accents and vowel signs, and with one form of each character. */
export const foldText = (text: string): string =>
  IS_ASCII.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(MARKS, '').toLowerCase();
