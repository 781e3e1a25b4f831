import type { Site } from '../../site.ts';
import type { FeedItem } from '../withdrawal.ts';

/** A function that renders items of a site's feeds and returns a text for each, in the same order. */
type RenderItems = (items: readonly FeedItem[], site: Site) => readonly string[];

/**
 * Wraps a renderer so that it renders each item only once, and once more when it no longer is among the newest, which have Markdown.
 * The writer needs an item for each of its scopes, and again whenever one of these feeds changes.
 */
export function cachePerItem(render: RenderItems): RenderItems {
  const texts = new WeakMap<Site, WeakMap<FeedItem, string>>();
  return (items, site) => {
    const known = texts.get(site) ?? new WeakMap<FeedItem, string>();
    texts.set(site, known);
    const missing = items.filter((item) => !known.has(item));
    const rendered = missing.length > 0 ? render(missing, site) : [];
    for (const [index, item] of missing.entries()) known.set(item, rendered[index] as string);
    return items.map((item) => known.get(item) as string);
  };
}
