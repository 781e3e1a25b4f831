import { fingerprint } from '../../lib/fingerprint.ts';
import { pictureUrl, type Site } from '../../settings/site.ts';
import type { Edition } from '../edition/edition.ts';
import { renderAtom } from '../edition/formats/atom.ts';
import { renderJsonFeed } from '../edition/formats/json-feed.ts';
import { renderRss } from '../edition/formats/rss.ts';
import { personOfScope } from '../edition/people.ts';
import { type Format, isFinished, type Scope } from '../edition/scope.ts';
import { PREFETCH_RULES } from '../page/listing/day.tsx';
import { listedPictures, renderListingPage } from '../page/listing.tsx';
import { RENDERER_VERSION } from '../story/article.ts';
import { feedHeaders, pageHeaders } from './headers.ts';
import type { FeedVersion, RenderedDocument } from './rendered-document.ts';

// The documents of an edition. The Desk finishes them when it writes the edition to KV. If KV does not contain them finished, the
// edge renders them with the same functions.

/** The functions that render a feed page, by format. */
export const FEED_WRITERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };

/** Returns the version of an edition's feeds; `undefined` if the edition has no change number. */
export async function feedVersionOf(
  { changeSequence, entries }: Edition,
  site: Site,
): Promise<FeedVersion | undefined> {
  if (changeSequence === 0) return undefined;
  const renderer = Math.min(...entries.map(({ rendering }) => rendering.version), RENDERER_VERSION);
  const hash = await fingerprint(new TextEncoder().encode(`${renderer} ${JSON.stringify(site)}`));
  return { madeWith: hash.slice(0, 8), changeSequence };
}

/**
 * Renders a feed of a scope. The feed of a finished topic tells readers to stop polling: JSON Feed has the field `expired` for this.
 * RSS and Atom are sent with status 410; the body is still the feed, so that clients can walk the archive.
 */
export const renderFeed = async (
  edition: Edition,
  site: Site,
  format: Format,
  feedVersion: ReturnType<typeof feedVersionOf> = feedVersionOf(edition, site),
): Promise<RenderedDocument> => ({
  ...(format !== 'json' && isFinished(site, edition.scope) ? { status: 410 } : {}),
  text: FEED_WRITERS[format](edition, site),
  headers: feedHeaders(edition, site, format),
  feedVersion: await feedVersion,
});

/** Returns the URL of the portrait on an author's page, if there is one. */
const portraitUrls = (scope: Scope, site: Site): string[] => {
  const picture = personOfScope(site, scope)?.picture;
  return picture ? [pictureUrl(site, picture)] : [];
};

/** Renders the page that lists a scope's stories. */
export const renderListing = async (edition: Edition, site: Site): Promise<RenderedDocument> => ({
  text: renderListingPage(edition, site),
  headers: await pageHeaders(
    site,
    [...portraitUrls(edition.scope, site), ...listedPictures(edition)],
    PREFETCH_RULES,
  ),
});
