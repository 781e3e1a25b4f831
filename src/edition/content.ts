import type { Site } from '../site.ts';
import { escapeHtml } from '../story/html.ts';
import { aiDetails, aiLabel, notice } from '../story/notice.ts';
import { sourceLine } from '../story/source-line.ts';
import type { PartProvenance } from '../story/story.ts';
import type { Entry } from './edition.ts';

const lines = (text: string) => escapeHtml(text).replace(/\r?\n/g, '<br>');

/** That AI wrote a part, and what else is stated of it: "AI-generated; reviewed by a person". */
function disclosure(part: PartProvenance | null): string | undefined {
  const label = aiLabel(part);
  return label && [label, ...aiDetails(part)].join('; ');
}

/** The TL;DR as plain text; it says in words that AI wrote it, where the record does. */
export function summaryText(entry: Entry): string {
  const label = aiLabel(entry.provenance.abstract);
  return label ? `TL;DR (${label}): ${entry.abstract}` : entry.abstract;
}

/**
 * The whole story as HTML that lives in any feed reader: it needs no anchors, classes or styles, holds only what readers
 * keep, and says in words what the page shows by design.
 */
export function contentHtml(entry: Entry, site: Site): string {
  const { provenance, abstract, correction, rendering } = entry;
  const label = disclosure(provenance.abstract);
  const bodyLabel = disclosure(provenance.articleBody);
  return [
    `<p><strong>TL;DR${label ? ` (${escapeHtml(label)})` : ''}:</strong> ${lines(abstract)}</p>\n`,
    `<p><em>${escapeHtml(notice(entry, site))}</em></p>\n`,
    ...correction.map(
      ({ text, datePublished }) =>
        `<p><strong>Correction, ${datePublished.slice(0, 10)}:</strong> ${lines(text)}</p>\n`,
    ),
    bodyLabel ? `<p><em>The analysis is ${escapeHtml(bodyLabel)}.</em></p>\n` : '',
    rendering.feed,
    rendering.sources.length > 0
      ? `<h2>Sources</h2>\n<ol>\n${rendering.sources.map((source) => `<li>${sourceLine(source)}</li>\n`).join('')}</ol>\n`
      : '',
  ].join('');
}
