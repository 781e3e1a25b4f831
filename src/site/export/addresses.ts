import { type Site, storyUrl } from '../../settings/site.ts';

/** The formats of a story for programs: the suffix of each URL, the media type and the title. */
export const EXPORTS = {
  md: { suffix: '.md', type: 'text/markdown', title: 'Markdown' },
  json: { suffix: '.json', type: 'application/json', title: 'JSON' },
  ninjs: { suffix: '.ninjs', type: 'application/json', title: 'ninjs' },
  bib: { suffix: '/cite.bib', type: 'application/x-bibtex', title: 'BibTeX' },
  ris: { suffix: '/cite.ris', type: 'application/x-research-info-systems', title: 'RIS' },
  csl: { suffix: '/cite.csl.json', type: 'application/vnd.citationstyles.csl+json', title: 'CSL-JSON' },
} as const;

export type ExportFormat = keyof typeof EXPORTS;
/** The subject of references: the story, or its sources. */
export type ReferenceSubject = 'story' | 'sources';

/** Returns the URL of a story, or of the references of its sources, in a format. */
export const exportUrl = (site: Site, slug: string, format: ExportFormat, of: ReferenceSubject = 'story') =>
  `${storyUrl(site, slug)}${EXPORTS[format].suffix}${of === 'sources' ? '?of=sources' : ''}`;

export type OembedFormat = 'json' | 'xml';

export const OEMBED_PATH = '/oembed';

/** Returns the URL of a story's oEmbed response. */
export const oembedUrl = (site: Site, slug: string, format: OembedFormat, query = '') =>
  `${site.url}${OEMBED_PATH}?url=${encodeURIComponent(storyUrl(site, slug))}&format=${format}${query}`;
