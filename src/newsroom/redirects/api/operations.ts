import * as z from 'zod';
import { ANY, DESK, json, lines, type Operations } from '../../api/operation.ts';
import { newRedirectSchema, redirectListSchema } from '../desk/redirect.ts';
import { redirectResultSchema, removedRedirectSchema } from './schemas.ts';

// The operations on the redirects from old addresses.

const LIMIT = { error: 'must be from 1 to 1,000' };

export const redirectOperations = {
  listRedirects: {
    route: 'GET /redirects',
    summary: 'List the redirects from old addresses',
    query: z.object({
      after: z.string().optional().describe('The "next" of the part before'),
      prefix: z.string().optional().describe('What the old addresses begin with'),
      to: z.string().optional().describe('Where they lead; "prefix" is then left out'),
      limit: z.coerce.number(LIMIT).int(LIMIT).min(1, LIMIT).max(1000, LIMIT).default(100),
    }),
    answers: { 200: json('Redirects, in the order of their old addresses', redirectListSchema) },
    problems: [...DESK, 400],
  },
  addRedirects: {
    route: 'POST /redirects',
    needs: 'publish',
    summary: 'Add any number of redirects, each on its own',
    query: z.object({
      replace: z
        .enum(['true', 'false'])
        .default('false')
        .describe('Whether an old address that leads elsewhere already may be changed'),
    }),
    body: { 'application/x-ndjson': newRedirectSchema },
    answers: { 200: lines('A result for each line that is not empty', redirectResultSchema) },
    problems: [...ANY, 400, 415],
  },
  removeRedirect: {
    route: 'DELETE /redirects',
    needs: 'publish',
    summary: 'Remove a redirect: its old address is not found from then on',
    query: z.object({ from: z.string().describe('The old address, in any spelling') }),
    answers: { 200: json('The redirect is removed', removedRedirectSchema) },
    problems: [...DESK, 400, 404],
  },
} as const satisfies Operations;
