import { summaryText } from '../edition/content.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { toPrintable } from '../lib/characters.ts';
import type { Site } from '../site.ts';
import { storyUrl } from '../site.ts';
import type { Article, ListedSource } from '../story/article.ts';

/** A work as a reference manager keeps it: what the record states, and nothing else; `null` means "not stated". */
export interface Reference {
  /** Unique in a file, and the same as long as the story's slug and the source's number are. */
  key: string;
  /** Our story is a newspaper's article; what a source is, the record does not say. */
  kind: 'news' | 'web';
  title: string | null;
  /** Names as they are written. Which part is a family name is not known, nor whether it is a person's at all. */
  author: readonly string[];
  /** The newspaper or website that it stands in. */
  container: string | null;
  url: string;
  /** As far as it is known: 2005, 2005-12 or 2005-12-31. */
  published: string | null;
  accessed: string | null;
  language: string | null;
  abstract: string | null;
  note: string | null;
}

const LINE_BREAKS = /[\t ]*[\n\r\u0085\u2028\u2029]+[\t ]*/g;

/** The text on one line, as BibTeX and RIS need it, with nothing in it that no document may hold. */
export const onOneLine = (text: string) => toPrintable(text.replace(LINE_BREAKS, ' ')).trim();

/** A time as the day that the page shows, which is the one in UTC; a date as far as it is known. */
const dayOf = (date: string | null) =>
  date?.includes('T') ? new Date(date).toISOString().slice(0, 10) : date;

/** The story, to be cited. Its TL;DR says in words that AI wrote it, where the record does. */
export function storyReference(article: Article, site: Site): Reference {
  return {
    key: article.slug,
    kind: 'news',
    title: isolateIfUnbalanced(article.headline),
    author: article.author.map(({ name }) => isolateIfUnbalanced(name)),
    container: site.title,
    url: storyUrl(site, article.slug),
    published: dayOf(article.datePublished),
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
    author: source.author.map(({ name }) => isolateIfUnbalanced(name)),
    container: source.publisher?.name ?? null,
    url: source.url,
    published: dayOf(source.datePublished),
    accessed: dayOf(source.accessed),
    language: source.inLanguage,
    abstract: null,
    note: source.archivedAt ? `Archived copy: ${source.archivedAt}` : null,
  };
}

/** The story's sources, in the order and with the numbers of its page. */
export const sourceReferences = (article: Article): Reference[] =>
  article.rendering.sources.map((source) => sourceReference(source, article.slug));
