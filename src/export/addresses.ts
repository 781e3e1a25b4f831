import { type Site, storyUrl } from '../site.ts';

/** The forms in which a story is given to programs: where each stands beside the story's page, and its media type. */
export const EXPORTS = {
  md: { suffix: '.md', type: 'text/markdown', title: 'Markdown' },
  json: { suffix: '.json', type: 'application/json', title: 'JSON' },
  bib: { suffix: '/cite.bib', type: 'application/x-bibtex', title: 'BibTeX' },
  ris: { suffix: '/cite.ris', type: 'application/x-research-info-systems', title: 'RIS' },
  csl: { suffix: '/cite.csl.json', type: 'application/vnd.citationstyles.csl+json', title: 'CSL-JSON' },
} as const;

export type ExportFormat = keyof typeof EXPORTS;
/** What the references are of. */
export type Referenced = 'story' | 'sources';

/** The address of a story, or of its sources, in one of the forms. */
export const exportUrl = (site: Site, slug: string, format: ExportFormat, of: Referenced = 'story') =>
  `${storyUrl(site, slug)}${EXPORTS[format].suffix}${of === 'sources' ? '?of=sources' : ''}`;

export type OembedFormat = 'json' | 'xml';

export const OEMBED_PATH = '/oembed';

/** The address of what another site may embed of a story. */
export const oembedUrl = (site: Site, slug: string, format: OembedFormat, query = '') =>
  `${site.url}${OEMBED_PATH}?url=${encodeURIComponent(storyUrl(site, slug))}&format=${format}${query}`;
