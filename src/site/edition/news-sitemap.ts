import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { element } from '../../lib/xml.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import type { FeedEntry } from './edition.ts';
import { newestFirst } from './order.ts';

/** The age in hours up to which search engines treat a story as news. */
const NEWS_HOURS = 48;
const HOUR = 3_600_000;

/** Returns a language's code in news sitemaps: ISO 639, but `zh-cn` or `zh-tw` for Chinese, by its script. */
function newsLanguage(tag: string): string {
  const { language, script } = new Intl.Locale(tag).maximize();
  if (language !== 'zh') return language;
  return script === 'Hant' ? 'zh-tw' : 'zh-cn';
}

/**
 * Returns the end of the current hour, in milliseconds. All news sitemaps of an hour are rendered for this time, so that every
 * isolate returns the same bytes.
 */
export const newsHour = (now: number) => Math.floor(now / HOUR + 1) * HOUR;

/**
 * Renders the stories of the 48 hours before `until` (milliseconds) as a news sitemap
 * (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap). An edition never reaches its limit of
 * 1,000 stories.
 */
export function renderNewsSitemap(entries: readonly FeedEntry[], site: Site, until: number): string {
  const publication = [
    element('news:name', {}, { text: site.title }),
    element('news:language', {}, { text: newsLanguage(site.language) }),
  ].join('');
  const urls = newestFirst(entries)
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
