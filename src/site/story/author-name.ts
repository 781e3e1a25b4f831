import * as z from 'zod';
import { oneLine } from './fields.ts';

// How authors are named: the name that readers see, and the parts of it that programs ask for.

/** The parts of a person's name, in schema.org's terms. */
export const personalNames = {
  givenName: oneLine(200).nullable().optional().describe('The given name of a person, as references have it'),
  familyName: oneLine(200)
    .nullable()
    .optional()
    .describe('The family name of a person, by which references are sorted: "van Beethoven"'),
};

/**
 * What a record may state of an author besides the name that readers see. Nobody guesses it from the name. What is not stated has no
 * member, not even null, so that records which are older than these fields keep their bytes.
 */
export const authorParts = {
  type: z
    .enum(['Person', 'Organization'], { error: 'must be Person or Organization' })
    .nullable()
    .optional()
    .describe('Whether the author is a person or an organisation'),
  ...personalNames,
};

/** How an author is named. */
export interface AuthorNames extends z.output<z.ZodObject<typeof authorParts>> {
  name: string;
}

/** Refuses the parts of a person's name for an organisation. */
export function checkAuthorParts(
  author: z.output<z.ZodObject<typeof authorParts>>,
  context: z.RefinementCtx,
): void {
  if (author.type !== 'Organization') return;
  for (const field of ['givenName', 'familyName'] as const) {
    const input = author[field] ?? null;
    if (input !== null)
      context.addIssue({
        code: 'custom',
        path: [field],
        input,
        message: 'must not be stated of an Organization: only a Person has given and family names',
      });
  }
}

/**
 * Returns a name in the form in which names are compared: compatible characters (NFKC), case and white space are the same, and
 * marks that only set the direction of text do not count.
 */
export const foldName = (name: string): string =>
  name
    .replace(/\p{Bidi_Control}/gu, '')
    .normalize('NFKC')
    // Upper case first: it takes "ß" to "SS" and "ς" to "Σ".
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim();
