import type { Token } from 'markdown-it';
import { canonicalUrl } from '../../../../../site/story/fields.ts';
import { isLinkable, parseWithAllLinks } from '../../../../../site/story/markdown.ts';

/** A citation of the analysis, and whether readers can follow it to a source that the record knows. */
export interface CheckedCitation {
  url: string;
  label: string;
  /** How often the analysis cites this address. */
  uses: number;
  state: 'right' | 'unlisted' | 'invalid';
  words: string;
}

/** The most citations that are listed. */
const MAX_LISTED = 300;

/** A link in parentheses of its own, whatever its address. */
interface Cited {
  url: string;
  label: string;
}

function citedIn(children: readonly Token[]): Cited[] {
  const cited: Cited[] = [];
  let open = 0;
  // Links do not nest, so each ends with the next end. A search for it from the beginning takes minutes for 20,000 links.
  for (const [close, { type }] of children.entries()) {
    if (type === 'link_open') open = close;
    if (type !== 'link_close') continue;
    const token = children[open] as Token;
    const isMarked = (token.meta as { isCitation?: boolean } | null)?.isCitation === true;
    const isInParentheses =
      /\($/.test(children[open - 1]?.content ?? '') && /^\)/.test(children[close + 1]?.content ?? '');
    if (!isMarked && !isInParentheses) continue;
    const label = children.slice(open + 1, close).map(({ content }) => content);
    cited.push({ url: String(token.attrGet('href') ?? ''), label: label.join('') });
  }
  return cited;
}

/** Returns an address as the URL standard writes it, or as it is. */
export const normalAddress = (url: string): string => (URL.canParse(url) ? canonicalUrl(url) : url);

/** Counts how often an analysis cites each address. */
export const countUses = (citations: readonly Cited[]): Map<string, number> => {
  const uses = new Map<string, number>();
  for (const { url } of citations) uses.set(normalAddress(url), (uses.get(normalAddress(url)) ?? 0) + 1);
  return uses;
};

export const findCitations = (analysis: string): Cited[] =>
  parseWithAllLinks(analysis).flatMap(({ children }) => citedIn(children ?? []));

/** Checks the citations of an analysis, in its order. `sources` are the addresses of the list of sources, in its order. */
export function checkCitations(citations: readonly Cited[], sources: readonly string[]): CheckedCitation[] {
  const uses = countUses(citations);
  const known = sources.map(normalAddress);
  return citations.slice(0, MAX_LISTED).map(({ url, label }) => {
    const about = { url, label, uses: uses.get(normalAddress(url)) ?? 1 };
    if (!/^https?:/i.test(url) || !isLinkable(url))
      return { ...about, state: 'invalid', words: 'The address is not valid. Write a whole web address.' };
    const place = known.indexOf(normalAddress(url));
    if (place < 0)
      return {
        ...about,
        state: 'unlisted',
        words: 'Not in the list of sources. Add it there to say what it is.',
      };
    return { ...about, state: 'right', words: `Right: source ${place + 1}.` };
  });
}
