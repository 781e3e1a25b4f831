import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { HttpClient } from '../../src/push/http-client.ts';
import { notify } from '../../src/push/notify.ts';
import { readSettings } from '../../src/settings.ts';
import { desk } from '../newsroom.ts';

const MESSAGE = { text: 'Ann asks Bob to review “Rates fall”.', path: '/newsroom/drafts/1/review' };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Sends the message to an address that answers with a status. Returns what was sent, and the pause until the next attempt. */
async function send(url: string, status: number, attempts = 1) {
  const fetched = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response(null, { status }));
  const settings = readSettings(env);
  const context = { env: { ...env, NOTIFY_URL: url }, settings, client: new HttpClient(settings.site.url) };
  return { pause: await notify(MESSAGE, attempts, context), fetched };
}

test('the address in NOTIFY_URL is sent one text, with a link', async () => {
  const { pause, fetched } = await send('https://hooks.example/T0/secret', 200);
  expect(pause).toBeUndefined();
  const [url, init] = fetched.mock.calls[0] ?? [];
  expect(url).toBe('https://hooks.example/T0/secret');
  expect(init).toMatchObject({ method: 'POST', redirect: 'manual' });
  expect(JSON.parse(String(init?.body))).toEqual({
    text: 'Ann asks Bob to review “Rates fall”. https://news.example/newsroom/drafts/1/review',
  });
});

test('an address in a private network is never called', async () => {
  for (const url of [
    'http://10.0.0.1/hook',
    'http://localhost:9/',
    'http://[::1]/',
    'ftp://hooks.example/',
    'hook',
  ]) {
    const { fetched } = await send(url, 200);
    expect(fetched, url).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  }
  const { troubles } = await desk().status(Date.now());
  expect(JSON.stringify(troubles)).toContain('public Internet');
  expect(JSON.stringify(troubles)).not.toContain('10.0.0.1');
});

test('a failed message is retried, and reported after the last attempt without its address', async () => {
  expect((await send('https://hooks.example/T0/secret', 500)).pause).toBeGreaterThan(0);
  expect((await send('https://hooks.example/T0/secret', 500, 9)).pause).toBeUndefined();
  const { troubles } = await desk().status(Date.now());
  expect(JSON.stringify(troubles)).toContain('status 500');
  expect(JSON.stringify(troubles)).not.toContain('secret');
});
