import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, it } from 'vitest';
import type { FeedItem } from '../../../../../src/newsroom/feeds/wire/feed-item.ts';
import { wireOf } from '../../../../../src/newsroom/wire/wire-stub.ts';
import { runInside, wireObject } from '../../../../objects.ts';
import { emptyStorage } from '../../../../storage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 26, 12);

// A stub is of no use once storage has been emptied.
const items = () => wireOf(env).items;
const events = () => wireOf(env).events;

beforeEach(emptyStorage);

const FERRY = 'Ferry with 214 aboard runs aground off Port Selwyn';
const FOG = 'A ferry with 214 people aboard ran aground in fog off Port Selwyn early on Monday.';

const report = (parts: Partial<FeedItem>): FeedItem => ({
  feed: 'https://post.example/feed',
  id: parts.url ?? 'https://post.example/ferry',
  url: 'https://post.example/ferry',
  title: FERRY,
  summary: FOG,
  publisher: 'Post',
  publishedAt: NOW - HOUR,
  seenAt: NOW,
  language: 'en-GB',
  ...parts,
});

const gazette = report({
  feed: 'https://gazette.example/feed',
  url: 'https://www.gazette.example/a1',
  publisher: 'Gazette',
  title: 'Passengers brought ashore after ferry runs aground in fog',
  summary: 'Lifeboats took 214 people off the ferry near Port Selwyn.',
  publishedAt: NOW - HOUR / 2,
});

const list = (filter = {}) => events().list({ person: 'ann', limit: 10, ...filter });

it('makes one event of reports of two outlets, and ranks it by them', async () => {
  const other = report({
    url: 'https://post.example/rates',
    title: 'Central bank holds interest rate at 4.25 percent',
    summary: '',
  });
  expect(await items().add([report({}), other, gazette], NOW)).toEqual({ added: 3 });
  expect(await list()).toMatchObject([
    {
      title: FERRY,
      reports: 2,
      outlets: 2,
      outletNames: ['Gazette', 'Post'],
      language: 'en',
      isNew: true,
      newReports: 2,
    },
    { title: other.title, reports: 1, outlets: 1 },
  ]);
});

it('has an article once, whichever feed lists it and with whatever tracks its readers', async () => {
  await items().add([report({})], NOW);
  const again = report({
    feed: 'https://post.example/top',
    id: '77',
    url: 'http://www.post.example/ferry/?utm_source=rss#top',
  });
  expect(await items().add([again, report({})], NOW + HOUR)).toEqual({ added: 0 });
  expect(await list()).toMatchObject([{ reports: 1 }]);
  expect(await list({ feed: 'https://post.example/top' })).toHaveLength(1);
  expect(await list({ feed: 'https://post.example/other' })).toEqual([]);
});

it('updates an item whose title changes, and leaves it in its event', async () => {
  await items().add([report({})], NOW);
  await items().add(
    [report({ title: 'Ferry refloated', url: 'https://post.example/ferry-2' })].map((item) => ({
      ...item,
      id: 'https://post.example/ferry',
    })),
    NOW + HOUR,
  );
  const [event] = await list();
  expect(event).toMatchObject({ title: 'Ferry refloated', reports: 1 });
  expect((await events().find(event?.id ?? 0, 'ann'))?.items).toMatchObject([
    { title: 'Ferry refloated', url: 'https://post.example/ferry-2' },
  ]);
});

it('keeps entries apart that a feed links to one page', async () => {
  const entry = (id: string, title: string) =>
    report({ id, url: 'https://post.example/', title, summary: '' });
  const both = [
    entry('1', 'Council votes on new harbour bridge'),
    entry('2', 'Vaccine trial ends with good result'),
  ];
  expect(await items().add(both, NOW)).toEqual({ added: 2 });
  expect(await items().add(both, NOW)).toEqual({ added: 0 });
});

it('gives the same events for any order within a batch', async () => {
  const batch = [
    report({}),
    gazette,
    report({ url: 'https://post.example/x', title: 'Osei wins race for mayor of Dunmore', summary: '' }),
  ];
  await items().add(batch, NOW);
  const first = await list();
  await emptyStorage();
  await items().add(batch.toReversed(), NOW);
  expect(await list()).toEqual(first);
});

it('finds the event of a new report after the object has slept', async () => {
  await items().add([report({})], NOW);
  await evictDurableObject(wireObject());
  await items().add([gazette], NOW + HOUR);
  expect(await list()).toMatchObject([{ reports: 2 }]);
});

it('says what is new since a person has looked, and to nobody else', async () => {
  await items().add([report({})], NOW);
  await events().markSeen('ann', NOW, NOW);
  expect(await list()).toMatchObject([{ isNew: false, newReports: 0 }]);
  await items().add([{ ...gazette, seenAt: NOW + HOUR }], NOW + HOUR);
  expect(await list()).toMatchObject([{ isNew: false, newReports: 1 }]);
  expect(await list({ person: 'bob' })).toMatchObject([{ isNew: true, newReports: 2 }]);
  // A page that was open since yesterday sets nothing back.
  await events().markSeen('ann', NOW - DAY, NOW + HOUR);
  expect(await events().seenUntil('ann')).toBe(NOW);
  // Nor does a time of the future hide what is to come.
  await events().markSeen('ann', NOW + 9 * DAY, NOW + HOUR);
  expect(await events().seenUntil('ann')).toBe(NOW + HOUR);
});

it('takes a date of the future for the time at which the item was seen', async () => {
  await items().add([report({ publishedAt: NOW + 900 * DAY })], NOW);
  expect(await list()).toMatchObject([{ last: NOW }]);
});

it('deletes items and events after 30 days, and asks to be called for it', async () => {
  await items().add(
    [report({}), { ...gazette, seenAt: NOW + 2 * DAY, publishedAt: NOW + 2 * DAY }],
    NOW + 2 * DAY,
  );
  await items().run(NOW + 31 * DAY);
  expect(await list()).toMatchObject([{ title: gazette.title, reports: 1, outlets: 1 }]);
  await items().run(NOW + 33 * DAY);
  expect(await list()).toEqual([]);
  await runInside(wireObject(), (_wire: unknown, { storage: { sql } }) => {
    for (const table of ['item', 'appearance', 'event', 'event_merge', 'index_page']) {
      expect(sql.exec(`SELECT * FROM ${table}`).toArray(), table).toEqual([]);
    }
  });
});

it('begins an event anew for a report of one that has expired', async () => {
  await items().add([report({ seenAt: NOW - 31 * DAY, publishedAt: NOW - 31 * DAY })], NOW - 31 * DAY);
  await items().run(NOW);
  expect(await items().add([report({ publishedAt: NOW - 29.5 * DAY })], NOW)).toEqual({ added: 1 });
  expect(await list()).toMatchObject([{ reports: 1, outlets: 1 }]);
});

it('merges two events that a later report shows to be one, and leads from the old number to the new', async () => {
  const quake = (name: string, title: string, summary: string, at: number) =>
    report({
      feed: `https://${name}.example/feed`,
      url: `https://${name}.example/1`,
      publisher: name,
      title,
      summary,
      publishedAt: at,
      seenAt: at,
    });
  await items().add(
    [quake('a', 'Earthquake shakes Sarang', 'Strong tremor felt on island at dawn', NOW)],
    NOW,
  );
  await items().add(
    [quake('b', 'Walls crack in Belu port town', 'Fourteen hurt by bricks', NOW + HOUR)],
    NOW + HOUR,
  );
  expect(await list()).toHaveLength(2);
  const both = 'Earthquake shakes Sarang: walls crack in Belu port town';
  await items().add(
    [quake('c', both, 'Strong tremor felt on island, fourteen hurt by bricks', NOW + 2 * HOUR)],
    NOW + 2 * HOUR,
  );
  await items().add(
    [quake('d', both, 'Strong tremor at dawn; fourteen hurt by falling bricks in Belu', NOW + 3 * HOUR)],
    NOW + 3 * HOUR,
  );
  const found = await list();
  expect(found).toMatchObject([{ id: 1, reports: 4, outlets: 4 }]);
  expect((await events().find(2, 'ann'))?.event.id).toBe(1);
});

it('stores hostile texts as they are, cut to a length', async () => {
  const title = `<script>alert(1)</script>\u202e${'😀'.repeat(4_000)}`;
  await items().add([report({ title, summary: '\ud800'.repeat(9_999), publisher: ' ' })], NOW);
  const [event] = await list();
  expect(event?.title.length).toBeLessThanOrEqual(500);
  expect(event?.outletNames).toEqual(['post.example']);
});
