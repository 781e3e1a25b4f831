import * as z from 'zod';
import { jobSchema } from '../wire/drafting-job.ts';

const { draft } = jobSchema.shape;

export const draftingJobSchema = jobSchema.extend({
  draft: draft
    .unwrap()
    .extend({ url: z.url().describe('Its page in the newsroom') })
    .nullable()
    .describe('The draft, once it is there'),
});
