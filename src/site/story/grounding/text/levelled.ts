// Levels what spelling leaves open: widths, ligatures, accents, digits of other scripts, invisible characters.

/** A levelled text. Each of its code units knows which stretch of the original it was made from. */
export interface Levelled {
  text: string;
  original: string;
  /** Where the code unit began in the original, and where it ended; undefined if the text is unchanged. */
  starts: number[] | undefined;
  ends: number[] | undefined;
}

const ASCII = /^[\0-\x5f\x61-\x7f]*$/;
/** Default_Ignorable_Code_Point: joiners, direction marks, soft hyphens, variation selectors, tags; and annotation marks. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
const MARK = /\p{M}/u;
const MARKS = /\p{M}+/gu;
const DIGIT = /\p{Nd}/u;

const BY_CHARACTER = new Map<string, string>(
  [
    ...['ßss', 'ẞSS', 'æae', 'ÆAE', 'œoe', 'ŒOE', 'øo', 'ØO', 'łl', 'ŁL', 'đd', 'ĐD', 'ðd', 'ÐD', 'ıi'],
    ...[
      'þth',
      'ÞTH',
      'ſs',
      'ʼ’',
      '’’',
      '‘‘',
      '““',
      '””',
      '««',
      '»»',
      '–-',
      '——',
      '。。',
      '、、',
      '，,',
      '《《',
      '》》',
      '：:',
      '（(',
      '）)',
      '；;',
      '！!',
      '？?',
      '´’',
      '`’',
      '＇’',
      'ʻ‘',
      '″"',
      '„„',
      '…...',
      '№No',
      'أا',
      'إا',
      'آا',
      'ٱا',
    ],
    ...['ىي', 'ةه', 'ؤو', 'ئي', 'کك', 'یي', '٪%', 'ـ', '։:', '｡。', '､、'],
  ].map((pair) => [pair.slice(0, 1), pair.slice(1)]),
);
/** Characters that compatibility decomposition would turn into digits of the number before them. */
const KEPT = /[¼-¾⅐-⅞]/;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Returns the ASCII digit for a decimal digit of any script. Each script's digits have ten consecutive code points. */
function digitOf(code: number): string {
  let zero = code;
  while (code - zero < 9 && DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

function levelCharacter(character: string, code: number, before: string): string {
  if (code < 0x80 && code !== 0x60) return character;
  if (code >= 0x4e00 && code <= 0x9fff) return character;
  if (code >= 0x660 && code <= 0x669) return String(code - 0x660);
  if (code >= 0x6f0 && code <= 0x6f9) return String(code - 0x6f0);
  const known = BY_CHARACTER.get(character);
  if (known !== undefined) return known;
  if (code >= 0x621 && code <= 0x64a) return character;
  if (code === 0xa0 || code === 0x202f || (code >= 0x2007 && code <= 0x2009)) return '\u00a0';
  if (INVISIBLE.test(character)) return '';
  if (code >= 0x2010 && code <= 0x2013) return '-';
  if (code === 0x2212 || code === 0xfe58 || code === 0xfe63 || code === 0xff0d) return '-';
  if (code === 0x2015) return '—';
  if (KEPT.test(character)) return character;
  const power = SUPERSCRIPTS.indexOf(character);
  // A raised digit is part of a unit (km²) or a power of ten; elsewhere it is the number of a note.
  if (power >= 0) return before.endsWith('m') ? String(power) : before.endsWith('10') ? `^${power}` : '';
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  if (code >= 0x300 && code <= 0x36f) return '';
  if (code < 0x400 || (code >= 0x1e00 && code < 0x2000))
    return character.normalize('NFKD').replace(MARKS, '');
  if (code >= 0x590 && code <= 0x8ff && MARK.test(character)) return '';
  const compatible = character.normalize('NFKC');
  if (DIGIT.test(compatible) && compatible.length <= 2) {
    const point = compatible.codePointAt(0) ?? 0;
    return point < 0x80 ? compatible : digitOf(point);
  }
  if (compatible === character) return /\s/.test(character) ? ' ' : character;
  // One step more: a presentation form becomes a letter, which may have a levelled form of its own.
  let levelled = '';
  for (const part of compatible) levelled += levelCharacter(part, part.codePointAt(0) ?? 0, levelled);
  return levelled;
}

/** Levels a text. Never throws, whatever the text holds. */
export function level(original: string): Levelled {
  if (ASCII.test(original)) return { text: original, original, starts: undefined, ends: undefined };
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (let at = 0; at < original.length; ) {
    const code = original.codePointAt(at) ?? 0;
    const end = at + (code > 0xffff ? 2 : 1);
    const levelled =
      code < 0x80 && code !== 0x60
        ? original.charAt(at)
        : levelCharacter(original.slice(at, end), code, text);
    // A mark that was dropped belongs to the letter before it.
    if (levelled === '' && ends.length > 0 && MARK.test(original.slice(at, end))) ends[ends.length - 1] = end;
    for (let unit = 0; unit < levelled.length; unit++) {
      starts.push(at);
      ends.push(end);
    }
    text += levelled;
    at = end;
  }
  return { text, original, starts, ends };
}

/** Returns the original of a stretch of the levelled text. */
export function originalOf({ original, starts, ends }: Levelled, start: number, end: number): string {
  return original.slice(starts?.[start] ?? start, ends?.[end - 1] ?? end);
}

/** Returns the key under which a word of a table is looked up. */
export const keyOf = (word: string): string => level(word).text.toLowerCase();
