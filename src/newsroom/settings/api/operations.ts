import * as z from 'zod';
import { DESK, json, type Operations } from '../../api/operation.ts';
import { savedSchema } from '../desk/settings-version.ts';
import { settingsChangeSchema, settingsSchema, settingsVersionListSchema } from './schemas.ts';

const replacedVersion = z.object({
  'If-Match': z
    .string()
    .regex(/^"\d{1,9}"$/)
    .describe('The version that this request replaces, like "3"; "0" if nothing was ever saved'),
});

export const settingsOperations = {
  getSettings: {
    route: 'GET /settings',
    needs: 'administer',
    summary: 'Get the settings that are saved, those of data/site.json, and what is in force',
    answers: { 200: json('The settings', settingsSchema, 'ETag') },
    problems: DESK,
  },
  putSettings: {
    route: 'PUT /settings',
    needs: 'administer',
    summary: 'Save settings in place of those of data/site.json; what is left out is as the file has it',
    headers: replacedVersion,
    body: { 'application/json': savedSchema },
    answers: { 200: json('The settings are saved, or were so already', settingsChangeSchema, 'ETag') },
    problems: [...DESK, 400, 409, 412, 413, 415, 422],
  },
  listSettingsVersions: {
    route: 'GET /settings/versions',
    needs: 'administer',
    summary: 'List who saved which settings, and when',
    answers: { 200: json('The versions, newest first', settingsVersionListSchema) },
    problems: DESK,
  },
} as const satisfies Operations;
