/**
 * Web feed readers, and the link by which each subscribes to a feed. NewsBlur documents its link (reader_goodies.js in its
 * source); Feedly's is its own address of a feed; for Inoreader, The Old Reader and Feedbin, these are the links that other sites
 * use.
 */
export const FEED_READERS: { name: string; link: (feed: string) => string }[] = [
  { name: 'Feedly', link: (feed) => `https://feedly.com/i/subscription/feed%2F${encodeURIComponent(feed)}` },
  { name: 'Inoreader', link: (feed) => `https://www.inoreader.com/?add_feed=${encodeURIComponent(feed)}` },
  { name: 'NewsBlur', link: (feed) => `https://www.newsblur.com/?url=${encodeURIComponent(feed)}` },
  {
    name: 'The Old Reader',
    link: (feed) => `https://theoldreader.com/feeds/subscribe?url=${encodeURIComponent(feed)}`,
  },
  { name: 'Feedbin', link: (feed) => `https://feedbin.com/?subscribe=${encodeURIComponent(feed)}` },
];

/**
 * Returns the link that opens a feed in an app. `feed:` is a provisional URI scheme at IANA. NetNewsWire (issue 343) and other apps
 * take it before the unchanged URL (scripting/feedBase issue 43).
 */
export const appLink = (feed: string) => `feed:${feed}`;
