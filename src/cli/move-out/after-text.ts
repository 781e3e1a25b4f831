import type { FeedEntry } from '../../edition/edition.ts';
import { fillMessage } from '../../language/messages.ts';
import { formatDay, wordsOf } from '../../language/words.ts';
import { escapeHtml } from '../../lib/html.ts';
import type { Site } from '../../site.ts';
import { originDetails, originLabel, storyNotice } from '../../story/notice.ts';
import { sourceLine } from '../../story/sources/source-line.ts';

/** Tells `move-in` which paragraph is the newsroom's notice: it writes one of its own below each story. */
export const NOTICE_MARK = 'data-edgewire="notice"';

const lines = (text: string) => escapeHtml(text).replace(/\r?\n/g, '<br>');

/**
 * Renders what readers see of a story besides its TL;DR and analysis, as HTML for the end of its text: other systems have no fields for
 * corrections, for how a story was made, and for its sources. The words are in the story's language.
 */
export function htmlAfterText(entry: FeedEntry, site: Site): string {
  const words = wordsOf(entry.inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const { sources, claims } = entry.rendering;
  const corrections = entry.correction.map(({ text, datePublished }) => {
    const when = fillMessage(messages.correction, { date: formatDay(words, datePublished) });
    return `<p><strong>${escapeHtml(when)}</strong> ${lines(text)}</p>\n`;
  });
  const body = entry.provenance.articleBody;
  const label = originLabel(body, words);
  const origin = label && [label, ...originDetails(body, words)].join(messages.betweenDetails);
  return [
    ...corrections,
    `<p ${NOTICE_MARK}><small>${escapeHtml(storyNotice(entry, site))}</small></p>\n`,
    origin
      ? `<p><small>${escapeHtml(fillMessage(messages.analysisDisclosure, { disclosure: origin }))}</small></p>\n`
      : '',
    sources.length > 0
      ? `<h2>${messages.sources}</h2>\n<ol>\n${sources.map((source) => `<li>${sourceLine(source, words, claims)}</li>\n`).join('')}</ol>\n`
      : '',
  ].join('');
}
