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
  /** Its label, as plain text on one line. */
  label: string;
}

/**
 * The types of the tokens around each citation. They enclose its link and the parenthesis or comma beside it: `(label,` and
 * `label)` if two share their parentheses.
 */
export const CITATION_OPEN = 'citation_open';
export const CITATION_CLOSE = 'citation_close';

/** Returns the citation that a link is, if it is one. `number` and `use` are 0 until `numberCitations` has run. */
export const citationOf = (link: Token): CitationUse | undefined =>
  (link.meta as { citation?: CitationUse } | null)?.citation;

const isText = (token: Token | undefined): token is Token => token?.type === 'text';

const hrefOf = (link: Token) => String(link.attrGet('href') ?? '');

const isCitable = (token: Token | undefined): token is Token =>
  token?.type === 'link_open' &&
  token.markup !== 'autolink' &&
  /^https?:/i.test(hrefOf(token)) &&
  URL.canParse(hrefOf(token));

/** Returns what readers see of a label. markdown-it's own function leaves out escaped characters, which are not joined yet. */
const shownText = (label: readonly Token[]): string =>
  label
    .map(({ type, content, children }) => {
      if (children) return shownText(children);
      return type.endsWith('break') ? ' ' : content;
    })
    .join('');

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

/** Divides the tokens between two links after the comma or semicolon that separates them. */
function divide(separator: Token[], textToken: (content: string) => Token): [Token[], Token[]] {
  const at = separator.findIndex((token) => isText(token) && /[,;]/.test(token.content));
  const { content } = separator[at] as Token;
  const end = content.search(/[,;]/) + 1;
  return [
    [...separator.slice(0, at), textToken(content.slice(0, end))],
    [textToken(content.slice(end)), ...separator.slice(at + 1)],
  ];
}

/**
 * Finds the citations among a block's tokens, puts a token before and after each, and sets `citation` in the `meta` of its link.
 * Must run before markdown-it joins escaped characters with the text around them, so that `\(` opens no citation.
 */
function markInline({ Token: TokenClass }: StateCore, children: Token[]): Token[] {
  const textToken = (content: string) => Object.assign(new TokenClass('text', '', 0), { content });
  const marked: Token[] = [];
  for (let at = 0; at < children.length; at++) {
    const child = children[at] as Token;
    marked.push(child);
    const links = isText(child) && child.content.endsWith('(') ? citationGroup(children, at + 1) : undefined;
    if (!links) continue;
    child.content = child.content.slice(0, -1);
    let before = [textToken('(')];
    for (const [index, { open, close }] of links.entries()) {
      const link = children[open] as Token;
      const citation: CitationUse = {
        url: canonicalUrl(hrefOf(link)),
        number: 0,
        use: 0,
        label: shownText(children.slice(open + 1, close))
          .replace(/\s+/g, ' ')
          .trim(),
      };
      link.meta = { citation };
      const next = links[index + 1];
      const [inside, outside] = next
        ? divide(children.slice(close + 1, next.open), textToken)
        : [[textToken(')')], []];
      marked.push(
        new TokenClass(CITATION_OPEN, '', 0),
        ...before,
        ...children.slice(open, close + 1),
        ...inside,
        new TokenClass(CITATION_CLOSE, '', 0),
        ...outside,
      );
      before = [];
      at = close;
    }
    // Keep the text after the parenthesis, because it may open the next citation.
    const after = children[at + 1] as Token;
    after.content = after.content.slice(1);
  }
  return marked;
}

/** Marks the citations in every block of text: paragraphs, lists, quotes, headings and tables. */
export function markCitations(state: StateCore): void {
  for (const token of state.tokens) {
    if (token.children) token.children = markInline(state, token.children);
  }
}

/** Numbers the sources in order of first citation, tells each citation its number, and returns all citations in order. */
export function numberCitations(tokens: readonly Token[]): CitationUse[] {
  const sources = new Map<string, { number: number; count: number }>();
  return tokens
    .flatMap((token) => token.children ?? [])
    .flatMap((token) => citationOf(token) ?? [])
    .map((citation) => {
      const source = sources.get(citation.url) ?? { number: sources.size + 1, count: 0 };
      sources.set(citation.url, source);
      source.count++;
      return Object.assign(citation, { number: source.number, use: source.count });
    });
}
