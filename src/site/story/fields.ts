import * as z from 'zod';
import { isXmlText, unprintableRule } from '../../lib/characters.ts';
import { isHost } from '../../lib/hostname.ts';
import { MAX_STORY_SLUG, MAX_TOPIC_SLUG, SLUG } from './slug.ts';

const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/;

// The types of the record's fields, as zod schemas.

/**
 * Plain text of 1 to `max` characters (UTF-16 units), on any number of lines, without characters that XML cannot carry.
 * Earlier versions accepted more characters than new text may have: `newRecordFaults` refuses those.
 */
export const plainText = (max: number) =>
  z
    .string({ error: 'must be text' })
    .max(max, { error: `must have at most ${max.toLocaleString('en')} characters`, abort: true })
    .regex(/\S/, { error: 'must not be empty' })
    .refine(isXmlText, { error: ({ input }) => unprintableRule(String(input)) });

/** Plain text on one line, of 1 to `max` characters. */
export const oneLine = (max: number) =>
  plainText(max).refine((text) => !LINE_BREAK.test(text), { error: 'must be one line of plain text' });

/** Plain text on one line of which something is seen: no name is made of spaces of no width. */
export const shownLine = (max: number) =>
  oneLine(max).refine((text) => /[^\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text), {
    error: 'must not be empty',
  });

/** A pattern without flags, because JSON Schema has none. `format: uri` would refuse URLs that browsers accept. */
const WEB_URL = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/\S+$/;

const hasHost = (text: string) => isHost(URL.parse(text)?.hostname ?? '');

/** An absolute http(s) URL, as its author wrote it. */
export const webUrl = z
  .string({ error: 'must be an absolute http or https URL' })
  .max(2000, { error: 'must have at most 2,000 characters', abort: true })
  .refine(isXmlText, { error: ({ input }) => unprintableRule(String(input)), abort: true })
  .regex(WEB_URL, { error: 'must be an absolute http or https URL', abort: true })
  .refine(hasHost, { error: 'must be an absolute http or https URL', abort: true })
  .refine((text) => canonicalUrl(text).length <= 2000, {
    error: 'must have at most 2,000 characters after percent-encoding',
  });

/** The path of a file of this site. Segments `.` and `..` are refused, because they would lead to a different path. */
const sitePath = z
  .string()
  .max(500, { error: 'must have at most 500 characters', abort: true })
  .regex(/^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/, {
    error:
      'must be the path of a picture on this site, like /pictures/chart.png: letters from a to z, digits, ".", "_", "~" and "-" between single slashes, and no ".."',
  });

const PICTURE_ADDRESS =
  'must be an absolute http or https URL, or the path of a picture on this site, like /pictures/chart.png';

/** The address of a picture: an absolute URL, or the path of a file that this site serves. */
export const pictureAddress = z
  .string({ error: PICTURE_ADDRESS })
  .refine((text) => /^(\/|https?:)/i.test(text), { error: PICTURE_ADDRESS, abort: true })
  .superRefine((text, context) => {
    const parsed = (text.startsWith('/') ? sitePath : webUrl).safeParse(text);
    for (const { message } of parsed.error?.issues ?? []) {
      context.addIssue({ code: 'custom', input: text, message });
    }
  })
  .meta({ format: 'uri-reference' });

/** Returns the URL as the URL standard serialises it. Two URLs are the same if their canonical forms are. */
export const canonicalUrl = (url: string) => new URL(url).href;

/** A time, RFC 3339 section 5.6 `date-time`: with seconds and a zone. */
export const timestamp = z.iso
  .datetime({
    offset: true,
    error: 'must be a time in RFC 3339 form with a zone, like 2026-03-04T09:30:00Z',
    abort: true,
  })
  // Near the years 0 and 9999, the year in UTC may not have four digits. No story needs them.
  .refine((text) => /^[12]\d{3}-/.test(text), { error: 'must be a year from 1000 to 2999' });

/** A date that may be incomplete: 2005, 2005-12, 2005-12-31, or an RFC 3339 time. */
export const reducedDate = z
  .string({ error: 'must be a date in quotes: "2005", "2005-12", "2005-12-31" or an RFC 3339 time' })
  .refine(
    (text) =>
      /^\d{4}(-(0[1-9]|1[0-2]))?$/.test(text) ||
      z.iso.date().safeParse(text).success ||
      timestamp.safeParse(text).success,
    { error: 'must be a date: 2005, 2005-12, 2005-12-31 or an RFC 3339 time' },
  );

const isLanguageTag = (text: string) => {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
};

/** A language, BCP 47: `en`, `pt-BR`, `zh-Hans`. */
export const languageTag = z
  .string({ error: 'must be a BCP 47 language tag, like en or pt-BR' })
  .max(35, { error: 'must be a BCP 47 language tag, like en or pt-BR', abort: true })
  .refine(isLanguageTag, { error: 'must be a BCP 47 language tag, like en or pt-BR' });

const slug = (max: number) =>
  z
    .string({ error: 'must be lower-case ASCII words joined by hyphens, like atom-becomes-a-standard' })
    .max(max, { error: `must have at most ${max} characters`, abort: true })
    .regex(SLUG, {
      error: 'must be lower-case ASCII words joined by hyphens, like atom-becomes-a-standard',
    });

/** The slug of a story. */
export const storySlug = slug(MAX_STORY_SLUG);

/** The slug of a topic. */
export const topicSlug = slug(MAX_TOPIC_SLUG);

const STORY_IDENTIFIER =
  'must be an id like tag:news.example,2026:stories/a-story, https://old.example/?p=12 or 64f1c0ffee, in quotes, without white space at its ends';

/** Characters that nobody sees or that look like a space: controls, formats such as the zero-width space, half
 * surrogate pairs; and those for private use. */
const UNSEEN =
  /[^\S ]|[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/u;

/**
 * The id by which feed readers know a story: the `tag:` URI that this program made, or for a story that moved in any guid that the old
 * system made, such as a URL, an opaque text, or Drupal's `123 at https://old.example`.
 */
export const storyIdentifier = z
  .string({ error: STORY_IDENTIFIER })
  .max(500, { error: 'must have at most 500 characters', abort: true })
  .regex(/^\S(.*\S)?$/, { error: STORY_IDENTIFIER, abort: true })
  .refine((text) => !UNSEEN.test(text), {
    error: 'must not contain invisible or private-use characters, or white space other than spaces',
  });
