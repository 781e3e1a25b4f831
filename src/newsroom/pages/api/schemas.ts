import * as z from 'zod';
import { pageRevisionSchema, summarySchema } from '../desk/page-revision.ts';

const url = z.url();
const { record, ...head } = pageRevisionSchema.shape;

const pageSummarySchema = summarySchema.extend({ url });

export const pageListSchema = z.strictObject({ pages: z.array(pageSummarySchema) });

export type PageList = z.infer<typeof pageListSchema>;

export const pageRevisionListSchema = z.strictObject({ revisions: z.array(summarySchema) });

export const pageDetailSchema = z.strictObject({ ...head, status: summarySchema.shape.status, record, url });

export type PageDetail = z.infer<typeof pageDetailSchema>;

export const pageChangeSchema = pageDetailSchema.omit({ record: true }).extend({
  changed: z.boolean().describe('false if there was nothing to change'),
});
export type PageChange = z.infer<typeof pageChangeSchema>;
