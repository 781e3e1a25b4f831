import { element } from '../../lib/xml.ts';
import type { Site } from '../../settings/site.ts';
import { OPEN_SEARCH_PATH } from './paths.ts';
import { FORMATS } from './scope.ts';

/** The description of the search, by which browsers offer it in their address bar: its path and its media type. */
export const OPEN_SEARCH = {
  path: OPEN_SEARCH_PATH,
  type: 'application/opensearchdescription+xml',
} as const;

/** The most characters of each name, and of the description (OpenSearch 1.1 draft 6). */
const MAX_CHARACTERS = { ShortName: 16, LongName: 48, Description: 1024 };

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Cuts a text between two graphemes, so that it has at most `max` UTF-16 units, with an ellipsis at its end. */
function shorten(text: string, max: number): string {
  if (text.length <= max) return text;
  const [cut = { index: 0 }] = [...segmenter.segment(text)].filter(({ index }) => index < max).slice(-1);
  return `${text.slice(0, cut.index).trimEnd()}…`;
}

/** Renders the description of the search: where it is as a page and as a feed in each format. */
export function renderOpenSearch(site: Site): string {
  const names = { ShortName: site.title, LongName: site.title, Description: site.tagline };
  const template = (path: string) => `${site.url}/search${path}?q={searchTerms}`;
  const { url, width, height, encodingFormat } = site.logo;
  const children = [
    ...Object.entries(MAX_CHARACTERS).map(([name, max]) =>
      element(name, {}, { text: shorten(names[name as keyof typeof names], max) }),
    ),
    element('Url', { type: 'text/html', template: template('') }),
    ...Object.values(FORMATS).map(({ file, type }) =>
      element('Url', { type, template: template(`/${file}`) }),
    ),
    element('Url', { type: OPEN_SEARCH.type, rel: 'self', template: site.url + OPEN_SEARCH.path }),
    element('Image', { width, height, type: encodingFormat }, { text: url }),
    element('Language', {}, { text: '*' }),
    element('InputEncoding', {}, { text: 'UTF-8' }),
  ];
  return `<?xml version="1.0" encoding="utf-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
${children.map((each) => `  ${each}\n`).join('')}</OpenSearchDescription>
`;
}
