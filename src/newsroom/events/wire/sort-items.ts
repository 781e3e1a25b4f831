import type { FeedItem } from '../../feeds/wire/feed-item.ts';
import { comparableUrl } from './comparable-url.ts';

/** An item with the time that it is grouped by, in milliseconds, and the address that it is compared by. */
export interface SortedItem {
  item: FeedItem;
  at: number;
  comparable: string;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Returns items by their time, in an order that does not depend on that in which they came. A date of the future counts as now. */
export function sortItems(items: readonly FeedItem[], now: number): SortedItem[] {
  return items
    .map((item) => ({
      item,
      at: Math.min(item.publishedAt ?? item.seenAt, item.seenAt, now),
      comparable: comparableUrl(item.url),
    }))
    .sort(
      (a, b) =>
        a.at - b.at ||
        compare(a.comparable, b.comparable) ||
        compare(a.item.feed, b.item.feed) ||
        compare(a.item.id ?? '', b.item.id ?? '') ||
        compare(a.item.title, b.item.title) ||
        compare(a.item.summary, b.item.summary),
    );
}
