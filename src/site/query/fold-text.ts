const HAS_ONLY_ASCII = /^[\0-\x7F]*$/;

/**
 * Marks that people leave out when they search: accents of Latin, Greek and Cyrillic letters, Hebrew points, Arabic vowel signs, hamzas
 * and tatweel, the dots of Devanagari; and invisible characters.
 */
const LEFT_OUT =
  /\u00AD|[\u0300-\u036F\u0591-\u05C7\u0610-\u061A\u0640\u064B-\u065F\u0670\u093C]|\u200C|\u200D/g;
/** Letters that people take for others, and that Unicode does not decompose. */
const SAME: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ۀ: 'ه',
  ە: 'ه',
  ک: 'ك',
  ڪ: 'ك',
};
const TO_REPLACE = new RegExp(`[${Object.keys(SAME).join('')}]`, 'g');
const DIGIT = /(?![0-9])\p{Nd}/gu;

/** Returns the ASCII digit of a decimal digit of any script. Unicode has each script's ten in a row, the zero first. */
function toAsciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  // The mathematical digits are fifty in a row, but NFKD has made them ASCII.
  return String((code - zero) % 10);
}

/**
 * Returns a text for comparison: without case, accents and vowel signs, with ASCII digits, and with one form of each letter. What Unicode
 * decomposes stays so.
 */
export function foldText(text: string): string {
  if (HAS_ONLY_ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(LEFT_OUT, '')
    .replace(TO_REPLACE, (letter) => SAME[letter] as string)
    .replace(DIGIT, toAsciiDigit);
}
