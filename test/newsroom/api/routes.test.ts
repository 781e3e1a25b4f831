import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { app } from '../../../src/app.ts';
import { call, nothingChanged, problemOf, reopen } from '../../newsroom.ts';
import { standInsWith } from '../../objects.ts';
import { aStory } from '../../samples.ts';

afterEach(() => vi.restoreAllMocks());

beforeEach(() => reopen());

test('stories are listed in pages', async () => {
  await (
    await call(
      'POST',
      '/stories',
      Array.from({ length: 25 }, (_, n) => JSON.stringify(aStory({ slug: `s-${n}` }))).join('\n'),
    )
  ).text();
  const slugs: string[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page = (await (await call('GET', `/stories?limit=10&after=${after}`)).json()) as {
      stories: { slug: string }[];
      next?: number;
    };
    slugs.push(...page.stories.map(({ slug }) => slug));
    after = page.next;
  }
  expect(slugs).toEqual(Array.from({ length: 25 }, (_, n) => `s-${n}`));
  for (const query of ['limit=0', 'limit=1001', 'limit=x', 'after=-1']) {
    expect((await call('GET', `/stories?${query}`)).status).toBe(400);
  }
});

test.each([
  ['GET', '/stories/none', 404],
  ['GET', '/stories/none/revisions', 404],
  ['DELETE', '/stories/none?reason=x', 404],
  ['POST', '/stories/none/restore', 404],
  ['GET', '/nothing', 404],
  ['PATCH', '/stories/none', 405],
  ['POST', '/status', 405],
])('%s %s is %i', async (method, path, status) => {
  const response = await call(method, path);
  expect(response.status).toBe(status);
  await problemOf(response);
});

test.each([
  ['GET', '/status'],
  ['GET', '/export'],
  ['GET', '/openapi.json'],
  ['PUT', '/stories/a-story'],
  ['GET', '/previews/0b8f7c1e-1111-4222-8333-444455556666'],
])('if a setting is wrong, %s %s says which', async (method, path) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const request = new Request(`https://any.host/api${path}`, {
    method,
    headers: { Authorization: 'Bearer ann-token', 'Content-Type': 'application/json' },
    ...(method === 'PUT' ? { body: JSON.stringify(aStory()) } : {}),
  });
  const bindings = { ...env, REUSE_SECONDS: '5s' } as typeof env;
  const response = await app.fetch(request, bindings, createExecutionContext());
  const { detail } = (await response.json()) as { detail: string };
  expect([response.status, response.headers.get('Content-Type')]).toEqual([500, 'application/problem+json']);
  expect(detail).toMatch(/REUSE_SECONDS/);
  expect(detail).toContain('deploy again');
  await nothingChanged();
});

test('an unknown revision is 404', async () => {
  await call('PUT', '/stories/a-story', aStory());
  for (const revision of ['2', '0', 'x', '1e3'])
    expect((await call('GET', `/stories/a-story/revisions/${revision}`)).status).toBe(404);
});

test.each([
  ['is overloaded', { overloaded: true }],
  ['could not be reached', { retryable: true }],
  ['was reset during the call', { durableObjectReset: true }],
])('if the Desk %s, the answer is 503 and says when to try again', async (_what, properties) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const failing = { status: () => Promise.reject(Object.assign(new Error('Not now.'), properties)) };
  const context = createExecutionContext();
  const request = new Request('https://any.host/api/status', {
    headers: { Authorization: 'Bearer ann-token' },
  });
  const bindings = { ...env, DESK: standInsWith(failing) };
  const response = await app.fetch(request, bindings, context);
  await waitOnExecutionContext(context);
  expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5']);
  await problemOf(response);
});

test.each([
  ['GET', '/stories', 'Send the request again: nothing is done twice.'],
  ['POST', '/drafts?name=a', 'See whether it was before you send the request again.'],
])('if the Desk does not answer %s %s, the answer says whether to repeat it', async (method, path, says) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const away = () => Promise.reject(Object.assign(new Error('Not now.'), { overloaded: true }));
  const request = new Request(`https://any.host/api${path}`, {
    method,
    headers: { Authorization: 'Bearer ann-token', 'Content-Type': 'text/markdown' },
    ...(method === 'POST' ? { body: 'x' } : {}),
  });
  const bindings = { ...env, DESK: standInsWith({ listStories: away, 'drafts.create': away }) };
  const response = await app.fetch(request, bindings as unknown as typeof env, createExecutionContext());
  expect((await problemOf(response)).detail).toContain(says);
});
