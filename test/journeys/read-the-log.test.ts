import { createExecutionContext, createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { consume } from '../../src/push/consumer.ts';
import { subscriptionsOf } from '../../src/push/topic.ts';
import { call, desk, drain, read, reopen } from '../newsroom.ts';
import { deskObject, runInside, standInsWith, subscriptionsObject } from '../objects.ts';
import { aStory } from '../samples.ts';

const lines: string[] = [];
const keep = (line: unknown) => {
  lines.push(String(line));
};

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(keep);
  vi.spyOn(console, 'error').mockImplementation(keep);
  await reopen();
  lines.length = 0;
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const events = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const named = (event: string) => events().filter((each) => each.event === event);
const broken = () => Promise.reject(new Error('KV GET failed: 500'));

/** Sends a request to the app, not through the entrypoint, with some bindings replaced. */
const ask = (path: string, bindings: Record<string, unknown>, init: RequestInit = {}) =>
  app.fetch(
    new Request(`https://any.host${path}`, init),
    { ...env, ...bindings } as typeof env,
    createExecutionContext(),
  );

describe('the id of a request', () => {
  test('is in the response and in the log', async () => {
    const done = await call('PUT', '/stories/a-story', aStory());
    expect(named('write')).toEqual([
      {
        request: done.headers.get('X-Request-Id'),
        event: 'write',
        method: 'PUT',
        path: '/api/stories/a-story',
        status: 201,
        who: 'ann',
        agent: null,
      },
    ]);
    const refused = await call('PUT', '/stories/a-story', 'no story');
    const problem = (await refused.json()) as { request: string };
    expect(problem.request).toBe(refused.headers.get('X-Request-Id'));
    expect(named('write')[1]).toMatchObject({ request: problem.request, status: 422 });
  });

  test('is in the response if the server fails', async () => {
    const STORIES = { getWithMetadata: broken };
    // A story that no test has read yet: the isolate would answer from its last good copy otherwise.
    const page = await ask('/stories/never-read', { STORIES });
    expect(page.status).toBe(503);
    expect(named('kv-read-failed')[0]).toMatchObject({ request: page.headers.get('X-Request-Id') });

    const DESK = standInsWith({ status: () => Promise.reject(new Error('Durable Object overloaded')) });
    const headers = { Authorization: 'Bearer ann-token' };
    const status = await ask('/api/status', { DESK }, { headers });
    expect(status.status).toBe(500);
    const { request, detail } = (await status.json()) as { request: string; detail: string };
    expect(named('api-failed')[0]).toMatchObject({ request, path: '/api/status' });
    expect(detail).not.toContain('overloaded');
  });

  test.each([
    ['/healthz', 'GET', 503, { STORIES: { getWithMetadata: broken } }, 'kv-read-failed'],
    ['/hub', 'POST', 503, { HUB_RATE: { limit: broken } }, 'limiter-failed'],
    ['/rss.xml', 'GET', 500, { SITE_URL: 'nowhere' }, 'misconfigured'],
    ['/healthz', 'GET', 503, { SITE_URL: 'nowhere' }, 'misconfigured'],
    ['/api/openapi.json', 'GET', 500, { SITE_URL: 'nowhere' }, 'misconfigured'],
  ])('is in the response to %s (%s), which is %i', async (path, method, status, bindings, event) => {
    const answer = await ask(path, { REUSE_SECONDS: '0', ...bindings }, { method });
    expect(answer.status).toBe(status);
    expect(named(event)[0]?.request).toMatch(/^[\da-f-]{36}$/);
    expect(answer.headers.get('X-Request-Id')).toBe(named(event)[0]?.request);
  });
});

describe('the log does not contain', () => {
  const logged = () => lines.join('\n');

  test('a token, right or wrong, or a cookie', async () => {
    const headers = { Cookie: 'session=cookie-secret', 'X-Api-Key': 'key-secret' };
    await call('PUT', '/stories/a-story', aStory(), { headers });
    await call('PUT', '/stories/a-story', aStory(), { token: 'guess-secret', headers });
    await call('POST', '/stories?token=query-secret', JSON.stringify(aStory()), { headers });
    await call('DELETE', '/stories/a-story?reason=reason-secret', undefined, { headers });
    await call('GET', '/nothing', undefined, { headers });
    expect(named('unauthorised')).toHaveLength(1);
    expect(named('write')).toHaveLength(3);
    expect(logged()).not.toMatch(/ann-token|\w+-secret|Bearer/);
  });

  test('the id of a preview, with which anybody could read the draft', async () => {
    const { id } = (await (await call('POST', '/previews', aStory())).json()) as { id: string };
    await call('PUT', `/previews/${id}`, aStory());
    expect(named('write')[1]).toMatchObject({ path: '/api/previews/…', status: 200 });
    const DESK = standInsWith({ 'previews.find': broken });
    expect((await ask(`/api/previews/${id}`, { DESK })).status).toBe(500);
    expect(logged()).not.toContain(id);
  });

  test("a callback's query or secret", async () => {
    await call('PUT', '/stories/a-story', aStory());
    await drain();
    const topic = 'https://news.example/atom.xml';
    const callback = 'https://reader.example/callback?key=callback-secret';
    vi.stubGlobal('fetch', () => Promise.reject(new Error(`could not fetch ${callback}`)));
    const subscriptions = subscriptionsOf(env, topic);
    await subscriptions.subscribe(callback, 'signing-secret', Date.now() + 3_600_000, 1);
    await runInside(subscriptionsObject(topic), (_instance, state) => {
      state.storage.sql.exec('UPDATE subscription SET failures = 10, due = 0');
    });
    const [id = 0] = await subscriptions.listOwed(0, Date.now());
    const body = { kind: 'deliver', topic, subscription: id } as const;
    const message = { id: '1', timestamp: new Date(), attempts: 1, body };
    await consume(createMessageBatch('push', [message]), env);
    expect(named('desk-trouble')[0]?.what).toMatch(/reader\.example\/callback to .* was dropped/);
    expect(logged()).not.toMatch(/callback-secret|signing-secret/);
    expect(JSON.stringify(await desk().status(Date.now()))).not.toMatch(/callback-secret|signing-secret/);
  });

  test('lines forged by a request, or more than the start of a huge header', async () => {
    const agent = `x"} {"event":"forged"} ${'A'.repeat(15_000)}`;
    await call('PUT', '/stories/%0a%1b[31m%7B%22event%22:%22forged%22%7D', aStory(), {
      headers: { 'User-Agent': agent },
    });
    expect(events().map(({ event }) => event)).toEqual(['write']);
    expect(lines[0]?.length).toBeLessThan(1000);
    expect(lines[0]).not.toMatch(/\p{Cc}/u);
  });

  test("lines about readers' requests", async () => {
    await call('PUT', '/stories/a-story', aStory());
    await drain();
    lines.length = 0;
    for (const path of ['/', '/rss.xml', '/feed.json', '/stories/a-story', '/stories/none']) await read(path);
    expect(lines).toEqual([]);
  });
});

test('failures in the Desk are logged', async () => {
  await call('PUT', '/stories/a-story', aStory());
  await runInside(deskObject(), async (instance: Desk) => {
    await instance.reportTroubles(['KV is \u001b[31mred\n'], Date.now());
  });
  expect(named('desk-trouble')).toEqual([{ event: 'desk-trouble', what: 'KV is \u001b[31mred\n' }]);
});
