import * as z from 'zod';
import { absentSchema, frontVersionSchema } from '../desk/arrangement.ts';

export const frontSchema = frontVersionSchema.extend({
  absent: z
    .array(absentSchema)
    .describe('Stories of the arrangement that readers do not see there; their places are left to others'),
});
export type FrontDetail = z.output<typeof frontSchema>;

export const frontChangeSchema = frontSchema.extend({
  changed: z.boolean().describe('false if there was nothing to change'),
});

export const frontVersionListSchema = z.strictObject({ versions: z.array(frontVersionSchema) });
