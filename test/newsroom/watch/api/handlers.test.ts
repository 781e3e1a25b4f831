import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Verdict } from '../../../../src/newsroom/watch/desk/verdict.ts';
import { forPrograms } from '../../../../src/newsroom/words/translate.ts';
import { call, reopen } from '../../../newsroom.ts';
import { publishStory } from '../../../published-stories.ts';

const HOUR = 3_600_000;
// An address that the wire must not call, so that no request leaves.
const SOURCE = 'http://10.0.0.1/a';
const gone: Verdict = {
  kind: 'gone',
  status: 404,
  movedTo: null,
  found: [],
  missing: [],
  detail: forPrograms('The server answers 404: the page is gone.'),
};

beforeEach(async () => {
  await reopen();
  await publishStory('one', {
    datePublished: '2026-11-20T10:00:00Z',
    articleBody: `Said there ([a](${SOURCE})).`,
  });
  const now = Date.now();
  await deskOf(env).observations.sweep(now);
  await deskOf(env).observations.record([{ url: SOURCE, verdict: gone }], now - 6 * HOUR);
  await deskOf(env).observations.record([{ url: SOURCE, verdict: gone }], now);
});

describe('GET /api/watch', () => {
  test('says what was found, and what the budget is', async () => {
    expect(await (await call('GET', '/watch')).json()).toMatchObject({
      sources: 1,
      counts: { gone: 1, changed: 0 },
      looksPerDay: 200,
      looksToday: 0,
      pagesToday: 1,
      listed: [{ url: SOURCE, listed: 'gone', status: 404, isTold: true, stories: [{ slug: 'one' }] }],
    });
  });

  test('lists only one kind, and refuses an unknown one', async () => {
    expect(await (await call('GET', '/watch?kind=changed')).json()).toMatchObject({ listed: [] });
    expect((await call('GET', '/watch?kind=odd')).status).toBe(400);
    expect((await call('GET', '/watch', undefined, { token: null })).status).toBe(401);
  });
});

describe('PUT /api/watch/dismissals', () => {
  test('calls a finding a false alarm, and takes that back', async () => {
    const dismissed = await call('PUT', '/watch/dismissals', { url: SOURCE, isFalseAlarm: true });
    expect(await dismissed.json()).toMatchObject({
      source: { listed: 'dismissed', dismissed: { by: 'ann' } },
    });
    expect(await (await call('GET', '/watch')).json()).toMatchObject({ listed: [] });
    const restored = await call('PUT', '/watch/dismissals', { url: SOURCE, isFalseAlarm: false });
    expect(await restored.json()).toMatchObject({ source: { listed: 'gone', isTold: true } });
  });

  test('refuses writers, and sources that no story cites', async () => {
    const body = { url: SOURCE, isFalseAlarm: true };
    expect((await call('PUT', '/watch/dismissals', body, { token: 'wes-token' })).status).toBe(403);
    const unknown = await call('PUT', '/watch/dismissals', { ...body, url: 'https://nobody.example/' });
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      expect.objectContaining({ detail: expect.stringContaining('No published story cites') }),
    ]);
  });
});

describe('POST /api/watch/looks', () => {
  test('looks at once, and says what came of it', async () => {
    const looked = await call('POST', '/watch/looks', { url: SOURCE });
    expect(looked.status).toBe(200);
    expect(await looked.json()).toMatchObject({ source: { url: SOURCE, listed: 'gone' } });
    expect(await (await call('GET', '/watch')).json()).toMatchObject({ looksToday: 1 });
    expect((await call('POST', '/watch/looks', { url: SOURCE }, { token: 'wes-token' })).status).toBe(403);
  });
});
