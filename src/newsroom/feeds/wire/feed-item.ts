/** How long items are kept, in milliseconds. Older ones are not taken in. */
export const ITEM_LIFE_MS = 30 * 86_400_000;

/** An entry of a feed, as its parser hands it over. Nothing of it is trusted. */
export interface FeedItem {
  /** The address of the feed. */
  feed: string;
  /** The entry's own identifier: `guid`, `atom:id` or `id`; null if it has none. */
  id: string | null;
  /** Where the article is. */
  url: string;
  /** Plain text. */
  title: string;
  /** Plain text; empty if there is none. */
  summary: string;
  /** The outlet; null if the feed names none. */
  publisher: string | null;
  /** What the feed says of when it was published, in milliseconds. */
  publishedAt: number | null;
  /** When the wire read it, in milliseconds. */
  seenAt: number;
  /** A BCP 47 tag. */
  language: string | null;
}

/** What stores items. */
export interface ItemStore {
  add(items: readonly FeedItem[], now: number): void;
}
