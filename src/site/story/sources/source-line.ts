import { fillMessage } from '../../../language/messages.ts';
import { formatList, formatReducedDate, type Words } from '../../../language/words.ts';
import { canReorder, isolate, isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { escapeHtml } from '../../../lib/html.ts';
import { readableHost } from '../../../lib/readable-host.ts';
import type { Claim, ListedSource } from '../article.ts';
import { supportingWords } from '../claims.ts';
import { destination, escapeMarkdown, markdownLines } from '../markdown-text.ts';
import { publisherDomain } from './publisher.ts';
import { publisherName, sourceName } from './publisher-name.ts';
import { isGone, readableUrl, sentenceUrl } from './source-link.ts';

/** How a line is written: as HTML or as Markdown. */
export interface Markup {
  text: (plain: string) => string;
  lines: (plain: string) => string;
  quote: (plain: string) => string;
  /** Links to a URL; the text is written already. */
  link: (url: string, text: string) => string;
  /** What stands beside a text, smaller, with attributes of HTML. */
  small: (written: string, attributes: string) => string;
  raised: (written: string) => string;
}

export const HTML: Markup = {
  text: escapeHtml,
  lines: (plain) => escapeHtml(plain).replace(/\r?\n/g, '<br>'),
  quote: (plain) => `<q>${escapeHtml(plain)}</q>`,
  link: (url, text) => `<a href="${escapeHtml(url)}">${text}</a>`,
  small: (written, attributes) => `<small${attributes}>${written}</small>`,
  raised: (written) => `<sup>${written}</sup>`,
};

export const MARKDOWN: Markup = {
  text: escapeMarkdown,
  lines: markdownLines,
  quote: (plain) => `“${escapeMarkdown(plain)}”`,
  link: (url, text) => `[${text}](${destination(url)})`,
  small: (written) => written,
  raised: (written) => written,
};

/**
 * Returns the facts that the record states about a source, besides its title and quote: authors, publisher, owner, date, access,
 * when it was read, and whether it is gone.
 */
export function sourceFacts(source: ListedSource, words: Words): string[] {
  const { author, publisher, datePublished, isAccessibleForFree, accessed, url } = source;
  const { messages } = words;
  const domain = readableHost(publisherDomain({ url, publisher: null }));
  const name = publisherName(source);
  return [
    author.length > 0
      ? formatList(
          words,
          author.map((each) => isolateIfUnbalanced(each.name)),
        )
      : '',
    // The publisher, unless its name is already the text of the link.
    name !== sourceName(source) ? (name === domain ? name : `${isolateIfUnbalanced(name)} (${domain})`) : '',
    publisher?.ownership ?? '',
    datePublished ? formatReducedDate(words, datePublished) : '',
    isAccessibleForFree === false ? messages.subscriptionRequired : '',
    accessed ? fillMessage(messages.read, { date: formatReducedDate(words, accessed) }) : '',
    isGone(source) ? messages.gone : '',
  ].filter(Boolean);
}

/** Characters that need no space beside them: white space, and letters of scripts without spaces between words. */
const UNSPACED =
  '\\s\\u3000-\\u303f\\uff00-\\uff65\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const NO_SPACE_AFTER = new RegExp(`[${UNSPACED}([{“‘«¿¡]$`, 'u');
const NO_SPACE_BEFORE = new RegExp(`^[${UNSPACED})\\]}”’».,;:!?…]`, 'u');

/** Joins a quote with its prefix and suffix, with a space between them if their script uses spaces. */
export const quotedWords = ({ prefix, exact, suffix }: NonNullable<ListedSource['quote']>) =>
  [prefix, exact, suffix]
    .filter((part) => part !== null)
    .reduce((before, after) =>
      NO_SPACE_AFTER.test(before) || NO_SPACE_BEFORE.test(after) ? before + after : `${before} ${after}`,
    );

/**
 * Writes a source as a line with everything that the record states about it, in the few elements that every feed
 * reader keeps. The title links to the source, and the quote to its sentence there; if the source is gone, both link to the
 * archived copy, if any. The words that support `claims` have no links, because the claims themselves link there.
 */
export function sourceLine(
  source: ListedSource,
  words: Words,
  claims: readonly Claim[] = [],
  { text: written, quote: quoted, link }: Markup = HTML,
): string {
  const { messages } = words;
  const first = readableUrl(source);
  const facts = sourceFacts(source, words);
  const name = sourceName(source);
  const quote = source.quote ? quotedWords(source.quote) : '';
  const parts = [
    { text: name, html: link(first, written(name)) },
    ...facts.map((fact) => ({ text: fact, html: written(fact) })),
    { text: quote, html: quote && link(sentenceUrl(source), quoted(quote)) },
    ...supportingWords(source, claims).map((text) => ({ text, html: quoted(text) })),
    { text: '', html: source.archivedAt ? link(source.archivedAt, messages.archivedCopy) : '' },
    { text: '', html: first === source.url ? '' : link(source.url, messages.originalAddress) },
  ].filter(({ html }) => html);
  // Unicode's isolates keep a part from reordering its neighbours. We use no elements with `dir`, because feed readers may drop
  // them.
  const isMixed = words.direction === 'rtl' || parts.some(({ text }) => canReorder(text));
  return parts.map(({ html, text }) => (isMixed ? isolate(html, text) : html)).join(' · ');
}
