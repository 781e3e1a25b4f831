import * as z from 'zod';
import { writtenStorySchema } from '../../../site/story/story.ts';
import { json, type Operations, STORY_BODY } from '../../api/operation.ts';
import { previewSchema } from './schemas.ts';

// Previews: drafts as their pages will look.

const storyBody = { 'application/json': writtenStorySchema };

export const previewOperations = {
  startPreview: {
    route: 'POST /previews',
    summary: 'Show a draft for an hour without publishing it',
    body: storyBody,
    answers: { 201: json('Where the draft is shown', previewSchema, 'Location') },
    problems: STORY_BODY,
  },
  updatePreview: {
    route: 'PUT /previews/{id}',
    summary: 'Replace the draft of a preview and show it for another hour',
    body: storyBody,
    answers: { 200: json('Where the draft is shown', previewSchema) },
    problems: [...STORY_BODY, 404],
  },
  showPreview: {
    route: 'GET /previews/{id}',
    summary: 'Show a draft as its page will look, to anyone who knows the id',
    isPublic: true,
    answers: { 200: { description: 'A page that reloads itself', type: 'text/html', schema: z.string() } },
    problems: [404, 429, 500, 503],
  },
} as const satisfies Operations;
