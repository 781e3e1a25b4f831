import { abortAllDurableObjects, createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { exportedSchema, historySchema } from '../../src/newsroom/transfer/desk/export-line.ts';
import { wireOf } from '../../src/newsroom/wire/wire-stub.ts';
import type { PushMessage } from '../../src/platform/queue-messages.ts';
import { consume } from '../../src/push/consumer.ts';
import { subscriptionsOf } from '../../src/push/topic.ts';
import { openContainer } from '../../src/site/document/container.ts';
import { directorySchema } from '../../src/site/edition/directory.ts';
import { archiveSchema, editionSchema, entrySchema } from '../../src/site/edition/edition.ts';
import { articleWithRelatedSchema } from '../../src/site/story/article.ts';
import type { StoryHistory } from '../../src/site/story/history/history.ts';
import { redirectSchema, tombstoneSchema } from '../../src/site/story/tombstone.ts';
import { ann } from '../actors.ts';
import { call, desk, drain, drainWith, idsIn, read, reopen } from '../newsroom.ts';
import { deskObject, runInside, subscriptionsObject, wireObject } from '../objects.ts';
import { aStory } from '../samples.ts';
import { FIRST_KEY } from '../seal.ts';
import { CALLBACK, HUB, restoreTables, type Sample, schemaObjectsOf, TOPIC, takeSample } from './sample.ts';

// The program reads everything that earlier versions have stored. Each numbered file is a sample of what a version stored, and
// never changes.

const files = import.meta.glob<Sample>('./[0-9]*.json', { import: 'default', eager: true });
const samples = Object.entries(files)
  .map(([path, sample]) => ({ version: Number(/\d+/.exec(path)?.[0]), sample }))
  .sort((a, b) => a.version - b.version);

const ids = ['renamed', 'first'].map(
  (slug) => `tag:edgewire.example,2026:stories/${slug === 'renamed' ? 'second' : slug}`,
);

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
});

afterEach(() => vi.restoreAllMocks());

/** Samples have a merged story from this version on. */
const MERGED_SINCE = 6;
/** Samples have a redirect from an old address from this version on. */
const REDIRECTS_SINCE = 13;

/** Asserts that readers get what the newsroom in a sample has published. */
async function expectPublished(version: number): Promise<void> {
  expect(await idsIn('/feed.json')).toEqual(ids);
  expect(await idsIn('/topics/web-feeds/feed.json')).toEqual(ids);
  expect(await idsIn('/sources/a.example/feed.json')).toEqual(ids.slice(1));
  for (const path of [
    '/rss.xml',
    '/atom.xml',
    '/',
    '/subscribe',
    '/feeds.opml',
    '/sitemap.xml',
    '/sitemaps/listings.xml',
    '/stories/renamed',
  ]) {
    expect([path, (await read(path)).status]).toEqual([path, 200]);
  }
  const page = await (await read('/stories/first')).text();
  expect(page).toContain('exactly this');
  expect(page).toContain('State-owned');
  expect((await read('/stories/second')).headers.get('Location')).toBe(
    'https://news.example/stories/renamed',
  );
  if (version >= MERGED_SINCE) {
    expect((await read('/stories/twice')).headers.get('Location')).toBe(
      'https://news.example/stories/renamed',
    );
  }
  if (version >= REDIRECTS_SINCE) {
    expect((await read('/2026/03/second/')).headers.get('Location')).toBe(
      'https://news.example/stories/renamed',
    );
  }
  expect((await read('/stories/third')).status).toBe(410);
  expect((await read('/stories/later')).status).toBe(404);
}

/** Asserts that what was published before there were histories has one, without signatures, although there is a key now. */
async function expectUnsignedHistory(): Promise<void> {
  const history = (await (await read('/stories/renamed/history.json')).json()) as StoryHistory;
  expect(history.revisions.map(({ statement, keyId }) => [statement.action, keyId])).toEqual([
    ['publish', null],
    ['rename', null],
  ]);
}

/** Returns the stories in an export, without fields that later versions have added. */
const storiesIn = (exported: string) =>
  exported
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{"exported"'))
    .map((line) => {
      const { status, reason, revisions } = JSON.parse(line).exported as {
        [field: string]: unknown;
        revisions: { record: { evidence?: unknown[] }; seal?: unknown }[];
      };
      for (const revision of revisions) {
        if (revision.record.evidence?.length === 0) delete revision.record.evidence;
        delete revision.seal;
      }
      return { status, reason, revisions };
    });

describe.each(samples)('what version $version stored', ({ version, sample }) => {
  test('in KV is served', async () => {
    for (const [key, { value, metadata }] of Object.entries(sample.kv)) {
      const bytes = typeof value === 'string' ? value : Uint8Array.fromBase64(value.base64);
      await env.STORIES.put(key, bytes, { metadata });
    }
    await expectPublished(version);
  });

  test('in an export is imported', async () => {
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const results = await (await call('POST', '/stories', sample.exported, { headers })).text();
    expect(results).not.toContain('"ok":false');
    await drain();
    await expectPublished(version);
    expect(storiesIn(await (await call('GET', '/export')).text())).toEqual(storiesIn(sample.exported));
  });

  test("in the Desk's tables is kept and written to KV again", async () => {
    await restoreTables(deskObject(), sample);
    await abortAllDurableObjects();
    await desk().rebuild(ann, Date.now());
    await drainWith(FIRST_KEY.secret);
    await expectPublished(version);
    await expectUnsignedHistory();
    expect(storiesIn(await (await call('GET', '/export')).text())).toEqual(storiesIn(sample.exported));
    const withdrawn = version >= MERGED_SINCE ? 2 : 1;
    expect((await desk().status(Date.now())).stories).toEqual({ published: 2, withdrawn, scheduled: 1 });
    // A story that is published again as it was stays the same, although its record has more fields now.
    const again = JSON.parse(JSON.stringify((await desk().findStory('renamed')) ?? {})).record;
    const unchanged = await call('PUT', '/stories/renamed', again, { headers: { 'If-Match': '"2"' } });
    expect(await unchanged.json()).toMatchObject({ revision: 2, changed: false });
    // Stories can be changed as before.
    const first = JSON.parse(JSON.stringify((await desk().findStory('first')) ?? {})).record;
    const changed = { ...first, headline: 'Another headline' };
    const answer = await call('PUT', '/stories/first', changed, { headers: { 'If-Match': '"1"' } });
    expect(answer.status).toBe(200);
  });
});

describe.each(samples.filter(({ sample }) => sample.push))('what version $version stored', ({ sample }) => {
  test('of subscriptions and messages is processed', async () => {
    const { messages = [], ...tables } = sample.push ?? { tables: [], rows: {} };
    await restoreTables(subscriptionsObject(TOPIC), tables);
    await abortAllDurableObjects();
    await call('PUT', '/stories/first', aStory({ slug: 'first' }));
    await drain();
    const asked: string[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const url = new URL(String(input));
      asked.push(`${init?.method ?? 'GET'} ${url.origin}${url.pathname}`);
      return new Response(url.searchParams.get('hub.challenge') ?? '');
    });
    const sent: PushMessage[] = [];
    const PUSH = {
      sendBatch: async (given: Iterable<{ body: PushMessage }>) => {
        sent.push(...Array.from(given, ({ body }) => body));
      },
    } as unknown as Queue<PushMessage>;
    for (const body of messages) {
      const message = { id: '1', timestamp: new Date(), attempts: 1, body };
      const batch = createMessageBatch<PushMessage>('edgewire-push', [message]);
      const retries = batch.messages.map((each) => vi.spyOn(each, 'retry'));
      await consume(batch as MessageBatch<PushMessage>, { ...env, PUSH });
      for (const retry of retries) expect(retry).not.toHaveBeenCalled();
    }
    expect(sent).toContainEqual({ kind: 'deliver', topic: TOPIC, subscription: 1 });
    expect(asked.sort()).toEqual([`GET ${CALLBACK}/2`, `POST ${HUB}`, `POST ${CALLBACK}`].sort());
    const next = await subscriptionsOf(env, TOPIC).listOwed(0, Date.now());
    expect(next.length).toBe(2);
  });
});

/** Returns the fields of a value and their types. The headers of a document are content, not part of its shape. */
const shapeOf = (value: unknown, name = ''): unknown =>
  value === null || typeof value !== 'object' || name === 'headers'
    ? typeof value
    : Object.entries(value)
        .map(([key, each]) => [key, shapeOf(each, key)])
        .sort();

/** Returns the shape of a KV value: the container's format, the fields of its table, and those of its metadata. */
async function kvShape(key: string): Promise<unknown> {
  const { value, metadata } = await env.STORIES.getWithMetadata(key, 'arrayBuffer');
  const bytes = new Uint8Array(value ?? []);
  const format = new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(10)));
  return [format, shapeOf(openContainer(bytes).table), shapeOf(metadata)];
}

/** Hashes the shape of what this version stores: the tables of Durable Objects, the schemas of values, and KV containers. */
async function currentShape(): Promise<string> {
  await subscriptionsOf(env, TOPIC).listOwed(0, Date.now());
  await wireOf(env).feeds.list(Date.now());
  const statements = await Promise.all(
    [deskObject(), subscriptionsObject(TOPIC), wireObject()].map((object) =>
      runInside(object as ReturnType<typeof deskObject>, (_object, { storage: { sql } }) =>
        schemaObjectsOf(sql).map((each) => each.sql),
      ),
    ),
  );
  const schemas = [
    articleWithRelatedSchema,
    tombstoneSchema,
    redirectSchema,
    editionSchema,
    entrySchema,
    archiveSchema,
    directorySchema,
    exportedSchema,
    historySchema,
  ].map((schema) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  await call('PUT', '/stories/first', aStory({ slug: 'first' }));
  await drain();
  const kvShapes = await Promise.all(['edition:all', 'story:first'].map(kvShape));
  // Descriptions of fields are not part of their shape.
  const withoutDescriptions = (name: string, value: unknown) => (name === 'description' ? undefined : value);
  return fingerprint(
    new TextEncoder().encode(JSON.stringify([statements, schemas, kvShapes], withoutDescriptions)),
  );
}

test('there is a sample of what this version stores', async () => {
  const shape = await currentShape();
  const newest = samples.at(-1);
  if (newest?.sample.shape !== shape) {
    const sample = JSON.stringify(await takeSample(shape), null, 1);
    await expect(`${sample}\n`).toMatchFileSnapshot(`./${samples.length + 1}.json`);
  }
  const message = `The shape of what is stored has changed. Commit the new sample test/upgrade/${samples.length + 1}.json. If tables have changed, add a migration to src/newsroom/desk/migrations.ts.`;
  expect(newest?.sample.shape, message).toBe(shape);
});
