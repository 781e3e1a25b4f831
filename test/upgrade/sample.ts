import { env } from 'cloudflare:workers';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import type { PushMessage } from '../../src/platform/queue-messages.ts';
import type { Subscriptions } from '../../src/push/subscriptions.ts';
import { subscriptionsOf } from '../../src/push/topic.ts';
import { call, drain, reopen } from '../newsroom.ts';
import { deskObject, runInside, subscriptionsObject } from '../objects.ts';
import { aStory } from '../samples.ts';

/** The tables of a Durable Object, as SQL, and their rows. */
export interface Tables {
  tables: string[];
  rows: Record<string, Record<string, SqlStorageValue>[]>;
}

/** What a version of the program stored: in KV, in an export, in the Desk's tables, and for WebSub. */
export interface Sample extends Tables {
  /** A hash of the shape of everything stored. If it differs from the current one, a new sample is needed. */
  shape: string;
  kv: Record<string, { value: string | { base64: string }; metadata: unknown }>;
  exported: string;
  /** The subscriptions to `TOPIC`, and one message of each kind. Samples before 4 lack them. */
  push?: Tables & { messages: PushMessage[] };
}

/** The feed that a sample has subscriptions to. */
export const TOPIC = 'https://news.example/atom.xml';
export const CALLBACK = 'https://reader.example/callback';
/** The external hub that a sample pings. */
export const HUB = 'https://hub.example/';

const MESSAGES: PushMessage[] = [
  { kind: 'changed', scope: 'all' },
  { kind: 'fan-out', topic: TOPIC, after: 0 },
  { kind: 'deliver', topic: TOPIC, subscription: 1 },
  {
    kind: 'verify',
    topic: TOPIC,
    mode: 'subscribe',
    callback: `${CALLBACK}/2`,
    leaseSeconds: 864_000,
    secret: 'secret',
    asked: 0,
  },
  { kind: 'ping', hub: HUB, urls: [TOPIC] },
];

const stories = [
  aStory({
    slug: 'first',
    articleBody: 'Said.([a](https://a.example/x), [b](https://b.example/y))\n\n> A quote.\n',
    citation: [
      {
        url: 'https://a.example/x',
        name: 'A report',
        publisher: { name: 'A', url: 'https://a.example/', ownership: 'State-owned' },
        quote: { exact: 'exactly this' },
        archivedAt: 'https://web.archive.example/1/https://a.example/x',
      },
    ],
    keywords: ['web-feeds'],
    author: [{ name: 'Ann', url: 'https://ann.example/' }],
    provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
    correction: [{ text: 'It was B.', datePublished: '2026-03-05T08:00:00Z' }],
  }),
  aStory({ slug: 'second', keywords: ['web-feeds'], datePublished: '2026-03-05T09:30:00Z' }),
  aStory({ slug: 'third', datePublished: '2026-03-06T09:30:00Z' }),
  aStory({ slug: 'later', datePublished: '2199-01-01T00:00:00Z' }),
  aStory({
    slug: 'twice',
    datePublished: '2026-03-05T09:30:00Z',
    image: { url: '/pictures/a.png', width: 1200, height: 630, encodingFormat: 'image/png', credit: 'Ann' },
  }),
];

/** Fills a newsroom with stories in every state, and returns what the current program stores. */
export async function takeSample(shape: string): Promise<Sample> {
  await reopen();
  for (const story of stories) await call('PUT', `/stories/${story.slug}`, story);
  const renamed = { ...stories[1], slug: 'renamed', formerSlugs: ['second'] };
  await call('PUT', '/stories/renamed', renamed, { headers: { 'If-Match': '"1"' } });
  await call('DELETE', '/stories/third?reason=It%20was%20wrong.');
  await call('POST', '/stories/twice/merge?into=renamed');
  await call('POST', '/redirects', '{"from":"/2026/03/second/","to":"/stories/second"}');
  await drain();
  const exported = await (await call('GET', '/export')).text();
  const kv: Sample['kv'] = {};
  for (const { name } of (await env.STORIES.list()).keys) {
    const { value, metadata } = await env.STORIES.getWithMetadata(name, 'arrayBuffer');
    if (value !== null && !name.startsWith('card:')) kv[name] = { value: textOrBase64(value), metadata };
  }
  const subscriptions = subscriptionsOf(env, TOPIC);
  await subscriptions.subscribe(CALLBACK, 'secret', Date.parse('2199-01-01T00:00:00Z'), 1);
  await subscriptions.subscribe(`${CALLBACK}/ended`, null, Date.parse('2199-01-01T00:00:00Z'), 1);
  await subscriptions.unsubscribe(`${CALLBACK}/ended`, 2);
  const push = { ...(await tablesOf(subscriptionsObject(TOPIC))), messages: MESSAGES };
  return { shape, kv, exported, ...(await tablesOf(deskObject())), push };
}

function textOrBase64(value: ArrayBuffer): string | { base64: string } {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return { base64: new Uint8Array(value).toBase64() };
  }
}

const tablesOf = (object: DurableObjectStub<Desk> | DurableObjectStub<Subscriptions>): Promise<Tables> =>
  runInside(object as ReturnType<typeof deskObject>, (_object, { storage: { sql } }) => {
    const objects = schemaObjectsOf(sql);
    const names = objects.filter(({ type }) => type === 'table').map(({ name }) => name);
    const rows = Object.fromEntries(names.map((name) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()]));
    return { tables: objects.map((each) => each.sql), rows };
  });

/** Replaces the tables of a Durable Object. */
export const restoreTables = (
  object: DurableObjectStub<Desk> | DurableObjectStub<Subscriptions>,
  { tables, rows: content }: Tables,
): Promise<void> =>
  runInside(object as ReturnType<typeof deskObject>, (_object, { storage: { sql } }) => {
    for (const { name, type } of schemaObjectsOf(sql)) if (type === 'table') sql.exec(`DROP TABLE ${name}`);
    const isTable = (statement: string) => statement.startsWith('CREATE TABLE');
    for (const statement of tables.filter(isTable)) sql.exec(statement);
    for (const [table, rows] of Object.entries(content)) {
      for (const row of rows) {
        const [columns, values] = [Object.keys(row), Object.values(row)];
        const places = columns.map(() => '?').join(', ');
        sql.exec(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...values);
      }
    }
    // Triggers come last, because they would count the inserted rows again.
    for (const statement of tables.filter((each) => !isTable(each))) sql.exec(statement);
  });

/** Lists the tables, indexes and triggers of a Durable Object in the order of their creation. */
export const schemaObjectsOf = (sql: SqlStorage) =>
  sql
    .exec<{ name: string; type: string; sql: string }>(
      `SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
       AND name NOT LIKE '~_cf%' ESCAPE '~' ORDER BY rowid`,
    )
    .toArray();
