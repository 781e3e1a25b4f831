import * as z from 'zod';
import { DRAFT_STATES, draftSummarySchema, draftVersionSchema } from '../desk/draft.ts';

export const draftSchema = draftSummarySchema.extend({
  url: z.url().describe("The draft's page in the newsroom"),
});

export const draftListSchema = z.strictObject({ drafts: z.array(draftSchema) });

export const savedDraftSchema = z.strictObject({
  version: z.int().min(1).describe('The number of the newest version'),
  state: z.enum(DRAFT_STATES),
  voided: z.boolean().describe('Whether this change ended an approval'),
});

export const draftVersionListSchema = z.strictObject({ versions: z.array(draftVersionSchema) });
