import { fillMessage } from '../../language/messages.ts';
import { formatNumber, wordsOf } from '../../language/words.ts';
import { element } from '../../lib/xml.ts';
import type { Site } from '../../settings/site.ts';
import { channelOf } from './channel.ts';
import { authorsOf, type Directory, languagesOf, seriesOf, topicsOf } from './directory.ts';
import { OPML_PATH } from './paths.ts';
import { feedUrl, isFinished, type Scope } from './scope.ts';

/** The subscription list of all feeds: its path and its media type. */
export const OPML = { path: OPML_PATH, type: 'text/x-opml' } as const;

/** Returns the path of the subscription list with the feeds of a directory page. */
export const opmlPath = (page: number) => (page === 1 ? OPML.path : `/feeds/${page}.opml`);

/** Renders the outline of a scope's RSS feed: OPML's `version` has no value for other formats, and every reader accepts RSS. */
function subscription(scope: Scope, site: Site): string {
  const { title, homePageUrl, language } = channelOf({ scope }, site);
  return element('outline', {
    type: 'rss',
    text: title,
    title,
    xmlUrl: feedUrl(site, scope, 'rss'),
    htmlUrl: homePageUrl,
    version: 'RSS',
    language,
  });
}

function group(title: string, scopes: readonly Scope[], site: Site): string[] {
  const open = scopes.filter((scope) => !isFinished(site, scope));
  if (open.length === 0) return [];
  const outlines = open.map((scope) => `\n      ${subscription(scope, site)}`);
  return [element('outline', { text: title, title }, { xml: `${outlines.join('')}\n    ` })];
}

/**
 * Renders the feeds of a directory page as an OPML 2.0 subscription list (http://opml.org/spec2.opml): on page 1 the feed of
 * all stories, then groups of languages, topics, series, authors and sources. HTTP `Link` headers connect the pages. Outlines of type "include"
 * do not work: Newsboat subscribes to their `url` as a feed, Liferea makes empty folders of them, and Miniflux ignores them.
 */
export function renderOpml(directory: Directory, site: Site): string {
  const words = wordsOf(site.language, site.language);
  const { messages } = words;
  const { page, changed } = directory;
  const title = fillMessage(messages.labelled, { label: site.title, text: messages.allFeeds });
  const head = [
    element(
      'title',
      {},
      {
        text:
          page === 1 ? title : fillMessage(messages.numberedPage, { title, page: formatNumber(words, page) }),
      },
    ),
    ...(changed ? [element('dateModified', {}, { text: new Date(changed).toUTCString() })] : []),
    element('ownerName', {}, { text: site.title }),
    element('ownerId', {}, { text: `${site.url}/` }),
    element('docs', {}, { text: 'http://opml.org/spec2.opml' }),
  ];
  const topics = topicsOf(directory, site).map((topic): Scope => `topic:${topic}`);
  const authors = authorsOf(directory, site).map((author): Scope => `author:${author}`);
  const languages = languagesOf(directory, site).map((tag): Scope => `language:${tag}`);
  const sources = directory.sources.map((domain): Scope => `source:${domain}`);
  const body = [
    ...(page === 1 ? [subscription('all', site)] : []),
    ...group(messages.languages, languages, site),
    ...group(messages.topics, topics, site),
    ...group(messages.seriesFeeds, seriesOf(directory), site),
    ...group(messages.authors, authors, site),
    ...group(messages.sources, sources, site),
  ];
  const lines = (elements: string[]) => elements.map((each) => `    ${each}\n`).join('');
  return `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
  <head>
${lines(head)}  </head>
  <body>
${lines(body)}  </body>
</opml>
`;
}
