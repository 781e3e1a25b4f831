import * as z from 'zod';
import { toUri } from '../../lib/uri.ts';
import { pictureFactsSchema } from '../pictures/facts.ts';
import { storyIdentifier, timestamp } from './fields.ts';
import { FINDING_KINDS, type Finding, RESULTS, type Result } from './grounding/finding.ts';
import { type Observation, observationSchema } from './sources/observation.ts';
import { publisherDomain } from './sources/publisher.ts';
import { citationSchema, type PartProvenance, quoteSchema, type Story, storyFields } from './story.ts';

/**
 * The version of what we render and store. Raise it when a code change produces different HTML for the same story, or changes
 * the shape of a stored value: the Desk then rewrites every value of an older version.
 */
export const RENDERER_VERSION = 16;

const listedSource = citationSchema.extend({
  /** Position in the list, from 1. */
  number: z.int().min(1),
  /** How often the analysis cites it; 0 for reporting it does not cite. */
  uses: z.int().min(0),
  /** Whether the story aggregates this reporting. */
  isBasedOn: z.boolean(),
  /** What the analysis calls it, if the record names neither it nor its publisher; left out if that says no more than its domain. */
  label: z.string().optional(),
});

// Version 14 and older said only whether a number, date, name, quotation or negation was in the quotes, and took everything else for
// grounded. Until the Desk has rewritten them, their claims are still to be read.
const findingSchema = z.union([
  z.strictObject({
    kind: z.enum(FINDING_KINDS),
    text: z.string(),
    result: z.enum(RESULTS),
    // `compactJson` leaves out null.
    quoted: z.string().nullable().default(null),
  }),
  z
    .strictObject({ kind: z.enum(FINDING_KINDS), text: z.string(), found: z.boolean().nullable().optional() })
    .transform(({ kind, text }): Finding => ({ kind, text, result: 'to be read', quoted: null })),
]);
const resultSchema = z.union([
  z.enum(RESULTS),
  z.enum(['grounded', 'not grounded', 'not checkable']).transform((): Result => 'to be read'),
]);

/** A claim of the TL;DR, with the quotes that support it and what came of its check. */
const claimSchema = z.strictObject({
  /** Where the claim begins and ends in `abstract`, in UTF-16 units. */
  start: z.int().min(0),
  end: z.int().min(1),
  evidence: z.array(
    z.strictObject({
      /** The number of the source. */
      source: z.int().min(1),
      quote: quoteSchema,
    }),
  ),
  verdict: resultSchema,
  findings: z.array(findingSchema),
});

/** A sentence of the TL;DR that is not, or not whole, in claims. */
const uncoveredSentence = z.strictObject({
  sentence: z.string(),
  /** What it states beside its claims; empty if no claim touches it. */
  findings: z.array(findingSchema),
});

const renderingSchema = z.strictObject({
  version: z.int(),
  /** The analysis as HTML for the story's page: citations link to the list of sources. */
  page: z.string(),
  /** The analysis as HTML for feeds: citations are plain links that need no anchors. */
  feed: z.string(),
  /** The analysis as Markdown for feeds; left out if it is what the author wrote (`resolved-markdown.ts`). */
  markdown: z.string().optional(),
  sources: z.array(listedSource),
  /** The claims that have evidence, in the order of the TL;DR. They do not overlap. */
  claims: z.array(claimSchema).default([]),
  /** The sentences of the TL;DR without evidence, if any of its claims has some. */
  withoutEvidence: z.array(uncoveredSentence).default([]),
});

/** A story that is the same as another one in another language. */
const translationSchema = storyFields.pick({ slug: true, inLanguage: true }).extend({
  /** Whether the others were translated from it. */
  isOriginal: z.literal(true).optional(),
});

export type Translation = z.output<typeof translationSchema>;

/** A published story: the record with its id, its rendering and its numbered sources. */
export const articleSchema = storyFields.extend({
  identifier: storyIdentifier,
  rendering: renderingSchema,
  /** What the newsroom knows of the uploaded pictures that it shows, as its documents have it; left out if there is nothing. */
  pictures: pictureFactsSchema.optional(),
  /** The same story in other languages, one for each, as far as readers can read them; left out if there is none. */
  translations: z.array(translationSchema).optional(),
  /** When it last came back for readers who had been told that it was withdrawn; left out if it never has. */
  restored: timestamp.optional(),
});

export type Article = z.output<typeof articleSchema>;

export const relatedStorySchema = storyFields.pick({
  slug: true,
  headline: true,
  inLanguage: true,
  datePublished: true,
});

/** The fields that a story's page shows of another story with the same topic or source. */
export type RelatedStory = z.output<typeof relatedStorySchema>;

/** An article as KV holds it, with its related stories, and what later looks at its sources found. */
export const articleWithRelatedSchema = articleSchema.extend({
  related: z.array(relatedStorySchema).default([]),
  /** The stories that follow it, the newest first; left out if there are none. */
  later: z.array(relatedStorySchema).optional(),
  /** What readers are told of its sources; left out if there is nothing. */
  observations: z.array(observationSchema).optional(),
});

export type ArticleWithRelated = z.output<typeof articleWithRelatedSchema>;

/**
 * Fills in the fields that `compactJson` left out of a stored article. Returns the article unchanged if this version's schema
 * refuses it, because an earlier version may have accepted it.
 */
export const withArticleDefaults = (kept: Article): Article => articleSchema.safeParse(kept).data ?? kept;
export type ListedSource = z.output<typeof listedSource>;
export type Claim = z.output<typeof claimSchema>;

/**
 * Returns the HTML id of a source in the list on the story's page. It does not contain the slug, because reader views guess
 * from its id what an element is: they would take `fn-rss-…` for a link to a feed.
 */
export const sourceAnchor = (number: number) => `fn-${number}`;
/** Returns the HTML id of a citation in the analysis; `use` counts the citations of the same source, from 1. */
export const citationAnchor = (number: number, use: number) => `fnref-${number}-${use}`;

const uriOrNull = (url: string | null) => (url === null ? null : toUri(url));

const withUri = <T extends { url: string | null }>(named: T): T => ({ ...named, url: uriOrNull(named.url) });

const withReviewerUri = (part: PartProvenance | null) =>
  part?.reviewedBy ? { ...part, reviewedBy: withUri(part.reviewedBy) } : part;

const withSourceUris = (source: ListedSource): ListedSource => ({
  ...source,
  url: toUri(source.url),
  publisher: source.publisher && withUri(source.publisher),
  author: source.author.map(withUri),
  archivedAt: uriOrNull(source.archivedAt),
});

const withObservedUris = (observation: Observation): Observation => ({
  ...observation,
  url: toUri(observation.url),
  movedTo: uriOrNull(observation.movedTo),
  archivedAt: uriOrNull(observation.archivedAt),
});

/**
 * Returns the story with all addresses as documents print them: as URIs. The record keeps what its author wrote. Sources and observations
 * are compared before, as `canonicalUrl` serialises them.
 */
export const withUris = <
  T extends Pick<Story, 'author' | 'image' | 'license' | 'provenance'> & {
    rendering: Pick<Article['rendering'], 'sources'>;
    observations?: readonly Observation[] | undefined;
  },
>(
  story: T,
): T => ({
  ...story,
  author: story.author.map(withUri),
  // A path on this site does not parse as a URL and stays as it is.
  image: story.image && {
    ...story.image,
    url: URL.canParse(story.image.url) ? toUri(story.image.url) : story.image.url,
  },
  license: uriOrNull(story.license),
  provenance: {
    abstract: withReviewerUri(story.provenance.abstract),
    articleBody: withReviewerUri(story.provenance.articleBody),
  },
  rendering: { ...story.rendering, sources: story.rendering.sources.map(withSourceUris) },
  ...(story.observations ? { observations: story.observations.map(withObservedUris) } : {}),
});

/**
 * Counts the sources that the story aggregates: the distinct publishers of what it is based on. `areNews` is false if the record
 * says that one of them is something other than reporting.
 */
export function countSources(sources: readonly ListedSource[]): { count: number; areNews: boolean } {
  const aggregated = sources.filter(({ isBasedOn }) => isBasedOn);
  return {
    count: new Set(aggregated.map(publisherDomain)).size,
    areNews: aggregated.every(({ kind }) => kind === null || kind === 'reporting'),
  };
}
