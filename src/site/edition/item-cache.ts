import type { Site } from '../../settings/site.ts';
import type { FeedItem } from './withdrawal.ts';

/** A function that renders items of a site's feeds or pages and returns what it made of each, in the same order. */
type RenderItems<Rendered, Item> = (items: readonly Item[], site: Site) => readonly Rendered[];

/**
 * Wraps a renderer so that it renders each item only once. The writer needs an item for each of its scopes, and again whenever one of
 * these editions changes.
 */
export function cachePerItem<Rendered, Item extends object = FeedItem>(
  render: RenderItems<Rendered, Item>,
): RenderItems<Rendered, Item> {
  const cache = new WeakMap<Site, WeakMap<Item, Rendered>>();
  return (items, site) => {
    const known = cache.get(site) ?? new WeakMap<Item, Rendered>();
    cache.set(site, known);
    const missing = items.filter((item) => !known.has(item));
    const rendered = missing.length > 0 ? render(missing, site) : [];
    for (const [index, item] of missing.entries()) known.set(item, rendered[index] as Rendered);
    return items.map((item) => known.get(item) as Rendered);
  };
}
