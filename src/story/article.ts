import * as z from 'zod';
import { canonicalUrl, tagUri } from './fields.ts';
import { publisherDomain } from './publisher.ts';
import { citationSchema, type Story, storyFields } from './story.ts';

/**
 * Raised when the same story would be rendered to other HTML than before, or what is stored has another shape, so that it is
 * printed anew: what says this version is as this program writes it.
 */
export const RENDERER_VERSION = 7;

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
export const articleWithRelatedSchema = articleSchema.extend({ related: z.array(relatedStory).default([]) });

export type ArticleWithRelated = z.output<typeof articleWithRelatedSchema>;

/**
 * An article with what is "not stated" put back, where it was left out of its JSON. One that an earlier version of the program
 * took, and this one would refuse, stays as it is.
 */
export const withArticleDefaults = (kept: Article): Article => articleSchema.safeParse(kept).data ?? kept;
export type ListedSource = z.output<typeof listedSource>;

/**
 * The anchor of a source in the list of the story's page. The slug is not in it: a reader view guesses from an id what an
 * element is, and takes `fn-rss-…` for a link to a feed.
 */
export const sourceAnchor = (number: number) => `fn-${number}`;
/** The anchor of one use of a source in the story's analysis. */
export const citationAnchor = (number: number, use: number) => `fnref-${number}-${use}`;

/** `canonicalUrl` of what may be missing. */
export const canonicalOrNull = (url: string | null) => (url === null ? null : canonicalUrl(url));

/** The people, with their URLs as they are printed. */
export const canonicalPeople = (people: Story['author']) =>
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

/** How many news sources the story aggregates: the distinct publishers of the reporting that it is based on. */
export function countNewsSources(sources: readonly ListedSource[]): number {
  return new Set(sources.filter(({ isBasedOn }) => isBasedOn).map(publisherDomain)).size;
}
