import * as z from 'zod';
import { languageTag, oneLine, plainText, timestamp } from '../story/fields.ts';
import { SLUG } from '../story/slug.ts';
import { MAX_BODY_CHARACTERS } from '../story/story.ts';
import { MAX_PAGE_SLUG, RESERVED_SLUGS } from './slugs.ts';

// A page of the newsroom itself: about, contact, imprint. Its author's file has the fields and, after them, the text in Markdown.

const SLUG_RULE = 'must be lower-case ASCII words joined by hyphens, like about or how-we-work';

/** The slug of a page. */
export const pageSlug = z
  .string({ error: SLUG_RULE })
  .max(MAX_PAGE_SLUG, { error: `must have at most ${MAX_PAGE_SLUG} characters`, abort: true })
  .regex(SLUG, { error: SLUG_RULE, abort: true })
  .refine((slug) => !RESERVED_SLUGS.has(slug), {
    error: ({ input }) => `must not be "${input}": the site has something else at /${input}. Choose another`,
  });

const orNull = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);

/** The record of a page. */
export const sitePageSchema = z.strictObject(
  {
    slug: pageSlug.describe('The address of the page: about is at /about'),
    title: oneLine(200),
    inLanguage: orNull(languageTag).describe("The language of the page; by default the site's"),
    description: orNull(oneLine(500)).describe('What search engines and link previews say of the page'),
    body: plainText(MAX_BODY_CHARACTERS).describe('The text: Markdown'),
  },
  { error: 'must be a page: an object with slug, title and body' },
);

export type SitePage = z.output<typeof sitePageSchema>;

/** Serializes a page, so that two with the same fields have the same text. Git writes one file with other line breaks on Windows. */
export const serializePage = ({ slug, title, inLanguage, description, body }: SitePage): string =>
  JSON.stringify([slug, title, inLanguage, description, body.replaceAll('\r\n', '\n')]);

/** Whether two records are the same. */
export const isSamePage = (one: SitePage, other: SitePage): boolean =>
  serializePage(one) === serializePage(other);

/** A page as readers get it, with the time of its last change (RFC 3339). */
export const publishedPageSchema = sitePageSchema.extend({ changed: timestamp });

export type PublishedPage = z.output<typeof publishedPageSchema>;
