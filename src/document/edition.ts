import { renderAtom } from '../edition/atom.ts';
import type { Edition } from '../edition/edition.ts';
import { renderJsonFeed } from '../edition/json-feed.ts';
import { renderRss } from '../edition/rss.ts';
import { type Format, isFinished } from '../edition/scope.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { renderListingPage } from '../page/listing.tsx';
import type { Site } from '../site.ts';
import { RENDERER_VERSION } from '../story/article.ts';
import { feedHeaders, pageHeaders } from './headers.ts';
import type { Changes, Rendered } from './rendered.ts';

// The documents of an edition. The writer finishes them when it prints the edition; what KV has no finished bytes of is
// rendered by the same functions when it is read.

export const WRITERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };

/** Which changes a feed holds; unknown where the Desk did not say so. */
export async function changesOf(
  { tick, departed, ticks, entries }: Edition,
  site: Site,
): Promise<Changes | undefined> {
  if (tick === 0) return undefined;
  const renderer = Math.min(...entries.map(({ rendering }) => rendering.version), RENDERER_VERSION);
  const hash = await fingerprint(new TextEncoder().encode(`${renderer} ${JSON.stringify(site)}`));
  return { madeWith: hash.slice(0, 8), tick, departed, ticks };
}

/**
 * A feed of a scope. That of a finished topic tells readers to ask no more: JSON Feed has a word for it, RSS and Atom have
 * HTTP's 410, whose body is the feed as it was, so that its history can still be walked.
 */
export const renderFeed = async (edition: Edition, site: Site, format: Format): Promise<Rendered> => ({
  ...(format !== 'json' && isFinished(site, edition.scope) ? { status: 410 } : {}),
  text: WRITERS[format](edition, site),
  headers: feedHeaders(edition, site, format),
  changes: await changesOf(edition, site),
});

/** The page of a scope. */
export const renderListing = async (edition: Edition, site: Site): Promise<Rendered> => ({
  text: renderListingPage(edition, site),
  headers: await pageHeaders(),
});
