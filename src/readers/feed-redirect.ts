import { readSettings } from '../settings/settings.ts';
import { CORS } from '../site/document/caching.ts';
import { type Format, feedUrl } from '../site/edition/scope.ts';
import type { EdgeHandler } from './context.ts';

/**
 * Returns the handler of an address where other programs publish their feed, and which people and feed readers therefore try: it
 * leads to the site's feed in this format.
 */
export const feedRedirect =
  (format: Format): EdgeHandler =>
  (c) =>
    new Response(null, {
      status: 301,
      headers: {
        Location: feedUrl(readSettings(c.env).site, 'all', format),
        'Cache-Control': 'public, max-age=86400',
        // Readers that run in a browser follow a redirect only if it allows them to.
        ...CORS,
      },
    });
