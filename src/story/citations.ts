import type { StateCore, Token } from 'markdown-it';
import { canonicalUrl } from './fields.ts';

// Finds the inline citations of the analysis, `([label](url))`, in markdown-it's tokens.

/** One citation in the analysis. */
export interface CitationUse {
  /** The cited URL, as the URL standard serialises it. */
  url: string;
  /** The source's position in the story's list of sources, from 1. */
  number: number;
  /** Which citation of this source it is, from 1. */
  use: number;
}

/** The type of the token that marks where the page shows a citation's number. Its `meta` is a `CitationUse`. */
export const CITATION_MARK = 'citation_mark';

const isText = (token: Token | undefined): token is Token => token?.type === 'text';

const hrefOf = (link: Token) => String(link.attrGet('href') ?? '');

const isCitable = (token: Token | undefined): token is Token =>
  token?.type === 'link_open' &&
  token.markup !== 'autolink' &&
  /^https?:/i.test(hrefOf(token)) &&
  URL.canParse(hrefOf(token));

/** Returns the links in the parentheses that open before `children[start]`, if only commas or semicolons separate them. */
function citationGroup(children: Token[], start: number): { open: number; close: number }[] | undefined {
  const links: { open: number; close: number }[] = [];
  let at = start;
  while (isCitable(children[at])) {
    const open = at;
    while (children[at]?.type !== 'link_close') at++;
    links.push({ open, close: at++ });
    if (isText(children[at]) && children[at]?.content.startsWith(')')) return links;
    let separator = '';
    for (; isText(children[at]) || /^(soft|hard)break$/.test(children[at]?.type ?? ''); at++)
      separator += children[at]?.content || '\n';
    if (!/^\s*[,;]\s*$/.test(separator)) return undefined;
  }
  return undefined;
}

type TokenClass = StateCore['Token'];

function mark(TokenClass: TokenClass, link: Token): Token {
  const token = new TokenClass(CITATION_MARK, '', 0);
  token.meta = { url: canonicalUrl(hrefOf(link)) };
  return token;
}

/**
 * Finds the citations among a block's tokens and inserts a mark after each: after the closing parenthesis of a single link, else
 * after each link. Sets `isCitation` in the links' `meta`. Must run before markdown-it joins escaped characters with the text
 * around them, so that `\(` opens no citation.
 */
function markInline(TokenClass: TokenClass, children: Token[]): Token[] {
  const marked: Token[] = [];
  for (let at = 0; at < children.length; at++) {
    const child = children[at] as Token;
    marked.push(child);
    if (!isText(child) || !child.content.endsWith('(')) continue;
    const links = citationGroup(children, at + 1);
    const last = links?.at(-1);
    if (!links || !last) continue;
    for (const { open } of links) (children[open] as Token).meta = { isCitation: true };
    for (let inside = at + 1; inside <= last.close; inside++) {
      marked.push(children[inside] as Token);
      const link = links.find(({ close }) => close === inside);
      if (link && links.length > 1) marked.push(mark(TokenClass, children[link.open] as Token));
    }
    at = last.close;
    if (links.length === 1) {
      // Keep the text after the parenthesis, because it may open the next citation.
      const after = children[last.close + 1] as Token;
      const parenthesis = new TokenClass('text', '', 0);
      parenthesis.content = ')';
      after.content = after.content.slice(1);
      marked.push(parenthesis, mark(TokenClass, children[last.open] as Token));
    }
  }
  return marked;
}

/** Marks the citations in every block of text: paragraphs, lists, quotes, headings and tables. */
export function markCitations(state: StateCore): void {
  for (const token of state.tokens) {
    if (token.children) token.children = markInline(state.Token, token.children);
  }
}

/** Numbers the sources in order of first citation, writes the numbers into the marks, and returns all citations in order. */
export function numberCitations(tokens: Token[]): CitationUse[] {
  const uses = new Map<string, { number: number; count: number }>();
  return tokens
    .flatMap((token) => token.children ?? [])
    .filter((token) => token.type === CITATION_MARK)
    .map((token) => {
      const { url } = token.meta as { url: string };
      const source = uses.get(url) ?? { number: uses.size + 1, count: 0 };
      uses.set(url, source);
      source.count++;
      const use: CitationUse = { url, number: source.number, use: source.count };
      token.meta = { ...use };
      return use;
    });
}
