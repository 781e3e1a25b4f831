import type { Citation } from './story.ts';

// Where a citation leads: to the sentence that it stands on, and to a copy where the source is gone.

type Linked = Pick<Citation, 'url' | 'archivedAt' | 'linkStatus' | 'quote'>;

/** Whether the source has answered that it is gone. */
export const isGone = ({ linkStatus }: Pick<Citation, 'linkStatus'>) =>
  linkStatus === 404 || linkStatus === 410;

/** Where the source can be read: at its own address, or in the archive where it is gone from there. */
export const readableUrl = (source: Linked): string =>
  isGone(source) && source.archivedAt !== null ? source.archivedAt : source.url;

/** A term of a text directive: `-`, `,` and `&` have a meaning in it, and browsers look for white space as it is shown. */
const term = (text: string) => encodeURIComponent(text.replace(/\s+/g, ' ').trim()).replaceAll('-', '%2D');

/**
 * The quoted words as a directive has them. No browser finds a term beyond the end of a paragraph; so what has several
 * lines is given by its first and its last one, as a range.
 */
function terms(exact: string): string {
  const lines = exact
    .split(/[\n\r]+/)
    .map(term)
    .filter(Boolean);
  return [...new Set([lines[0], lines.at(-1)])].join(',');
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
  const directive = [prefix && `${term(prefix)}-`, terms(exact), suffix && `-${term(suffix)}`].filter(
    Boolean,
  );
  // An address may have a fragment, and in it a directive, of its own.
  const joint = url.includes(':~:') ? '&' : url.includes('#') ? ':~:' : '#:~:';
  return `${url}${joint}text=${directive.join(',')}`;
}

/** When the archived copy was made: the 14 digits of a Memento address (RFC 7089), as an RFC 3339 time. */
export function archivedTime({ archivedAt }: Pick<Citation, 'archivedAt'>): string | undefined {
  const [, digits] = /\/(\d{14})(?:[a-z]{2}_)?\//.exec(archivedAt ?? '') ?? [];
  const time = digits?.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z');
  return time !== undefined && !Number.isNaN(Date.parse(time)) ? time : undefined;
}
