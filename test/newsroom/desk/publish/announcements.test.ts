import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import type { KvEntry } from '../../../../src/platform/kv.ts';
import type { PushMessage } from '../../../../src/platform/queue-messages.ts';
import { bind } from '../../../bind.ts';
import { call, desk, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { recordInEntry } from '../../../print.ts';
import { aStory } from '../../../samples.ts';

// The queue gets a message for every edition that was written, at least once.

afterEach(() => vi.restoreAllMocks());

beforeEach(reopen);

/** Runs the alarm with a queue of its own; returns the scopes sent to it, in alphabetical order. */
async function turnWith(fails: boolean): Promise<string[]> {
  const scopes: string[] = [];
  await runInside(deskObject(), async (instance: Desk, state) => {
    const PUSH = {
      sendBatch: async (messages: Iterable<{ body: PushMessage }>) => {
        if (fails) throw new Error('Too Many Requests');
        for (const { body } of messages) if (body.kind === 'changed') scopes.push(body.scope);
      },
    };
    bind(instance, { PUSH });
    state.storage.sql.exec('UPDATE outbox SET due = 0');
    state.storage.sql.exec('UPDATE announcement SET due = 0');
    await instance.alarm();
    bind(instance);
  });
  return scopes.sort();
}

const SCOPES = ['all', 'source:s.example', 'topic:web-feeds'];
const story = aStory({ slug: 's', keywords: ['web-feeds'], articleBody: '([s](https://s.example/))' });

test('each edition that was written is announced once', async () => {
  await call('PUT', '/stories/s', story);
  expect(await turnWith(false)).toEqual(SCOPES);
  expect(await turnWith(false)).toEqual([]);
});

test('announcements that the queue refuses are sent later, and the alarm is set for them', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await call('PUT', '/stories/s', story);
  expect(await turnWith(true)).toEqual([]);
  const { outbox, troubles } = await desk().status(Date.now());
  expect(outbox.depth).toBe(0);
  expect(troubles.at(-1)?.what).toContain('Too Many Requests');
  const alarm = await runInside(deskObject(), (_desk: Desk, state) => state.storage.getAlarm());
  expect(alarm).toBeLessThan(Date.now() + 6000);
  // If the queue is down for hours, the Desk does not retry every five seconds: each try writes rows, which have a daily limit.
  const pauses: number[] = [];
  const now = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(now);
  for (let failures = 2; failures <= 8; failures++) {
    await turnWith(true);
    const due = await runInside(
      deskObject(),
      (_desk: Desk, { storage: { sql } }) =>
        sql.exec<{ due: number }>('SELECT MIN(due) AS due FROM announcement').one().due,
    );
    pauses.push((due - now) / 1000);
  }
  expect(pauses).toEqual([10, 20, 40, 80, 160, 300, 300]);
  expect(await turnWith(false)).toEqual(SCOPES);
});

test('an edition that did not change is not announced', async () => {
  await call('PUT', '/stories/s', story);
  await turnWith(false);
  await desk().rewriteKeys(['edition:all'], Date.now());
  expect(await turnWith(false)).toEqual(['all']);
  await runInside(deskObject(), (_desk: Desk, state) => {
    state.storage.sql.exec(
      "INSERT INTO outbox (key, ticket, due, since, attempts) VALUES ('edition:all', 1, 0, 0, 0)",
    );
  });
  expect(await turnWith(false)).toEqual([]);
});

test('the Desk returns an edition unless its version is known', async () => {
  await call('PUT', '/stories/s', story);
  const entry = await desk().editionUnlessKnown('all', undefined);
  expect(await recordInEntry(entry as KvEntry)).toMatchObject({ entries: [{ slug: 's' }] });
  expect(await desk().editionUnlessKnown('all', entry?.metadata.version)).toBeUndefined();
});
