import * as z from 'zod';
import { plainText, storySlug } from '../story/fields.ts';
import type { ProblemStatus } from './problem.ts';
import * as shapes from './schemas.ts';

// Every operation of the API: its address, its parameters and its responses. `routes.ts` serves the operations, `openapi.ts` describes
// them.

/** A successful response. If its body is NDJSON, `schema` describes a line. */
export interface OperationResponse {
  description: string;
  type: string;
  schema: z.ZodType;
  headers?: readonly string[];
}

export interface Operation {
  /** The method and the path below /api, with parameters in braces; `PATH_PARAMETERS` has their schemas. */
  route: `${'GET' | 'PUT' | 'POST' | 'DELETE'} /${string}`;
  summary: string;
  /** Whether it needs no token. */
  isPublic?: boolean;
  query?: z.ZodObject;
  headers?: z.ZodObject;
  /** The schemas of the body by media type. */
  body?: Record<string, z.ZodType>;
  answers: Record<number, OperationResponse>;
  problems: readonly ProblemStatus[];
}

export const previewIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
export const reasonSchema = plainText(2000);
/** `If-Match` (RFC 9110 section 13.1.1): a revision as a strong entity tag, or any. */
export const ifMatchSchema = z.string().regex(/^(\*|"\d{1,9}")$/);

const NEXT = { error: 'must be the "next" of the page before' };
const LIMIT = { error: 'must be from 1 to 1,000' };
export const listQuerySchema = z.object({
  after: z.coerce.number(NEXT).int(NEXT).min(0, NEXT).default(0).describe('The "next" of the page before'),
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1000, LIMIT).default(100),
});

export const PATH_PARAMETERS: Record<string, z.ZodType> = {
  slug: storySlug,
  revision: z.int().min(1),
  id: previewIdSchema,
  name: z.string(),
};

const json = <T extends z.ZodType>(description: string, schema: T, ...headers: string[]) => ({
  description,
  type: 'application/json' as const,
  schema,
  headers,
});
const lines = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  type: 'application/x-ndjson' as const,
  schema,
});
const changed = (description: string) => json(description, shapes.changeSchema, 'ETag');
const saved = (description: string) => json(description, shapes.savedStorySchema, 'ETag');
const exported = (description: string) => lines(description, shapes.exportLineSchema);

const storyBody = { 'application/json': shapes.storySchema };
const ifMatch = z.object({
  'If-Match': ifMatchSchema
    .optional()
    .describe('The revision that this request replaces, like "3"; or * for any'),
});

/** Statuses of every operation that needs a token; `DESK` adds 503. */
const ANY = [401, 403, 429, 500] as const;
const DESK = [...ANY, 503] as const;
/** Statuses for a body that is unreadable, too large, compressed or not a valid story. */
const STORY_BODY = [...DESK, 400, 413, 415, 422] as const;

export const operations = {
  listStories: {
    route: 'GET /stories',
    summary: 'List stories in the order in which they were added',
    query: listQuerySchema,
    answers: { 200: json('A page of stories', shapes.storyListSchema) },
    problems: [...DESK, 400],
  },
  importStories: {
    route: 'POST /stories',
    summary: 'Publish any number of stories, as records or lines of an export, each on its own',
    query: z.object({
      replace: z.enum(['true', 'false']).default('false').describe('Whether records may replace stories'),
    }),
    body: { 'application/x-ndjson': shapes.importLineSchema },
    answers: { 200: lines('A result for each line that is not empty', shapes.importResultSchema) },
    problems: [...ANY, 400, 415],
  },
  getStory: {
    route: 'GET /stories/{slug}',
    summary: 'Get a story with its record',
    answers: { 200: json('The story', shapes.storyDetailSchema, 'ETag') },
    problems: [...DESK, 404],
  },
  putStory: {
    route: 'PUT /stories/{slug}',
    summary: 'Publish, correct, rename or schedule a story',
    headers: ifMatch.extend({
      'If-None-Match': z.literal('*').optional().describe('Create the story, and replace none'),
    }),
    body: { ...storyBody, 'text/markdown': z.string() },
    answers: {
      200: saved('The story was changed, or was the same already'),
      201: saved('The story is new'),
    },
    problems: [...STORY_BODY, 404, 409, 412],
  },
  withdrawStory: {
    route: 'DELETE /stories/{slug}',
    summary: 'Withdraw a story: its page shows the reason from then on, its feeds show it for 30 days',
    query: z.object({ reason: reasonSchema.describe('The reason, which readers see') }),
    headers: ifMatch,
    answers: { 200: changed('The story is withdrawn') },
    problems: [...DESK, 400, 404, 412, 422],
  },
  restoreStory: {
    route: 'POST /stories/{slug}/restore',
    summary: 'Restore a withdrawn or merged story',
    headers: ifMatch,
    answers: { 200: changed('The story is restored') },
    problems: [...DESK, 400, 404, 409, 412],
  },
  mergeStory: {
    route: 'POST /stories/{slug}/merge',
    summary: 'Redirect a story that was published twice to the other one, and keep its record and revisions',
    query: z.object({
      into: storySlug.describe('The slug of the other story'),
      reason: reasonSchema.optional().describe('The reason that feeds show in place of the default'),
    }),
    headers: ifMatch,
    answers: { 200: changed('The story is merged; restoring it separates the two') },
    problems: [...DESK, 400, 404, 409, 412, 422],
  },
  findSimilar: {
    route: 'POST /similar',
    summary: 'Find stories that seem to be the same as a new one, by identifier, headline or sources',
    body: storyBody,
    answers: { 200: json('At most five stories', shapes.similarListSchema) },
    problems: STORY_BODY,
  },
  listRevisions: {
    route: 'GET /stories/{slug}/revisions',
    summary: 'List who did what with a story, and when',
    answers: { 200: json('The revisions, oldest first', shapes.revisionListSchema) },
    problems: [...DESK, 404],
  },
  getRevision: {
    route: 'GET /stories/{slug}/revisions/{revision}',
    summary: 'Get a revision with its record, which may break rules that were added later',
    answers: { 200: json('The revision', shapes.revisionDetailSchema) },
    problems: [...DESK, 404],
  },
  startPreview: {
    route: 'POST /previews',
    summary: 'Show a draft for an hour without publishing it',
    body: storyBody,
    answers: { 201: json('Where the draft is shown', shapes.previewSchema, 'Location') },
    problems: STORY_BODY,
  },
  updatePreview: {
    route: 'PUT /previews/{id}',
    summary: 'Replace the draft of a preview and show it for another hour',
    body: storyBody,
    answers: { 200: json('Where the draft is shown', shapes.previewSchema) },
    problems: [...STORY_BODY, 404],
  },
  showPreview: {
    route: 'GET /previews/{id}',
    summary: 'Show a draft as its page will look, to anyone who knows the id',
    isPublic: true,
    answers: { 200: { description: 'A page that reloads itself', type: 'text/html', schema: z.string() } },
    problems: [404, 429, 500, 503],
  },
  exportStories: {
    route: 'GET /export',
    summary: 'Export every story with all of its revisions',
    answers: { 200: exported('Each story with its newest revisions, followed by lines of earlier ones') },
    problems: ANY,
  },
  getStatus: {
    route: 'GET /status',
    summary: 'Get the status of the Desk, and what needs attention',
    answers: { 200: json('The status', shapes.deskStatusSchema) },
    problems: DESK,
  },
  listBackups: {
    route: 'GET /backups',
    summary: 'List the complete backups',
    answers: { 200: json('The backups, newest first', shapes.backupListSchema) },
    problems: [...DESK, 404],
  },
  getBackup: {
    route: 'GET /backups/{name}',
    summary: 'Get a backup, to be imported',
    answers: { 200: exported('An export') },
    problems: [...DESK, 404],
  },
  rebuild: {
    route: 'POST /rebuild',
    summary: 'Regenerate every page and feed in the background',
    answers: { 202: json('The rebuild has begun', shapes.rebuildStatusSchema) },
    problems: DESK,
  },
  getOpenApi: {
    route: 'GET /openapi.json',
    summary: 'Get this document',
    isPublic: true,
    answers: { 200: json('OpenAPI 3.1', z.looseObject({})) },
    problems: [500],
  },
  getStorySchema: {
    route: 'GET /schema/story.json',
    summary: 'Get the JSON Schema of a story',
    isPublic: true,
    answers: {
      200: { description: 'JSON Schema', type: 'application/schema+json', schema: z.looseObject({}) },
    },
    problems: [],
  },
} as const satisfies Record<string, Operation>;
