import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import addresses from '../../docs/addresses.md?raw';
import { serializeEdition } from '../../src/newsroom/desk/publish/entries.ts';
import type { KvEntry } from '../../src/platform/kv.ts';
import { FORMATS, type Format } from '../../src/site/edition/scope.ts';
import type { Article } from '../../src/site/story/article.ts';
import { editionRows, rethrow } from '../print.ts';
import { publish, sampleStories, site } from '../samples.ts';

// What a reader downloads who polls a feed hourly for a week. The newsroom publishes 12 stories a day, each as long as the
// sample stories, and corrects one a day.

const HOURS = 7 * 24;
const BEFORE = 45;

interface Client {
  how: string;
  headers: (etag: string | undefined) => Record<string, string>;
  etag?: string | undefined;
  bytes: number;
  gzip: number;
  /** Bytes of the last response, compressed. */
  last: number;
  statuses: Record<number, number>;
}

const client = (how: string, headers: Client['headers']): Client => ({
  how,
  headers,
  bytes: 0,
  gzip: 0,
  last: 0,
  statuses: {},
});

const gzipped = async (body: ArrayBuffer) =>
  body.byteLength === 0
    ? 0
    : (await new Response(new Response(body).body?.pipeThrough(new CompressionStream('gzip'))).arrayBuffer())
        .byteLength;

async function poll(each: Client, format: Format): Promise<void> {
  const response = await exports.default.fetch(
    new Request(`https://any.host/${FORMATS[format].file}`, { headers: each.headers(each.etag) }),
  );
  const body = await response.arrayBuffer();
  each.bytes += body.byteLength;
  const etag = response.headers.get('ETag') ?? undefined;
  // A client that gets the same document again has measured it.
  const last = response.status === 200 && etag === each.etag ? each.last : await gzipped(body);
  each.gzip += last;
  each.statuses[response.status] = (each.statuses[response.status] ?? 0) + 1;
  Object.assign(each, { etag, last });
}

const editionOf = (stories: readonly Article[], ticks: ReadonlyMap<Article, number>) =>
  serializeEdition(
    'all',
    editionRows(stories, (article) => ticks.get(article) ?? 0),
    site,
    rethrow,
  );

/** The edition of each hour; nothing where it is that of the hour before. */
async function* editionsOfAWeek(): AsyncGenerator<KvEntry | undefined> {
  const start = Date.parse('2026-03-02T00:00:00Z');
  const stories: Article[] = [];
  const ticks = new Map<Article, number>();
  let tick = 0;
  const add = (time: number) => {
    const sample = sampleStories[stories.length % sampleStories.length] as (typeof sampleStories)[number];
    const slug = `${sample.slug}-${stories.length}`.slice(-120);
    const datePublished = new Date(time).toISOString();
    const article = publish({
      ...sample,
      slug,
      identifier: null,
      datePublished,
      dateModified: null,
      correction: [],
    });
    stories.push(article);
    ticks.set(article, ++tick);
  };
  for (let n = 0; n < BEFORE; n++) add(start - (BEFORE - n) * 7_200_000);
  for (let hour = 0; hour < HOURS; hour++) {
    const time = start + hour * 3_600_000;
    const before = tick;
    if (hour % 24 >= 7 && hour % 24 <= 18) add(time);
    if (hour % 24 === 19) {
      const article = stories.at(-3) as Article;
      const corrected = {
        ...article,
        headline: `${article.headline}, corrected`,
        dateModified: new Date(time).toISOString(),
      };
      stories.splice(-3, 1, corrected);
      ticks.set(corrected, ++tick);
    }
    yield hour === 0 || tick > before ? await editionOf(stories, ticks) : undefined;
  }
}

const clientsOf = () => [
  client('no validators', () => ({})),
  client('304', (etag): Record<string, string> => (etag ? { 'If-None-Match': etag } : {})),
  client(
    '304 and 226',
    (etag): Record<string, string> => (etag ? { 'If-None-Match': etag, 'A-IM': 'feed' } : {}),
  ),
];

const formats = ['rss', 'atom', 'json'] as const;
const polled = new Map(formats.map((format) => [format, clientsOf()]));

beforeAll(async () => {
  for await (const edition of editionsOfAWeek()) {
    if (edition) await env.STORIES.put(edition.key, edition.value, { metadata: edition.metadata });
    for (const [format, clients] of polled) for (const each of clients) await poll(each, format);
  }
});

test.each(formats)('a week of hourly polls of %s', (format) => {
  const clients = polled.get(format) as Client[];
  const [unconditional, conditional, delta] = clients as [Client, Client, Client];
  expect(unconditional.statuses).toEqual({ 200: HOURS });
  expect(conditional.statuses).toEqual({ 200: 92, 304: HOURS - 92 });
  expect(delta.statuses).toEqual({ 200: 1, 226: 91, 304: HOURS - 92 });
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const row = `| ${FORMATS[format].title} | ${clients.map(({ bytes, gzip }) => `${megabytes(bytes)} (${megabytes(gzip)})`).join(' | ')} |`;
  // docs/addresses.md states these results.
  expect(addresses).toContain(row);
});
