import * as z from 'zod';
import { exportedSchema, historySchema } from '../desk/transfer/export-line.ts';
import type { Site } from '../site.ts';
import { storySchema } from '../story/story.ts';
import {
  backupSchema,
  changeSchema,
  lineSchema,
  previewSchema,
  rebuildSchema,
  revisionSchema,
  similarSchema,
  statusSchema,
  summarySchema,
} from './openapi-schemas.ts';
import { problemSchema } from './problem.ts';

const toJson = (schema: z.ZodType, io: 'input' | 'output' = 'output') => {
  const { $schema, ...json } = z.toJSONSchema(schema, { io });
  return json;
};

const content = (type: string, schema: object) => ({ content: { [type]: { schema } } });
const answer = (description: string, schema: object, type = 'application/json') => ({
  description,
  ...content(type, schema),
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const exportLine = { anyOf: [ref('Exported'), ref('History')] };
const EXPORT =
  'A story a line, with its newest revisions; where they take more than 4 MB, those before them on lines of their own, after it';

const problem = {
  description: 'A problem (RFC 9457); nothing was changed',
  ...content('application/problem+json', ref('Problem')),
};
const query = (name: string, description: string, required = false) => ({
  name,
  in: 'query',
  required,
  description,
  schema: { type: 'string' },
});
const header = (name: string, description: string) => ({
  name,
  in: 'header',
  description,
  schema: { type: 'string' },
});
const slug = { name: 'slug', in: 'path', required: true, schema: { type: 'string' } };
const previewId = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
};
const ifMatch = header('If-Match', 'The revision that yours replaces, in quotes: "3"');

/** The API as an OpenAPI 3.1 document, made from the schemas that it is checked with. */
export function openApi(site: Site) {
  const operation = (summary: string, more: object, responses: object) => ({
    summary,
    ...more,
    responses: { ...responses, default: problem },
  });
  return {
    openapi: '3.1.0',
    info: { title: `${site.title}: publishing`, version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `${site.url}/api` }],
    security: [{ bearer: [] }],
    paths: {
      '/stories': {
        get: operation(
          'List stories, in the order in which they came',
          {
            parameters: [
              query('after', 'The "next" of the page before'),
              query('limit', '1 to 1,000; 100 where it is left out'),
            ],
          },
          {
            200: answer(
              'A page of stories',
              toJson(z.object({ stories: z.array(summarySchema), next: z.int().optional() })),
            ),
          },
        ),
        post: operation(
          'Publish any number of stories: records, or lines of an export',
          {
            parameters: [query('replace', '"true" to replace stories that are there with other content')],
            requestBody: {
              required: true,
              ...content('application/x-ndjson', { anyOf: [ref('Story'), ...exportLine.anyOf] }),
            },
          },
          { 200: answer('A result a line', toJson(lineSchema), 'application/x-ndjson') },
        ),
      },
      '/stories/{slug}': {
        get: operation(
          'A story with its record',
          { parameters: [slug] },
          {
            200: answer('The story', {
              allOf: [toJson(summarySchema), { type: 'object', properties: { record: ref('Story') } }],
            }),
          },
        ),
        put: operation(
          'Publish, correct, rename or schedule a story',
          {
            parameters: [slug, ifMatch, header('If-None-Match', '* says that the story is new')],
            requestBody: {
              required: true,
              content: {
                'application/json': { schema: ref('Story') },
                'text/markdown': { schema: { type: 'string' } },
              },
            },
          },
          {
            200: answer('Changed, or nothing to change', toJson(changeSchema)),
            201: answer('New', toJson(changeSchema)),
          },
        ),
        delete: operation(
          'Withdraw a story: its page says why, and so do feeds for 30 days',
          { parameters: [slug, ifMatch, query('reason', 'Why; readers will see it', true)] },
          { 200: answer('Withdrawn', toJson(changeSchema)) },
        ),
      },
      '/stories/{slug}/restore': {
        post: operation(
          'Bring a withdrawn story back',
          { parameters: [slug] },
          { 200: answer('Restored', toJson(changeSchema)) },
        ),
      },
      '/stories/{slug}/merge': {
        post: operation(
          'Merge a story that was published twice into the other one: its addresses lead there, its record and revisions stay',
          {
            parameters: [
              slug,
              ifMatch,
              query('into', 'The slug of the story that stays', true),
              query('reason', 'What readers of the feeds are told; by default, which story it is'),
            ],
          },
          { 200: answer('Merged; restoring it separates them', toJson(changeSchema)) },
        ),
      },
      '/stories/{slug}/revisions': {
        get: operation(
          'Who did what, and when',
          { parameters: [slug] },
          { 200: answer('The revisions', toJson(z.object({ revisions: z.array(revisionSchema) }))) },
        ),
      },
      '/stories/{slug}/revisions/{revision}': {
        get: operation(
          'A revision with its record',
          {
            parameters: [slug, { name: 'revision', in: 'path', required: true, schema: { type: 'integer' } }],
          },
          {
            200: answer('The revision', {
              allOf: [toJson(revisionSchema), { type: 'object', properties: { record: ref('Story') } }],
            }),
          },
        ),
      },
      '/previews': {
        post: operation(
          'Show a draft for an hour, without publishing it',
          { requestBody: { required: true, ...content('application/json', ref('Story')) } },
          { 201: answer('Where it is shown; also in Location', toJson(previewSchema)) },
        ),
      },
      '/similar': {
        post: operation(
          'Find stories that seem to be the same as a new one: by identifier, or by headline or sources among the newest and those with its datePublished. Nothing is stored',
          { requestBody: { required: true, ...content('application/json', ref('Story')) } },
          { 200: answer('The similar stories', toJson(z.object({ similar: z.array(similarSchema) }))) },
        ),
      },
      '/previews/{id}': {
        get: operation(
          'A draft as it will look; whoever knows the id may see it',
          { security: [], parameters: [previewId] },
          { 200: answer('A page, which asks again by itself', { type: 'string' }, 'text/html') },
        ),
        put: operation(
          'Replace the draft of a preview, which is kept for another hour',
          {
            parameters: [previewId],
            requestBody: { required: true, ...content('application/json', ref('Story')) },
          },
          { 200: answer('Where it is shown', toJson(previewSchema)) },
        ),
      },
      '/export': {
        get: operation(
          'Everything, with all revisions',
          {},
          { 200: answer(EXPORT, exportLine, 'application/x-ndjson') },
        ),
      },
      '/status': {
        get: operation('How the Desk is doing', {}, { 200: answer('The state', toJson(statusSchema)) }),
      },
      '/backups': {
        get: operation(
          'The whole backups that are kept, the newest first',
          {},
          { 200: answer('The backups', toJson(z.object({ backups: z.array(backupSchema) }))) },
        ),
      },
      '/backups/{name}': {
        get: operation(
          'A backup, to be imported',
          { parameters: [{ name: 'name', in: 'path', required: true, schema: { type: 'string' } }] },
          { 200: answer(EXPORT, exportLine, 'application/x-ndjson') },
        ),
      },
      '/rebuild': {
        post: operation(
          'Render and print everything anew',
          {},
          { 202: answer('It has begun', toJson(rebuildSchema)) },
        ),
      },
      '/openapi.json': {
        get: operation('This document', { security: [] }, { 200: answer('OpenAPI 3.1', { type: 'object' }) }),
      },
      '/schema/story.json': {
        get: operation(
          'The JSON Schema of a story',
          { security: [] },
          { 200: answer('JSON Schema', { type: 'object' }, 'application/schema+json') },
        ),
      },
    },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Story: toJson(storySchema, 'input'),
        Exported: toJson(exportedSchema, 'input'),
        History: toJson(historySchema, 'input'),
        Problem: toJson(problemSchema),
      },
    },
  };
}
