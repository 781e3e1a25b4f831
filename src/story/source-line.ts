import { fill } from '../language/messages.ts';
import { formatList, formatReducedDate, type Words } from '../language/words.ts';
import { canReorder, isolate, isolateIfUnbalanced } from '../lib/bidi.ts';
import { escapeHtml } from '../lib/html.ts';
import type { ListedSource } from './article.ts';
import { publisherDomain, publisherName, sourceName } from './publisher.ts';
import { isGone, readableUrl, sentenceUrl } from './source-link.ts';

const link = (url: string, text: string) => `<a href="${escapeHtml(url)}">${text}</a>`;

/** What the record knows of a source beside its title and its words: who, where, whose, when, for whom. */
export function sourceFacts(source: ListedSource, words: Words): string[] {
  const { author, publisher, datePublished, isAccessibleForFree, accessed, url } = source;
  const { messages } = words;
  const domain = publisherDomain({ url, publisher: null });
  const name = publisherName(source);
  return [
    author.length > 0
      ? formatList(
          words,
          author.map((each) => isolateIfUnbalanced(each.name)),
        )
      : '',
    // A title alone would not say where it stands.
    source.name !== null && name !== source.name
      ? name === domain
        ? name
        : `${isolateIfUnbalanced(name)} (${domain})`
      : '',
    publisher?.ownership ?? '',
    datePublished ? formatReducedDate(words, datePublished) : '',
    isAccessibleForFree === false ? messages.subscriptionRequired : '',
    accessed ? fill(messages.read, { date: formatReducedDate(words, accessed) }) : '',
    isGone(source) ? messages.gone : '',
  ].filter(Boolean);
}

/** What no space follows, or stands before: white space itself, and scripts that put none between words. */
const UNSPACED =
  '\\s\\u3000-\\u303f\\uff00-\\uff65\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const NO_SPACE_AFTER = new RegExp(`[${UNSPACED}([{“‘«¿¡]$`, 'u');
const NO_SPACE_BEFORE = new RegExp(`^[${UNSPACED})\\]}”’».,;:!?…]`, 'u');

/** The quoted words with what stands around them, as the source has them: with a space where one stands between words. */
export const quotedWords = ({ prefix, exact, suffix }: NonNullable<ListedSource['quote']>) =>
  [prefix, exact, suffix]
    .filter((part) => part !== null)
    .reduce((before, after) =>
      NO_SPACE_AFTER.test(before) || NO_SPACE_BEFORE.test(after) ? before + after : `${before} ${after}`,
    );

/**
 * One source as a line of HTML: all that the record knows of it, in the few elements that every feed reader keeps. Its
 * quote leads to the sentence. Where the source is gone, its title leads to the archived copy.
 */
export function sourceLine(source: ListedSource, words: Words): string {
  const { messages } = words;
  const first = readableUrl(source);
  const facts = sourceFacts(source, words);
  const name = sourceName(source);
  const quote = source.quote ? quotedWords(source.quote) : '';
  const parts = [
    { text: name, html: link(first, escapeHtml(name)) },
    ...facts.map((fact) => ({ text: fact, html: escapeHtml(fact) })),
    { text: quote, html: quote && link(sentenceUrl(source), `<q>${escapeHtml(quote)}</q>`) },
    { text: '', html: source.archivedAt ? link(source.archivedAt, messages.archivedCopy) : '' },
    { text: '', html: first === source.url ? '' : link(source.url, messages.originalAddress) },
  ].filter(({ html }) => html);
  // Each part is kept from turning the order of its neighbours, by Unicode's isolates: a reader might drop an element.
  const isMixed = words.direction === 'rtl' || parts.some(({ text }) => canReorder(text));
  return parts.map(({ html, text }) => (isMixed ? isolate(html, text) : html)).join(' · ');
}
