import type { seededChoices } from './campaign.ts';
import { storyNumber } from './faults.ts';
import { SOURCES, TOPICS } from './publisher.ts';

// The addresses that the campaign's readers request.

/** The campaign's scopes, as KV names them, each with the path that its feeds are below. */
export const SCOPES: Record<string, string> = {
  all: '',
  ...Object.fromEntries(TOPICS.map((topic) => [`topic:${topic}`, `/topics/${topic}`])),
  ...Object.fromEntries(SOURCES.map((source) => [`source:${source}`, `/sources/${source}`])),
};
export const FEEDS = ['rss.xml', 'atom.xml', 'feed.json'];
const STORY_FORMS = ['', '.md', '.json', '/cite.bib', '/cite.csl.json'];
/** Checked for being whole during the campaign, and compared with the acknowledged changes at its end. */
const OTHERS = ['/subscribe', '/feeds.opml', '/sitemap.xml', '/robots.txt', '/sitemaps/listings.xml'];
export const NEWS_SITEMAP = '/news-sitemap.xml';
/** The only sitemap of stories, because a campaign publishes too few for a second one. */
export const STORY_SITEMAP = '/sitemaps/stories/1.xml';

/** What an address shows. The content of `other` is not judged. */
export type Kind = 'edition' | 'news' | 'story' | 'archive' | 'sitemap' | 'card' | 'other';

export interface Address {
  path: string;
  kind: Kind;
  /** The KV key that the response is made from. */
  key: string;
  /** Feeds answer delta requests (RFC 3229). */
  isFeed?: boolean;
  story?: number;
}

/** Picks an address to read. `slugs` lists the stories, the newest last. */
export function pickAddress(
  { pick, chance, upTo }: ReturnType<typeof seededChoices>,
  slugs: readonly string[],
): Address {
  const [scope, path] = pick(Object.entries(SCOPES)) as [string, string];
  const key = `edition:${scope}`;
  if (chance(0.45)) return { path: `${path}/${pick(FEEDS)}`, kind: 'edition', key, isFeed: true };
  if (chance(0.2)) return { path: path || '/', kind: 'edition', key };
  if (chance(0.12)) {
    if (chance(0.3)) return { path: NEWS_SITEMAP, kind: 'news', key: 'edition:all' };
    if (chance(0.5)) return { path: STORY_SITEMAP, kind: 'sitemap', key: 'edition:all' };
    return { path: pick(OTHERS), kind: 'other', key: '' };
  }
  if (chance(0.25)) {
    const page = 1 + Math.floor(upTo(slugs.length / 30));
    const form = pick(['', ...FEEDS.map((feed) => `/${feed}`)]);
    return { path: `${path}/archive/${page}${form}`, kind: 'archive', key: `archive:${scope}:${page}` };
  }
  // Readers mostly read the newest stories.
  const slug =
    slugs.at(-1 - Math.floor(upTo(Math.min(slugs.length, chance(0.5) ? 10 : slugs.length)))) ?? 'story-0';
  if (chance(0.1)) return { path: `/stories/${slug}/card.png`, kind: 'card', key: `card:${slug}` };
  const story = storyNumber(slug);
  return { path: `/stories/${slug}${pick(STORY_FORMS)}`, kind: 'story', key: `story:${slug}`, story };
}
