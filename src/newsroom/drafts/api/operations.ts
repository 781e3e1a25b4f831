import * as z from 'zod';
import { storySlug } from '../../../site/story/fields.ts';
import { DESK, json, type Operations, text } from '../../api/operation.ts';
import { idSchema, ifVersion } from '../../api/parameters.ts';
import { changeSchema } from '../../stories/api/schemas.ts';
import { baseSchema, DRAFT_STATES } from '../desk/draft.ts';
import { draftListSchema, draftSchema, draftVersionListSchema, savedDraftSchema } from './schemas.ts';

// The drafts of the newsroom.

const STATE = { error: `must be one of ${DRAFT_STATES.join(', ')}` };
export const draftQuerySchema = z.object({
  state: z.enum(DRAFT_STATES, STATE).optional().describe('Only drafts in this state'),
  discarded: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .describe('Whether to list the discarded drafts in place of the others'),
});

const REVISION = { error: 'must be the number of a revision' };
export const newDraftQuerySchema = z
  .object({
    name: z
      .string({ error: 'must say what the draft is called: ?name=a-story' })
      .max(200, { error: 'must have at most 200 characters' })
      .describe('What the draft is called as a file, without .md'),
    id: idSchema
      .optional()
      .describe(
        'The id of the draft. If there is one with this id, the request changes nothing and returns it',
      ),
    story: storySlug.optional().describe('The slug of the published story that the draft changes'),
    revision: z.coerce
      .number(REVISION)
      .int(REVISION)
      .min(1, REVISION)
      .max(999_999_999, REVISION)
      .optional()
      .describe('The revision of that story that the draft was made from'),
  })
  .describe('"story" and "revision" go together');

const markdown = { 'text/markdown': z.string() };
/** Statuses for a text that is unreadable, too large or compressed. */
const TEXT_BODY = [400, 413, 415, 422] as const;
const draftText = (description: string, ...headers: string[]) =>
  text(description, 'text/markdown', ...headers);

export const draftOperations = {
  listDrafts: {
    route: 'GET /drafts',
    summary: 'List the drafts that you may read: all for an editor, their own for a writer',
    query: draftQuerySchema,
    answers: { 200: json('At most 1,000 drafts, the ones that changed last first', draftListSchema) },
    problems: [...DESK, 400],
  },
  createDraft: {
    route: 'POST /drafts',
    adds: true,
    summary: 'Begin a draft',
    query: newDraftQuerySchema,
    body: markdown,
    answers: { 201: json('The draft', draftSchema, 'ETag', 'Location') },
    problems: [...DESK, ...TEXT_BODY],
  },
  getDraft: {
    route: 'GET /drafts/{draft}',
    summary: 'Get the state of a draft',
    answers: { 200: json('The draft', draftSchema) },
    problems: [...DESK, 404],
  },
  getDraftText: {
    route: 'GET /drafts/{draft}/text',
    summary: 'Get the text of a draft, byte for byte as it was saved',
    answers: { 200: draftText('Markdown with front matter, which may break rules of the record', 'ETag') },
    problems: [...DESK, 404],
  },
  putDraftText: {
    route: 'PUT /drafts/{draft}/text',
    summary: 'Save the text of a draft as a new version',
    headers: ifVersion,
    body: markdown,
    answers: { 200: json('The text is saved, or was saved already', savedDraftSchema, 'ETag') },
    problems: [...DESK, ...TEXT_BODY, 404, 409, 412],
  },
  listDraftVersions: {
    route: 'GET /drafts/{draft}/versions',
    summary: 'List the versions of a draft',
    answers: { 200: json('The versions, newest first', draftVersionListSchema) },
    problems: [...DESK, 404],
  },
  getDraftVersion: {
    route: 'GET /drafts/{draft}/versions/{version}',
    summary: 'Get the text of a version',
    answers: { 200: draftText('The text, byte for byte as it was saved') },
    problems: [...DESK, 404],
  },
  discardDraft: {
    route: 'DELETE /drafts/{draft}',
    summary: 'Discard a draft. It can be restored for 30 days',
    headers: ifVersion,
    answers: { 200: json('The draft is discarded', draftSchema) },
    problems: [...DESK, 400, 404, 409, 412],
  },
  correctStory: {
    route: 'POST /stories/{slug}/draft',
    summary: 'Begin a draft of a story as it is now, or get the one that there is',
    answers: { 200: json('The draft', draftSchema, 'ETag') },
    problems: [...DESK, 404, 409],
  },
  replaceDraftBase: {
    route: 'PUT /drafts/{draft}/base',
    summary: 'State that a draft takes account of another revision of its story, and will replace that one',
    headers: ifVersion,
    body: { 'application/json': baseSchema },
    answers: { 200: json('The draft has this base', savedDraftSchema) },
    problems: [...DESK, ...TEXT_BODY, 404, 409, 412],
  },
  publishDraft: {
    route: 'POST /drafts/{draft}/publish',
    needs: 'publish',
    summary: 'Publish or schedule a draft, with the review that the newsroom asks for',
    headers: ifVersion,
    answers: { 200: json('What the draft was published as', changeSchema) },
    problems: [...DESK, 400, 404, 409, 412, 422],
  },
  restoreDraft: {
    route: 'POST /drafts/{draft}/restore',
    summary: 'Restore a discarded draft',
    answers: { 200: json('The draft is as it was', draftSchema) },
    problems: [...DESK, 404],
  },
} as const satisfies Operations;
