import type { Citation } from '../story.ts';

// Decides where a citation links to: the quoted sentence, in an archived copy if the source is gone.

type Linked = Pick<Citation, 'url' | 'archivedAt' | 'linkStatus' | 'quote'>;
type Quote = NonNullable<Citation['quote']>;

/** Whether the source answered 404 or 410. */
export const isGone = ({ linkStatus }: Pick<Citation, 'linkStatus'>) =>
  linkStatus === 404 || linkStatus === 410;

/** Returns the URL where the source can be read: its own, or the archived copy's if it is gone. */
export const readableUrl = (source: Linked): string =>
  isGone(source) && source.archivedAt !== null ? source.archivedAt : source.url;

/** Collapses white space, because browsers search the text as they display it. */
const shown = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Encodes a term of a text directive, because `-`, `,` and `&` are part of the directive's syntax. */
const term = (text: string) => encodeURIComponent(shown(text)).replaceAll('-', '%2D');

/** The most characters of a quote that a directive repeats in full. */
const WHOLE = 200;
/** The most characters of each end of a longer quote. */
const END = 100;

let segmenter: Intl.Segmenter | undefined;
/** Returns the word, or the gap between words, at an index of the text. The boundaries do not depend on the locale. */
function wordAt(text: string, at: number): { index: number; segment: string } {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  return segmenter.segment(text).containing(at) ?? { index: at, segment: '' };
}

/** Returns the first whole words of a text, because browsers do not find parts of words. */
function beginning(text: string): string {
  if (text.length <= END) return text;
  return text.slice(0, wordAt(text.slice(0, 2 * END), END).index);
}

/** Returns the last whole words of a text. */
function ending(text: string): string {
  if (text.length <= END) return text;
  const tail = text.slice(-2 * END);
  const start = tail.length - END;
  const { index, segment } = wordAt(tail, start);
  return tail.slice(index === start ? index : index + segment.length);
}

/**
 * Returns the quoted words as terms of a directive. Several lines become a range from the first line to the last, because
 * browsers do not find a term that spans paragraphs. A long quote becomes a range from its first words to its last, because the
 * URL of every citation repeats it. Returns an empty string if a word is too long.
 */
function terms(exact: string): string {
  const lines = exact
    .split(/[\n\r]+/)
    .map(shown)
    .filter(Boolean);
  const ends = [...new Set([lines[0] ?? '', lines.at(-1) ?? ''])];
  if (ends.join('').length <= WHOLE) return ends.map(term).join(',');
  const range = [beginning(ends[0] ?? ''), ending(ends.at(-1) ?? '')].map(term);
  return range.every(Boolean) ? range.join(',') : '';
}

/**
 * Returns the URL with a text fragment that leads to the quoted words (https://wicg.github.io/scroll-to-text-fragment/); browsers
 * that do not know text fragments ignore it. If the URL has text fragments already, they stay.
 */
export function quoteUrl(url: string, { exact, prefix, suffix }: Quote): string {
  const words = terms(exact);
  if (!words) return url;
  const directive = [prefix && `${term(prefix)}-`, words, suffix && `-${term(suffix)}`].filter(Boolean);
  // The URL may already have a fragment, and that fragment may already have a directive.
  const [, fragment] = /#(.*)$/s.exec(url) ?? [];
  const joint = fragment === undefined ? '#:~:' : fragment.includes(':~:') ? '&' : ':~:';
  return `${url}${joint}text=${directive.join(',')}`;
}

/** Returns the URL where the source can be read, leading to the words that it is cited for if the record quotes them. */
export function sentenceUrl(source: Linked): string {
  const url = readableUrl(source);
  return source.quote ? quoteUrl(url, source.quote) : url;
}

/** Returns when the archived copy was made, in RFC 3339 form, from the 14 digits of a Memento URL (RFC 7089). */
export function archivedTime({ archivedAt }: Pick<Citation, 'archivedAt'>): string | undefined {
  const [, digits] = /\/(\d{14})(?:[a-z]{2}_)?\//.exec(archivedAt ?? '') ?? [];
  const time = digits?.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z');
  return time !== undefined && !Number.isNaN(Date.parse(time)) ? time : undefined;
}
