import { documentHeaders } from '../../document/headers.ts';
import { parseEdition } from '../../document/stored.ts';
import { newsHour, renderNewsSitemap } from '../../edition/news-sitemap.ts';
import { editionKey } from '../../kv.ts';
import type { Site } from '../../site.ts';
import type { Document, Reading } from './reading.ts';

// What leads programs to the feeds and stories, made from KV.

/** The stories of the last two days. */
export function newsSitemapDocument(site: Site, now: number, log: Reading['log']): Document {
  const key = editionKey('all');
  const until = newsHour(now);
  return {
    // Stories leave it though nothing in KV changes. So what was made for one hour is not known in the next.
    name: `news sitemap until ${until}`,
    key,
    render: async (value) => {
      const report = ({ message }: Error) => log({ event: 'kv-entry-broken', key, error: message });
      const entries = value === null ? [] : parseEdition('all', value, report).entries;
      return {
        text: renderNewsSitemap(entries, site, until),
        // The edition's time would not tell that a story has left; the entity tag does.
        lastModified: undefined,
        headers: {
          ...documentHeaders('application/xml; charset=utf-8', 300, [key]),
          'Cloudflare-CDN-Cache-Control': 'max-age=60, stale-while-revalidate=600, stale-if-error=3600',
        },
      };
    },
  };
}
