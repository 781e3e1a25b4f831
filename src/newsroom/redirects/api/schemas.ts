import * as z from 'zod';
import { whySchema } from '../../api/problem-schema.ts';

export const redirectSchema = z.strictObject({
  from: z.string().describe('The old address, in the spelling by which it is looked up'),
  to: z.string().describe('Where it leads at present: a path of this site, or a URL of another'),
  hiddenBy: z.string().nullable().describe('What answers at the old address instead; null if nothing does'),
});

export const redirectListSchema = z.strictObject({
  redirects: z.array(redirectSchema),
  next: z.string().nullable().describe('The "after" of the next part; null at the end'),
  total: z.int().min(0).describe('How many redirects there are in all'),
});

export const newRedirectSchema = z.strictObject({
  from: z.string().describe('The old address: a path with its query, or a URL, whose host does not matter'),
  to: z.string().describe('Where it leads: a path of this site, or a URL of another'),
});

const line = z.int().min(1).describe('The number of the line in the request');

export const redirectResultSchema = z.union([
  z.strictObject({
    line,
    ok: z.literal(true),
    from: z.string(),
    to: z.string(),
    changed: z.boolean().describe('false if there was nothing to change'),
  }),
  z.strictObject({
    line,
    ok: z.literal(false),
    from: z.string().describe('Empty if the line has none'),
    why: whySchema,
    detail: z.string().describe('Why the line was refused, and what to do'),
  }),
]);

export type RedirectLineResult = z.output<typeof redirectResultSchema>;

export const removedRedirectSchema = z.strictObject({ removed: redirectSchema });
