import * as z from 'zod';
import { sitePageSchema } from '../../../site/site-page/site-page.ts';
import { time } from '../../desk/time.ts';

const STATUSES = ['published', 'withdrawn'] as const;

const revision = {
  slug: z.string(),
  revision: z.int().min(1),
  at: time.describe('When the revision was made'),
  who: z.string().describe('Who made it'),
};

export const pageSummarySchema = z.strictObject({
  ...revision,
  status: z.enum(STATUSES),
  title: z.string(),
  inLanguage: z.string().nullable(),
  url: z.url(),
});

export const pageListSchema = z.strictObject({ pages: z.array(pageSummarySchema) });

export const pageRevisionListSchema = z.strictObject({
  revisions: z.array(pageSummarySchema.omit({ url: true })),
});

export const pageDetailSchema = z.strictObject({
  ...revision,
  status: z.enum(STATUSES),
  record: sitePageSchema.nullable().describe('null if the revision withdrew the page'),
  url: z.url(),
});

export const pageChangeSchema = pageDetailSchema.omit({ record: true }).extend({
  changed: z.boolean().describe('false if there was nothing to change'),
});
