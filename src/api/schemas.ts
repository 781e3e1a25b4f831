import * as z from 'zod';
import { similarStorySchema } from '../desk/ledger/similar-stories.ts';
import { STORY_STATUSES } from '../desk/ledger/story-row.ts';
import { backupSchema } from '../desk/transfer/backup-state.ts';
import { exportedSchema, historySchema, revisionSchema } from '../desk/transfer/export-line.ts';
import { FINDING_KINDS, VERDICTS } from '../story/grounding/finding.ts';
import { storySchema } from '../story/story.ts';

// The schemas of the bodies that the API receives and sends. Each checks a request or types a response, and describes it in the OpenAPI
// document, under the name of its export: `changeSchema` is Change.

export { deskStatusSchema, rebuildStatusSchema } from '../desk/status.ts';
export { exportedSchema, historySchema } from '../desk/transfer/export-line.ts';
export { storySchema } from '../story/story.ts';

const time = z.string().meta({ format: 'date-time' });

const story = { slug: z.string(), identifier: z.string(), status: z.enum(STORY_STATUSES), revision: z.int() };

const groundingSchema = z
  .strictObject({
    claim: z
      .string()
      .nullable()
      .describe('The claim; null for a sentence that is in no claim, or only in part'),
    sentence: z.string(),
    verdict: z
      .enum(VERDICTS)
      .describe('Whether the quotes have what the claim states. Not whether the claim is right'),
    findings: z.array(
      z.strictObject({
        kind: z.enum(FINDING_KINDS),
        text: z.string(),
        found: z.boolean().nullable().describe('null if a program cannot tell'),
      }),
    ),
  })
  .describe('What a program found in the quotes of a claim');
const groundingsSchema = z
  .array(groundingSchema)
  .optional()
  .describe(
    'The claims of the TL;DR and its sentences without evidence, in order. Left out if a human wrote it without evidence, or "evidence" in data/site.json is "off"',
  );

export const changeSchema = z.strictObject({
  ...story,
  changed: z.boolean().describe('false if there was nothing to change'),
  url: z.url(),
});

export const savedStorySchema = changeSchema.extend({ grounding: groundingsSchema });

export const storySummarySchema = z.strictObject({
  ...story,
  datePublished: time,
  changed: time.describe('When the story last changed on this server'),
  reason: z.string().optional().describe('Why the story was withdrawn'),
  mergedInto: z.string().optional().describe('The identifier of the story that it was merged into'),
  url: z.url(),
});

export const storyDetailSchema = storySummarySchema.extend({
  record: storySchema,
  grounding: groundingsSchema,
});

export const storyListSchema = z.strictObject({
  stories: z.array(storySummarySchema),
  next: z.int().optional().describe('"after" of the next page; left out on the last'),
});

export const similarListSchema = z.strictObject({ similar: z.array(similarStorySchema) });

/** A revision with its record. Changes after an import can raise its number above the highest that an import accepts. */
export const revisionDetailSchema = revisionSchema.extend({ revision: z.int().min(1) });

export const revisionListSchema = z.strictObject({
  revisions: z.array(revisionDetailSchema.omit({ record: true })),
});

export const backupListSchema = z.strictObject({ backups: z.array(backupSchema) });

export const previewSchema = z.strictObject({ id: z.string(), url: z.url(), grounding: groundingsSchema });

export const exportLineSchema = z.union([exportedSchema, historySchema]);
export const importLineSchema = z.union([storySchema, exportedSchema, historySchema]);

export const faultSchema = z.strictObject({
  field: z.string().describe('Like citation[2].url; empty for the record as a whole'),
  value: z.string().optional().describe('The value of the field as JSON, shortened'),
  rule: z.string().describe('Read it after the name of the field: "must be one line of plain text"'),
  line: z.int().optional().describe('The line of the Markdown file, counted from 1'),
  more: z.int().optional().describe('Only in the last entry: how many more faults are not listed'),
});
const faultsSchema = z.array(faultSchema).describe('What is wrong with the record: the first 20 faults');

const currentSchema = z
  .strictObject({ revision: z.int(), at: time, who: z.string() })
  .describe('The current revision of the story');

/** Problem details (RFC 9457), with fields of this API. */
export const problemSchema = z.strictObject({
  type: z.literal('about:blank').describe('The status says what kind of problem it is'),
  title: z.string().describe('What went wrong'),
  status: z.int(),
  detail: z.string().describe('Why, and what to do'),
  request: z.string().describe('The id of the request, as in X-Request-Id and in the log'),
  faults: faultsSchema.optional(),
  current: currentSchema.optional(),
  yours: z
    .strictObject({ replaces: z.int().nullable() })
    .optional()
    .describe('The revision that the request wanted to replace'),
  movedTo: z.string().optional().describe('The present slug of a renamed story'),
});

const line = z.int().min(1).describe('The number of the line in the request');
export const importResultSchema = z.discriminatedUnion('ok', [
  changeSchema.pick({ slug: true, status: true, revision: true, changed: true }).extend({
    line,
    ok: z.literal(true),
    history: z.literal(true).optional().describe('The line held earlier revisions of a story'),
    grounding: groundingsSchema,
  }),
  z.strictObject({
    line,
    ok: z.literal(false),
    detail: z.string().describe('Why the line was refused, and what to do'),
    faults: faultsSchema.optional(),
    current: currentSchema.optional(),
    history: z.literal(true).optional(),
  }),
]);

export type Change = z.infer<typeof changeSchema>;
export type StorySummary = z.infer<typeof storySummarySchema>;
export type ImportResult = z.infer<typeof importResultSchema>;
export type Problem = z.infer<typeof problemSchema>;
