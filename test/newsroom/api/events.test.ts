import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { wireOf } from '../../../src/newsroom/wire/wire-stub.ts';
import { call, problemOf, reopen } from '../../newsroom.ts';

beforeEach(() => reopen());

async function add(): Promise<void> {
  const seenAt = Date.now();
  const report = (outlet: string, url: string, title: string, language: string | null) => ({
    feed: `https://${outlet}.example/feed`,
    id: null,
    url,
    title,
    summary: '',
    publisher: outlet,
    publishedAt: Date.UTC(2026, 10, 26),
    seenAt,
    language,
  });
  const items = [
    report('post', 'https://post.example/1', 'Ferry with 214 aboard runs aground off Port Selwyn', 'en'),
    report(
      'gazette',
      'https://gazette.example/1',
      'Ferry with 214 aboard runs aground off Port Selwyn',
      'en-GB',
    ),
    report('kurier', 'https://kurier.example/1', 'Lokführer legen Bahnverkehr lahm', null),
  ].map((item) => ({ ...item, publishedAt: seenAt - 1_000 }));
  await wireOf(env).items.add(items, seenAt);
}

test('events are listed with their outlets, and one is told with its reports', async () => {
  await add();
  const list = (await (await call('GET', '/events')).json()) as { events: { id: number }[] };
  expect(list.events).toMatchObject([
    { outlets: 2, reports: 2, language: 'en', outletNames: ['gazette', 'post'] },
    { outlets: 1, language: null },
  ]);
  const one = await (await call('GET', `/events/${list.events[0]?.id}`)).json();
  expect(one).toMatchObject({ outlets: 2, items: [{ copyOf: 'gazette', outlet: 'post' }, { copyOf: null }] });
});

test('events are filtered and counted off', async () => {
  await add();
  const ask = async (query: string) =>
    ((await (await call('GET', `/events?${query}`)).json()) as { events: unknown[] }).events.length;
  expect(await ask('language=en')).toBe(1);
  expect(await ask(`feed=${encodeURIComponent('https://kurier.example/feed')}`)).toBe(1);
  expect(await ask('limit=1')).toBe(1);
  expect(await ask('offset=2')).toBe(0);
  expect((await problemOf(await call('GET', '/events?limit=0'))).status).toBe(400);
});

test.each(['1', '0', 'x', '9'.repeat(30)])('there is no event %s', async (id) => {
  expect(await problemOf(await call('GET', `/events/${id}`))).toMatchObject({
    status: 404,
    why: 'missing',
  });
});
