import { DESK, json, type Operations } from '../../api/operation.ts';
import { draftRequestSchema } from '../wire/draft-request.ts';
import { draftingJobSchema } from './schemas.ts';

// Drafts that the wire makes from sources.

export const draftingOperations = {
  beginDrafting: {
    route: 'POST /drafting',
    adds: true,
    summary: 'Begin to draft from sources. GET the address in Location to see how far it has come',
    body: { 'application/json': draftRequestSchema },
    answers: { 202: json('The wire has begun', draftingJobSchema, 'Location') },
    problems: [...DESK, 400, 413, 415, 422],
  },
  getDrafting: {
    route: 'GET /drafting/{id}',
    summary: 'Get how far a draft from sources has come',
    answers: { 200: json('What was read, and the draft once it is there', draftingJobSchema) },
    problems: [...DESK, 404],
  },
} as const satisfies Operations;
