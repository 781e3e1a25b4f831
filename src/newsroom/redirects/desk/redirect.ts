import * as z from 'zod';
import { MAX_ADDRESS } from '../../../site/redirects/address.ts';
import { storyIdentifier } from '../../../site/story/fields.ts';
import type { Told } from '../../words/translate.ts';

/** A redirect as programs send it. */
export const newRedirectSchema = z.strictObject({
  from: z.string().describe('The old address: a path with its query, or a URL, whose host does not matter'),
  to: z.string().describe('Where it leads: a path of this site, or a URL of another'),
});
export type NewRedirect = z.infer<typeof newRedirectSchema>;

/** A redirect as lists show it. */
export const redirectSchema = z.strictObject({
  from: z.string().describe('The old address, in the spelling by which it is looked up'),
  to: z.string().describe('Where it leads at present: a path of this site, or a URL of another'),
  hiddenBy: z.string().nullable().describe('What answers at the old address instead; null if nothing does'),
});
export type ListedRedirect = z.infer<typeof redirectSchema>;

/** A part of the list of redirects. */
export const redirectListSchema = z.strictObject({
  redirects: z.array(redirectSchema),
  next: z.string().nullable().describe('The "after" of the next part; null at the end'),
  total: z.int().min(0).describe('How many redirects there are in all'),
});
export type RedirectPage = z.infer<typeof redirectListSchema>;

const address = z.string().max(MAX_ADDRESS);

/** A redirect as an export has it: one to a story names the story's identifier, and what follows its address. */
export const exportedRedirectSchema = z.union([
  z.strictObject({
    from: address.describe('The old address: a path with its query'),
    to: address.describe('Where it leads: a path of the site, or a URL of another'),
  }),
  z.strictObject({
    from: address,
    story: storyIdentifier.describe('The identifier of the story to which it leads'),
    suffix: address.optional().describe("What follows the story's address, such as a fragment"),
  }),
]);
export type ExportedRedirect = z.infer<typeof exportedRedirectSchema>;

/** What became of a redirect. `changed` is false if it was there already. */
export type RedirectResult =
  | { from: string; ok: true; changed: boolean; to: string }
  | ({ from: string; ok: false; why: 'role' | 'invalid' | 'missing' | 'taken' | 'state' } & Told);

/** Which redirects a list shows. */
export interface RedirectQuery {
  /** The list begins behind this old address. */
  after?: string;
  /** What the old addresses begin with. */
  prefix?: string;
  /** Where they lead. */
  to?: string;
  limit: number;
}
