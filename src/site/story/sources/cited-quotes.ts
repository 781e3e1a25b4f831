import type { Article } from '../article.ts';
import { canonicalUrl } from '../fields.ts';

type Cited = Pick<Article, 'evidence'> & { rendering: Pick<Article['rendering'], 'sources'> };

/**
 * Returns the words that a story quotes from each of its sources, for its analysis or as evidence, by the source's URL. A source
 * that is not quoted has an empty list.
 */
export function citedQuotes({ evidence, rendering }: Cited): Map<string, string[]> {
  const quotes = new Map<string, Set<string>>();
  for (const { url, quote } of rendering.sources) quotes.set(url, new Set(quote ? [quote.exact] : []));
  for (const { source, quote } of evidence) quotes.get(canonicalUrl(source))?.add(quote.exact);
  return new Map(Array.from(quotes, ([url, exact]) => [url, [...exact]]));
}
