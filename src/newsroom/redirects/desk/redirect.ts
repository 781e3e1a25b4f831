import * as z from 'zod';

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

/** A redirect as an export has it: one to a story names the story's identifier, and what follows its address. */
export type ExportedRedirect =
  | { from: string; to: string }
  | { from: string; story: string; suffix?: string };

/** What became of a redirect. `changed` is false if it was there already. */
export type RedirectResult =
  | { from: string; ok: true; changed: boolean; to: string }
  | { from: string; ok: false; why: 'role' | 'invalid' | 'missing' | 'taken' | 'state'; detail: string };

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
