import * as z from 'zod';
import { toUri } from '../../lib/uri.ts';
import { shownLine, webUrl } from '../story/fields.ts';

const ADDRESS = 'must be a path on this site, like /about, or an absolute http or https URL';

/** Any origin: it only lets the URL standard serialise a path. */
const ORIGIN = 'https://site.example';

/** A path on this site. `//host` and `/\host` would lead to another site. */
const sitePath = z
  .string()
  .max(500, { error: 'must have at most 500 characters', abort: true })
  .regex(/^\/(?![/\\])[^\s\\]*$/, { error: ADDRESS })
  .transform((path) => toUri(new URL(path, ORIGIN)).slice(ORIGIN.length))
  // `/..//host` is `//host` now.
  .refine((path) => !path.startsWith('//'), { error: ADDRESS });

const link = z.strictObject({
  label: shownLine(40),
  url: z
    .string({ error: ADDRESS })
    .regex(/^(\/|https?:\/\/)/i, { error: ADDRESS, abort: true })
    .transform((text, context) => {
      const parsed = (text.startsWith('/') ? sitePath : webUrl.transform(toUri)).safeParse(text);
      if (parsed.success) return parsed.data;
      for (const { message } of parsed.error.issues)
        context.addIssue({ code: 'custom', input: text, message });
      return z.NEVER;
    }),
});

/** The links in the masthead: `nav` of data/site.json. */
export const navSchema = z
  .array(link)
  .max(6, { error: 'must have at most 6 links; put others into "footer"' })
  .default([]);

/** The columns of links at the end of every page: `footer` of data/site.json. */
export const footerSchema = z
  .array(
    z.strictObject({
      heading: shownLine(60),
      links: z
        .array(link)
        .min(1, { error: 'must have a link' })
        .max(12, { error: 'must have at most 12 links' }),
    }),
  )
  .max(4, { error: 'must have at most 4 columns' })
  .default([]);
