import * as z from 'zod';
import { type CitationUse, numberCitations } from './citations.ts';
import type { Fault } from './fault.ts';
import { escapeHtml } from './html.ts';
import { linkLength, parseMarkdown, renderMarkdown } from './markdown.ts';
import { publisherDomain, publisherName } from './publisher.ts';
import { readableUrl, sentenceUrl } from './source-link.ts';
import { type Citation, citationSchema, type Source, type Story, storyFields } from './story.ts';
import { canonicalUrl, tagUri } from './text.ts';

/**
 * Raised when the same story would be rendered to other HTML than before, or what is stored has another shape, so that it is
 * printed anew: what says this version is as this program writes it.
 */
export const RENDERER_VERSION = 6;

const listedSource = citationSchema.extend({
  /** Its number in the list, from 1. */
  number: z.int().min(1),
  /** How often the analysis cites it; 0 for reporting that it does not cite. */
  uses: z.int().min(0),
  /** Whether it is reporting that the story aggregates. */
  isBasedOn: z.boolean(),
});

const renderingSchema = z.strictObject({
  version: z.int(),
  /** HTML of the analysis for the story's own page: citations lead to the sentence, their numbers to the list of sources. */
  page: z.string(),
  /** HTML of the analysis for feeds: citations are visible links, and nothing else is needed to follow them. */
  feed: z.string(),
  sources: z.array(listedSource),
});

/** A story as published: identified, rendered, its sources numbered. */
export const articleSchema = storyFields.extend({ identifier: tagUri, rendering: renderingSchema });

export type Article = z.output<typeof articleSchema>;

const relatedStory = storyFields.pick({ slug: true, headline: true, inLanguage: true, datePublished: true });

/** A story with a topic or a source in common, as the page of another names it. */
export type RelatedStory = z.output<typeof relatedStory>;

/** An article as it is printed: with the stories that it is related to. */
export const printedArticleSchema = articleSchema.extend({ related: z.array(relatedStory).default([]) });

export type PrintedArticle = z.output<typeof printedArticleSchema>;

/**
 * An article with what is "not stated" put back, where it was left out of its JSON. One that an earlier version of the program
 * took, and this one would refuse, stays as it is.
 */
export const restoreArticle = (kept: Article): Article => articleSchema.safeParse(kept).data ?? kept;
export type ListedSource = z.output<typeof listedSource>;

/**
 * The anchor of a source in the list of the story's page. The slug is not in it: a reader view guesses from an id what an
 * element is, and takes `fn-rss-…` for a link to a feed.
 */
export const sourceAnchor = (number: number) => `fn-${number}`;
/** The anchor of one use of a source in the story's analysis. */
export const useAnchor = (number: number, use: number) => `fnref-${number}-${use}`;

/** What the record knows of a source that it does not list. */
const UNKNOWN: Omit<Citation, 'url'> = {
  name: null,
  publisher: null,
  author: [],
  datePublished: null,
  inLanguage: null,
  isAccessibleForFree: null,
  quote: null,
  archivedAt: null,
  linkStatus: null,
  accessed: null,
};

/** What `first` says of a source, completed by what `second` says. */
const mergeSources = (first: Citation, second: Source): Citation => ({
  ...first,
  name: first.name ?? second.name,
  publisher: first.publisher ?? second.publisher,
  author: first.author.length > 0 ? first.author : second.author,
  datePublished: first.datePublished ?? second.datePublished,
  inLanguage: first.inLanguage ?? second.inLanguage,
  isAccessibleForFree: first.isAccessibleForFree ?? second.isAccessibleForFree,
});

const canonicalOrNull = (url: string | null) => (url === null ? null : canonicalUrl(url));

const canonicalPeople = (people: Story['author']) =>
  people.map((person) => ({ ...person, url: canonicalOrNull(person.url) }));

/**
 * Returns the story with its URLs as the URL standard serialises them, which is how documents print them; the record keeps what
 * its author wrote. `makeArticle` has already done so for the sources.
 */
export const withCanonicalUrls = <T extends Pick<Story, 'author' | 'image' | 'license'>>(story: T): T => ({
  ...story,
  author: canonicalPeople(story.author),
  // A path on this site stays as it is.
  image: story.image && { ...story.image, url: URL.parse(story.image.url)?.href ?? story.image.url },
  license: canonicalOrNull(story.license),
});

/** The same for a source. */
const canonicalSource = (source: Citation): Citation => ({
  ...source,
  url: canonicalUrl(source.url),
  publisher: source.publisher && { ...source.publisher, url: canonicalOrNull(source.publisher.url) },
  author: canonicalPeople(source.author),
  archivedAt: canonicalOrNull(source.archivedAt),
});

/**
 * Every source of the story: those that the analysis cites, by first appearance; then what else `citation` lists; then
 * reporting that is in `isBasedOn` alone. A URL that the record knows nothing about is listed all the same.
 */
function listSources(story: Story, uses: CitationUse[]): ListedSource[] {
  const counts = Map.groupBy(uses, ({ url }) => url);
  const cited = new Map(story.citation.map((citation) => [canonicalUrl(citation.url), citation]));
  const reporting = new Map((story.isBasedOn ?? []).map((source) => [canonicalUrl(source.url), source]));
  const urls = new Set([...counts.keys(), ...cited.keys(), ...reporting.keys()]);
  return Array.from(urls, (url, index) => {
    const known = cited.get(url) ?? { ...UNKNOWN, url };
    const source = reporting.get(url);
    return {
      ...canonicalSource(source ? mergeSources(known, source) : known),
      number: index + 1,
      uses: counts.get(url)?.length ?? 0,
      isBasedOn: story.isBasedOn === null ? counts.has(url) || counts.size === 0 : source !== undefined,
    };
  });
}

/** The most characters of HTML that the links of an analysis may take, and the numbers of its citations. */
const LINK_LIMIT = 1_000_000;

/** A story whose page nobody could keep in memory: a short text can hold many links, and each repeats a long address. */
export class TooManyLinks extends Error {
  readonly fault: Fault;

  constructor(length: number) {
    const rule = `links must take at most ${LINK_LIMIT.toLocaleString('en')} characters of HTML in all, with the quoted words in their addresses. Cite less often, or shorten quotes and addresses`;
    super(`articleBody: ${rule}`);
    this.fault = { field: 'articleBody', value: `${length.toLocaleString('en')} characters`, rule };
  }
}

/**
 * Publishes a story: one parse of its Markdown gives the numbered sources and both renderings. Throws `TooManyLinks` before
 * anything of that size is made.
 */
export function makeArticle(story: Story, identifier: string): Article {
  const tokens = parseMarkdown(story.articleBody);
  const sources = listSources(story, numberCitations(tokens));
  const byUrl = new Map(sources.map((source) => [source.url, source]));
  const sourceOf = (url: string) => byUrl.get(canonicalUrl(url)) as ListedSource;
  const noteReference = ({ number, use }: CitationUse) => {
    const name = escapeHtml(publisherName(sources[number - 1] as ListedSource));
    return (
      `<sup id="${useAnchor(number, use)}">` +
      `<a href="#${sourceAnchor(number)}" role="doc-noteref">` +
      `${number}<span class="hidden"> ${name}</span></a></sup>`
    );
  };
  const sentences = new Map<string, string>();
  const sentenceOf = (url: string) => {
    const sentence = sentences.get(url) ?? sentenceUrl(sourceOf(url));
    sentences.set(url, sentence);
    return sentence;
  };
  const length = linkLength(tokens, noteReference, sentenceOf);
  if (length > LINK_LIMIT) throw new TooManyLinks(length);
  return {
    ...story,
    identifier,
    rendering: {
      version: RENDERER_VERSION,
      page: renderMarkdown(tokens, noteReference, sentenceOf)
        // A wide one scrolls, and who has no mouse must come to it. Such a tag can stand in no text.
        .replaceAll('<table>', '<table tabindex="0">'),
      feed: renderMarkdown(
        tokens,
        () => '',
        (url) => readableUrl(sourceOf(url)),
      ),
      sources,
    },
  };
}

/** How many news sources the story aggregates: the distinct publishers of the reporting that it is based on. */
export function countNewsSources(sources: readonly ListedSource[]): number {
  return new Set(sources.filter(({ isBasedOn }) => isBasedOn).map(publisherDomain)).size;
}
