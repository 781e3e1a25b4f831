import * as z from 'zod';
import { DESK, json, type Operations } from '../../api/operation.ts';
import { arrangementSchema } from '../desk/arrangement.ts';
import { frontChangeSchema, frontSchema, frontVersionListSchema } from './schemas.ts';

const replacedVersion = z.object({
  'If-Match': z
    .string()
    .regex(/^"\d{1,9}"$/)
    .describe('The version that this request replaces, like "3"; "0" if nothing was ever arranged'),
});

export const frontOperations = {
  getFront: {
    route: 'GET /front',
    summary: 'Get what is arranged of the front page',
    answers: { 200: json('What is arranged, and the version', frontSchema, 'ETag') },
    problems: DESK,
  },
  putFront: {
    route: 'PUT /front',
    needs: 'publish',
    summary: 'Arrange the front page: a lead, an order, headlines of topics; what is left out is by date',
    headers: replacedVersion,
    body: { 'application/json': arrangementSchema },
    answers: { 200: json('The front page is arranged, or was so already', frontChangeSchema, 'ETag') },
    problems: [...DESK, 400, 404, 409, 412, 413, 415, 422],
  },
  listFrontVersions: {
    route: 'GET /front/versions',
    summary: 'List who arranged what, and when',
    answers: { 200: json('The newest versions, the last first', frontVersionListSchema) },
    problems: DESK,
  },
} as const satisfies Operations;
