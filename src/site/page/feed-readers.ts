/**
 * Feed readers on the web, and the link by which each subscribes to a feed. NewsBlur documents its link (reader_goodies.js in its
 * source). Feedly's is the address of a feed in Feedly. Those of Inoreader, The Old Reader and Feedbin are the links that other
 * sites use.
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
 * Returns the link that opens a feed in an app: `feed:`, a provisional URI scheme at IANA, in place of the URL's own. Apps accept
 * `feed:https://…` too (NetNewsWire issue 343), but HTML checkers do not.
 */
export const appLink = (feed: string) => feed.replace(/^https?:/, 'feed:');
