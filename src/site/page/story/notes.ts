import { factSeparator, formatNumber, formatReducedDate, type Words } from '../../../language/words.ts';
import { canReorder, isolate } from '../../../lib/bidi.ts';
import { escapeHtml } from '../../../lib/html.ts';
import { cutText } from '../../export/cut-text.ts';
import type { ListedSource } from '../../story/article.ts';
import type { Observation } from '../../story/sources/observation.ts';
import { asFound, foundWords } from '../../story/sources/observed.ts';
import { publisherName, sourceName } from '../../story/sources/publisher-name.ts';
import { isGone, sentenceUrl } from '../../story/sources/source-link.ts';

// The notes in the margin of a wide screen: each source's, beside the line that cites it first. They repeat the list of sources,
// which has more, so they are only seen: their words are attributes that the stylesheet shows. Reader views, text browsers, copied
// text and screen readers have none of them, and a sentence is never interrupted.

/** Matches each table, and each row of citations with nothing between them. Authors cannot write this HTML themselves. */
const CITATIONS = /<div class="table.*?<\/div>|(?:<span class="cite(?: joined)?">.*?<\/span>(?:\s|<br>)*)+/gs;
/** Matches the number that a citation shows. In text, a quotation mark is an entity. */
const NUMBER = /data-n="(\d+)"/g;
/** Matches each citation that is its source's first. */
const FIRST_CITATION = / id="fnref-(\d+)-1" /g;

/** A longer title is cut, or its note would push the next far below their lines: five lines of letters or of Han. */
const TITLE_LIMITS = { graphemes: 100, bytes: 180 };

/** Keeps a date, or a dot and what is before it, on one line. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0');

/** A source's note, which links to the quoted words in the source: its number and title, and its publisher and date. */
function noteOf(source: ListedSource, observation: Observation | undefined, words: Words): string {
  const { number, datePublished } = source;
  const title = cutText(sourceName(source), TITLE_LIMITS);
  const publisher = publisherName(source);
  const isMixed = words.direction === 'rtl' || canReorder(title + publisher);
  const shown = (text: string) => (isMixed ? isolate(text) : text);
  const facts = [
    publisher === sourceName(source) ? '' : shown(publisher),
    datePublished ? unbroken(formatReducedDate(words, datePublished)) : '',
    isGone(source) ? words.messages.gone : observation?.kind === 'gone' ? foundWords(observation, words) : '',
  ].filter(Boolean);
  return (
    `<a class="note" href="${escapeHtml(sentenceUrl(asFound(source, observation)))}" tabindex="-1" ` +
    `data-title="${escapeHtml(`${formatNumber(words, number)}\t${shown(title)}`)}" data-facts="${escapeHtml(facts.join(factSeparator(words)))}"></a>`
  );
}

/**
 * Adds each source's note to the HTML of the analysis, at its first citation. Notes of a row are one element after its first mark:
 * Chromium would reverse them where text runs from right to left. A table that scrolls would cut its notes off, so they precede it.
 */
export function withNotes(
  html: string,
  sources: readonly ListedSource[],
  observations: readonly Observation[],
  words: Words,
): string {
  const found = new Map(observations.map((observation) => [observation.url, observation]));
  const numbered = html.replaceAll(NUMBER, (_, number) => `data-n="${formatNumber(words, Number(number))}"`);
  return numbered.replaceAll(CITATIONS, (citations) => {
    const notes = Array.from(citations.matchAll(FIRST_CITATION), ([, number]) => {
      const source = sources[Number(number) - 1] as ListedSource;
      return noteOf(source, found.get(source.url), words);
    });
    if (notes.length === 0) return citations;
    const end = citations.startsWith('<div') ? 0 : citations.indexOf('</a>') + '</a>'.length;
    const group = `<span class="notes" aria-hidden="true">${notes.join('')}</span>`;
    return citations.slice(0, end) + group + citations.slice(end);
  });
}
