import * as z from 'zod';
import { whySchema } from '../../api/problem-schema.ts';
import { redirectSchema } from '../desk/redirect.ts';

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
