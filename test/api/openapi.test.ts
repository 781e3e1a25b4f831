import { beforeEach, expect, test } from 'vitest';
import { api } from '../../src/api/routes.ts';
import { call, reopen } from '../newsroom.ts';

beforeEach(() => reopen());

test('every address and method of the API is in its OpenAPI document', async () => {
  const response = await call('GET', '/openapi.json', undefined, { token: null });
  const document = (await response.json()) as {
    openapi: string;
    paths: Record<string, Record<string, unknown>>;
    components: { schemas: Record<string, unknown> };
  };
  expect(document.openapi).toBe('3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const served = api.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(described.sort()).toEqual([...new Set([...served, 'GET /schema/story.json'])].sort());
  for (const [, name] of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
    expect(document.components.schemas).toHaveProperty(name ?? '');
  }
});
