import { diffArrays } from 'diff';

// Merges two changes of one text: by lines, then by words within lines that both have changed. Pure; the browser uses it too.

/** A passage that both have changed, each in another way. */
export interface Clash {
  base: string;
  mine: string;
  theirs: string;
}

/** A passage that only one has changed, with what it becomes. */
interface Settled extends Clash {
  settled: string;
}

/** A merged text in order: what neither has changed, what is settled, and the passages that somebody has to choose in. */
export type Pieces = readonly (string | Settled | Clash)[];

const isClash = (piece: Pieces[number]): piece is Clash => typeof piece !== 'string' && !('settled' in piece);

export const clashesOf = (pieces: Pieces): Clash[] => pieces.filter(isClash);

/** Puts pieces together, with one side's passages where both clash. */
export const joinPieces = (pieces: Pieces, side: keyof Clash): string =>
  pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'settled' in piece ? piece.settled : piece[side];
    })
    .join('');

/** Returns what my side is a change of, once it has been merged: theirs, but for what both have changed. */
export const rebase = (pieces: Pieces): string =>
  pieces
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'settled' in piece ? piece.theirs : piece.base;
    })
    .join('');

/** The most edits that are looked for in lines and in words, because time grows with their square. What has more counts as rewritten. */
const MAX_LINE_EDITS = 1000;
const MAX_WORD_EDITS = 400;
/** The most characters of lines, in all three texts and all passages together, that are merged by words. */
const MAX_WORDS = 100_000;

/** What one side has made of some tokens of the base. */
interface Edit {
  from: number;
  to: number;
  tokens: readonly string[];
}

/** Lists what a side has changed, in order. */
function editsOf(base: readonly string[], side: readonly string[], maxEditLength: number): Edit[] {
  const most = Math.min(base.length, side.length);
  let [start, end] = [0, 0];
  while (start < most && base[start] === side[start]) start++;
  while (end < most - start && base.at(-1 - end) === side.at(-1 - end)) end++;
  const [before, after] = [base.slice(start, base.length - end), side.slice(start, side.length - end)];
  const parts = diffArrays(before, after, { maxEditLength });
  if (!parts) return [{ from: start, to: base.length - end, tokens: after }];
  const edits: Edit[] = [];
  let [at, isOpen] = [start, false];
  for (const { value, added, removed, count } of parts) {
    if (added || removed) {
      const open = isOpen ? edits.pop() : undefined;
      const { from = at, to = at, tokens = [] } = open ?? {};
      edits.push({ from, to: to + (removed ? count : 0), tokens: added ? [...tokens, ...value] : tokens });
    }
    isOpen = added || removed;
    if (!added) at += count;
  }
  return edits;
}

const isBlank = (tokens: readonly string[]): boolean => tokens.every((token) => token.trim() === '');

/** Whether an edit replaces one token by one. */
const isInPlace = ({ from, to, tokens }: Edit): boolean => to - from === 1 && tokens.length === 1;

const spokenIn = (line: string): string[] => wordsOf(line).filter((word) => /[\p{L}\p{N}]/u.test(word));

/** Whether an edit replaces one token by another that begins and ends with the same words, more than half of the shorter one's. */
function isSameLine(base: readonly string[], edit: Edit): boolean {
  if (!isInPlace(edit)) return false;
  const [before, after] = [spokenIn(base[edit.from] ?? ''), spokenIn(edit.tokens[0] ?? '')];
  const most = Math.min(before.length, after.length);
  let [start, end] = [0, 0];
  while (start < most && before[start] === after[start]) start++;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return start + end > most / 2;
}

/**
 * Joins edits of a side with nothing but spaces or empty lines between. There, it is a guess which new paragraph has come from which old
 * one, and after a wrong guess a paragraph would come twice. It is no guess between two lines that are both the same line still.
 */
function joinEdits(base: readonly string[], edits: readonly Edit[]): Edit[] {
  const joined: Edit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    const between = base.slice(last?.to, edit.from);
    if (!last || !isBlank(between) || (isSameLine(base, last) && isSameLine(base, edit)))
      joined.push({ ...edit });
    else Object.assign(last, { to: edit.to, tokens: [...last.tokens, ...between, ...edit.tokens] });
  }
  return joined;
}

/** Returns what a side has made of a part of the base. */
function applied(base: readonly string[], edits: readonly Edit[], from: number, to: number): string {
  let [text, at] = ['', from];
  for (const edit of edits) {
    text += base.slice(at, edit.from).join('') + edit.tokens.join('');
    at = edit.to;
  }
  return text + base.slice(at, to).join('');
}

/**
 * Merges by tokens. Changes that touch are one, so that a token lies between any two that both stand. Unless both are in place, it has to
 * be more than a space or an empty line: these fit in many places, so that the same change of both might stand twice.
 */
function mergeTokens(
  base: readonly string[],
  own: readonly string[],
  other: readonly string[],
  maxEdits: number,
): Pieces {
  const left = [own, other].map((side) => joinEdits(base, editsOf(base, side, maxEdits)));
  const pieces: Pieces[number][] = [];
  let at = 0;
  for (;;) {
    const from = Math.min(...left.map(([edit]) => edit?.from ?? base.length + 1));
    pieces.push(base.slice(at, from).join(''));
    if (from > base.length) return pieces;
    let to = from;
    const taken: [Edit[], Edit[]] = [[], []];
    const touches = (edit: Edit) =>
      edit.from <= to ||
      (!(isInPlace(edit) && taken.flat().every(isInPlace)) && isBlank(base.slice(to, edit.from)));
    for (let isLonger = true; isLonger; ) {
      isLonger = false;
      for (const [side, edits] of left.entries())
        while (edits[0] && touches(edits[0])) {
          const edit = edits.shift() as Edit;
          taken[side]?.push(edit);
          to = Math.max(to, edit.to);
          isLonger = true;
        }
    }
    at = to;
    const [mine, theirs] = taken.map((edits) => applied(base, edits, from, to)) as [string, string];
    const clash = { base: base.slice(from, to).join(''), mine, theirs };
    if (mine === theirs) pieces.push(mine);
    else if (taken[0].length > 0 && taken[1].length > 0) pieces.push(clash);
    else pieces.push({ ...clash, settled: taken[0].length > 0 ? mine : theirs });
  }
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** A link, with the parentheses that make it a citation. */
const LINK = /(\(?\[[^\][\n]*\]\([^\s()]*(?:\([^\s()]*\)[^\s()]*)*\)\)?)/;

/** Splits a text into words and what is between them. A citation is one word. */
const wordsOf = (text: string): string[] =>
  text
    .split(LINK)
    .flatMap((part, index) =>
      index % 2 === 1 ? [part] : Array.from(segmenter.segment(part), ({ segment }) => segment),
    );

/** Merges two changes of a text, whose line breaks are line feeds. A passage that clashes is of whole lines. */
export function mergeText(base: string, mine: string, theirs: string): Pieces {
  if (mine === theirs || base === theirs) return [mine];
  if (base === mine) return [theirs];
  let room = MAX_WORDS;
  const byLines = mergeTokens(linesOf(base), linesOf(mine), linesOf(theirs), MAX_LINE_EDITS);
  return byLines.flatMap((piece): Pieces => {
    if (piece === '') return [];
    if (!isClash(piece)) return [piece];
    const sides = [piece.base, piece.mine, piece.theirs] as const;
    room -= sides.join('').length;
    // What somebody has deleted or only added has no words in common with what the other made of it.
    if (room < 0 || sides.includes('')) return [piece];
    const [words, own, other] = sides.map(wordsOf) as [string[], string[], string[]];
    const byWords = mergeTokens(words, own, other, MAX_WORD_EDITS);
    return clashesOf(byWords).length > 0 ? [piece] : byWords;
  });
}

/** Text that takes the place of another in a text. */
export interface TextEdit {
  from: number;
  to: number;
  insert: string;
}

function replacements(
  before: readonly string[],
  after: readonly string[],
  maxEdits: number,
  start: number,
): TextEdit[] {
  let [at, place] = [0, start];
  return editsOf(before, after, maxEdits).map((edit) => {
    const from = place + before.slice(at, edit.from).join('').length;
    const to = from + before.slice(edit.from, edit.to).join('').length;
    [at, place] = [edit.to, to];
    return { from, to, insert: edit.tokens.join('') };
  });
}

/** Lists what has to be replaced in a text to make another of it, in order: as few lines, and as few of their words, as can be. */
export function changesBetween(before: string, after: string): TextEdit[] {
  let room = MAX_WORDS;
  return replacements(linesOf(before), linesOf(after), MAX_LINE_EDITS, 0).flatMap((edit) => {
    const [removed, { insert }] = [before.slice(edit.from, edit.to), edit];
    room -= removed.length + insert.length;
    return room < 0 ? [edit] : replacements(wordsOf(removed), wordsOf(insert), MAX_WORD_EDITS, edit.from);
  });
}
