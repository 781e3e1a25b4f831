import { DESK, json, type Operations } from '../../api/operation.ts';
import { rebuildStatusSchema, statusSchema } from '../desk/status.ts';

// What an operator asks of the Desk.

export const deskOperations = {
  getStatus: {
    route: 'GET /status',
    summary: 'Get the status of the Desk, and what needs attention',
    answers: { 200: json('The status', statusSchema) },
    problems: DESK,
  },
  rebuild: {
    route: 'POST /rebuild',
    needs: 'administer',
    summary: 'Regenerate every page and feed in the background',
    answers: { 202: json('The rebuild has begun', rebuildStatusSchema) },
    problems: DESK,
  },
} as const satisfies Operations;
