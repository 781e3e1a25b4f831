import * as z from 'zod';
import { time } from '../../desk/time.ts';

export const eventSchema = z.strictObject({
  id: z.int(),
  title: z.string().describe('The title of its first report'),
  language: z.string().nullable().describe('A language without script and region; null if it is not known'),
  first: time.describe('When its first report was published'),
  last: time.describe('When its last report was published'),
  reports: z.int(),
  outlets: z.int(),
  outletNames: z.array(z.string()).describe('At most six of its outlets'),
});

export const eventListSchema = z.strictObject({ events: z.array(eventSchema) });

const reportSchema = z.strictObject({
  url: z.string().describe('The address, as the feed has it'),
  title: z.string(),
  summary: z.string(),
  outlet: z.string(),
  language: z.string().nullable(),
  published: time,
  copyOf: z.string().nullable().describe('The outlet whose text it nearly is'),
});

export const eventWithReportsSchema = z.strictObject({
  ...eventSchema.shape,
  items: z.array(reportSchema).describe('At most 200 reports, the newest first'),
});
