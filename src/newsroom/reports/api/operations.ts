import * as z from 'zod';
import { DESK, json, type Operations } from '../../api/operation.ts';
import { limitSchema, offsetSchema } from '../../api/parameters.ts';
import { reportSchema } from '../desk/report.ts';

// What readers report as wrong. They do so by a form at `/stories/{slug}/report`, which is no part of the API.

export const reportsQuerySchema = z.object({
  state: z
    .enum(['waiting', 'answered'])
    .default('waiting')
    .describe('Those that wait for an editor, or those that one has answered'),
  offset: offsetSchema,
  limit: limitSchema.default(50).describe('How many reports to return'),
});

const reportsSchema = z.strictObject({
  waiting: z.int().describe('How many reports wait'),
  reports: z.array(reportSchema).describe('The newest first'),
});

export const answerSchema = z.strictObject({
  isDismissed: z.boolean().describe('Whether nothing is to be done; false: the report waits again'),
});

export const reportOperations = {
  listReports: {
    route: 'GET /reports',
    needs: 'publish',
    summary: 'List what readers report as wrong in stories',
    query: reportsQuerySchema,
    answers: { 200: json('The reports', reportsSchema) },
    problems: [...DESK, 400],
  },
  answerReport: {
    route: 'PUT /reports/{report}/answer',
    needs: 'publish',
    summary: 'Dismiss a report, or let it wait again',
    body: { 'application/json': answerSchema },
    answers: { 200: json('The report', reportSchema) },
    problems: [...DESK, 400, 404, 413, 415, 422],
  },
  correctFromReport: {
    route: 'POST /reports/{report}/correction',
    needs: 'publish',
    summary: 'Begin a correction: a draft of the story, or the one that there is, with the report as a note',
    answers: { 200: json('The report, whose answer names the draft', reportSchema) },
    problems: [...DESK, 404, 409, 413, 422],
  },
} as const satisfies Operations;
