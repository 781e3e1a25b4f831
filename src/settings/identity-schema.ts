import { siteSchema } from './site-schema.ts';
import { groundingSettingsSchema, wireSettingsSchema } from './wire-schema.ts';

/** The whole content of data/site.json. */
export const identitySchema = siteSchema.extend({
  wire: wireSettingsSchema.prefault({}),
  grounding: groundingSettingsSchema.prefault({}),
});
