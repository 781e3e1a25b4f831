import type { Site } from '../../settings/site.ts';
import { SCHEMA_MAP_PATH } from './paths.ts';
import { contentSignal, contentUsage, isOpenToAgents, rslUrl } from './usage.ts';

const line = (name: string, value: string | undefined) => (value ? [`${name}: ${value}`] : []);

/**
 * Renders robots.txt (RFC 9309). Robots may read everything except the API and the hub. The same group states the site's usage
 * policy in each vocabulary.
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
    ...(isOpenToAgents(site) ? [`Schemamap: ${site.url}${SCHEMA_MAP_PATH}`] : []),
    '',
  ].join('\n');
}
