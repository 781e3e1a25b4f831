import type * as z from 'zod';
import { toUri } from '../lib/uri.ts';
import { pagePath } from '../site/site-page/slugs.ts';
import type { Picture } from '../site/story/story.ts';
import type { siteSchema } from './site-schema.ts';

/** The site's identity, from data/site.json, and its origin, without a trailing slash. */
export type Site = Omit<z.output<typeof siteSchema>, 'review' | 'wire' | 'grounding'> & {
  url: string;
  /** The URI of the newsroom's record on ATProto, which only the Desk knows, once it has signed in (`site/export/standard-site.ts`). */
  publication?: string | undefined;
  /** Whether the newsroom has saved something that readers see in place of what data/site.json says. */
  isSaved?: boolean;
};

/** An uploaded picture, as settings name it. */
export interface PictureFields {
  url: string;
  width: number;
  height: number;
  encodingFormat: string;
}

/** The uses that machines may make of the content. The policy says nothing about a use that is left out. */
export type Usage = NonNullable<Site['usage']>;

/** Returns the URL of a story's page. */
export const storyUrl = (site: Site, storySlug: string) => `${site.url}/stories/${storySlug}`;

/** Returns the slug in the URL of a story's page on this site, without checking it. The URL is never fetched. */
export function slugOfStoryUrl(url: string, site: Pick<Site, 'url'>): string | undefined {
  const parsed = URL.parse(url);
  if (parsed?.origin !== site.url) return undefined;
  const [, slug] = /^\/stories\/([^/]+)\/?$/.exec(parsed.pathname) ?? [];
  return slug;
}

/** Returns the URL of a page of the newsroom's own, such as /about. */
export const sitePageUrl = (site: Pick<Site, 'url'>, slug: string) => `${site.url}${pagePath(slug)}`;

/** Returns the URL of a story's history, as a page or as JSON. */
export const historyUrl = (site: Pick<Site, 'url'>, storySlug: string, suffix: '' | '.json' = '') =>
  `${site.url}/stories/${storySlug}/history${suffix}`;

/** Returns the absolute URL of a story's picture, even if the record names it by a path on this site. */
export const pictureUrl = (site: Pick<Site, 'url'>, { url }: Pick<Picture, 'url'>) =>
  toUri(new URL(url, site.url));

/** Returns the absolute URLs of the stories' pictures. */
export const pictureUrls = (stories: readonly { image: Picture | null }[], site: Pick<Site, 'url'>) =>
  stories.flatMap(({ image }) => (image ? [pictureUrl(site, image)] : []));

/** Returns a topic's title from data/site.json, or its slug if it is not listed there. */
export const topicTitle = (site: Pick<Site, 'topics'>, topicSlug: string) =>
  site.topics.find((each) => each.slug === topicSlug)?.title ?? topicSlug;

/** Returns the URL of the site's own WebSub hub. */
export const hubUrl = (site: Pick<Site, 'url'>) => `${site.url}/hub`;

/** Returns the URLs of all WebSub hubs that are told of the site's changes; the site's own comes first. */
export const hubUrls = (site: Pick<Site, 'url' | 'hubs'>) => [hubUrl(site), ...site.hubs];
