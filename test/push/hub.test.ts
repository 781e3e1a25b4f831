import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';

afterEach(() => vi.restoreAllMocks());

interface Asked {
  topic?: string;
  send?: () => Promise<void>;
  bindings?: Record<string, unknown>;
}

/** Sends the hub a request. Returns the response, and the keys of the rate limits. */
async function ask(
  callback: string,
  from: string,
  { topic = 'https://news.example/atom.xml', send = async () => undefined, bindings }: Asked = {},
) {
  const keys: string[] = [];
  const limit = async ({ key }: { key: string }) => {
    keys.push(key);
    return { success: true };
  };
  const request = new Request('https://news.example/hub', {
    method: 'POST',
    headers: { 'CF-Connecting-IP': from },
    body: new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.topic': topic,
      'hub.callback': callback,
    }),
  });
  const response = await app.fetch(request, {
    ...env,
    HUB_RATE: { limit },
    VERIFICATIONS: { send },
    ...bindings,
  });
  return { response, keys };
}

test('hosts that differ only in port or spelling share a limit, and so do the addresses of a network', async () => {
  const keys = new Set<string>();
  const hosts = ['reader.example', 'READER.example', 'reader.example.', 'reader.example:8443'];
  for (const [index, host] of hosts.entries()) {
    const asked = await ask(`https://${host}/`, `2001:db8:1:2::${index}`);
    expect(asked.response.status).toBe(202);
    for (const key of asked.keys) keys.add(key);
  }
  expect([...keys]).toEqual(['from 2001:db8:1:2', 'to reader.example']);
});

test('if the queue fails, the hub answers 503 and when to try again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { response } = await ask('https://reader.example/', '192.0.2.7', {
    send: async () => {
      throw new Error('Too Many Requests');
    },
  });
  expect(response.status).toBe(503);
  expect(response.headers.get('Retry-After')).toBe('300');
  expect(response.headers.get('Content-Type')).toContain('text/plain');
});

test('if the rate limiter fails, the hub answers 503 and when to try again', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const limit = () => Promise.reject(new Error('The limiter is away'));
  const { response } = await ask('https://reader.example/', '192.0.2.9', {
    bindings: { HUB_RATE: { limit } },
  });
  expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '300']);
});

test('if KV fails, the hub answers 503 and when to try again', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const get = async () => {
    throw new Error('KV GET failed: 500 Internal Server Error');
  };
  const { response } = await ask('https://reader.example/', '192.0.2.8', {
    topic: 'https://news.example/sources/rfc-editor.org/atom.xml',
    bindings: { STORIES: { get } },
  });
  expect(response.status).toBe(503);
  expect(response.headers.get('Retry-After')).toBe('300');
  expect(response.headers.get('Content-Type')).toContain('text/plain');
  expect(String(logged.mock.calls[0])).toContain('"key":"edition:source:rfc-editor.org"');
});

test('a form that breaks off is a bad request, not an error of the hub', async () => {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('hub.mode=')),
    pull: (controller) => controller.error(new Error('Network connection lost.')),
  });
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  const response = await app.fetch(
    new Request('https://news.example/hub', { method: 'POST', headers, body }),
    env,
  );
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('The form is incomplete');
});

test('the feed of somebody whom admins have taken off the list is no topic any more', async () => {
  const topic = 'https://news.example/authors/ann-lee/atom.xml';
  const bindings = { REUSE_SECONDS: '0' };
  const statusNow = async () =>
    (await ask('https://reader.example/', '192.0.2.10', { topic, bindings })).response.status;
  expect(await statusNow()).toBe(202);
  await env.STORIES.put('site', '{"people":[]}');
  expect(await statusNow()).toBe(404);
  await env.STORIES.delete('site');
});
