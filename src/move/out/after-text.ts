import { fillMessage } from '../../language/messages.ts';
import { formatDay, wordsOf } from '../../language/words.ts';
import { escapeHtml } from '../../lib/html.ts';
import type { Site } from '../../settings/site.ts';
import type { FeedEntry } from '../../site/edition/edition.ts';
import { originDetails, originLabel, storyNotice } from '../../site/story/notice.ts';
import { HTML, MARKDOWN, sourceLine } from '../../site/story/sources/source-line.ts';

/** Tells `move-in` which paragraph is the newsroom's notice: it writes one of its own below each story. */
const NOTICE_MARK = 'data-edgewire="notice"';

/** What readers see of a story besides its TL;DR and analysis, in words of its language. */
function wordsAfter(entry: FeedEntry, site: Site) {
  const words = wordsOf(entry.inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const body = entry.provenance.articleBody;
  const label = originLabel(body, words);
  const origin = label && [label, ...originDetails(body, words)].join(messages.betweenDetails);
  return {
    words,
    corrections: entry.correction.map(({ text, datePublished }) => ({
      when: fillMessage(messages.correction, { date: formatDay(words, datePublished) }),
      text,
    })),
    notice: storyNotice(entry, site),
    origin: origin ? fillMessage(messages.analysisDisclosure, { disclosure: origin }) : '',
  };
}

/**
 * Renders what readers see of a story besides its TL;DR and analysis, as HTML for the end of its text: other systems have no fields for
 * corrections, for how a story was made, and for its sources. The words are in the story's language.
 */
export function htmlAfterText(entry: FeedEntry, site: Site): string {
  const { words, corrections, notice, origin } = wordsAfter(entry, site);
  const { sources, claims } = entry.rendering;
  return [
    ...corrections.map(
      ({ when, text }) => `<p><strong>${escapeHtml(when)}</strong> ${HTML.lines(text)}</p>\n`,
    ),
    `<p ${NOTICE_MARK}><small>${escapeHtml(notice)}</small></p>\n`,
    origin ? `<p><small>${escapeHtml(origin)}</small></p>\n` : '',
    sources.length > 0
      ? `<h2>${words.messages.sources}</h2>\n<ol>\n${sources.map((source) => `<li>${sourceLine(source, words, claims)}</li>\n`).join('')}</ol>\n`
      : '',
  ].join('');
}

/** Writes the same as Markdown. The comment tells `move-in` that the notice follows. */
export function markdownAfterText(entry: FeedEntry, site: Site): string {
  const { words, corrections, notice, origin } = wordsAfter(entry, site);
  const { sources, claims } = entry.rendering;
  const list = sources.map((source, at) => `${at + 1}. ${sourceLine(source, words, claims, MARKDOWN)}`);
  return [
    ...corrections.map(({ when, text }) => `**${MARKDOWN.text(when)}** ${MARKDOWN.lines(text)}`),
    '[//]: # (edgewire notice)',
    MARKDOWN.text(notice),
    MARKDOWN.text(origin),
    ...(sources.length > 0 ? [`## ${words.messages.sources}`, list.join('\n')] : []),
  ]
    .filter(Boolean)
    .join('\n\n');
}
