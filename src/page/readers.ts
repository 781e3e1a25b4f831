/**
 * Feed readers that take a feed's address in a link, and the link of each. NewsBlur documents it (reader_goodies.js in its
 * source); Feedly's is the address that it gives to a feed itself; those of Inoreader, The Old Reader and Feedbin are what
 * the sites that link to them agree on.
 */
export const readers: { name: string; link: (feed: string) => string }[] = [
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
 * The link that opens a feed in an app. `feed:` is a URI scheme that IANA has registered provisionally: NetNewsWire takes it
 * (its issue 343), as other apps do, with the address as it stands (scripting/feedBase issue 43).
 */
export const appLink = (feed: string) => `feed:${feed}`;
