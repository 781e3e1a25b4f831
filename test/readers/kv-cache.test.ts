import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { serializeArchive, serializeArticle } from '../../src/newsroom/desk/publish/entries.ts';
import { type KvEntry, storyKey, Unavailable } from '../../src/platform/kv.ts';
import { archivedFeedDocument } from '../../src/readers/rendered/archive.ts';
import type { RenderContext } from '../../src/readers/rendered/lazy-document.ts';
import { storyPage } from '../../src/readers/rendered/story.ts';
import { ask } from '../ask.ts';
import { bytesOf, fakeKv, type StoredValue } from '../kv.ts';
import { aContext, respondWith } from '../render.ts';
import { aStory, publish, site } from '../samples.ts';

// Before KV has converged, it may return older values than before, or truncated ones.

const MINUTE = 60_000;
let count = 0;

/** An isolate that serves a story. `read` returns the headline in the response, or the status of a failure. */
interface Isolate {
  /** Makes the story's KV entry with a headline. */
  print: (headline: string, updated: number) => Promise<KvEntry>;
  read: (held: StoredValue | Promise<StoredValue>, now: number) => Promise<string | number>;
  /** Reads from a KV that fails. */
  fail: (now: number) => Promise<string | number>;
}

const printedAs =
  (slug: string): Isolate['print'] =>
  (headline, updated) =>
    serializeArticle({ ...publish(aStory({ slug, headline })), related: [] }, updated, site);

const headlineOf = (html: string) => /<h1 class="p-name">(.*?)<\/h1>/.exec(html)?.[1] ?? '';

const failing = {
  getWithMetadata: () => Promise.reject(new Error('KV GET failed: 500')),
} as RenderContext['kv'];

/** Makes an isolate that serves finished pages, through the whole program. */
function handingOn(): Isolate {
  // All tests share one KV cache, so each has a story of its own.
  const slug = `story-${++count}`;
  const askAt = async (kv: Parameters<typeof ask>[0], now: number) => {
    const clock = vi.spyOn(Date, 'now').mockReturnValue(now);
    const answer = ask(kv, `/stories/${slug}`, {}, '5');
    clock.mockRestore();
    const response = await answer;
    return response.status === 200 ? headlineOf(await response.text()) : response.status;
  };
  return {
    print: printedAs(slug),
    read: (held, now) => askAt(fakeKv(() => held).kv, now),
    fail: (now) => askAt(failing, now),
  };
}

/** Makes an isolate that renders the page. */
function rendering(): Isolate {
  const start = Date.parse('2026-11-24T00:00:00Z');
  const context = aContext({ kv: failing, now: start });
  const document = storyPage('a-story');
  const askAt = async (kv: RenderContext['kv'], now: number) => {
    try {
      const response = await respondWith(document, { ...context, kv, now: start + now });
      return response ? headlineOf(await response.text()) : 404;
    } catch (error) {
      expect(error).toBeInstanceOf(Unavailable);
      return 503;
    }
  };
  return {
    print: printedAs('a-story'),
    read: (held, now) => askAt(fakeKv(() => held).kv, now),
    fail: (now) => askAt(failing, now),
  };
}

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return () => vi.restoreAllMocks();
});

describe.each([
  ['sent as stored', handingOn],
  ['rendered on request', rendering],
])('a page that is %s:', (_how, isolate) => {
  test('an older value does not follow a newer one', async () => {
    const { print, read } = isolate();
    const [first, second] = [await print('First', 1), await print('Second', 2)];
    expect(await read(first, 0)).toBe('First');
    expect(await read(second, 10_000)).toBe('Second');
    expect(await read(first, 20_000)).toBe('Second');
    expect(await read(null, 30_000)).toBe('Second');
  });

  test('after three minutes, any value from KV counts, older or not', async () => {
    const { print, read } = isolate();
    const [first, second] = [await print('First', 1), await print('Second', 2)];
    expect(await read(second, 0)).toBe('Second');
    expect(await read(first, 3 * MINUTE)).toBe('First');
    expect(await read(null, 6 * MINUTE)).toBe(404);
  });

  test('KV is not read again for some seconds', async () => {
    const { print, read } = isolate();
    const [first, second] = [await print('First', 1), await print('Second', 2)];
    expect(await read(first, 0)).toBe('First');
    expect(await read(second, 4999)).toBe('First');
    expect(await read(second, 5000)).toBe('Second');
  });

  test('a slow read does not replace a newer value that another read returned meanwhile', async () => {
    const { print, read } = isolate();
    const { promise, resolve } = Promise.withResolvers<StoredValue>();
    const slow = read(promise, 0);
    expect(await read(await print('Second', 2), 1)).toBe('Second');
    resolve(await print('First', 1));
    expect(await slow).toBe('Second');
    expect(await read(null, 2)).toBe('Second');
  });

  test('KV is read again if the clock was set back', async () => {
    const { print, read } = isolate();
    expect(await read(await print('First', 1), 10 * MINUTE)).toBe('First');
    expect(await read(await print('Second', 2), 5 * MINUTE)).toBe('Second');
  });

  test('a value that does not fit its metadata is answered with the last good copy, or 503', async () => {
    const { print, read } = isolate();
    const whole = await print('First', 1);
    const cut = { ...(await print('Second', 2)), value: '{"withdrawn":{}}' };
    expect(await read(cut, 0)).toBe(503);
    expect(await read(whole, 0)).toBe('First');
    expect(await read(cut, 10_000)).toBe('First');
    expect(await read(await print('Third', 3), 20_000)).toBe('Third');
  });

  test('a read that fails is answered with the last good copy, however old, or 503', async () => {
    const { print, read, fail } = isolate();
    expect(await fail(0)).toBe(503);
    expect(await read(await print('First', 1), 10_000)).toBe('First');
    expect(await fail(86_400_000)).toBe('First');
  });

  test('a read that hangs is answered with the last good copy, or 503', async () => {
    const { print, read } = isolate();
    const never = new Promise<never>(() => undefined);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const [first] = await Promise.all([read(never, 0), vi.advanceTimersByTimeAsync(5000)]);
      expect(first).toBe(503);
      expect(await read(await print('First', 1), 10_000)).toBe('First');
      const [second] = await Promise.all([read(never, 20_000), vi.advanceTimersByTimeAsync(5000)]);
      expect(second).toBe('First');
    } finally {
      vi.useRealTimers();
    }
  });

  test('of two copies, the one that was written later counts, whenever their content changed', async () => {
    const { print, read } = isolate();
    const copy = async (headline: string, updated: number, at: number) => {
      const entry = await print(headline, updated);
      return { ...entry, metadata: { ...entry.metadata, printed: new Date(at).toISOString() } };
    };
    const [first, second] = [await copy('First', 2, 10), await copy('Second', 1, 20)];
    expect(await read(first, 0)).toBe('First');
    expect(await read(second, 10_000)).toBe('Second');
    expect(await read(first, 20_000)).toBe('Second');
    // Earlier versions did not store when they wrote a value, so it counts as older.
    expect(await read(await print('Third', 15), 30_000)).toBe('Second');
  });

  test('if a value changes to another and back, the other is older than the second', async () => {
    const { print, read } = isolate();
    const copy = async (headline: string, at: number) => {
      const entry = await print(headline, 1);
      return { ...entry, metadata: { ...entry.metadata, printed: new Date(at).toISOString() } };
    };
    expect(await read(await copy('First', 10), 0)).toBe('First');
    expect(await read(await copy('First', 30), 10_000)).toBe('First');
    expect(await read(await copy('Second', 20), 20_000)).toBe('First');
  });
});

describe('a container that is not intact', () => {
  /** Makes the story's entry, and damages its value. */
  const spoil = async ({ print }: Isolate, headline: string, change: (value: Uint8Array) => Uint8Array) => {
    const entry = await print(headline, 2);
    return { ...entry, value: change(bytesOf(entry.value)) };
  };
  /** The page is the last part. */
  const withoutEnd = (value: Uint8Array) => value.slice(0, -100);
  const flipped = (value: Uint8Array) => value.with(-100, (value.at(-100) ?? 0) ^ 1);
  const withoutRecord = (value: Uint8Array) => {
    const at = new TextDecoder().decode(value).indexOf('articleBody');
    return value.with(at, 0x20);
  };
  const cases: [string, (value: Uint8Array) => Uint8Array, string | number][] = [
    ['the last good copy, else 503, if it is truncated', withoutEnd, 503],
    ['the last good copy, else a page rendered from its record, if its page is damaged', flipped, 'Second'],
    ['the last good copy, else 503, if its record is damaged as well', (v) => withoutRecord(flipped(v)), 503],
    ['the last good copy, else 503, if only its beginning is left', (v) => v.slice(0, 5), 503],
  ];
  test.each(cases)('is answered with %s', async (_what, change, otherwise) => {
    const fresh = handingOn();
    expect(await fresh.read(await spoil(fresh, 'Second', change), 0)).toBe(otherwise);
    const seen = handingOn();
    expect(await seen.read(await seen.print('First', 1), 0)).toBe('First');
    expect(await seen.read(await spoil(seen, 'Second', change), 10_000)).toBe('First');
    expect(await seen.read(await seen.print('Third', 3), 20_000)).toBe('Third');
  });

  test('is answered with the last good copy, else 503, if its format is of a later version', async () => {
    const later = async ({ print }: Isolate) => {
      const entry = await print('Second', 2);
      const text = new TextDecoder().decode(bytesOf(entry.value));
      const value = bytesOf(text.replace('edgewire 1', 'edgewire 2'));
      return { ...entry, value, metadata: { ...entry.metadata, version: await fingerprint(value) } };
    };
    const fresh = handingOn();
    expect(await fresh.read(await later(fresh), 0)).toBe(503);
    const seen = handingOn();
    expect(await seen.read(await seen.print('First', 1), 0)).toBe('First');
    expect(await seen.read(await later(seen), 10_000)).toBe('First');
  });
});

test('an archive page does not return to an older copy of a story when a different story changes', async () => {
  const stories = async (...headlines: string[]) =>
    new Map(
      await Promise.all(
        headlines.map(async (headline) => {
          const [slug = '', version] = headline.split(' ');
          const article = publish(aStory({ slug, headline }));
          return [
            storyKey(slug),
            await serializeArticle({ ...article, related: [] }, Number(version), site),
          ] as const;
        }),
      ),
    );
  const pageOf = (a: number, b: number) => {
    const of = (slug: string, changed: number) => ({ slug, changed, id: 0 });
    return serializeArchive('all', 1, { next: 0, withdrawn: [], stories: [of('a', a), of('b', b)] });
  };
  const context = aContext({ kv: failing, now: 0 });
  const document = archivedFeedDocument('all', 1, 'json');
  const read = async (page: KvEntry, held: Map<string, KvEntry>, now: number) => {
    const { kv } = fakeKv((key) => held.get(key) ?? page);
    const response = await respondWith(document, { ...context, kv, now });
    const { items } = JSON.parse((await response?.text()) ?? '') as { items: { title: string }[] };
    return items.map(({ title }) => title);
  };
  const [first, second] = [await pageOf(1, 1), await pageOf(2, 1)];
  const third = await pageOf(2, 3);
  expect(await read(first, await stories('a 1', 'b 1'), 0)).toEqual(['a 1', 'b 1']);
  expect(await read(second, await stories('a 2', 'b 1'), 10_000)).toEqual(['a 2', 'b 1']);
  expect(await read(third, await stories('a 1', 'b 3'), 20_000)).toEqual(['a 2', 'b 1']);
  expect(await read(third, await stories('a 2', 'b 3'), 30_000)).toEqual(['a 2', 'b 3']);
});
