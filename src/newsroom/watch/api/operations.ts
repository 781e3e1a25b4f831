import * as z from 'zod';
import { DESK, json, type Operations } from '../../api/operation.ts';
import { limitSchema, offsetSchema } from '../../api/parameters.ts';
import { LISTED_AS } from '../desk/watch-entry.ts';
import { askedLookSchema, dismissalSchema, sourceSchema, watchSchema } from './schemas.ts';

// The watch over cited sources. What it finds is no part of a story's record.

const BODY = [...DESK, 400, 404, 413, 415, 422] as const;

export const watchQuerySchema = z.object({
  kind: z.enum(LISTED_AS).optional().describe('Only what is listed so; by default all but false alarms'),
  offset: offsetSchema,
  limit: limitSchema.default(50).describe('How many sources to return'),
});

export const watchOperations = {
  getWatch: {
    route: 'GET /watch',
    summary: 'Get the state of the watch, and the cited sources that are not as they were',
    query: watchQuerySchema,
    answers: { 200: json('The state, and the sources', watchSchema) },
    problems: [...DESK, 400],
  },
  lookNow: {
    route: 'POST /watch/looks',
    needs: 'curate',
    summary: 'Look at a source at once. A second look confirms what the first has found',
    body: { 'application/json': askedLookSchema },
    answers: { 200: json('What was found', sourceSchema) },
    problems: BODY,
  },
  dismissFinding: {
    route: 'PUT /watch/dismissals',
    needs: 'curate',
    summary: 'Say that what was found is a false alarm, or that it is none after all',
    body: { 'application/json': dismissalSchema },
    answers: { 200: json('The source', sourceSchema) },
    problems: BODY,
  },
} as const satisfies Operations;
