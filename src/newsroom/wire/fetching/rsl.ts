import { decodeMarkupReferences, htmlTokens } from '../extraction/html-tokens.ts';
import { comparablePath, longestMatches, normalizePath } from './path-pattern.ts';

// Licences of Really Simple Licensing (RSL 1.0, https://rslstandard.org/rsl).

export const RSL_TYPE = 'application/rsl+xml';

/** The names of RSL that cover giving a page to a model as input. */
const INPUT_USES = ['all', 'ai-all', 'ai-input'];
/** Payments that ask for no money. */
const FREE_PAYMENTS = ['free', 'attribution', 'contribution'];
/** The most `content` elements that count. */
const MAX_CONTENTS = 1000;

interface License {
  permits: string[];
  prohibits: string[];
  payments: string[];
}

interface Content {
  pattern: string;
  licenses: License[];
}

/** Why a licence refuses that a page is given to a model: it prohibits that, or asks for payment. */
type RslRefusal = 'prohibited' | 'payment';

/** Returns the pattern of paths in a `content` element's `url`; undefined if it is about another site. */
function patternOf(url: string, page: URL): string | undefined {
  const [, origin, path = '/'] = /^(https?:\/\/[^/]*)?(.*)$/is.exec(url.trim()) ?? [];
  if (origin !== undefined && URL.parse(origin)?.host !== page.host) return undefined;
  return normalizePath(path.startsWith('/') || path.startsWith('*') ? path : `/${path}`);
}

const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);

/** Collects the `content` elements of a licence that are about the page's site. */
function contentsOf(xml: string, page: URL): Content[] {
  const contents: Content[] = [];
  let content: Content | undefined;
  let license: License | undefined;
  let uses: string[] | undefined;
  for (const token of htmlTokens(xml)) {
    if (token.kind === 'text') {
      uses?.push(...wordsOf(token.text));
      continue;
    }
    uses = undefined;
    const name = token.name.replace(/^.*:/s, '');
    if (token.kind === 'close') {
      if (name === 'content') content = undefined;
      if (name === 'license') license = undefined;
    } else if (name === 'content') {
      const pattern = patternOf(decodeMarkupReferences(token.attributes.get('url') ?? '/'), page);
      content = { pattern: pattern ?? '', licenses: [] };
      if (pattern !== undefined && contents.length < MAX_CONTENTS) contents.push(content);
    } else if (name === 'license') {
      license = { permits: [], prohibits: [], payments: [] };
      content?.licenses.push(license);
    } else if (name === 'payment') {
      license?.payments.push((token.attributes.get('type') ?? 'free').toLowerCase());
    } else if (name === 'permits' || name === 'prohibits') {
      if (token.attributes.get('type') === 'usage') uses = license?.[name];
    }
  }
  return contents;
}

function refusalOf({ permits, prohibits, payments }: License): RslRefusal | undefined {
  const coversInput = (uses: string[]) => uses.some((use) => INPUT_USES.includes(use));
  if (coversInput(prohibits)) return 'prohibited';
  // A licence that permits some uses prohibits the others.
  if (permits.length > 0 && !coversInput(permits)) return 'prohibited';
  return payments.length > 0 && !payments.some((type) => FREE_PAYMENTS.includes(type))
    ? 'payment'
    : undefined;
}

/**
 * Returns why a licence document refuses that a page is given to a model as input; undefined if one of the licences for it allows
 * that, or none is about it.
 */
export function rslRefusal(xml: string, page: URL): RslRefusal | undefined {
  const contents = longestMatches(contentsOf(xml, page), comparablePath(page));
  const refusals = contents.flatMap(({ licenses }) => licenses).map(refusalOf);
  if (refusals.some((refusal) => refusal === undefined)) return undefined;
  return refusals.includes('payment') ? 'payment' : refusals[0];
}
