import type { chance } from './campaign.ts';
import { numberOf } from './faults.ts';
import { SOURCES, TOPICS } from './publisher.ts';

// What readers ask for.

/** The scopes that stories are in, as KV names them, and where their feeds are. */
export const SCOPES: Record<string, string> = {
  all: '',
  ...Object.fromEntries(TOPICS.map((topic) => [`topic:${topic}`, `/topics/${topic}`])),
  ...Object.fromEntries(SOURCES.map((source) => [`source:${source}`, `/sources/${source}`])),
};
export const FEEDS = ['rss.xml', 'atom.xml', 'feed.json'];
const STORY_FORMS = ['', '.md', '.json', '/cite.bib', '/cite.csl.json'];
/** Of these it is seen whether they are whole, and at the end whether they say what was acknowledged. */
const OTHERS = ['/subscribe', '/feeds.opml', '/sitemap.xml', '/robots.txt', '/sitemaps/listings.xml'];
export const NEWS_SITEMAP = '/news-sitemap.xml';
/** The one sitemap of stories: a campaign has no more than it holds. */
export const STORY_SITEMAP = '/sitemaps/stories/1.xml';

/** What an address shows: a whole edition, one story, the stories of an archive or a sitemap, a card, or what is not judged. */
export type Kind = 'edition' | 'news' | 'story' | 'archive' | 'sitemap' | 'card' | 'other';

export interface Address {
  path: string;
  kind: Kind;
  /** The KV key that it is made of. */
  key: string;
  /** It is a feed, which can be asked for what is new. */
  isFeed?: boolean;
  story?: number;
}

/** Picks something to read, where stories have these slugs, the newest last. */
export function pickAddress(
  { one, whether, upTo }: ReturnType<typeof chance>,
  slugs: readonly string[],
): Address {
  const [scope, path] = one(Object.entries(SCOPES)) as [string, string];
  const key = `edition:${scope}`;
  if (whether(0.45)) return { path: `${path}/${one(FEEDS)}`, kind: 'edition', key, isFeed: true };
  if (whether(0.2)) return { path: path || '/', kind: 'edition', key };
  if (whether(0.12)) {
    if (whether(0.3)) return { path: NEWS_SITEMAP, kind: 'news', key: 'edition:all' };
    if (whether(0.5)) return { path: STORY_SITEMAP, kind: 'sitemap', key: 'edition:all' };
    return { path: one(OTHERS), kind: 'other', key: '' };
  }
  if (whether(0.25)) {
    const page = 1 + Math.floor(upTo(slugs.length / 30));
    const form = one(['', ...FEEDS.map((feed) => `/${feed}`)]);
    return { path: `${path}/archive/${page}${form}`, kind: 'archive', key: `archive:${scope}:${page}` };
  }
  // The newest stories are those that are read.
  const slug =
    slugs.at(-1 - Math.floor(upTo(Math.min(slugs.length, whether(0.5) ? 10 : slugs.length)))) ?? 'story-0';
  if (whether(0.1)) return { path: `/stories/${slug}/card.png`, kind: 'card', key: `card:${slug}` };
  const story = numberOf(slug);
  return { path: `/stories/${slug}${one(STORY_FORMS)}`, kind: 'story', key: `story:${slug}`, story };
}
