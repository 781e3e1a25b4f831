import * as z from 'zod';
import { DESK, json, type Operations } from '../../api/operation.ts';
import { limitSchema, offsetSchema } from '../../api/parameters.ts';
import { eventListSchema, eventWithReportsSchema } from './schemas.ts';

// What the feeds report, grouped by event.

export const eventQuerySchema = z.object({
  language: z.string().max(35).optional().describe('Only events in this language, like "de"'),
  feed: z.string().max(2000).optional().describe('Only events that this feed reports: its address'),
  offset: offsetSchema,
  limit: limitSchema.default(25).describe('How many events to return'),
});

export const eventOperations = {
  listEvents: {
    route: 'GET /events',
    summary: 'List the events that the feeds report, the newest and most reported first',
    query: eventQuerySchema,
    answers: { 200: json('The events', eventListSchema) },
    problems: [...DESK, 400],
  },
  getEvent: {
    route: 'GET /events/{event}',
    summary:
      'Get an event with its reports. The number of an event that was merged leads to the one that it is now',
    answers: { 200: json('The event', eventWithReportsSchema) },
    problems: [...DESK, 404],
  },
} as const satisfies Operations;
