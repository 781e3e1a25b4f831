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

/** The kind of each item, and what it says. */
const needs = async (now = Date.now()) =>
  (await desk().status(now)).attention.map(({ kind, what }) => `${kind}: ${what}`);
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
  expect(await needs()).toEqual([]);
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
  expect(await needs(Date.now() + 4 * MINUTE)).toEqual([]);
  expect(await needs(Date.now() + 30 * MINUTE)).toEqual([
    expect.stringMatching(/^waiting writes: 2 keys .*30 minutes/),
  ]);
});

test('failed writes need attention', async () => {
  await publish();
  await wake();
  await backedUp();
  await turnWith(() => Promise.reject(new Error('KV PUT failed: 429')));
  expect(await needs()).toEqual([
    expect.stringMatching(/^failing writes: .*2 keys/),
    expect.stringMatching(/^failing cards: .*1 card/),
  ]);
  await drainCards();
  expect(await needs()).toEqual([]);
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
  expect(await needs()).toEqual([expect.stringMatching(/^failing cards: .*1 card/)]);
});

test('a missing alarm needs attention, until the scheduled job sets it again', async () => {
  await publish();
  await wake();
  await backedUp();
  await runInside(deskObject(), (_desk: Desk, { storage }) => storage.deleteAlarm());
  expect(await needs()).toEqual([expect.stringMatching(/^alarm: /)]);
  await wake();
  expect(await needs()).toEqual([]);
});

test('a scheduled job that does not run needs attention, but not in a new newsroom', async () => {
  await backedUp();
  await publish();
  await drainCards();
  expect(await needs()).toEqual([]);
  expect(await needs(Date.now() + 3 * HOUR)).toEqual([
    expect.stringMatching(/^scheduled job: .*never run.*3 hours/),
  ]);
  await wake();
  expect(await needs()).toEqual([]);
  expect(await needs(Date.now() + 3 * HOUR)).toEqual([
    expect.stringMatching(/^scheduled job: .*not run.*3 hours/),
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
  expect(await needs()).toEqual([expect.stringMatching(/^announcements: .*1 feed scope/)]);
});

test('a failed delivery needs attention for an hour', async () => {
  await wake();
  await backedUp();
  await desk().noteFailedDelivery('https://news.example/atom.xml', Date.now());
  expect(await needs()).toEqual([expect.stringMatching(/^deliveries: .*https:\/\/news\.example\/atom\.xml/)]);
  await wake(Date.now() + 2 * HOUR);
  expect(await needs(Date.now() + 2 * HOUR)).toEqual([]);
});

test('an old or missing backup needs attention', async () => {
  await wake();
  expect(await needs()).toEqual([]);
  await publish();
  await drainCards();
  expect(await needs()).toEqual([]);
  await wake(Date.now() + HOUR);
  expect(await needs(Date.now() + HOUR)).toEqual([expect.stringMatching(/^late backup: .*no backup/)]);
  await wake();
  await backedUp(Date.now() - 48 * HOUR);
  expect(await needs()).toEqual([expect.stringMatching(/^late backup: .*48 hours/)]);
});

test('without an R2 bucket, a missing backup needs no attention', async () => {
  const { attention, ...state }: DeskStatus = await desk().status(Date.now());
  const later = Date.now() + HOUR;
  const told = findAttentionItems({ ...state, backup: null }, later).map(({ kind }) => kind);
  expect(told).toEqual(['scheduled job']);
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
    expect.stringMatching(/ search .*72 hours.*12 changed stories.*The object is overloaded\./),
  ]);
  expect(whatOf({ refused: 3, why: 'Too long.' })).toEqual([
    expect.stringMatching(/ search .*refused 3 stories.*Too long\./),
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
      what: expect.stringMatching(/refused 1 story.*a-story: no\./),
    }),
  );
});

test('a NOTIFY_URL that takes no messages needs attention', async () => {
  const { attention, ...state }: DeskStatus = await desk().status(Date.now());
  const lastFailure = { at: new Date().toISOString(), why: 'status 404' };
  const failing = { ...state, notifications: { waiting: 0, lastFailure } };
  const found = findAttentionItems(failing, Date.now()).filter(({ kind }) => kind === 'notifications');
  expect(found.map(({ what }) => what)).toEqual([expect.stringContaining('status 404')]);
});
