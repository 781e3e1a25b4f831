import { isApostrophe, type Token } from './tokens.ts';

// Finds what stands in quotation marks, and compares it word for word.

const CLOSERS: Readonly<Record<string, string>> = {
  '"': '"', '“': '”“', '„': '“”"', '«': '»', '»': '«', '‹': '›', '›': '‹', '‘': '’', '‚': '‘’', "'": "'",
  '「': '」', '『': '』', '”': '”', '〝': '〞〟',
}; // biome-ignore format: a table

export interface Quoted {
  /** The first token within the marks, and the one after the last. */
  from: number;
  to: number;
}

/** The most words between single marks; what is farther apart are apostrophes. */
const LONGEST_SINGLE = 40;

/** Whether the mark can open a quotation here: nothing is glued to its left, and something to its right. */
function canOpen(list: readonly Token[], at: number): boolean {
  const [before, mark, next] = [list[at - 1], list[at], list[at + 1]];
  if (!mark || !next || isApostrophe(list, at)) return false;
  const isStraight = mark.text === "'" || mark.text === '"' || mark.text === '‘';
  if (mark.text === "'" || mark.text === '‘') {
    if (next.gap !== '' || (next.kind === 'digits' && mark.text === "'")) return false;
    return before === undefined || mark.gap !== '' || (before.kind === 'mark' && before.text !== "'");
  }
  return !isStraight || before === undefined || mark.gap !== '' || before.kind !== 'digits';
}

/** Finds quotations in one pass. A mark that is never closed quotes nothing. */
export function findQuotations(list: readonly Token[]): Quoted[] {
  const found: Quoted[] = [];
  let opened = -1;
  for (let at = 0; at < list.length; at++) {
    const token = list[at];
    if (token?.kind !== 'mark') continue;
    const opener = list[opened]?.text ?? '';
    const isSingle = opener === "'" || opener === '‘' || opener === '‚';
    if (isSingle && at - opened > LONGEST_SINGLE) opened = -1;
    if (opened >= 0 && CLOSERS[opener]?.includes(token.text) && !isApostrophe(list, at)) {
      if (at > opened + 1) found.push({ from: opened + 1, to: at });
      opened = -1;
    } else if ((opened < 0 || isSingle) && Object.hasOwn(CLOSERS, token.text) && canOpen(list, at))
      opened = at;
  }
  return found;
}

const isContent = (token: Token) => token.kind !== 'mark';

/** Returns the words of the tokens for comparison: without marks, in lower case. */
export const wordSequence = (list: readonly Token[]): string[] =>
  list.filter(isContent).map(({ key }) => key);

/** Splits a quotation where it says that it leaves something out or adds something: `…`, `[the]`. */
export function quotedParts(list: readonly Token[], { from, to }: Quoted): string[][] {
  const parts: Token[][] = [[]];
  let inBrackets = false;
  for (let at = from; at < to; at++) {
    const token = list[at];
    if (!token) break;
    const isEllipsis = token.text === '.' && list[at + 1]?.text === '.' && list[at + 2]?.text === '.';
    if (token.text === '[') inBrackets = true;
    if (inBrackets || isEllipsis) {
      if (parts.at(-1)?.length) parts.push([]);
      if (token.text === ']') inBrackets = false;
    } else parts.at(-1)?.push(token);
  }
  return parts.map(wordSequence).filter((part) => part.length > 0);
}
