import * as z from 'zod';
import { plainText, storySlug } from '../../../site/story/fields.ts';
import { writtenStorySchema } from '../../../site/story/story.ts';
import { DESK, json, type Operations, STORY_BODY } from '../../api/operation.ts';
import { ifMatch } from '../../api/parameters.ts';
import {
  changeSchema,
  revisionDetailSchema,
  revisionListSchema,
  savedStorySchema,
  similarListSchema,
  storyDetailSchema,
  storyListSchema,
} from './schemas.ts';

// The operations on stories.

export const reasonSchema = plainText(2000);

const NEXT = { error: 'must be the "next" of the page before' };
const LIMIT = { error: 'must be from 1 to 1,000' };
export const listQuerySchema = z.object({
  after: z.coerce.number(NEXT).int(NEXT).min(0, NEXT).default(0).describe('The "next" of the page before'),
  limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1000, LIMIT).default(100),
});

const changed = (description: string) => json(description, changeSchema, 'ETag');
const saved = (description: string) => json(description, savedStorySchema, 'ETag');

const storyBody = { 'application/json': writtenStorySchema };

export const storyOperations = {
  listStories: {
    route: 'GET /stories',
    summary: 'List stories in the order in which they were added',
    query: listQuerySchema,
    answers: { 200: json('A page of stories', storyListSchema) },
    problems: [...DESK, 400],
  },
  getStory: {
    route: 'GET /stories/{slug}',
    summary: 'Get a story with its record',
    answers: { 200: json('The story', storyDetailSchema, 'ETag') },
    problems: [...DESK, 404],
  },
  putStory: {
    route: 'PUT /stories/{slug}',
    needs: 'publish',
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
    needs: 'publish',
    summary: 'Withdraw a story: its page shows the reason from then on, its feeds show it for 30 days',
    query: z.object({ reason: reasonSchema.describe('The reason, which readers see') }),
    headers: ifMatch,
    answers: { 200: changed('The story is withdrawn') },
    problems: [...DESK, 400, 404, 412, 422],
  },
  restoreStory: {
    route: 'POST /stories/{slug}/restore',
    needs: 'publish',
    summary: 'Restore a withdrawn or merged story',
    headers: ifMatch,
    answers: { 200: changed('The story is restored') },
    problems: [...DESK, 400, 404, 409, 412],
  },
  mergeStory: {
    route: 'POST /stories/{slug}/merge',
    needs: 'publish',
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
    answers: { 200: json('At most five stories', similarListSchema) },
    problems: STORY_BODY,
  },
  listRevisions: {
    route: 'GET /stories/{slug}/revisions',
    summary: 'List who did what with a story, and when',
    answers: { 200: json('The revisions, oldest first', revisionListSchema) },
    problems: [...DESK, 404],
  },
  getRevision: {
    route: 'GET /stories/{slug}/revisions/{revision}',
    summary: 'Get a revision with its record, which may break rules that were added later',
    answers: { 200: json('The revision', revisionDetailSchema) },
    problems: [...DESK, 404],
  },
} as const satisfies Operations;
