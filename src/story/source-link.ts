import type { Citation } from './story.ts';

// Where a citation leads: to the sentence that it stands on, and to a copy where the source is gone.

type Linked = Pick<Citation, 'url' | 'archivedAt' | 'linkStatus' | 'quote'>;

/** Whether the source has answered that it is gone. */
export const isGone = ({ linkStatus }: Pick<Citation, 'linkStatus'>) =>
  linkStatus === 404 || linkStatus === 410;

/** Where the source can be read: at its own address, or in the archive where it is gone from there. */
export const readableUrl = (source: Linked): string =>
  isGone(source) && source.archivedAt !== null ? source.archivedAt : source.url;

/** A term of a text directive: `-`, `,` and `&` have a meaning in it. */
const term = (text: string) => encodeURIComponent(text).replaceAll('-', '%2D');

/**
 * The source at the exact words that are quoted from it: a text fragment
 * (https://wicg.github.io/scroll-to-text-fragment/), which a browser that does not know it ignores. Where the record has
 * no quote, the source itself.
 */
export function sentenceUrl(source: Linked): string {
  const url = readableUrl(source);
  if (!source.quote) return url;
  const { exact, prefix, suffix } = source.quote;
  const directive = [prefix && `${term(prefix)}-`, term(exact), suffix && `-${term(suffix)}`].filter(Boolean);
  return `${url}${url.includes('#') ? '' : '#'}:~:text=${directive.join(',')}`;
}

/** When the archived copy was made: the 14 digits of a Memento address (RFC 7089), as an RFC 3339 time. */
export function archivedTime({ archivedAt }: Pick<Citation, 'archivedAt'>): string | undefined {
  const [, digits] = /\/(\d{14})(?:[a-z]{2}_)?\//.exec(archivedAt ?? '') ?? [];
  const time = digits?.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z');
  return time !== undefined && !Number.isNaN(Date.parse(time)) ? time : undefined;
}
