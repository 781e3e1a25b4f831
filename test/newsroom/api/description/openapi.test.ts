import { validate } from '@hyperjump/json-schema/openapi-3-1';
import { beforeEach, expect, test } from 'vitest';
import { api } from '../../../../src/newsroom/api/routes.ts';
import { call, reopen } from '../../../newsroom.ts';

beforeEach(() => reopen());

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const readDocument = async () =>
  (await (await call('GET', '/openapi.json', undefined, { token: null })).json()) as Record<string, Json>;

test('every address and method of the API is in its OpenAPI document', async () => {
  const { openapi, paths = {} } = await readDocument();
  expect(openapi).toBe('3.1.0');
  const described = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = api.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual([...new Set([...served, 'GET /schema/story.json'])].sort());
});

test('the document is OpenAPI 3.1, its schemas are JSON Schema 2020-12', async () => {
  const dialect = 'https://spec.openapis.org/oas/3.1/schema-base';
  expect(await validate(dialect, await readDocument(), 'BASIC')).toMatchObject({ valid: true });
  const wrong = { ...(await readDocument()), components: { schemas: { Wrong: { type: 'text' } } } };
  expect(await validate(dialect, wrong)).toMatchObject({ valid: false });
});

test('every reference leads to a part of the document', async () => {
  const document = await readDocument();
  const references: string[] = [];
  JSON.stringify(document, (name, value) => {
    if (name === '$ref') references.push(value);
    return value;
  });
  expect(references.length).toBeGreaterThan(100);
  for (const reference of new Set(references)) {
    const [root, ...path] = reference.split('/');
    expect(root).toBe('#');
    const found = path.reduce<Json | undefined>(
      (part, name) => (part as Record<string, Json> | undefined)?.[name],
      document,
    );
    expect(found, reference).toBeTypeOf('object');
  }
});

test.each([
  ['restoring a story takes If-Match', '/stories/{slug}/restore', 'post', '"name":"If-Match"'],
  ['a change may be refused for another revision', '/stories/{slug}', 'put', '"412":'],
])('%s', async (_what, path, method, part) => {
  const { paths } = await readDocument();
  const operations = paths as Record<string, Record<string, Json>>;
  expect(JSON.stringify(operations[path]?.[method])).toContain(part);
});
