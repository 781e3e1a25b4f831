import type { StateCore, Token } from 'markdown-it';
import { escapeHtml } from '../../lib/html.ts';
import { CITATION_CLOSE, CITATION_OPEN } from './citations.ts';

// Tables of a text. A paragraph before or after a table that begins with ": " is its caption, as in Pandoc.

const CAPTION = /^:[ \t]+(?=\S)/;

/** Whether the paragraph whose text is at `index` is a caption. A list without space between its items hides its paragraphs. */
const isCaption = (tokens: readonly Token[], index: number): boolean =>
  tokens[index - 1]?.type === 'paragraph_open' &&
  tokens[index - 1]?.hidden === false &&
  CAPTION.test(tokens[index]?.content ?? '') &&
  tokens[index]?.children?.[0]?.type === 'text';

/** Makes a caption of the three tokens of a paragraph. */
function captionOf(paragraph: Token[]): Token[] {
  const [open, text, close] = paragraph as [Token, Token, Token];
  const first = text.children?.[0] as Token;
  first.content = first.content.replace(/^:[ \t]+/, '');
  Object.assign(open, { type: 'caption_open', tag: 'caption' });
  Object.assign(close, { type: 'caption_close', tag: 'caption' });
  return paragraph;
}

/** Moves the caption of each table into it. */
export function captionTables(state: StateCore): void {
  const { tokens } = state;
  const placed: Token[] = [];
  /** Where the table ends whose caption is after it. */
  let moved = Number.NaN;
  for (const [at, token] of tokens.entries()) {
    if (at > moved && at <= moved + 3) continue;
    if (token.type !== 'table_open') {
      placed.push(token);
      continue;
    }
    let end = at;
    while (tokens[end]?.type !== 'table_close') end++;
    const isBefore = placed.at(-1)?.type === 'paragraph_close' && isCaption(placed, placed.length - 2);
    const isAfter = !isBefore && isCaption(tokens, end + 2);
    const caption = isBefore ? placed.splice(-3) : isAfter ? tokens.slice(end + 1, end + 4) : [];
    if (isAfter) moved = end;
    placed.push(token, ...(caption.length > 0 ? captionOf(caption) : []));
  }
  state.tokens = placed;
}

/** The alignment that an author gave a cell. markdown-it keeps it as a style, which neither the page's policy nor feed readers allow. */
const alignmentOf = (cell: Token): string | undefined =>
  /^text-align:(left|center|right)$/.exec(String(cell.attrGet('style') ?? ''))?.[1];

/** Renders the beginning of a cell, for the page or for feeds, whose readers know no classes. */
export function cellHtml(cell: Token, isPage: boolean): string {
  const alignment = alignmentOf(cell);
  return `<${cell.tag}${alignment ? ` ${isPage ? 'class' : 'align'}="${alignment}"` : ''}>`;
}

/** A letter of a script whose letters are square. */
const SQUARE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu;

/** The longest text in a first column that is kept on one line, in letters; a square one counts as two. */
const SHORT = 18;

const isShort = (text: string) => text.replace(SQUARE, '$&$&').length <= SHORT;

/** Returns the tokens of a text without its citations, of which a page shows only the numbers. */
function withoutCitations(children: readonly Token[]): Token[] {
  let isCitation = false;
  return children.filter(({ type }) => {
    if (type === CITATION_OPEN) isCitation = true;
    if (type !== CITATION_CLOSE) return !isCitation;
    isCitation = false;
    return false;
  });
}

/**
 * Renders the beginning of a table on a page: in a box that scrolls if the table is wider. Who has no mouse can focus it, so it has a name:
 * the caption, or else the names of the columns. `textOf` returns tokens without their markup.
 */
export function tableBoxHtml(
  tokens: readonly Token[],
  index: number,
  textOf: (children: Token[]) => string,
): string {
  let caption = '';
  const columns: string[] = [];
  let isKeyed = true;
  for (let at = index; tokens[at]?.type !== 'table_close'; at++) {
    const { type } = tokens[at] as Token;
    const next = () => textOf(withoutCitations(tokens[at + 1]?.children ?? [])).trim();
    if (type === 'caption_open') caption = next();
    if (type === 'th_open') columns.push(next());
    if (tokens[at - 1]?.type === 'tr_open') isKeyed &&= isShort(next());
  }
  const name = caption || columns.filter(Boolean).join(', ');
  const named = name && ` role="group" aria-label="${escapeHtml(name)}"`;
  return `<div class="table${isKeyed ? ' keyed' : ''}" tabindex="0"${named}><table>\n`;
}
