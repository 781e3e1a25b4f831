// Finds what straight quotation marks and apostrophes become in a block of text. Pure.

/** A change of a text, whose places count in the text before all changes. */
export interface Change {
  kind: 'Quotation marks' | 'Apostrophes' | 'Dashes' | 'Ellipses' | 'No-break spaces';
  from: number;
  to: number;
  insert: string;
}

export interface QuotationStyle {
  /** Opening and closing marks, then those within others. French has spaces in them. */
  quotes: readonly string[];
  /** How words go on that begin with an apostrophe. */
  elisions?: readonly string[];
}

/** What the quotation marks of a text become. */
interface Quoting {
  changes: Change[];
  /** What stands in quotation marks, straight or not. */
  quoted: { from: number; to: number }[];
  /** Whether a straight double mark has no partner. Then the pairs that were found may be none. */
  isUnpaired: boolean;
}

/** Stands for what is no text of the author: a citation, a picture, code, an address. */
export const OTHER = '\ufffc';

interface Opened {
  at: number;
  /** What closes it. */
  closes: string;
  isStraight: boolean;
  isInner: boolean;
}

/** Marks that other languages' texts have, too. */
const FOREIGN = { '«': '»', '“': '”', '„': '“', '「': '」', '『': '』' };
/** The scripts that have apostrophes. */
const SPELLED = /[\p{Script=Latin}\p{Script=Cyrillic}]/u;
const HEBREW = /\p{Script=Hebrew}/u;
/** Words in these have a space before an opening mark. Others, such as Chinese, need none, and Hebrew and Arabic have prefixes. */
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Hangul}\p{Script=Devanagari}\d]/u;
const BEFORE_OPENING = /[([{（［【《〈:：/\p{Pd}\p{Pi}„‚「『'’"]/u;
const WORD_BEGINS = /[\p{L}\p{N}\p{Ps}\p{Pi}\p{Sc}"'#@¿¡\ufffc]/u;
const SPACE = /[ \u00a0\u202f]/;

const isSpace = (character: string) => /^\s?$/.test(character);

/** Whether a straight single mark belongs to a word: it's, BBC'nin, ’90s, ’tis, rock ’n’ roll. */
function isInWord(text: string, at: number, elisions: readonly string[]): boolean {
  const [before, after] = [text[at - 1] ?? '', text[at + 1] ?? ''];
  if (SPELLED.test(after) && (before === OTHER || SPELLED.test(before) || /\d/.test(before))) return true;
  if (elisions.length > 0 && text.slice(at - 2, at) === "'n") return true;
  const rest = text.slice(at + 1, at + 10).toLowerCase();
  return (
    isSpace(before) &&
    (/^\d\ds?(?![\p{L}\d'])/u.test(rest) ||
      elisions.some((word) => rest.startsWith(word) && !/^[\p{L}']/u.test(rest.slice(word.length))))
  );
}

/** Whether a straight double mark is in a Hebrew abbreviation: `צה"ל`, but not `ב"הארץ"`, which quotes behind a prefix. */
function isGershayim(text: string, at: number): boolean {
  if (!HEBREW.test(text[at - 1] ?? '') || !HEBREW.test(text[at + 1] ?? '')) return false;
  const [word = ''] = /[\p{L}\p{M}]*$/u.exec(text.slice(Math.max(0, at - 10), at)) ?? [];
  const isPrefix = /^[ושכלבמה]{1,3}$/.test(word);
  return !isPrefix || !/^[^"\n]{2,}"(?![\p{L}\d])/u.test(text.slice(at + 1));
}

export function quotationMarks(text: string, { quotes, elisions = [] }: QuotationStyle): Quoting {
  const [opens = '', closes = '', opensInner = '', closesInner = ''] = quotes;
  const pairs: Readonly<Record<string, string>> = {
    ...FOREIGN,
    [opens.trim()]: closes.trim(),
    [opensInner]: closesInner,
  };
  const hasSpaces = opens !== opens.trim();
  const changes: Change[] = [];
  const quoted: Quoting['quoted'] = [];
  const open: Opened[] = [];
  let isUnpaired = false;

  const apostrophe = (at: number, insert = HEBREW.test(text[at - 1] ?? '') ? '׳' : '’') =>
    changes.push({ kind: 'Apostrophes', from: at, to: at + 1, insert });

  /** A mark that opens nothing: the apostrophe of a word that is cut. */
  const leave = ({ at, closes: mark }: Opened) => {
    if (mark === '"') isUnpaired = true;
    else if (/[\p{Script=Latin}\p{Script=Cyrillic}\d]/u.test(text[at + 1] ?? '')) apostrophe(at);
  };

  const pair = (mark: Opened, at: number) => {
    quoted.push({ from: mark.at + 1, to: at });
    const [opening, closing] = mark.isInner ? [opensInner, closesInner] : [opens, closes];
    // The space of a mark takes the place of one that was typed.
    const isTyped = hasSpaces && !mark.isInner && at > mark.at + 2;
    const to = mark.at + (isTyped && SPACE.test(text[mark.at + 1] ?? '') ? 2 : 1);
    const from = at - (isTyped && SPACE.test(text[at - 1] ?? '') ? 1 : 0);
    changes.push({ kind: 'Quotation marks', from: mark.at, to, insert: opening });
    changes.push({ kind: 'Quotation marks', from, to: at + 1, insert: closing });
  };

  const readStraight = (mark: string, at: number) => {
    const [before, after] = [text[at - 1] ?? '', text[at + 1] ?? ''];
    const isBeforeWord = WORD_BEGINS.test(after);
    const isBetweenSpaces = hasSpaces && mark === '"' && before === ' ' && after === ' ';
    const canOpen = isSpace(before) ? !isSpace(after) : isBeforeWord && BEFORE_OPENING.test(before);
    const canClose = isBetweenSpaces || (!isSpace(before) && !canOpen);
    const partner = mark === '"' ? open.findLast((each) => each.closes === mark) : open.at(-1);
    if (canClose && partner?.closes === mark) {
      while (open.at(-1) !== partner) leave(open.pop() as Opened);
      open.pop();
      pair(partner, at);
    } else if (canOpen || isBetweenSpaces || (isBeforeWord && !isSpace(before) && !SPACED.test(before)))
      open.push({
        at,
        closes: mark,
        isStraight: true,
        isInner: mark === "'" || open.at(-1)?.isInner === false,
      });
    else if (mark === "'" && SPELLED.test(before)) apostrophe(at);
    // Behind a number, it means feet or inches.
    else if (mark === '"' && !/\d/.test(before)) isUnpaired = true;
  };

  for (const [at, mark] of text.split('').entries()) {
    const top = open.at(-1);
    const isHebrewMark = mark === "'" && top?.closes !== "'" && HEBREW.test(text[at - 1] ?? '');
    if (mark === "'" && (isHebrewMark || isInWord(text, at, elisions))) apostrophe(at);
    else if (mark === '"' && isGershayim(text, at)) apostrophe(at, '״');
    else if (mark === '"' || mark === "'") readStraight(mark, at);
    else if (top && !top.isStraight && (top.closes === mark || (top.closes === '“' && mark === '”'))) {
      if (mark === '’' && SPELLED.test(text[at + 1] ?? '')) continue;
      open.pop();
      quoted.push({ from: top.at + 1, to: at });
    } else if (pairs[mark])
      open.push({ at, closes: pairs[mark], isStraight: false, isInner: mark === opensInner });
  }
  for (const mark of open) {
    if (mark.isStraight) leave(mark);
    // A quotation of several paragraphs is closed at the end of the last.
    else quoted.push({ from: mark.at + 1, to: text.length });
  }
  return { changes, quoted, isUnpaired };
}
