import assert from 'node:assert/strict';
import { timingSafeEqual } from 'node:crypto';
import type { Env } from '../../../src/platform/env.ts';
import { editionOf } from '../../edition-of.ts';
import { DESK, EDITOR } from './desk.ts';
import { aStory, program, site } from './documents.ts';

// The whole program, in Node, over a small newsroom in memory.

// Silences the log.
for (const level of ['log', 'error'] as const) console[level] = () => undefined;

// Adds functions that workerd has and Node lacks.
Object.assign(crypto.subtle, {
  timingSafeEqual: (a: ArrayBuffer, b: ArrayBuffer) => timingSafeEqual(new Uint8Array(a), new Uint8Array(b)),
});
Object.assign(Uint8Array, { fromBase64: (text: string) => new Uint8Array(Buffer.from(text, 'base64')) });
Object.assign(Uint8Array.prototype, {
  toBase64(this: Uint8Array) {
    return Buffer.from(this).toString('base64');
  },
});

const story = program.makeArticle(
  aStory({
    articleBody: 'Said.([a](https://a.example/))',
    keywords: ['web-feeds'],
    correction: [{ text: 'Wrong.', datePublished: '2026-03-05T00:00:00Z' }],
  }),
  'tag:news.example,2026:stories/a-story',
);
const { scope, updated, previous, withdrawn: none } = editionOf([]);
const rows = {
  ...{ scope, previous, withdrawn: none, changed: Date.parse(updated) },
  ...{ count: 1, last: 1, open: 1, changeSequence: 1, removalSequence: 0, entrySequences: [1] },
  entries: [JSON.stringify(program.toEntry(story))],
};
const withdrawn = { identifier: story.identifier, reason: 'It was wrong.', at: '2026-03-06T00:00:00Z' };

/** A KV value and its metadata. */
export interface StoredValue {
  value: string | Uint8Array;
  metadata: unknown;
}

const AT = Date.parse('2026-03-06T00:00:00Z');
const scopes = ['all', 'topic:web-feeds', 'source:a.example'] as const;

/** What KV holds by default. */
const newsroom = new Map<string, StoredValue>();
for (const { key, value, metadata } of [
  await program.serializeArticle({ ...program.withArticleDefaults(story), related: [] }, AT, site),
  await program.serializeRedirect('an-old-slug', 'a-story', AT, site),
  await program.serializeTombstone('withdrawn', withdrawn, AT, site),
  ...(await Promise.all(scopes.map((scope) => program.serializeEdition(scope, rows, site, assert.ifError)))),
  await program.serializeDirectory({
    page: 1,
    previous: 0,
    next: 0,
    last: 1,
    changed: AT,
    scopes: [...scopes],
  }),
])
  newsroom.set(key, { value, metadata });

/** Returns a value as KV does, as text or bytes. */
function readAs(type: string | undefined, stored: StoredValue | undefined) {
  if (!stored) return { value: null, metadata: null };
  const bytes = Buffer.from(stored.value as string);
  const value = type === 'arrayBuffer' ? new Uint8Array(bytes).buffer : bytes.toString();
  return { value, metadata: stored.metadata };
}

const kvWith = (values: ReadonlyMap<string, StoredValue>) => ({
  getWithMetadata: async (key: string | string[], { type }: { type: string }) =>
    Array.isArray(key)
      ? new Map(key.map((each) => [each, readAs(type, values.get(each))]))
      : readAs(type, values.get(key)),
});

/** Asserts that a data point is within the limits of Analytics Engine: 96 bytes of index, 16 kB of blobs. */
function assertDataPoint({ indexes = [], blobs = [], doubles = [] }: AnalyticsEngineDataPoint): void {
  for (const index of indexes)
    assert.ok(Buffer.byteLength(String(index)) <= 96, `${index} fits into an index`);
  for (const blob of blobs) assert.match(String(blob), /^[\w .:+[\]-]{1,300}$/, 'a blob is a short name');
  assert.ok(doubles.every(Number.isSafeInteger), 'doubles are safe integers');
}

/** The Worker's bindings, with a stand-in for the Desk that asserts that everything it gets is valid. */
const bindings = {
  DESK,
  FOLLOWERS: {
    getByName: () => ({ call: async () => ({ followers: 1, servers: 1, waiting: 0, failing: 0 }) }),
  },
  METRICS: { writeDataPoint: assertDataPoint },
  API_RATE: { limit: async () => ({ success: true }) },
  HUB_RATE: { limit: async () => ({ success: true }) },
  CALLBACK_RATE: { limit: async () => ({ success: true }) },
  SEARCH_RATE: { limit: async () => ({ success: true }) },
  PUSH: { send: async () => undefined },
  VERIFICATIONS: { send: async () => undefined },
  SITE_URL: site.url,
  REUSE_SECONDS: '0',
  FLUSH_MILLISECONDS: '250',
  HUB_RETRY_SECONDS: '30',
  HUB_LOOPBACK: 'false',
  PUBLISH_TOKEN: `${EDITOR.actor.name}:${EDITOR.token}`,
};

const CONTEXT = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: undefined };

/** Sends the program a request, with these values in KV. */
export const ask = async (
  request: Request,
  values: ReadonlyMap<string, StoredValue> = newsroom,
): Promise<Response> =>
  program.app.fetch(request, { ...bindings, STORIES: kvWith(values) } as unknown as Env, CONTEXT);
