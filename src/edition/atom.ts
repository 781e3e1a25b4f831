import { Feed } from 'feed';
import type { Site } from '../site.ts';
import { storyUrl, topicTitle } from '../site.ts';
import { lastChange } from '../story/story.ts';
import { canonicalUrl } from '../story/text.ts';
import { channelOf } from './channel.ts';
import * as complete from './completion.ts';
import { contentHtml, summaryText } from './content.ts';
import type { Entry, Sheet, Withdrawal } from './edition.ts';
import { FEED_HISTORY, historyLinks, hubsOf, pageUrl, sheetUrl, TOMBSTONES } from './history.ts';
import { FORMATS } from './scope.ts';
import { linkedSources } from './sources.ts';

/** The sheet as an Atom 1.0 document (RFC 4287). */
export function renderAtom(sheet: Sheet, site: Site): string {
  const channel = channelOf(sheet, site);
  const feed = new Feed({
    id: channel.id,
    title: complete.FEED_TITLE_MARK,
    description: complete.text(channel.description),
    updated: new Date(sheet.updated),
    image: complete.text(site.logo.url),
    favicon: complete.text(site.logo.url),
    copyright: complete.text(site.copyright ?? ''),
    generator: 'Edgewire',
    author: toAuthor(site.authors[0] ?? { name: site.title }),
  });
  for (const [index, entry] of sheet.entries.entries()) feed.addItem(toItem(entry, site, index));
  const link = (rel: string, href: string, type?: string) => complete.element('link', { rel, type, href });
  return complete.completeAtom(
    feed.atom1(),
    {
      title: channel.title,
      language: site.language,
      elements: [
        link('self', sheetUrl(sheet, site, 'atom'), FORMATS.atom.type),
        ...hubsOf(sheet, site).map((hub) => link('hub', hub)),
        link('alternate', pageUrl(sheet, site), 'text/html'),
        link('alternate', sheetUrl(sheet, site, 'rss'), FORMATS.rss.type),
        link('alternate', sheetUrl(sheet, site, 'json'), FORMATS.json.type),
        ...historyLinks(sheet, site, 'atom').map(({ rel, href }) => link(rel, href, FORMATS.atom.type)),
        ...(site.license ? [link('license', site.license)] : []),
        ...(sheet.archive ? [complete.element('fh:archive', {})] : []),
        ...sheet.withdrawn.map(toDeletedEntry),
      ],
    },
    sheet.entries.map((entry) => toParts(entry, site)),
    {
      'xmlns:media': 'http://search.yahoo.com/mrss/',
      ...(sheet.archive ? { 'xmlns:fh': FEED_HISTORY } : {}),
      ...(sheet.withdrawn.length > 0 ? { 'xmlns:at': TOMBSTONES } : {}),
    },
  );
}

/** RFC 6721 section 3. */
const toDeletedEntry = ({ identifier, at, reason }: Withdrawal) =>
  complete.element(
    'at:deleted-entry',
    { ref: identifier, when: at },
    { xml: complete.element('at:comment', {}, { text: reason }) },
  );

const toAuthor = ({ name, url }: { name: string; url?: string | null | undefined }) => ({
  name: complete.text(name),
  ...(url ? { link: url } : {}),
});

function toItem(entry: Entry, site: Site, index: number): Parameters<Feed['addItem']>[0] {
  return {
    title: complete.titleMark(index),
    id: entry.identifier,
    link: storyUrl(site, entry.slug),
    date: lastChange(entry),
    published: new Date(entry.datePublished),
    author: (entry.author.length > 0 ? entry.author : site.authors).map(toAuthor),
    description: complete.htmlText(summaryText(entry, site)),
    content: complete.html(contentHtml(entry, site)),
  };
}

function toParts(entry: Entry, site: Site): complete.AtomParts {
  const { image, license } = entry;
  const elements = [
    ...linkedSources(entry).map((source) => complete.element('link', source)),
    ...entry.keywords.map((term) => complete.element('category', { term, label: topicTitle(site, term) })),
  ];
  if (license) elements.push(complete.element('link', { rel: 'license', href: canonicalUrl(license) }));
  if (image) {
    const { url, width, height, encodingFormat, caption } = image;
    elements.push(
      complete.element(
        'media:content',
        { url: canonicalUrl(url), medium: 'image', type: encodingFormat, width, height },
        { xml: caption ? complete.element('media:description', { type: 'plain' }, { text: caption }) : '' },
      ),
    );
  }
  const language = entry.inLanguage === site.language ? undefined : entry.inLanguage;
  return { title: entry.headline, language, elements };
}
