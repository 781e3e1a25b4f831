import { isPageSlug } from '../site-page/slugs.ts';
import { parseAddress, redirectKey, trimPath } from './address.ts';

// The addresses at which the site itself answers, whatever the newsroom writes.

/** Where other systems have the feed of all stories, and people and feed readers look for one, by the key of the address. */
const FEEDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '/rss.xml': [
      ...['/feed', '/feed/feed', '/feed/rss', '/feed/rss2', '/feed/rdf', '/rss', '/rss2', '/rdf'],
      ...['/?feed=feed', '/?feed=rss', '/?feed=rss2', '/?feed=rdf', '/feed.xml', '/index.xml'],
      ...['/wp-rss.php', '/wp-rss2.php', '/wp-rdf.php', '/wp-feed.php'],
      ...['/feed.rss', '/index.rss', '/rss/feed.xml'],
    ],
    '/atom.xml': [
      ...['/atom', '/feed/atom', '/?feed=atom', '/wp-atom.php', '/feeds/posts/default'],
      ...['/feed.atom', '/index.atom'],
    ],
    '/feed.json': ['/feed/json', '/?feed=json'],
  }).flatMap(([feed, keys]) => keys.map((key) => [key, feed] as const)),
);

/** Splits an address below a topic, source, author, language or series into the path of that, and the rest. */
const BELOW_SCOPE = /^(\/(?:topics|sources|authors|languages|series)\/[^/]+)(\/.+)$/;

/** Returns the path of the feed that is meant by an address, from its key; undefined if none is. */
function feedMeant(key: string): string | undefined {
  const [, scope = '', rest = key] = BELOW_SCOPE.exec(key) ?? [];
  const feed = FEEDS.get(rest);
  return feed && `${scope}${feed}`;
}

/**
 * Returns where the site leads from an address at which it has nothing: to the feed that is meant, where other systems have theirs; to the address
 * without slashes and `index.html` at its end; to a page's slug in lower case; from a further page of the home page to its first. Returns a path, or undefined if it leads nowhere.
 */
export function ownRedirect(address: string): string | undefined {
  const pathname = parseAddress(address)?.pathname;
  if (pathname === undefined) return undefined;
  const key = redirectKey(address) ?? '';
  const feed = feedMeant(key);
  if (feed !== undefined) return feed;
  if (/^\/page\/\d+$/.test(key)) return '/';
  const trimmed = trimPath(pathname) || '/';
  const slug = trimmed.slice(1).toLowerCase();
  const path = isPageSlug(slug) ? `/${slug}` : trimmed;
  return path === pathname ? undefined : path;
}

const NAMES = '[^/]+';
const SCOPE_ENDINGS = String.raw`(?:rss\.xml|atom\.xml|feed\.json)`;

type Answers = readonly (readonly [RegExp, string])[];

/** What answers at a path if the newsroom has published it, by a pattern of the path. The patterns are those of the routes (`app.ts`). */
const PUBLISHED: Answers = [
  [new RegExp(`^/archive/${NAMES}(?:/${SCOPE_ENDINGS})?$`), 'a page of the archive'],
  [
    new RegExp(
      `^/(?:topics|sources|authors|languages|series)/${NAMES}(?:/archive/${NAMES})?(?:/${SCOPE_ENDINGS})?$`,
    ),
    'a list of stories',
  ],
  [
    new RegExp(
      String.raw`^/stories/${NAMES}(?:/(?:cite\.(?:bib|ris|csl\.json)|history(?:\.json)?|card\.(?:png|jpg)|report))?$`,
    ),
    'a story',
  ],
  [new RegExp(`^/media/${NAMES}$`), 'a picture'],
];

/** What answers at a path whatever the newsroom has published. */
const ALWAYS: Answers = [
  [/^\/$/, 'the home page'],
  [new RegExp(`^/(?:(?:languages/${NAMES}/)?summaries/)?${SCOPE_ENDINGS}$`), 'a feed of the site'],
  [new RegExp(`^/search(?:/${SCOPE_ENDINGS})?$`), 'the search'],
  [/^\/oembed$/, 'the oEmbed endpoint'],
  [new RegExp(`^/subscribe(?:/${NAMES})?$`), 'the list of feeds'],
  [new RegExp(`^/feeds(?:\\.opml|/${NAMES})$`), 'the list of feeds'],
  [
    new RegExp(
      `^/(?:sitemap\\.xml|news-sitemap\\.xml|sitemaps/(?:listings|stories)/${NAMES}|sitemaps/listings\\.xml)$`,
    ),
    'a sitemap',
  ],
  [/^\/robots\.txt$/, 'robots.txt'],
  [
    /^\/(?:license\.xml|opensearch\.xml|schema-map\.xml|schema\.jsonl|llms\.txt|feed-extensions|\.well-known\/.*)$/,
    'a document for programs',
  ],
  [/^\/(?:mcp|ask)$/, 'what agents ask'],
  [
    /^\/actor(?:\/(?:(?:(?:authors|topics)\/[^/]+\/)?(?:inbox|outbox|followers)|(?:authors|topics)\/[^/]+|withdrawals\/.*|quotes))?$/,
    'an account of the fediverse',
  ],
  [/^\/healthz$/, 'the health check'],
  [/^\/(?:hub|websub\/.*)$/, 'the WebSub hub'],
  [/^\/api(?:\/.*)?$/, 'the API'],
  [/^\/newsroom(?:\/.*)?$/, 'the newsroom'],
];

const findIn = (answers: Answers, path: string) => answers.find(([pattern]) => pattern.test(path))?.[1];

/** Whether the site has something at the path of a key, whatever the newsroom has published. */
export const isAlwaysAnswered = (path: string): boolean => findIn(ALWAYS, path) !== undefined;

/** Returns what the site may have at the path of a key, in words; undefined if no route answers there. */
export const whatAnswers = (path: string): string | undefined =>
  findIn(ALWAYS, path) ?? findIn(PUBLISHED, path);
