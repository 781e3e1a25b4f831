import type * as z from 'zod';
import type { siteSchema } from './site-schema.ts';
import type { Picture } from './story/story.ts';

/** The site's identity and its address: an origin, without a slash at the end. */
export type Site = z.output<typeof siteSchema> & { url: string };

/** What machines may do with what the site publishes. What is left out is neither granted nor refused. */
export type Usage = NonNullable<Site['usage']>;

/** The address of a story's page. */
export const storyUrl = (site: Site, storySlug: string) => `${site.url}/stories/${storySlug}`;

/** The absolute address of a story's picture, which may be a file of this site. */
export const pictureUrl = (site: Pick<Site, 'url'>, { url }: Pick<Picture, 'url'>) =>
  new URL(url, site.url).href;

/** The addresses of the stories' pictures. */
export const pictureUrls = (stories: readonly { image: Picture | null }[], site: Pick<Site, 'url'>) =>
  stories.flatMap(({ image }) => (image ? [pictureUrl(site, image)] : []));

/** The title of a topic: the site's own where it has one. */
export const topicTitle = (site: Pick<Site, 'topics'>, topicSlug: string) =>
  site.topics.find((each) => each.slug === topicSlug)?.title ?? topicSlug;

/** The address of the site's own WebSub hub. */
export const hubUrl = (site: Pick<Site, 'url'>) => `${site.url}/hub`;

/** Every WebSub hub that knows of the site's changes, its own first. */
export const hubUrls = (site: Pick<Site, 'url' | 'hubs'>) => [hubUrl(site), ...site.hubs];
