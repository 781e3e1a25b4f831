import { beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../../src/newsroom/desk/desk.ts';
import { findAttentionItems } from '../../../src/newsroom/status/desk/attention.ts';
import type { DeskStatus } from '../../../src/newsroom/status/desk/status.ts';
import { call, desk, drain, drainCards, reopen, turnInstead, turnWith } from '../../newsroom.ts';
import { deskObject, runInside, standInsWith } from '../../objects.ts';
import { aStory } from '../../samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
});

const words = async (now = Date.now()) =>
  (await desk().status(now)).attention.map(({ what, next }) => `${what} | ${next}`);
const wake = (now = Date.now()) => desk().wake(now);
const publish = () => call('PUT', '/stories/a-story', aStory());
/** Records a backup, so that a missing one does not need attention too. */
const backedUp = (now = Date.now()) => {
  const began = new Date(now).toISOString();
  const last = { name: 'x', began, ended: began, stories: 1, bytes: 1 };
  return desk().setBackupState({ last, running: null, failure: null });
};

test('a Desk without problems needs no attention', async () => {
  await publish();
  await drain();
  await wake();
  await backedUp();
  expect(await words()).toEqual([]);
  expect(await desk().status(Date.now())).toMatchObject({
    stories: { published: 1 },
    outbox: { depth: 0, failing: 0, failingCards: 0 },
    lastPrint: expect.stringMatching(/^\d{4}-/),
    job: expect.stringMatching(/^\d{4}-/),
    backup: { last: { stories: 1 }, failure: null, running: false },
  });
});

test('the status says when the next scheduled story is published', async () => {
  await call('PUT', '/stories/later', aStory({ slug: 'later', datePublished: '2199-01-01T00:00:00Z' }));
  expect((await desk().status(Date.now())).nextScheduled).toBe('2199-01-01T00:00:00.000Z');
});

test('keys that have waited long need attention, because readers do not see the changes', async () => {
  await publish();
  await wake();
  await backedUp();
  expect(await words(Date.now() + 4 * MINUTE)).toEqual([]);
  expect(await words(Date.now() + 30 * MINUTE)).toEqual([
    expect.stringMatching(/^2 keys wait to be written to KV, the first for 30 minutes: readers do not see/),
  ]);
});

test('failed writes need attention', async () => {
  await publish();
  await wake();
  await backedUp();
  await turnWith(() => Promise.reject(new Error('KV PUT failed: 429')));
  expect(await words()).toEqual([
    expect.stringMatching(/^Writing failed for 2 keys: .* \| The Desk retries at least every 5 minutes/),
    expect.stringMatching(/^Drawing or writing failed for 1 card/),
  ]);
  await drainCards();
  expect(await words()).toEqual([]);
});

test('an alarm that is running does not count as missing', async () => {
  await publish();
  await wake();
  await backedUp();
  await runInside(deskObject(), async (instance: Desk, state) => {
    state.storage.sql.exec('UPDATE outbox SET due = 0');
    await state.storage.deleteAlarm();
    const work = instance.alarm();
    expect((await instance.status(Date.now())).attention).toEqual([]);
    await work;
  });
});

test('cards that cannot be drawn need attention, and are counted separately from keys', async () => {
  await publish();
  await drain();
  await wake();
  await backedUp();
  await runInside(deskObject(), (_desk: Desk, { storage }) => {
    storage.sql.exec("INSERT OR REPLACE INTO outbox VALUES ('card:a-story', 1, 0, 0, 0)");
    storage.sql.exec("DELETE FROM printed WHERE key = 'card:a-story'");
  });
  await turnInstead({
    STUDIO: standInsWith({ draw: () => Promise.reject(new Error('no fonts')) }),
  });
  const { outbox } = await desk().status(Date.now());
  expect(outbox).toMatchObject({ failing: 0, cards: 1, failingCards: 1 });
  expect(await words()).toEqual([
    expect.stringMatching(/^Drawing or writing failed for 1 card: .* Everything else is published/),
  ]);
});

test('a missing alarm needs attention, until the scheduled job sets it again', async () => {
  await publish();
  await wake();
  await backedUp();
  await runInside(deskObject(), (_desk: Desk, { storage }) => storage.deleteAlarm());
  expect(await words()).toEqual([
    expect.stringMatching(/^The Desk's alarm is not set.* sets it again within 10 minutes/),
  ]);
  await wake();
  expect(await words()).toEqual([]);
});

test('a scheduled job that does not run needs attention, but not in a new newsroom', async () => {
  await backedUp();
  await publish();
  await drainCards();
  expect(await words()).toEqual([]);
  expect(await words(Date.now() + 3 * HOUR)).toEqual([
    expect.stringMatching(/^The scheduled job has never run since the Desk was first called, 3 hours ago/),
  ]);
  await wake();
  expect(await words()).toEqual([]);
  expect(await words(Date.now() + 3 * HOUR)).toEqual([
    expect.stringMatching(/^The scheduled job has not run for 3 hours/),
  ]);
});

test('a queue that refuses messages needs attention', async () => {
  await publish();
  await wake();
  await backedUp();
  const PUSH = { sendBatch: () => Promise.reject(new Error('Queue is over its daily limit')) };
  await turnInstead({ PUSH });
  const { push } = await desk().status(Date.now());
  expect(push).toEqual({ waiting: 1, failures: 1, lastFailure: null });
  expect(await words()).toEqual([
    expect.stringMatching(/^The queue has refused to announce changes of 1 feed scope/),
  ]);
});

test('a failed delivery needs attention for an hour', async () => {
  await wake();
  await backedUp();
  await desk().noteFailedDelivery('https://news.example/atom.xml', Date.now());
  expect(await words()).toEqual([
    expect.stringMatching(/^Deliveries to WebSub subscribers of https:\/\/news\.example\/atom\.xml failed/),
  ]);
  await wake(Date.now() + 2 * HOUR);
  expect(await words(Date.now() + 2 * HOUR)).toEqual([]);
});

test('an old or missing backup needs attention', async () => {
  await wake();
  expect(await words()).toEqual([]);
  await publish();
  await drainCards();
  expect(await words()).toEqual([]);
  await wake(Date.now() + HOUR);
  expect(await words(Date.now() + HOUR)).toEqual([expect.stringMatching(/^There is no backup yet/)]);
  await wake();
  await backedUp(Date.now() - 48 * HOUR);
  expect(await words()).toEqual([expect.stringMatching(/^The last backup is 48 hours old/)]);
});

test('without an R2 bucket, a missing backup needs no attention', async () => {
  const { attention, ...state }: DeskStatus = await desk().status(Date.now());
  const later = Date.now() + HOUR;
  const told = findAttentionItems({ ...state, backup: null }, later).map(({ what }) => what);
  expect(told).toEqual([
    expect.stringMatching(/^The scheduled job has never run since the Desk was first called/),
  ]);
});

test('a mirror that fails for days, or refuses stories, needs attention once', async () => {
  const { attention, ...state }: DeskStatus = await desk().status(Date.now());
  const mirror = {
    name: 'search',
    waiting: 12,
    refused: 0,
    isFilling: false,
    why: 'The object is overloaded.',
  };
  const whatOf = (fields: object, now = Date.now()) =>
    findAttentionItems({ ...state, mirrors: [{ ...mirror, failingSince: null, ...fields }] }, now)
      .filter(({ kind }) => kind === 'mirrors')
      .map(({ what }) => what);
  const failingSince = new Date().toISOString();
  expect(whatOf({ failingSince })).toEqual([]);
  expect(whatOf({ failingSince }, Date.now() + 72 * HOUR)).toEqual([
    'The index of the search has not taken changes for 72 hours; 12 changed stories waiting. The last error: The object is overloaded.',
  ]);
  expect(whatOf({ refused: 3, why: 'Too long.' })).toEqual([
    'The index of the search refused 3 stories. One of the reasons: Too long.',
  ]);
});

test('records that the account does not take are told apart from the search', async () => {
  const { attention, ...state }: DeskStatus = await desk().status(Date.now());
  const mirror = {
    name: 'standard.site',
    waiting: 1,
    refused: 1,
    isFilling: false,
    failingSince: null,
    why: 'a-story: no.',
  };
  const found = findAttentionItems({ ...state, mirrors: [mirror] }, Date.now());
  expect(found).toContainEqual(
    expect.objectContaining({
      kind: 'standard.site',
      what: 'The account on ATProto refused 1 story. One of the reasons: a-story: no.',
    }),
  );
});

test('a NOTIFY_URL that takes no messages needs attention', async () => {
  const { attention, ...state }: DeskStatus = await desk().status(Date.now());
  const lastFailure = { at: new Date().toISOString(), why: 'status 404' };
  const failing = { ...state, notifications: { waiting: 0, lastFailure } };
  const found = findAttentionItems(failing, Date.now()).filter(({ kind }) => kind === 'notifications');
  expect(found.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^The last message to NOTIFY_URL did not arrive: status 404/),
  ]);
});
