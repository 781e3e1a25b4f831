import * as z from 'zod';
import { oneLine } from '../../../site/story/fields.ts';
import { time } from '../../desk/time.ts';
import { type Marked, type SaidSentence, sentence, type Told, told } from '../../words/translate.ts';
import { ROLES } from './roles.ts';

const MAX_NAME = 100;
export const personName = oneLine(MAX_NAME);

const MAX_EMAIL = 254;
export const emailAddress = z
  .string({ error: 'must be text' })
  .max(MAX_EMAIL, { error: `must have at most ${MAX_EMAIL} characters` })
  .regex(/^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+$/, { error: 'must be an address like ann@news.example' });

/**
 * Returns an e-mail address in the case in which it is compared. Only letters of ASCII: the Kelvin sign and others have a Latin letter for
 * their lower case, so that a stranger's address could become somebody else's.
 */
export const foldEmail = (email: string): string =>
  email.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** A person of the newsroom. Times are RFC 3339. */
export const personSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(ROLES),
  language: z
    .string()
    .nullable()
    .describe('The language in which the newsroom speaks to the person, BCP 47; null for its own'),
  added: time,
  removed: time.nullable().describe('When the person was removed; null for somebody who may sign in'),
});
export type Person = z.infer<typeof personSchema>;

/** A link that signs a person in, and that nobody has used yet. */
const pendingLinkSchema = z.strictObject({
  by: z.string().describe('Who made it'),
  made: time,
  expires: time,
});

/** A person, and how they sign in. */
export const personSummarySchema = personSchema.extend({
  passkeys: z.int(),
  sessions: z.int().describe('How many sessions are open'),
  seen: time.nullable().describe('When a page was last opened in one of them'),
  link: pendingLinkSchema.nullable().describe('The link that signs them in once; null if none is pending'),
});
export type PersonSummary = z.infer<typeof personSummarySchema>;

/** A refused change to people or to how they sign in. It changed nothing. */
export interface PeopleRefusal extends Told {
  ok: false;
  why: 'role' | 'missing' | 'taken' | 'state' | 'invalid';
}

/** Refuses with what `told()` takes. */
export const refuse = (
  why: PeopleRefusal['why'],
  what: Marked | Told,
  values?: SaidSentence['values'],
): PeopleRefusal => ({ ok: false, why, ...told(what, values) });

/** Returns a name without spaces around it, and with single ones within. */
export const tidyName = (name: string): string => name.normalize('NFC').trim().replace(/\s+/g, ' ');

/** Returns what names have in common that people take for the same: case and width do not count. */
export const foldName = (name: string): string => tidyName(name).normalize('NFKC').toLowerCase();

/** Tells what is wrong with a name or an address; nothing if nothing is. */
export function whyInvalid({ name, email }: { name: string; email: string | null }): Told | undefined {
  if (!personName.safeParse(name).success)
    return told(sentence('The name must be text on one line, with 1 to {count} characters.'), {
      count: MAX_NAME,
    });
  if (email === null || emailAddress.safeParse(email).success) return undefined;
  return told(
    sentence('The e-mail address must be an address like ann@news.example, with at most {count} characters.'),
    { count: MAX_EMAIL },
  );
}
