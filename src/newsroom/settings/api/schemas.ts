import * as z from 'zod';
import { savedSchema, settingsVersionSchema } from '../desk/settings-version.ts';

export const settingsSchema = settingsVersionSchema.extend({
  file: savedSchema.describe('What data/site.json said when the program was deployed'),
  inForce: savedSchema.describe('Every setting: as it is saved, or else as the file has it'),
});
export type SettingsDetail = z.infer<typeof settingsSchema>;

export const settingsChangeSchema = settingsSchema.extend({
  changed: z.boolean().describe('false if there was nothing to change'),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

export const settingsVersionListSchema = z.strictObject({ versions: z.array(settingsVersionSchema) });
