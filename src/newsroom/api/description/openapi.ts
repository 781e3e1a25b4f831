import * as z from 'zod';
import type { Site } from '../../../settings/site.ts';
import { sitePageSchema } from '../../../site/site-page/site-page.ts';
import { storySchema, writtenStorySchema } from '../../../site/story/story.ts';
import * as draftingSchemas from '../../drafting/api/schemas.ts';
import { draftRequestSchema } from '../../drafting/wire/draft-request.ts';
import * as draftSchemas from '../../drafts/api/schemas.ts';
import { baseSchema } from '../../drafts/desk/draft.ts';
import * as pageSchemas from '../../pages/api/schemas.ts';
import * as peopleSchemas from '../../people/api/schemas.ts';
import { personSchema, personSummarySchema } from '../../people/desk/person.ts';
import { rolesThat } from '../../people/desk/roles.ts';
import { pictureListSchema } from '../../pictures/api/schemas.ts';
import { pictureSchema, pictureTextsSchema } from '../../pictures/desk/picture.ts';
import * as previewSchemas from '../../previews/api/schemas.ts';
import * as reviewSchemas from '../../reviews/api/schemas.ts';
import * as settingsSchemas from '../../settings/api/schemas.ts';
import { deskStatusSchema, rebuildStatusSchema } from '../../status/desk/status.ts';
import * as storySchemas from '../../stories/api/schemas.ts';
import * as transferSchemas from '../../transfer/api/schemas.ts';
import { exportedSchema, historySchema } from '../../transfer/desk/export-line.ts';
import { laterValueSchema, saidSchema } from '../../transfer/desk/newsroom-line.ts';
import type { Operation, OperationResponse } from '../operation.ts';
import { operations } from '../operations.ts';
import { PATH_PARAMETERS } from '../parameters.ts';
import { PROBLEM_TITLES } from '../problem.ts';
import { faultSchema, problemSchema } from '../problem-schema.ts';

const ref = (kind: 'schemas' | 'headers' | 'responses', name: string | number) => ({
  $ref: `#/components/${kind}/${name}`,
});

/** The schemas that have a name in the document, that of their constant: `changeSchema` is Change. */
const NAMED = {
  storySchema,
  writtenStorySchema,
  ...storySchemas,
  ...transferSchemas,
  exportedSchema,
  historySchema,
  saidSchema,
  laterValueSchema,
  sitePageSchema,
  ...pageSchemas,
  ...previewSchemas,
  baseSchema,
  ...draftSchemas,
  draftRequestSchema,
  ...draftingSchemas,
  ...reviewSchemas,
  pictureListSchema,
  pictureSchema,
  pictureTextsSchema,
  personSchema,
  personSummarySchema,
  ...peopleSchemas,
  ...settingsSchemas,
  deskStatusSchema,
  rebuildStatusSchema,
  faultSchema,
  problemSchema,
};

const names = z.registry<{ id: string }>();
for (const [name, schema] of Object.entries(NAMED)) {
  names.add(schema, { id: name.replace(/^./, (first) => first.toUpperCase()).replace(/Schema$/, '') });
}

/** Returns the named schemas as JSON Schemas that refer to each other. */
function namedSchemas(): Record<string, object> {
  // `input`, because a field with a default may be left out.
  const { schemas } = z.toJSONSchema(names, { io: 'input', uri: (id) => ref('schemas', id).$ref });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema, $id, ...schema }]) => [id, schema]));
}

/** Returns a reference to a schema if it is a named one, else a JSON Schema. */
function schemaOf(schema: z.ZodType): { description?: string; $ref?: string } {
  const id = names.get(schema)?.id;
  if (id !== undefined) return ref('schemas', id);
  const { $schema, ...json } = z.toJSONSchema(schema, { io: 'input' });
  return json;
}

const content = (schemas: Record<string, z.ZodType>) =>
  Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema: schemaOf(schema) }]));

function parametersOf({ route, query, headers }: Operation) {
  const inPath = Array.from(route.matchAll(/\{(\w+)\}/g), ([, name = '']) => [name, PATH_PARAMETERS[name]]);
  const places = { path: Object.fromEntries(inPath), query: query?.shape, header: headers?.shape };
  return Object.entries(places).flatMap(([place, shape = {}]) =>
    Object.entries(shape as Record<string, z.ZodType>).map(([name, type]) => {
      const { description = undefined, ...schema } = schemaOf(type);
      return { name, in: place, required: !type.safeParse(undefined).success, description, schema };
    }),
  );
}

const answerOf = ({ description, type, schema, headers = [] }: OperationResponse) => ({
  description,
  headers: Object.fromEntries(headers.map((name) => [name, ref('headers', name)])),
  content: content({ [type]: schema }),
});

const operationOf = (operationId: string, operation: Operation) => ({
  operationId,
  summary: operation.summary,
  description:
    operation.needs &&
    `Needs a token with the role ${new Intl.ListFormat('en', { type: 'disjunction' }).format(rolesThat(operation.needs))}.`,
  security: operation.isPublic ? [] : undefined,
  parameters: parametersOf(operation),
  requestBody: operation.body && { required: true, content: content(operation.body) },
  responses: {
    ...Object.fromEntries(
      Object.entries(operation.answers).map(([status, answer]) => [status, answerOf(answer)]),
    ),
    ...Object.fromEntries(operation.problems.map((status) => [status, ref('responses', status)])),
  },
});

const header = (description: string) => ({ description, required: true, schema: { type: 'string' } });

/** Returns the API as an OpenAPI 3.1 document, made from the operations and schemas that serve it. */
export function openApi(site: Site) {
  const paths: Record<string, Record<string, object>> = {};
  for (const [id, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = operation.route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(id, operation) };
  }
  const problem = { 'application/problem+json': problemSchema };
  return {
    openapi: '3.1.0',
    info: { title: `${site.title}: publishing`, version: '1', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `${site.url}/api` }],
    security: [{ bearer: [] }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: namedSchemas(),
      headers: {
        ETag: header(
          'The revision of the story, or the version of the draft, in quotes, as If-Match takes it',
        ),
        Location: header('The address of what was made'),
      },
      responses: Object.fromEntries(
        Object.entries(PROBLEM_TITLES).map(([status, description]) => [
          status,
          { description, content: content(problem) },
        ]),
      ),
    },
  };
}
