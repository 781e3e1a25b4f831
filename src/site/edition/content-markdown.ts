import { fillMessage } from '../../language/messages.ts';
import { directionOf, formatDay, wordsOf } from '../../language/words.ts';
import { pictureUrl, type Site } from '../../settings/site.ts';
import { destination, escapeMarkdown, markdownLines, withSiteUrl } from '../story/markdown-text.ts';
import { storyNotice } from '../story/notice.ts';
import { MARKDOWN, sourceLine } from '../story/sources/source-line.ts';
import { altText } from '../story/story.ts';
import { disclosure, feedPicture, summaryLabel, writeSummary } from './content.ts';
import type { FeedEntry } from './edition.ts';

/**
 * Writes the whole story as Markdown for `source:markdown` in RSS, in the order of `contentHtml`: the analysis as its author wrote it, the
 * rest from the record. Returns undefined if the entry has no Markdown: older ones of an edition have none.
 */
export function contentMarkdown(entry: FeedEntry, site: Site): string | undefined {
  const { provenance, correction, image, rendering } = entry;
  if (rendering.markdown === undefined) return undefined;
  const words = wordsOf(entry.inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const strong = (text: string) => `**${escapeMarkdown(text)}**`;
  const bodyOrigin = disclosure(provenance.articleBody, words);
  const label = summaryLabel(words, disclosure(provenance.abstract, words));
  const picture = image && [
    `![${escapeMarkdown(altText(image))}](${destination(pictureUrl(site, feedPicture(entry, image)))})`,
    ...[image.caption, image.credit].filter((text) => text !== null).map(escapeMarkdown),
  ];
  const content = [
    `${strong(label)} ${writeSummary(entry, site, words, MARKDOWN)}`,
    escapeMarkdown(storyNotice(entry, site)),
    ...correction.map(
      ({ text, datePublished }) =>
        `${strong(fillMessage(messages.correction, { date: formatDay(words, datePublished) }))} ${markdownLines(text)}`,
    ),
    picture ? picture.join('\\\n') : '',
    `## ${messages.analysis}`,
    bodyOrigin ? escapeMarkdown(fillMessage(messages.analysisDisclosure, { disclosure: bodyOrigin })) : '',
    withSiteUrl(rendering.markdown, site.url).replace(/(?<!\n)\n+$/, ''),
    ...(rendering.sources.length > 0
      ? [
          `## ${messages.sources}`,
          rendering.sources
            .map((source, at) => `${at + 1}. ${sourceLine(source, words, rendering.claims, MARKDOWN)}`)
            .join('\n'),
        ]
      : []),
  ]
    .filter(Boolean)
    .join('\n\n');
  // Markdown has no sign for the direction of a text.
  return directionOf(entry.inLanguage) === 'rtl'
    ? `<div dir="rtl">\n\n${content}\n\n</div>\n`
    : `${content}\n`;
}
