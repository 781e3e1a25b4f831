import * as z from 'zod';
import { ANY, DESK, json, lines, type Operations } from '../../api/operation.ts';
import { backupListSchema, exportLineSchema, importLineSchema, importResultSchema } from './schemas.ts';

// Stories in numbers: import, export and backups.

const exported = (description: string) => lines(description, exportLineSchema);

export const transferOperations = {
  importStories: {
    route: 'POST /stories',
    needs: 'publish',
    summary: 'Publish any number of stories, as records or lines of an export, each on its own',
    query: z.object({
      replace: z.enum(['true', 'false']).default('false').describe('Whether records may replace stories'),
    }),
    body: { 'application/x-ndjson': importLineSchema },
    answers: { 200: lines('A result for each line that is not empty', importResultSchema) },
    problems: [...ANY, 400, 415],
  },
  exportStories: {
    route: 'GET /export',
    needs: 'publish',
    summary: 'Export every story with all of its revisions; for admins, the whole newsroom',
    query: z.object({
      newsroom: z
        .enum(['true', 'false'])
        .default('false')
        .describe('Whether to add people with their public keys, drafts, feeds and what the watch knows'),
    }),
    answers: { 200: exported('Each story with its newest revisions, followed by lines of earlier ones') },
    problems: ANY,
  },
  listBackups: {
    route: 'GET /backups',
    needs: 'publish',
    summary: 'List the complete backups',
    answers: { 200: json('The backups, newest first', backupListSchema) },
    problems: [...DESK, 404],
  },
  getBackup: {
    route: 'GET /backups/{name}',
    needs: 'administer',
    summary: 'Get a backup, to be imported',
    answers: { 200: exported('An export of the whole newsroom') },
    problems: [...DESK, 404],
  },
} as const satisfies Operations;
