import { htmlTokens } from '../../../wire/extraction/html-tokens.ts';
import type { FoundFeed } from '../feed.ts';
import { decodeReferences, textOf } from './plain-text.ts';

/** How much of a page is searched, in characters, and the most feeds that it may name. */
const [SEARCHED, MAX_FOUND] = [500_000, 10];

const FEED_TYPE = /^(application\/(rss\+xml|atom\+xml|rdf\+xml|feed\+json)|text\/xml|application\/xml)$/i;

/** Finds the feeds that a page names with `<link rel="alternate">`, in its order. */
export async function findFeeds(html: string, url: string): Promise<FoundFeed[]> {
  let base = url;
  const found = new Map<string, FoundFeed>();
  for (const token of htmlTokens(html.slice(0, SEARCHED))) {
    if (token.kind !== 'open' || found.size >= MAX_FOUND) continue;
    const { name, attributes } = token;
    const href = await decodeReferences(attributes.get('href') ?? '');
    if (name === 'base' && base === url) base = URL.parse(href, url)?.href ?? url;
    const isAlternate = name === 'link' && /(^|\s)alternate(\s|$)/i.test(attributes.get('rel') ?? '');
    if (!isAlternate || !FEED_TYPE.test((attributes.get('type') ?? '').split(';', 1)[0]?.trim() ?? ''))
      continue;
    const address = URL.parse(href, base);
    if (!address || !/^https?:$/.test(address.protocol) || address.href.length > 2000) continue;
    const title = textOf(await decodeReferences(attributes.get('title') ?? ''), 200) || null;
    if (!found.has(address.href)) found.set(address.href, { url: address.href, title });
  }
  return [...found.values()];
}
