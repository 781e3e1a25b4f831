import * as z from 'zod';
import { similarStorySchema } from '../desk/ledger/similar-stories.ts';
import { STORY_STATUSES } from '../desk/ledger/story-row.ts';
import { deskStatusSchema, rebuildStatusSchema } from '../desk/status.ts';
import { backupSchema } from '../desk/transfer/backup-state.ts';
import { exportedSchema, historySchema, revisionSchema } from '../desk/transfer/export-line.ts';
import { plainText } from '../story/fields.ts';
import { storySchema } from '../story/story.ts';

// What the API takes and sends. Each shape is stated once: its schema checks the request or types the response, and describes it in
// the OpenAPI document.

/** What the OpenAPI document calls the schemas of bodies. */
export const names = z.registry<{ id: string }>();
storySchema.register(names, { id: 'Story' });
exportedSchema.register(names, { id: 'Exported' });
historySchema.register(names, { id: 'History' });
deskStatusSchema.register(names, { id: 'DeskStatus' });
rebuildStatusSchema.register(names, { id: 'RebuildStatus' });

const time = z.string().meta({ format: 'date-time' });

/** `If-Match` (RFC 9110 section 13.1.1): a revision as a strong entity tag, or any. */
export const ifMatchSchema = z
  .string()
  .regex(/^(\*|"\d{1,9}")$/)
  .describe('The revision that this request replaces, in quotes, like "3"; or * for any');
/** `If-None-Match` (RFC 9110 section 13.1.2). */
export const ifNoneMatchSchema = z.literal('*').describe('Create the story; refuse to replace one');

export const reasonSchema = plainText(2000);

export const previewIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

const NEXT = { error: 'must be the "next" of the page before' };
const LIMIT = { error: 'must be from 1 to 1,000' };
export const listQuerySchema = z.object({
  after: z.coerce.number(NEXT).int(NEXT).min(0, NEXT).default(0).describe('The "next" of the page before'),
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1000, LIMIT).default(100),
});

export const importQuerySchema = z.object({
  replace: z.enum(['true', 'false']).default('false').describe('true: a record may replace a story'),
});

const story = { slug: z.string(), identifier: z.string(), status: z.enum(STORY_STATUSES), revision: z.int() };

export const changeSchema = z
  .strictObject({
    ...story,
    changed: z.boolean().describe('false if there was nothing to change'),
    url: z.url(),
  })
  .register(names, { id: 'Change' });

export const storySummarySchema = z
  .strictObject({
    ...story,
    datePublished: time,
    changed: time.describe('When the story last changed on this server'),
    reason: z.string().optional().describe('Why the story was withdrawn'),
    mergedInto: z.string().optional().describe('The identifier of the story that it was merged into'),
    url: z.url(),
  })
  .register(names, { id: 'StorySummary' });

export const storyDetailSchema = storySummarySchema
  .extend({ record: storySchema })
  .register(names, { id: 'StoryDetail' });

export const storyListSchema = z
  .strictObject({
    stories: z.array(storySummarySchema),
    next: z.int().optional().describe('"after" of the next page; left out on the last'),
  })
  .register(names, { id: 'StoryList' });

export const similarListSchema = z
  .strictObject({ similar: z.array(similarStorySchema) })
  .register(names, { id: 'SimilarList' });

/** A change after an import can have a higher revision than an import accepts. */
export const revisionDetailSchema = revisionSchema
  .extend({ revision: z.int().min(1) })
  .register(names, { id: 'Revision' });

export const revisionListSchema = z
  .strictObject({ revisions: z.array(revisionDetailSchema.omit({ record: true })) })
  .register(names, { id: 'RevisionList' });

export const backupListSchema = z
  .strictObject({ backups: z.array(backupSchema) })
  .register(names, { id: 'BackupList' });

export const previewSchema = z
  .strictObject({ id: previewIdSchema, url: z.url() })
  .register(names, { id: 'Preview' });

export const exportLineSchema = z
  .union([exportedSchema, historySchema])
  .register(names, { id: 'ExportLine' });
export const importLineSchema = z
  .union([storySchema, exportedSchema, historySchema])
  .register(names, { id: 'ImportLine' });

export const faultSchema = z
  .strictObject({
    field: z.string().describe('Like citation[2].url; empty for the record as a whole'),
    value: z.string().optional().describe('What stands there, as JSON, shortened'),
    rule: z.string().describe('Read it after the name of the field: "must be one line of plain text"'),
    line: z.int().optional().describe('The line of the Markdown file, counted from 1'),
    more: z.int().optional().describe('Only in the last entry: how many more faults are not listed'),
  })
  .register(names, { id: 'Fault' });
const faultsSchema = z.array(faultSchema).describe('What is wrong with the record: the first 20 faults');

const currentSchema = z
  .strictObject({ revision: z.int(), at: time, who: z.string() })
  .describe('The current revision of the story');

/** Problem details (RFC 9457), with fields of this API. */
export const problemSchema = z
  .strictObject({
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
  })
  .register(names, { id: 'Problem' });

const line = z.int().min(1).describe('Which line of the request this is about');
export const importResultSchema = z
  .discriminatedUnion('ok', [
    changeSchema.pick({ slug: true, status: true, revision: true, changed: true }).extend({
      line,
      ok: z.literal(true),
      history: z.literal(true).optional().describe('The line held earlier revisions of a story'),
    }),
    z.strictObject({
      line,
      ok: z.literal(false),
      detail: z.string().describe('Why the line was refused, and what to do'),
      faults: faultsSchema.optional(),
      current: currentSchema.optional(),
      history: z.literal(true).optional(),
    }),
  ])
  .register(names, { id: 'ImportResult' });

export type Change = z.infer<typeof changeSchema>;
export type StorySummary = z.infer<typeof storySummarySchema>;
export type ImportResult = z.infer<typeof importResultSchema>;
export type Problem = z.infer<typeof problemSchema>;
