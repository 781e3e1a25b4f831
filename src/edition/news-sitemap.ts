import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { element } from '../lib/xml.ts';
import { type Site, storyUrl } from '../site.ts';
import type { Entry } from './edition.ts';

/** Hours for which a story is news to search engines. */
const NEWS_HOURS = 48;
const HOUR = 3_600_000;

/** The language as a news sitemap names it: ISO 639, but Chinese by its script. */
function newsLanguage(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  if (language !== 'zh') return language;
  return script === 'Hant' ? 'zh-tw' : 'zh-cn';
}

/**
 * The end of the hour that `now` is in, in milliseconds. A news sitemap is made for an hour, not for a moment, so that
 * every isolate gives the same bytes in it.
 */
export const newsHour = (now: number) => Math.floor(now / HOUR + 1) * HOUR;

/**
 * The stories of the 48 hours before `until` as a news sitemap
 * (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap). It may hold 1,000; an edition never
 * holds as many.
 */
export function renderNewsSitemap(entries: readonly Entry[], site: Site, until: number): string {
  const publication = [
    element('news:name', {}, { text: site.title }),
    element('news:language', {}, { text: newsLanguage(site.language) }),
  ].join('');
  const urls = entries
    .filter(({ datePublished }) => Date.parse(datePublished) >= until - NEWS_HOURS * HOUR)
    .map(
      ({ slug, datePublished, headline }) => `  <url>
    ${element('loc', {}, { text: storyUrl(site, slug) })}
    <news:news>
      ${element('news:publication', {}, { xml: publication })}
      ${element('news:publication_date', {}, { text: datePublished })}
      ${element('news:title', {}, { text: isolateIfUnbalanced(headline) })}
    </news:news>
  </url>
`,
    );
  return `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
${urls.join('')}</urlset>
`;
}
