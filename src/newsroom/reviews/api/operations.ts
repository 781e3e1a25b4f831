import { DESK, json, type Operations } from '../../api/operation.ts';
import { ifVersion } from '../../api/parameters.ts';
import {
  answerSchema,
  newNoteSchema,
  noteListSchema,
  resolutionSchema,
  reviewRequestSchema,
  reviewSchema,
  reviewStateSchema,
} from './schemas.ts';

// Reviews of drafts, and the notes on them. Only people approve and ask for changes, in the newsroom: no program may.

/** Statuses of a body of JSON about a draft. */
const BODY = [...DESK, 400, 404, 413, 415, 422] as const;
const notes = (description: string) => json(description, noteListSchema);

export const reviewOperations = {
  getReview: {
    route: 'GET /drafts/{draft}/review',
    summary: 'Get what happened to a draft under review, and which approvals hold',
    answers: { 200: json('The review', reviewSchema) },
    problems: [...DESK, 404],
  },
  askForReview: {
    route: 'POST /drafts/{draft}/review',
    summary: 'Ask for a review of a draft. People give it in the newsroom',
    headers: ifVersion,
    body: { 'application/json': reviewRequestSchema },
    answers: { 200: json('The review is asked for', reviewStateSchema) },
    problems: [...BODY, 409, 412],
  },
  listNotes: {
    route: 'GET /drafts/{draft}/notes',
    summary: 'List the notes on a draft, with their places in its newest version',
    answers: { 200: notes('The notes') },
    problems: [...DESK, 404],
  },
  addNote: {
    route: 'POST /drafts/{draft}/notes',
    adds: true,
    summary: 'Write a note on a passage of a version, or on the whole draft',
    headers: ifVersion,
    body: { 'application/json': newNoteSchema },
    answers: { 201: notes('All notes on the draft') },
    problems: [...BODY, 412],
  },
  answerNote: {
    route: 'POST /drafts/{draft}/notes/{note}/answers',
    adds: true,
    summary: 'Answer a note. This opens its thread again',
    body: { 'application/json': answerSchema },
    answers: { 201: notes('All notes on the draft') },
    problems: BODY,
  },
  resolveNote: {
    route: 'PUT /drafts/{draft}/notes/{note}',
    summary: 'Mark the thread of a note as resolved, or as open',
    body: { 'application/json': resolutionSchema },
    answers: { 200: notes('All notes on the draft') },
    problems: BODY,
  },
} as const satisfies Operations;
