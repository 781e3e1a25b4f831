import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';
import { gunzip } from '../../src/lib/gzip.ts';
import { Desk } from '../../src/newsroom/desk/desk.ts';
import { compressedBytes, isContainer, openContainer } from '../../src/site/document/container.ts';
import { call, desk, drain, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { aStory } from '../samples.ts';

// A newsroom moves to a different address: every key is written again as a whole, and stays unchanged until then.

const OLD = 'https://news.example';
const NEW = 'https://other.example';
const FEEDS = ['/rss.xml', '/atom.xml', '/feed.json', '/topics/web-feeds/atom.xml'];

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
  for (const slug of ['first', 'second', 'gone']) {
    const story = aStory({ slug, keywords: ['web-feeds'], articleBody: '([s](https://s.example/))' });
    await call('PUT', `/stories/${slug}`, story);
  }
  const renamed = aStory({ slug: 'renamed', formerSlugs: ['second'], keywords: ['web-feeds'] });
  await call('PUT', '/stories/renamed', renamed, { headers: { 'If-Match': '"1"' } });
  await call('DELETE', '/stories/gone?reason=Wrong.');
  await drain();
});

afterEach(() => vi.restoreAllMocks());

type Put = (key: string, value: string, options: KVNamespacePutOptions) => Promise<void>;
const putIntoKv: Put = (...parameters) => env.STORIES.put(...parameters);

/** Runs the scheduled job and the alarm of a Desk with this address. Returns the keys that were written. */
async function wakeAt(SITE_URL: string, put: Put = putIntoKv): Promise<string[]> {
  const written: string[] = [];
  await runInside(deskObject(), async (_desk: Desk, state) => {
    const STORIES = {
      put: async (...parameters: Parameters<Put>) => {
        await put(...parameters);
        written.push(parameters[0]);
      },
    } as unknown as KVNamespace;
    const moved = new Desk(state, { ...env, SITE_URL, STORIES });
    await moved.wake(Date.now());
    for (let run = 0; run < 5; run++) {
      state.storage.sql.exec("UPDATE outbox SET due = 0 WHERE key NOT LIKE 'card:%'");
      await moved.alarm();
    }
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
  return written.sort();
}

/** Returns which addresses of the site a key's documents and their headers contain. */
async function addressesIn(key: string): Promise<string[]> {
  const value = new Uint8Array((await env.STORIES.get(key, 'arrayBuffer')) ?? []);
  if (!isContainer(value)) return [];
  const container = openContainer(value);
  const documents = await Promise.all(
    Object.values(container.table.documents).map(async (part) => {
      const body =
        part.coding === 'identity' ? new Uint8Array() : await gunzip(compressedBytes(container, part));
      return JSON.stringify(part.headers) + new TextDecoder().decode(body);
    }),
  );
  expect(Object.keys(container.table.documents).join(' ')).toMatch(
    key.startsWith('edition:') ? /^rss atom json page$/ : /^page( history\.json( history)?)?$/,
  );
  return [...new Set(documents.flatMap((text) => [OLD, NEW].filter((address) => text.includes(address))))];
}

/** Returns the addresses that each key's documents contain, without the keys that contain none. */
async function addresses(): Promise<Map<string, string[]>> {
  const { keys } = await env.STORIES.list();
  const found = await Promise.all(keys.map(async ({ name }) => [name, await addressesIn(name)] as const));
  return new Map(found.filter(([, named]) => named.length > 0));
}

/** Returns what readers get from a deploy at the new address. */
const readAtNew = async (path: string) => {
  const response = await app.fetch(new Request(`${NEW}${path}`), { ...env, SITE_URL: NEW });
  return [response.headers.get('ETag'), response.headers.get('Link'), await response.text()];
};

test('the old documents are served until the scheduled job runs; after that, each key has one address at each step', async () => {
  const before = await Promise.all(FEEDS.map(readAtNew));
  for (const feed of before) expect(feed.join()).toContain(OLD);
  expect(before.join()).not.toContain(NEW);
  const keys = [...(await addresses()).keys()];
  expect(keys).toEqual(expect.arrayContaining(['edition:all', 'story:first', 'story:gone', 'story:second']));
  const steps: number[] = [];
  const written = await wakeAt(NEW, async (...parameters) => {
    await putIntoKv(...parameters);
    const now = await addresses();
    for (const named of now.values()) expect(named).toHaveLength(1);
    steps.push([...now.values()].filter(([address]) => address === NEW).length);
  });
  expect(written).toEqual(expect.arrayContaining(keys));
  expect(new Set(written).size).toBe(written.length);
  expect(steps).toContain(Math.floor(keys.length / 2));
  expect(await addresses()).toEqual(new Map(keys.map((key) => [key, [NEW]])));
  const after = await Promise.all(FEEDS.map(readAtNew));
  for (const feed of after) expect(feed.join()).toContain(NEW);
  expect(after.join()).not.toContain(OLD);
});

test('if the site has not changed, nothing is written', async () => {
  expect(await wakeAt(OLD)).toEqual([]);
  expect((await desk().status(Date.now())).rebuild).toBeNull();
});

test('a failure half way leaves whole documents, with the old address or the new, and the rest is written later', async () => {
  const before = await addresses();
  const half = Math.floor(before.size / 2);
  let writes = 0;
  const failing: Put = (...parameters) =>
    writes++ < half ? putIntoKv(...parameters) : Promise.reject(new Error('KV PUT failed: 500'));
  const written = await wakeAt(NEW, failing);
  expect(written).toHaveLength(half);
  for (const [key, named] of await addresses()) {
    expect([key, named]).toEqual([key, [written.includes(key) ? NEW : OLD]]);
  }
  await wakeAt(NEW);
  expect(await addresses()).toEqual(new Map([...before.keys()].map((key) => [key, [NEW]])));
});

test('a story that cannot be rendered again is written with its old rendering, and so are the documents that contain it', async () => {
  const keys = [...(await addresses()).keys()];
  await runInside(deskObject(), (_desk: Desk, { storage }) => {
    // An earlier version may have accepted this: each link repeats a long address.
    const tooMany = `${'([s])'.repeat(1000)}\n\n[s]: https://s.example/?${'x'.repeat(1500)}`;
    storage.sql.exec(
      "UPDATE story SET article = json_set(article, '$.articleBody', ?) WHERE slug = 'renamed'",
      tooMany,
    );
  });
  await wakeAt(NEW);
  expect((await desk().status(Date.now())).troubles).toMatchObject([
    { what: expect.stringMatching(/^renamed could not be rendered again/) },
  ]);
  expect(await addresses()).toEqual(new Map(keys.map((key) => [key, [NEW]])));
});
