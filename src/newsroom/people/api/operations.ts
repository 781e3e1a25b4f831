import * as z from 'zod';
import { DESK, json, type Operations } from '../../api/operation.ts';
import {
  invitationRequestSchema,
  invitationSchema,
  peopleListSchema,
  removedPersonSchema,
  revokedSchema,
  signedOutSchema,
} from './schemas.ts';

// The newsroom's people, and the links that they first sign in with.

export const peopleOperations = {
  listPeople: {
    route: 'GET /people',
    needs: 'administer',
    summary: 'List the people of the newsroom, and how they sign in',
    answers: { 200: json('The people, those who were removed last', peopleListSchema) },
    problems: DESK,
  },
  invite: {
    route: 'POST /invitations',
    needs: 'administer',
    summary:
      'Make a link that signs a person in once, within a day: somebody new, or who has lost their passkey',
    body: { 'application/json': invitationRequestSchema },
    answers: { 201: json('The link, which is stored nowhere', invitationSchema) },
    problems: [...DESK, 400, 409, 413, 415, 422],
  },
  revokeInvitation: {
    route: 'DELETE /people/{id}/invitation',
    needs: 'administer',
    summary: 'End the link of a person that nobody has used yet',
    answers: { 200: json('No link signs the person in any more', revokedSchema) },
    problems: [...DESK, 404],
  },
  signOut: {
    route: 'DELETE /people/{id}/sessions',
    needs: 'administer',
    summary: 'Sign a person out everywhere: their sessions, pending links and the address of their feed end',
    query: z.object({
      passkeys: z.enum(['true', 'false']).default('false').describe('Whether to remove their passkeys too'),
    }),
    answers: { 200: json('How much was ended', signedOutSchema) },
    problems: [...DESK, 404],
  },
  removePerson: {
    route: 'DELETE /people/{id}',
    needs: 'administer',
    summary: 'Remove a person: their sessions end and their passkeys are deleted; what they did stays theirs',
    answers: { 200: json('The person is removed', removedPersonSchema) },
    problems: [...DESK, 404, 409],
  },
} as const satisfies Operations;
