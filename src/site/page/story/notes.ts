import { factSeparator, formatNumber, formatReducedDate, type Words } from '../../../language/words.ts';
import { canReorder, isolate } from '../../../lib/bidi.ts';
import { escapeHtml } from '../../../lib/html.ts';
import { cutText } from '../../export/cut-text.ts';
import type { ListedSource } from '../../story/article.ts';
import type { Observation } from '../../story/sources/observation.ts';
import { asFound, foundWords } from '../../story/sources/observed.ts';
import { publisherName, sourceName } from '../../story/sources/publisher-name.ts';
import { isGone, sentenceUrl } from '../../story/sources/source-link.ts';

// The notes of sources: in the margin of a wide screen, beside the line that cites each first; on a narrow one, above the page when the
// reader touches the numeral. They repeat the list of sources, which has more, so they are only seen: their words are attributes that the
// stylesheet shows, and so are the numerals. Reader views, text browsers, copied text and screen readers have the text as its author wrote it.

/**
 * Matches each row of citations with nothing between them, and the space or line break before it: a numeral stands right after its claim.
 * Authors cannot write this HTML themselves.
 */
const ROW =
  /(?:<br>\n|(?<!\s)\s+)?<span class="cite">.*?<\/span>(?:(?:\s|<br>)*<span class="cite">.*?<\/span>)*/gs;
/** Matches each table, and each row as `withNumerals` leaves it. */
const TABLE_OR_ROW = /<div class="table.*?<\/div>|<span class="cites">.*?<\/span><\/span>/gs;
/** Where a paragraph, or a table, ends. */
const PARAGRAPH_END = /(?<=<\/(?:p|li|h\d)>|<\/table><\/div>)/;
/** Matches the number that a citation shows. In text, a quotation mark is an entity. */
const NUMBER = /data-n="(\d+)"/g;
/** Matches the link of each citation. */
const LINK = /<a id="fnref-(\d+)-\d+" .*?<\/a>/gs;
/** Matches each citation that is its source's first. */
const FIRST_CITATION = / id="fnref-(\d+)-1" /g;

/** A longer title is cut, or its note would push the next far below their lines: five lines of letters or of Han. */
const TITLE_LIMITS = { graphemes: 100, bytes: 180 };

/** Keeps a date, or a dot and what is before it, on one line. */
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0');

const noteAnchor = (number: number | string) => `n-${number}`;

/** A source's note, which links to the quoted words in the source: its number and title, and its publisher and date. */
function noteOf(
  source: ListedSource,
  observation: Observation | undefined,
  words: Words,
  direction: Words['direction'],
): string {
  const { number, datePublished } = source;
  const title = cutText(sourceName(source), TITLE_LIMITS);
  const publisher = publisherName(source);
  const isMixed = direction === 'rtl' || canReorder(title + publisher);
  const shown = (text: string) => (isMixed ? isolate(text) : text);
  const facts = [
    publisher === sourceName(source) ? '' : shown(publisher),
    datePublished ? unbroken(formatReducedDate(words, datePublished)) : '',
    isGone(source) ? words.messages.gone : observation?.kind === 'gone' ? foundWords(observation, words) : '',
  ].filter(Boolean);
  return (
    `<a class="note" href="${escapeHtml(sentenceUrl(asFound(source, observation)))}" id="${noteAnchor(number)}" popover="" tabindex="-1" ` +
    `data-title="${escapeHtml(`${formatNumber(words, number)}\t${shown(title)}`)}" data-facts="${escapeHtml(facts.join(factSeparator(words)))}"></a>`
  );
}

/** Makes numerals of the citations. On narrow screens, a button over each opens its note; keyboards and screen readers have the link. */
const withNumerals = (html: string, words: Words): string =>
  html
    .replaceAll(NUMBER, (_, number) => `data-n="${formatNumber(words, Number(number))}"`)
    .replaceAll(
      LINK,
      (link, number) =>
        `${link}<button type="button" popovertarget="${noteAnchor(number)}" tabindex="-1" aria-hidden="true"></button>`,
    )
    .replaceAll(ROW, '<span class="cites">$&</span>');

/**
 * Adds each source's note to the HTML of the analysis, at its first citation. Notes of a row are one element after its first mark, and
 * where text runs from right to left those of a paragraph: Chromium would reverse notes that stand beside the same line there. A table that
 * scrolls would cut its notes off, so they precede it. `direction` is that of the text.
 */
export function withNotes(
  html: string,
  sources: readonly ListedSource[],
  observations: readonly Observation[],
  words: Words,
  direction: Words['direction'] = words.direction,
): string {
  const found = new Map(observations.map((observation) => [observation.url, observation]));
  const addNotes = (part: string): string => {
    const first = [...part.matchAll(FIRST_CITATION)];
    if (first.length === 0) return part;
    const notes = first.map(([, number]) => {
      const source = sources[Number(number) - 1] as ListedSource;
      return noteOf(source, found.get(source.url), words, direction);
    });
    const table = part.lastIndexOf('<div class="table', first[0]?.index);
    const end = table < 0 ? part.indexOf('</a>', first[0]?.index) + '</a>'.length : table;
    return `${part.slice(0, end)}<span class="notes" aria-hidden="true">${notes.join('')}</span>${part.slice(end)}`;
  };
  const numbered = withNumerals(html, words);
  return direction === 'rtl'
    ? numbered.split(PARAGRAPH_END).map(addNotes).join('')
    : numbered.replaceAll(TABLE_OR_ROW, addNotes);
}
