import * as z from 'zod';
import { sitePageSchema } from '../../../site/site-page/site-page.ts';
import { DESK, json, type Operations, STORY_BODY } from '../../api/operation.ts';
import { ifMatch } from '../../api/parameters.ts';
import { pageChangeSchema, pageDetailSchema, pageListSchema, pageRevisionListSchema } from './schemas.ts';

// The operations on the newsroom's own pages, such as /about.

/** The record of a page. Its slug may be left out: the address has it. */
const pageBody = sitePageSchema.extend({ slug: sitePageSchema.shape.slug.optional() });

const changed = (description: string) => json(description, pageChangeSchema, 'ETag');

export const pageOperations = {
  listPages: {
    route: 'GET /pages',
    summary: "List the newsroom's own pages",
    answers: { 200: json('The pages, by their slugs', pageListSchema) },
    problems: DESK,
  },
  getPage: {
    route: 'GET /pages/{slug}',
    summary: 'Get a page with its record',
    answers: { 200: json('The page', pageDetailSchema, 'ETag') },
    problems: [...DESK, 404],
  },
  putPage: {
    route: 'PUT /pages/{slug}',
    needs: 'publish',
    summary: 'Publish a page at /{slug}, or change it',
    headers: ifMatch.extend({
      'If-None-Match': z.literal('*').optional().describe('Create the page, and replace none'),
    }),
    body: { 'application/json': pageBody, 'text/markdown': z.string() },
    answers: {
      200: changed('The page was changed, or was the same already'),
      201: changed('The page is new'),
    },
    problems: [...STORY_BODY, 404, 409, 412],
  },
  withdrawPage: {
    route: 'DELETE /pages/{slug}',
    needs: 'publish',
    summary: 'Withdraw a page: its address answers 404 from then on, its revisions stay',
    headers: ifMatch,
    answers: { 200: changed('The page is withdrawn') },
    problems: [...DESK, 400, 404, 412],
  },
  listPageRevisions: {
    route: 'GET /pages/{slug}/revisions',
    summary: 'List who changed a page, and when',
    answers: { 200: json('The revisions, oldest first', pageRevisionListSchema) },
    problems: [...DESK, 404],
  },
  getPageRevision: {
    route: 'GET /pages/{slug}/revisions/{revision}',
    summary: 'Get a revision of a page with its record',
    answers: { 200: json('The revision', pageDetailSchema) },
    problems: [...DESK, 404],
  },
} as const satisfies Operations;
