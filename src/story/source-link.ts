import type { Citation } from './story.ts';

// Where a citation leads: to the sentence that it stands on, and to a copy where the source is gone.

type Linked = Pick<Citation, 'url' | 'archivedAt' | 'linkStatus' | 'quote'>;

/** Whether the source has answered that it is gone. */
export const isGone = ({ linkStatus }: Pick<Citation, 'linkStatus'>) =>
  linkStatus === 404 || linkStatus === 410;

/** Where the source can be read: at its own address, or in the archive where it is gone from there. */
export const readableUrl = (source: Linked): string =>
  isGone(source) && source.archivedAt !== null ? source.archivedAt : source.url;

/** White space as browsers look for it: as it is shown. */
const shown = (text: string) => text.replace(/\s+/g, ' ').trim();

/** A term of a text directive: `-`, `,` and `&` have a meaning in it. */
const term = (text: string) => encodeURIComponent(shown(text)).replaceAll('-', '%2D');

/** Characters of a quote that is given whole, and of each end of one that is longer. */
const WHOLE = 200;
const END = 100;

let segmenter: Intl.Segmenter | undefined;
/** The word, or what is between two, at a place of the text; by the same rules in every language. */
function wordAt(text: string, at: number): { index: number; segment: string } {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' });
  return segmenter.segment(text).containing(at) ?? { index: at, segment: '' };
}

/** The first words of a text. They are whole, as browsers find no others. */
function beginning(text: string): string {
  if (text.length <= END) return text;
  return text.slice(0, wordAt(text.slice(0, 2 * END), END).index);
}

/** The last words of a text. */
function ending(text: string): string {
  if (text.length <= END) return text;
  const tail = text.slice(-2 * END);
  const start = tail.length - END;
  const { index, segment } = wordAt(tail, start);
  return tail.slice(index === start ? index : index + segment.length);
}

/**
 * The quoted words as a directive has them. No browser finds a term beyond the end of a paragraph; so what has several
 * lines is given by its first and its last one, as a range, and what is long by its first and its last words: it stands in
 * the address of each use. Nothing where a word is too long to be given.
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
 * The source at the exact words that are quoted from it: a text fragment
 * (https://wicg.github.io/scroll-to-text-fragment/), which a browser that does not know it ignores. Where the record has
 * no quote, the source itself.
 */
export function sentenceUrl(source: Linked): string {
  const url = readableUrl(source);
  if (!source.quote) return url;
  const { exact, prefix, suffix } = source.quote;
  const words = terms(exact);
  if (!words) return url;
  const directive = [prefix && `${term(prefix)}-`, words, suffix && `-${term(suffix)}`].filter(Boolean);
  // An address may have a fragment, and in it a directive, of its own.
  const [, fragment] = /#(.*)$/s.exec(url) ?? [];
  const joint = fragment === undefined ? '#:~:' : fragment.includes(':~:') ? '&' : ':~:';
  return `${url}${joint}text=${directive.join(',')}`;
}

/** When the archived copy was made: the 14 digits of a Memento address (RFC 7089), as an RFC 3339 time. */
export function archivedTime({ archivedAt }: Pick<Citation, 'archivedAt'>): string | undefined {
  const [, digits] = /\/(\d{14})(?:[a-z]{2}_)?\//.exec(archivedAt ?? '') ?? [];
  const time = digits?.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z');
  return time !== undefined && !Number.isNaN(Date.parse(time)) ? time : undefined;
}
