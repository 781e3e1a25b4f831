import { foldText } from '../../../site/query/fold-text.ts';
import { t } from '../words.ts';

// Which sources are offered for the words that were typed. Pure.

/** A source that can be cited: of the draft itself, of earlier stories and drafts, or the address that was typed. */
export interface OfferedSource {
  kind: 'own' | 'earlier' | 'address';
  url: string;
  title: string;
  /** What else is known of it, in words. */
  about: string;
  /** What is wrong with it, in words. */
  fault?: string;
  /** What the form would have of it. */
  fields: Record<string, string>;
  /** The place of the draft's own source in the form. */
  place?: number;
}

/** An earlier source, as the server answers. */
export interface EarlierSource {
  fields: Record<string, string>;
  stories: number;
  words: string | null;
}

const keyOf = (url: string): string => URL.parse(url)?.href ?? url;

const usesOf = (stories: number): string =>
  stories === 0 ? t('not published yet') : t(['in one story', 'in {count} stories'], { count: stories });

const listed = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(' · ');

/** Describes the draft's own source at a place of the form. */
export function ownSource(fields: Record<string, string>, place: number): OfferedSource {
  const { url = '', name, datePublished } = fields;
  const publisher = fields['publisher.name'];
  const about = listed(t('source {number}', { number: place + 1 }), name && publisher, datePublished);
  return { kind: 'own', url, title: name || publisher || url, about, fields, place };
}

export function earlierSource({ fields, stories, words }: EarlierSource): OfferedSource {
  const { url = '', name, datePublished } = fields;
  const publisher = fields['publisher.name'];
  const about = listed(name && publisher, datePublished?.slice(0, 10), usesOf(stories));
  return {
    kind: 'earlier',
    url,
    title: name || publisher || url,
    about,
    fields,
    ...(words === null ? {} : { fault: words }),
  };
}

/**
 * Returns what to offer: the draft's own sources that have all the words, earlier ones that the draft does not have, and the address
 * that was typed, unless it is one of these.
 */
export function offeredSources(
  words: string,
  own: readonly OfferedSource[],
  earlier: readonly OfferedSource[],
): OfferedSource[] {
  const wanted = foldText(words).split(/\s+/).filter(Boolean);
  const has = ({ url, title, about }: OfferedSource) => {
    const text = foldText(`${title}\n${about}\n${url}`);
    return wanted.every((word) => text.includes(word));
  };
  const address =
    /^https?:\/\/\S+$/i.test(words.trim()) && URL.canParse(words.trim()) ? words.trim() : undefined;
  const isTyped = ({ url }: OfferedSource) => address !== undefined && keyOf(url) === keyOf(address);
  const mine = new Set(own.map(({ url }) => keyOf(url)));
  const offered = [
    ...own.filter((source) => isTyped(source) || has(source)),
    ...earlier.filter(({ url }) => !mine.has(keyOf(url))),
  ];
  if (address === undefined || offered.some(isTyped)) return offered;
  const fields = { url: address };
  return [
    ...offered,
    {
      kind: 'address',
      url: address,
      title: t('Read {address}', { address }),
      about: t('a new source'),
      fields,
    },
  ];
}
