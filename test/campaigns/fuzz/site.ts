import assert from 'node:assert/strict';
import { timingSafeEqual } from 'node:crypto';
import type { Env } from '../../../src/env.ts';
import { desk, EDITOR } from './desk.ts';
import { anEdition, aStory, program, site } from './documents.ts';

// The program as a stranger or an editor meets it: every address, over a small newsroom.

// What the log says of each request is not read here.
for (const level of ['log', 'error'] as const) console[level] = () => undefined;

// What workerd has and Node has elsewhere.
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
const { scope, updated, previous, withdrawn: none } = anEdition([]);
const rows = {
  ...{ scope, previous, withdrawn: none, changed: Date.parse(updated) },
  ...{ count: 1, last: 1, open: 1, tick: 1, departed: 0, ticks: [1] },
  entries: [JSON.stringify(program.toEntry(story))],
};
const withdrawn = { identifier: story.identifier, reason: 'It was wrong.', at: '2026-03-06T00:00:00Z' };

/** A value of KV, and what stands beside it. */
export interface Printed {
  value: string | Uint8Array;
  metadata: unknown;
}

const AT = Date.parse('2026-03-06T00:00:00Z');
const scopes = ['all', 'topic:web-feeds', 'source:a.example'] as const;

/** What KV holds, where nothing else is said. */
const newsroom = new Map<string, Printed>();
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

/** A value as KV gives it, as text or bytes. */
function givenAs(type: string | undefined, printed: Printed | undefined) {
  if (!printed) return { value: null, metadata: null };
  const bytes = Buffer.from(printed.value as string);
  const value = type === 'arrayBuffer' ? new Uint8Array(bytes).buffer : bytes.toString();
  return { value, metadata: printed.metadata };
}

/** KV with these values. */
const storeOf = (values: ReadonlyMap<string, Printed>) => ({
  getWithMetadata: async (key: string | string[], { type }: { type: string }) =>
    Array.isArray(key)
      ? new Map(key.map((each) => [each, givenAs(type, values.get(each))]))
      : givenAs(type, values.get(key)),
});

/** Analytics Engine takes no more of a point: 96 bytes of an index, and 16 kB of blobs. */
function isPoint({ indexes = [], blobs = [], doubles = [] }: AnalyticsEngineDataPoint): void {
  for (const index of indexes) assert.ok(Buffer.byteLength(String(index)) <= 96, `${index} is an index`);
  for (const blob of blobs) assert.match(String(blob), /^[\w .:+[\]-]{1,300}$/, 'a name and nothing else');
  assert.ok(doubles.every(Number.isSafeInteger), 'numbers');
}

/** As the runtime binds it; in the Desk’s place is what takes nothing that is not right. */
const bindings = {
  DESK: { getByName: () => desk },
  METRICS: { writeDataPoint: isPoint },
  API_RATE: { limit: async () => ({ success: true }) },
  HUB_RATE: { limit: async () => ({ success: true }) },
  PUSH: { send: async () => undefined },
  SITE_URL: site.url,
  REUSE_SECONDS: '0',
  FLUSH_MILLISECONDS: '250',
  HUB_RETRY_SECONDS: '30',
  HUB_LOOPBACK: 'false',
  PUBLISH_TOKEN: `${EDITOR.name}:${EDITOR.token}`,
};

const CONTEXT = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: undefined };

/** Sends a request to the program, with these values in KV. */
export const ask = async (
  request: Request,
  values: ReadonlyMap<string, Printed> = newsroom,
): Promise<Response> =>
  program.app.fetch(request, { ...bindings, STORIES: storeOf(values) } as unknown as Env, CONTEXT);
