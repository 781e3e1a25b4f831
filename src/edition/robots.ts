import type { Site } from '../site.ts';
import { contentSignal, contentUsage, rslUrl } from './usage.ts';

const line = (name: string, value: string | undefined) => (value ? [`${name}: ${value}`] : []);

/**
 * robots.txt (RFC 9309): all that is published may be read by any robot; the API and the hub take what is written. What
 * may be done with it stands in the same group, in each vocabulary, as far as the site has chosen.
 */
export function renderRobots(site: Site): string {
  const preferences = contentUsage(site.usage);
  return [
    'User-agent: *',
    'Allow: /',
    'Disallow: /api/',
    'Disallow: /hub',
    ...line('Content-Signal', contentSignal(site.usage)),
    ...line('Content-Usage', preferences && `/ ${preferences}`),
    ...line('License', rslUrl(site)),
    '',
    `Sitemap: ${site.url}/sitemap.xml`,
    `Sitemap: ${site.url}/news-sitemap.xml`,
    '',
  ].join('\n');
}
