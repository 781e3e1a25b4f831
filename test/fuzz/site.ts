import assert from 'node:assert/strict';
import { timingSafeEqual } from 'node:crypto';
import type { Env } from '../../src/env.ts';
import { desk, EDITOR } from './desk.ts';
import { anEdition, aStory, program, site } from './documents.ts';

// The program as a stranger or an editor meets it: every address, over a small newsroom.

// What the log says of each request is not read here.
for (const level of ['log', 'error'] as const) console[level] = () => undefined;

// What workerd has and Node has elsewhere.
Object.assign(crypto.subtle, {
  timingSafeEqual: (a: ArrayBuffer, b: ArrayBuffer) => timingSafeEqual(new Uint8Array(a), new Uint8Array(b)),
});

const story = program.makeArticle(
  aStory({
    articleBody: 'Said.([a](https://a.example/))',
    keywords: ['web-feeds'],
    correction: [{ text: 'Wrong.', datePublished: '2026-03-05T00:00:00Z' }],
  }),
  'tag:news.example,2026:stories/a-story',
);
const edition = JSON.stringify(anEdition([program.toEntry(story)]));

const withdrawn = { identifier: story.identifier, reason: 'It was wrong.', at: '2026-03-06T00:00:00Z' };

/** A value of KV, and what stands beside it. */
export interface Printed {
  value: string;
  metadata: unknown;
}

async function print(value: string): Promise<Printed> {
  const version = await program.fingerprint(new TextEncoder().encode(value));
  return { value, metadata: { version, updated: '2026-03-06T00:00:00Z' } };
}

/** What KV holds, where nothing else is said. */
const newsroom = new Map<string, Printed>();
for (const [key, value] of [
  ['story:a-story', program.compactJson({ ...story, related: [] })],
  ['story:an-old-slug', JSON.stringify({ movedTo: 'a-story' })],
  ['story:withdrawn', JSON.stringify({ withdrawn })],
  ...['all', 'topic:web-feeds', 'source:a.example'].map((scope) => [
    `edition:${scope}`,
    edition.replace('"scope":"all"', `"scope":"${scope}"`),
  ]),
  ['directory', JSON.stringify({ topics: ['web-feeds'], sources: ['a.example'] })],
] as [string, string][])
  newsroom.set(key, await print(value));

const ABSENT = { value: null, metadata: null };

/** KV with these values. */
const storeOf = (values: ReadonlyMap<string, Printed>) => ({
  get: async (key: string) => new Blob([values.get(key)?.value ?? '']).stream(),
  getWithMetadata: async (key: string | string[], { type }: { type: string }) => {
    if (Array.isArray(key)) return new Map(key.map((each) => [each, values.get(each) ?? ABSENT]));
    return type === 'arrayBuffer' ? ABSENT : (values.get(key) ?? ABSENT);
  },
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

/** Sends a request to the program, with these values in KV. */
export const ask = async (
  request: Request,
  values: ReadonlyMap<string, Printed> = newsroom,
): Promise<Response> =>
  program.app.fetch(request, { ...bindings, STORIES: storeOf(values) } as unknown as Env);
