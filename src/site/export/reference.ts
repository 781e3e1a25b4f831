import { dayIn } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { toPrintable } from '../../lib/characters.ts';
import { toUri } from '../../lib/uri.ts';
import type { Site } from '../../settings/site.ts';
import { storyUrl } from '../../settings/site.ts';
import { summaryText } from '../edition/content.ts';
import { statedNames } from '../edition/people.ts';
import type { Article, ListedSource } from '../story/article.ts';
import { type AuthorNames, foldName } from '../story/author-name.ts';

/** An author: the name as written, if that is an organisation's or nothing else is stated; or the parts of a person's name. */
export type ReferenceName = string | { family: string; given: string | null };

/** A work for a reference manager, with only what the record states. `null` means "not stated". */
export interface Reference {
  /** The key, unique in a file. It changes only with the story's slug or the source's number. */
  key: string;
  /** `news` for a story; `web` for a source, because the record does not say what it is. */
  kind: 'news' | 'web';
  title: string | null;
  author: readonly ReferenceName[];
  /** The newspaper or website that published it. */
  container: string | null;
  url: string;
  /** The date as precisely as it is known: 2005, 2005-12 or 2005-12-31. */
  published: string | null;
  accessed: string | null;
  language: string | null;
  abstract: string | null;
  note: string | null;
}

const LINE_BREAKS = /[\t ]*[\n\r\u0085\u2028\u2029]+[\t ]*/g;

/** Returns text on one line, as BibTeX and RIS need it, without control characters. */
export const onOneLine = (text: string) => toPrintable(text.replace(LINE_BREAKS, ' ')).trim();

/** Returns the day of a source's time, as the page shows it. Returns a date unchanged. */
const dayOf = (date: string | null) => (date?.includes('T') ? dayIn('UTC', date) : date);

/**
 * Returns an author as references have them. A part of a name without the other is of use only if it is all of the name, as in
 * "Suharto": a reference without the other part would name somebody else.
 */
function referenceName({ name, type, givenName, familyName }: AuthorNames): ReferenceName {
  if (type === 'Organization' || !familyName || !(givenName || foldName(familyName) === foldName(name)))
    return isolateIfUnbalanced(name);
  return {
    family: isolateIfUnbalanced(familyName),
    given: givenName ? isolateIfUnbalanced(givenName) : null,
  };
}

/** Returns the reference of a story. If AI wrote its abstract, the abstract says so. */
export function storyReference(article: Article, site: Site): Reference {
  return {
    key: article.slug,
    kind: 'news',
    title: isolateIfUnbalanced(article.headline),
    author: article.author.map((author) => referenceName(statedNames(author, site))),
    container: site.title,
    url: storyUrl(site, article.slug),
    published: dayIn(site.timeZone, article.datePublished),
    accessed: null,
    language: article.inLanguage,
    abstract: summaryText(article, site),
    note: null,
  };
}

function sourceReference(source: ListedSource, slug: string): Reference {
  return {
    key: `${slug}:${source.number}`,
    kind: 'web',
    title: source.name && isolateIfUnbalanced(source.name),
    author: source.author.map(referenceName),
    container: source.publisher?.name ?? null,
    url: toUri(source.url),
    published: dayOf(source.datePublished),
    accessed: dayOf(source.accessed),
    language: source.inLanguage,
    abstract: null,
    note: source.archivedAt ? `Archived copy: ${toUri(source.archivedAt)}` : null,
  };
}

/** Returns the references of the story's sources, in the order and with the numbers on its page. */
export const sourceReferences = (article: Article): Reference[] =>
  article.rendering.sources.map((source) => sourceReference(source, article.slug));
