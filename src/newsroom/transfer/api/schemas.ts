import * as z from 'zod';
import { writtenStorySchema } from '../../../site/story/story.ts';
import { groundingsSchema } from '../../api/grounding.ts';
import { currentSchema, faultsSchema, whySchema } from '../../api/problem-schema.ts';
import { changeSchema } from '../../stories/api/schemas.ts';
import { backupSchema } from '../desk/backup-state.ts';
import { exportedSchema, historySchema } from '../desk/export-line.ts';
import {
  draftLineSchema,
  draftPartLineSchema,
  feedsLineSchema,
  frontLineSchema,
  NEWSROOM_KINDS,
  pageDraftLineSchema,
  personLineSchema,
  settingsLineSchema,
  watchedLineSchema,
} from '../desk/newsroom-line.ts';
import { pageLineSchema } from '../desk/page-line.ts';
import { pictureSchema } from '../desk/picture-line.ts';
import { redirectLineSchema } from '../desk/redirect-line.ts';

const NEWSROOM_SCHEMAS = [
  personLineSchema,
  settingsLineSchema,
  frontLineSchema,
  draftLineSchema,
  draftPartLineSchema,
  pageDraftLineSchema,
  watchedLineSchema,
  feedsLineSchema,
] as const;

export const backupListSchema = z.strictObject({ backups: z.array(backupSchema) });

export const exportLineSchema = z.union([
  exportedSchema,
  historySchema,
  pictureSchema,
  pageLineSchema,
  redirectLineSchema,
  ...NEWSROOM_SCHEMAS,
]);
export const importLineSchema = z.union([
  writtenStorySchema,
  exportedSchema,
  historySchema,
  pictureSchema,
  pageLineSchema,
  redirectLineSchema,
  ...NEWSROOM_SCHEMAS,
]);

const line = z.int().min(1).describe('The number of the line in the request');
export const importResultSchema = z.union([
  changeSchema.pick({ slug: true, status: true, revision: true, changed: true }).extend({
    line,
    ok: z.literal(true),
    history: z.literal(true).optional().describe('The line held earlier revisions of a story'),
    grounding: groundingsSchema,
  }),
  z.strictObject({
    line,
    ok: z.literal(true),
    picture: z.string().describe('The path of the picture that the line was about'),
    changed: z.boolean().describe('false if there was nothing to change'),
  }),
  z.strictObject({
    line,
    ok: z.literal(true),
    page: z.string().describe('The slug of the page that the line was about'),
    changed: z.boolean().describe('false if there was nothing to change'),
  }),
  z.strictObject({
    line,
    ok: z.literal(true),
    newsroom: z.enum(NEWSROOM_KINDS).describe('What of the newsroom the line was about'),
    changed: z.boolean().describe('false if there was nothing to change'),
  }),
  z.strictObject({
    line,
    ok: z.literal(true),
    redirects: z.int().min(1).describe('How many redirects the line had'),
    changed: z.boolean().describe('false if there was nothing to change'),
  }),
  z.strictObject({
    line,
    ok: z.literal(false),
    detail: z.string().describe('Why the line was refused, and what to do'),
    why: whySchema,
    faults: faultsSchema.optional(),
    current: currentSchema.optional(),
    history: z.literal(true).optional(),
  }),
]);

export type ImportResult = z.infer<typeof importResultSchema>;
