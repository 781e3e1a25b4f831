import type { Site } from '../site.ts';
import type { Edition } from './edition.ts';
import { scopeTitle, scopeUrl } from './scope.ts';

/** Minutes for which a reader should not ask again: the feeds' `ttl`, and their `max-age` in minutes. */
export const FEED_TTL_MINUTES = 15;

/** What a feed says of itself, the same in every format. */
export interface Channel {
  title: string;
  description: string;
  homePageUrl: string;
  /** Permanent, like the ids of stories: no address of the site is in it. */
  id: string;
}

export function channelOf(edition: Pick<Edition, 'scope'>, site: Site): Channel {
  const { scope } = edition;
  const title = scopeTitle(site, scope);
  const isSource = scope.startsWith('source:');
  return {
    title:
      title === undefined ? site.title : `${site.title}: ${isSource ? `stories that cite ${title}` : title}`,
    description: site.tagline,
    homePageUrl: scopeUrl(site, scope),
    id: `tag:${site.taggingEntity}:feeds/${scope.split(/:(.*)/s, 2).map(encodeURIComponent).join('/')}`,
  };
}
