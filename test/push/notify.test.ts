import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { Notifications } from '../../src/newsroom/desk/publish/notifications.ts';
import { HttpClient } from '../../src/push/http-client.ts';
import { notify } from '../../src/push/notify.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { desk } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';

const MESSAGE = { text: 'Ann asks Bob to review “Rates fall”.', path: '/newsroom/drafts/1/review' };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Sends the message to an address that answers with a status. Returns what was sent, and the pause until the next attempt. */
async function send(url: string, status: number, attempts = 1, text = MESSAGE.text) {
  const fetched = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response(null, { status }));
  const settings = readSettings(env);
  const context = { env: { ...env, NOTIFY_URL: url }, settings, client: new HttpClient(settings.site.url) };
  return { pause: await notify({ ...MESSAGE, text }, attempts, context), fetched };
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

test('a headline can neither call everybody in the channel nor pass for a link', async () => {
  const text = 'Ann asks Bob to review “<!channel> & <https://evil.example|the bank>”.';
  const { fetched } = await send('https://hooks.example/T0/secret', 200, 1, text);
  const sent = JSON.parse(String(fetched.mock.calls[0]?.[1]?.body)).text;
  expect(sent).toContain('“&lt;!channel&gt; &amp; &lt;https://evil.example|the bank&gt;”');
});

test.each([
  ['http://10.0.0.1/hook', 'must be on a host of the public Internet'],
  ['https://localhost:9/', 'must be on a host of the public Internet'],
  ['https://[::1]/', 'must be on a host of the public Internet'],
  ['https://hooks.internal/T0', 'must be on a host of the public Internet'],
  ['https://hooks.example:22/T0', 'must use one of the ports'],
  ['https://news.example/api/stories', 'must not be an address of this site'],
  ['https://user:secret@hooks.example/', 'must have no user name or password'],
  ['http://hooks.example/T0', 'must be an https URL'],
  ['ftp://hooks.example/', 'must be an absolute http or https URL'],
  ['hook', 'must be an absolute http or https URL'],
])('%s is never called, and needs attention', async (url, rule) => {
  const { fetched, pause } = await send(url, 200);
  expect(fetched).not.toHaveBeenCalled();
  expect(pause).toBeGreaterThan(0);
  expect(await lastFailure()).toContain(`the address ${rule}`);
});

test('a failed message is retried for two hours, and needs attention until one arrives, without its address', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { pause, fetched } = await send('https://hooks.example/T0/secret', 302);
  expect(pause).toBeGreaterThan(0);
  expect(fetched).toHaveBeenCalledTimes(1);
  expect((await send('https://hooks.example/T0/secret', 500, 9)).pause).toBeUndefined();
  expect(await lastFailure()).toBe('status 500');
  const said = [logged.mock.calls, await desk().status(Date.now())];
  expect(JSON.stringify(said)).not.toContain('secret');
  await send('https://hooks.example/T0/secret', 200);
  expect(await lastFailure()).toBeUndefined();
});

/** Why the last message did not arrive, as the Desk has it. */
const lastFailure = () =>
  runInside(
    deskObject(),
    (_desk: unknown, { storage }) => new Notifications(storage.sql, () => true).state()?.lastFailure?.why,
  );
