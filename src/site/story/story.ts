import * as z from 'zod';
import { authorParts, checkAuthorParts } from './author-name.ts';
import {
  canonicalUrl,
  languageTag,
  oneLine,
  pictureAddress,
  plainText,
  reducedDate,
  storyIdentifier,
  storySlug,
  timestamp,
  topicSlug,
  webUrl,
} from './fields.ts';
import { LINE_FIELD_NAMES, LINE_FIELDS, type LineFieldName } from './line-fields.ts';

// The story record. Field names are schema.org's NewsArticle terms; `null` means "not stated".

/** The most characters of an analysis: about 16,000 English words. */
export const MAX_BODY_CHARACTERS = 100_000;
/** The most characters of a story's file or record: enough for the longest analysis and hundreds of sources. */
export const MAX_RECORD_CHARACTERS = 1_000_000;
/** The most sources in one list of a story. */
export const MAX_SOURCES = 500;
/** The most entries of a story's evidence. */
const MAX_EVIDENCE = 200;

/** Makes a field optional: if it is left out, its value is null, which means "not stated". */
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

const list = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item, { error: 'must be a list' })
    .max(max, { error: `must have at most ${max} entries`, abort: true });

const person = z.strictObject(
  { name: oneLine(200), url: orNull(webUrl) },
  { error: 'must have a name, and may have a url' },
);

const author = z
  .strictObject(
    { ...person.shape, ...authorParts },
    { error: 'must have a name, and may have url, type, givenName and familyName' },
  )
  .superRefine(checkAuthorParts, { when: ({ value }) => z.object(authorParts).safeParse(value).success });

const publisher = z.strictObject(
  {
    name: oneLine(200),
    url: orNull(webUrl),
    ownership: orNull(oneLine(300)).describe('Who owns the publisher, in words, like "Chinese state media"'),
  },
  { error: 'must have a name, and may have url and ownership' },
);

/** Reporting that a story is based on. */
export const sourceSchema = z.strictObject(
  {
    url: webUrl,
    name: orNull(oneLine(500)).describe('The title of the source'),
    publisher: orNull(publisher),
    author: list(author, 50).default([]),
    datePublished: orNull(reducedDate),
    inLanguage: orNull(languageTag),
    isAccessibleForFree: orNull(z.boolean({ error: 'must be true or false' })),
    kind: orNull(
      z.enum(['reporting', 'document', 'data', 'opinion'], {
        error: 'must be reporting, document, data or opinion',
      }),
    ).describe('What the source is. The notice counts "news sources" only if every source may be reporting'),
  },
  { error: 'must be a source with at least a url' },
);

/** Words of a source, in the form of W3C's TextQuoteSelector. */
export const quoteSchema = z.strictObject(
  { exact: plainText(2000), prefix: orNull(plainText(200)), suffix: orNull(plainText(200)) },
  { error: 'must have exact, and may have prefix and suffix' },
);

/** A source that the analysis cites, with the details of the citation. */
export const citationSchema = sourceSchema.extend({
  quote: orNull(quoteSchema).describe('The quoted words that support the citation'),
  archivedAt: orNull(webUrl).describe('The URL of an archived copy'),
  linkStatus: orNull(
    z
      .int({ error: 'must be an HTTP status, like 404' })
      .min(100, { error: 'must be an HTTP status, like 404' })
      .max(599, { error: 'must be an HTTP status, like 404' }),
  ).describe('The HTTP status of the source when it was last checked; 404 and 410 mean that it is gone'),
  accessed: orNull(reducedDate).describe('When the source was read'),
});

/** The words of a source that support a claim of the TL;DR. */
export const evidenceSchema = z.strictObject(
  {
    claim: plainText(1200).describe('A sentence of the TL;DR, or a part of one, word for word'),
    source: webUrl.describe("The URL of one of the story's sources"),
    quote: quoteSchema,
  },
  { error: 'must have claim, source and quote' },
);

/** Terms of the IPTC's vocabulary of digital source types, https://cv.iptc.org/newscodes/digitalsourcetype/. */
const DIGITAL_SOURCE_TYPES = [
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
  // "Mix or composite of several elements": here, sentences of the sources that a program chose. It is not `algorithmicMedia`,
  // which an algorithm has created, nor `compositeCapture`, whose elements are recordings.
  'composite',
  'digitalCreation',
] as const;

/** How a part of the story was made. `digitalSourceType` is a term of the IPTC's vocabulary. */
const partProvenance = z.strictObject(
  {
    digitalSourceType: orNull(
      z.enum(DIGITAL_SOURCE_TYPES, {
        error:
          'must be trainedAlgorithmicMedia, compositeWithTrainedAlgorithmicMedia, composite or digitalCreation',
      }),
    ).describe(
      'AI wrote it; AI helped; a program put it together from sentences of the sources; people wrote it',
    ),
    humanReviewed: orNull(z.boolean({ error: 'must be true or false' })),
    model: orNull(oneLine(200)),
    provider: orNull(oneLine(200)),
    reviewedBy: orNull(person).describe('Who read the part before it was published'),
    reviewedAt: orNull(timestamp).describe('When that person read it'),
  },
  { error: 'must have fields of provenance, like digitalSourceType' },
);

/** What readers are told of a picture besides its caption. */
export const pictureTexts = {
  alt: orNull(oneLine(500)).describe(
    'The text for readers who cannot see the picture; by default the caption',
  ),
  credit: orNull(oneLine(300)).describe(
    'Who made the picture, and its licence, shown below it: "Photo: Ann Lee, CC BY 4.0"',
  ),
};

/** Where the most important part of a picture is, in the keywords of CSS’s `object-position`. */
export const FOCUS = [
  'left top',
  'top',
  'right top',
  'left',
  'center',
  'right',
  'left bottom',
  'bottom',
  'right bottom',
] as const;

const image = z.strictObject(
  {
    url: pictureAddress.describe(
      'An absolute URL, or the path of a picture on this site: an uploaded one, or a file in data/public, like /pictures/chart.png',
    ),
    alt: pictureTexts.alt,
    caption: orNull(oneLine(500)).describe('The text below the picture'),
    credit: pictureTexts.credit,
    width: z.int({ error: 'must be a whole number of pixels' }).min(1).max(20_000),
    height: z.int({ error: 'must be a whole number of pixels' }).min(1).max(20_000),
    encodingFormat: z
      .string({ error: 'must be a media type like image/jpeg' })
      .regex(/^image\/[a-z0-9][a-z0-9.+-]{0,60}$/, { error: 'must be a media type like image/jpeg' }),
    focus: z
      .enum(FOCUS, { error: `must be one of: ${FOCUS.join(', ')}` })
      .nullish()
      .describe(
        'Where the most important part is, which thumbnails show whole; by default a little above the middle',
      ),
  },
  { error: 'must have url, width, height and encodingFormat, and may have alt, caption, credit and focus' },
);

const correction = z.strictObject(
  { text: plainText(2000), datePublished: timestamp },
  { error: 'must have text and datePublished' },
);

const lineSchemas = Object.fromEntries(
  LINE_FIELD_NAMES.map((name) => [name, orNull(LINE_FIELDS[name].schema).describe(LINE_FIELDS[name].about)]),
) as { [Name in LineFieldName]: ReturnType<typeof orNull<(typeof LINE_FIELDS)[Name]['schema']>> };

/** The fields of a story, without the rules between fields. */
export const storyFields = z.strictObject(
  {
    slug: storySlug.describe('The name of the story in its URL'),
    formerSlugs: list(storySlug, 100).default([]).describe('Slugs that redirect to this one'),
    identifier: orNull(storyIdentifier).describe('Permanent: the id that feeds state. A new story gets one'),
    headline: oneLine(200),
    abstract: plainText(1200).describe('The TL;DR'),
    evidence: list(evidenceSchema, MAX_EVIDENCE)
      .default([])
      .describe('The words of the sources that support the claims of the TL;DR'),
    articleBody: plainText(MAX_BODY_CHARACTERS).describe(
      'The analysis: Markdown with inline citations ([label](url))',
    ),
    isBasedOn: orNull(list(sourceSchema, MAX_SOURCES)).describe(
      'The reporting that the story aggregates; by default the cited sources',
    ),
    citation: list(citationSchema, MAX_SOURCES).default([]).describe('Details of the cited URLs'),
    inLanguage: languageTag,
    translationOfWork: orNull(storyIdentifier).describe(
      'The story of this newsroom that it translates: its slug or its identifier',
    ),
    datePublished: timestamp,
    dateModified: orNull(timestamp),
    author: list(author, 50).default([]),
    keywords: list(topicSlug, 30)
      .refine((topics) => new Set(topics).size === topics.length, { error: 'must not list a topic twice' })
      .default([])
      .describe('Topics, as slugs'),
    image: orNull(image),
    license: orNull(webUrl),
    ...lineSchemas,
    provenance: z
      .strictObject(
        { abstract: orNull(partProvenance), articleBody: orNull(partProvenance) },
        { error: 'must have abstract or articleBody' },
      )
      .default({ abstract: null, articleBody: null }),
    correction: list(correction, 100).default([]),
  },
  { error: 'must be a story: an object with the fields of the story record' },
);

/** The fields of a story as its author writes it. */
const writtenFields = storyFields.extend({
  datePublished: orNull(timestamp).describe(
    'When it was published; a time in the future schedules it. Without one, it is dated when it is published',
  ),
});

/** Returns when the minute of a time begins: editors state times to the minute, and a story without a date is dated to the second. */
export const startOfMinute = (time: number): number => time - (time % 60_000);

/** Refuses changes and corrections that are dated before the minute of the story's publication. */
function checkTimes(story: z.output<typeof writtenFields>, context: z.RefinementCtx): void {
  const refuse = (path: PropertyKey[], input: unknown, message: string) =>
    context.addIssue({ code: 'custom', path, input, message });
  if (typeof story.datePublished !== 'string') return;
  const published = startOfMinute(Date.parse(story.datePublished));
  const modified = story.dateModified === null ? null : Date.parse(story.dateModified);
  if (modified !== null && modified < published) {
    refuse(['dateModified'], story.dateModified, `must not be before datePublished (${story.datePublished})`);
  }
  for (const [index, { datePublished }] of story.correction.entries()) {
    if (Date.parse(datePublished) < published) {
      refuse(
        ['correction', index, 'datePublished'],
        datePublished,
        `must not be before the story's datePublished (${story.datePublished})`,
      );
    }
  }
}

/** Refuses a review that the record both states and denies, and a review's time without a review. */
function checkReviews(
  story: Pick<z.output<typeof storyFields>, 'provenance'>,
  context: z.RefinementCtx,
): void {
  for (const part of ['abstract', 'articleBody'] as const) {
    const { humanReviewed = null, reviewedBy = null, reviewedAt = null } = story.provenance[part] ?? {};
    const refuse = (field: string, input: unknown, message: string) =>
      context.addIssue({ code: 'custom', path: ['provenance', part, field], input, message });
    if (humanReviewed === false && reviewedBy !== null) {
      refuse('humanReviewed', false, 'must not be false if reviewedBy names a person');
    }
    if (reviewedAt !== null && reviewedBy === null && humanReviewed !== true) {
      refuse('reviewedAt', reviewedAt, 'must not be stated without reviewedBy, or humanReviewed: true');
    }
  }
}

/** Refuses duplicate URLs in a list of sources, because their entries could conflict. */
function checkRepeats(name: 'citation' | 'isBasedOn') {
  return (story: z.output<typeof writtenFields>, context: z.RefinementCtx): void => {
    const seen = new Map<string, number>();
    for (const [index, { url }] of (story[name] ?? []).entries()) {
      const first = seen.get(canonicalUrl(url));
      if (first === undefined) seen.set(canonicalUrl(url), index);
      else {
        const message = `must not be listed twice (${name}[${first}] is the same)`;
        context.addIssue({ code: 'custom', path: [name, index, 'url'], input: url, message });
      }
    }
  };
}

const reviewed = z.object({ provenance: storyFields.shape.provenance });

const times = z.object({
  datePublished: orNull(timestamp),
  dateModified: orNull(timestamp),
  correction: z.array(z.object({ datePublished: timestamp })).default([]),
});

const urls = z.array(z.object({ url: webUrl }));
const citedUrls = z.object({ citation: urls.default([]) });
const reportedUrls = z.object({ isBasedOn: urls.nullable().default(null) });

/** Adds the rules between fields. */
const withRules = <Fields extends z.ZodType<z.output<typeof writtenFields>>>(fields: Fields) =>
  fields
    // By default, zod skips these checks if any field is wrong. `when` runs them if the fields they check are right, so that
    // authors see all faults at once.
    .superRefine(checkTimes, { when: ({ value }) => times.safeParse(value).success })
    .superRefine(checkReviews, { when: ({ value }) => reviewed.safeParse(value).success })
    .superRefine(checkRepeats('citation'), { when: ({ value }) => citedUrls.safeParse(value).success })
    .superRefine(checkRepeats('isBasedOn'), { when: ({ value }) => reportedUrls.safeParse(value).success })
    .meta({
      title: 'Story',
      description:
        'A story of Edgewire. Field names are schema.org NewsArticle terms; times are RFC 3339, URLs absolute.',
    });

/** A story as it is stored. */
export const storySchema = withRules(storyFields);
/** A story as a journalist writes it: it may have no date yet. */
export const writtenStorySchema = withRules(writtenFields);

export type Story = z.output<typeof storyFields>;
export type WrittenStory = z.output<typeof writtenFields>;
export type Source = z.output<typeof sourceSchema>;
export type Citation = z.output<typeof citationSchema>;
export type Evidence = z.output<typeof evidenceSchema>;
export type Quote = z.output<typeof quoteSchema>;
export type PartProvenance = z.output<typeof partProvenance>;
export type Picture = z.output<typeof image>;

/** Returns the alternative text of a picture: `alt`, or the caption, which usually describes the picture. */
export const altText = ({ alt, caption }: Pick<Picture, 'alt' | 'caption'>): string => alt ?? caption ?? '';

/** Whether a person reviewed the part, as far as the record says. */
export const isReviewed = (part: PartProvenance | null): boolean =>
  part !== null && (part.humanReviewed === true || part.reviewedBy !== null);

/** Returns the story with a date: its own, or else `time` (milliseconds), to the second. */
export const withDate = (story: WrittenStory, time: number): Story => ({
  ...story,
  datePublished: story.datePublished ?? `${new Date(time).toISOString().slice(0, 19)}Z`,
});

/** Returns when the story last changed: the latest of its publication, its modification and its corrections. */
export function lastChange(story: Pick<Story, 'datePublished' | 'dateModified' | 'correction'>): Date {
  const { datePublished, dateModified, correction } = story;
  const times = [datePublished, ...correction.map((each) => each.datePublished)];
  if (dateModified) times.push(dateModified);
  return new Date(Math.max(...times.map(Date.parse)));
}
