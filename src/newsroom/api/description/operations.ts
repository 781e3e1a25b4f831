import * as z from 'zod';
import { json, type Operations } from '../operation.ts';

// What describes the API to programs.

export const descriptionOperations = {
  getOpenApi: {
    route: 'GET /openapi.json',
    summary: 'Get this document',
    isPublic: true,
    answers: { 200: json('OpenAPI 3.1', z.looseObject({})) },
    problems: [500],
  },
} as const satisfies Operations;

/** The one operation that `readers/` serves, because readers use it too. */
export const edgeOperations = {
  getStorySchema: {
    route: 'GET /schema/story.json',
    summary: 'Get the JSON Schema of a story',
    isPublic: true,
    answers: {
      200: { description: 'JSON Schema', type: 'application/schema+json', schema: z.looseObject({}) },
    },
    problems: [],
  },
} as const satisfies Operations;
