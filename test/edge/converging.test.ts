import { expect, test, vi } from 'vitest';
import { printArchive, printArticle } from '../../src/desk/press.ts';
import { Unavailable } from '../../src/document/stored.ts';
import { archivedFeedDocument } from '../../src/edge/rendered/archive.ts';
import { storyDocument } from '../../src/edge/rendered/documents.ts';
import { type Kept, type Reading, serve } from '../../src/edge/rendered/reading.ts';
import { Shelf } from '../../src/edge/shelf.ts';
import { type KvEntry, storyKey } from '../../src/kv.ts';
import { type Held, kvOf } from '../kv.ts';
import { aStory, publish, site } from '../samples.ts';

// KV before it has converged: what it gives may be older than what it has given before, or a part of it.

const MINUTE = 60_000;
const document = storyDocument('a-story', site, Date.parse('2026-11-24T00:00:00Z'));

const printed = (headline: string, updated: number) =>
  printArticle({ ...publish(aStory({ slug: 'a-story', headline })), related: [] }, updated, site);

/** A cache of one isolate that reads at a time what KV gives then. */
function isolate() {
  const shelf = new Shelf<Kept>(1_000_000);
  const readingOf = (give: () => Promise<Held>, now: number): Reading => ({
    kv: kvOf(give).kv,
    shelf,
    now,
    reuseSeconds: 5,
    log: () => undefined,
  });
  const request = new Request('https://any.host/');
  return {
    read: async (held: Held, now: number) => {
      const response = await serve(
        request,
        document,
        readingOf(async () => held, now),
      );
      return /<h1>(.*?)<\/h1>/.exec((await response?.text()) ?? '')?.[1];
    },
    readSlowly: (given: Promise<KvEntry>, now: number) =>
      serve(
        request,
        document,
        readingOf(() => given, now),
      ),
  };
}

test('what was seen is not followed by what was there before', async () => {
  const { read } = isolate();
  const [first, second] = [await printed('First', 1), await printed('Second', 2)];
  expect(await read(first, 0)).toBe('First');
  expect(await read(second, 10_000)).toBe('Second');
  expect(await read(first, 20_000)).toBe('Second');
  expect(await read(null, 30_000)).toBe('Second');
});

test('what KV gives three minutes later holds, older or not', async () => {
  const { read } = isolate();
  const [first, second] = [await printed('First', 1), await printed('Second', 2)];
  expect(await read(second, 0)).toBe('Second');
  expect(await read(first, 3 * MINUTE)).toBe('First');
  expect(await read(null, 6 * MINUTE)).toBeUndefined();
});

test('a read that took long does not undo what another has found meanwhile', async () => {
  const { read, readSlowly } = isolate();
  const { promise, resolve } = Promise.withResolvers<KvEntry>();
  const slow = readSlowly(promise, 0);
  expect(await read(await printed('Second', 2), 1)).toBe('Second');
  resolve(await printed('First', 1));
  expect(await (await slow)?.text()).toContain('<h1>Second</h1>');
  expect(await read(null, 2)).toBe('Second');
});

test('a clock that was set back asks KV', async () => {
  const { read } = isolate();
  expect(await read(await printed('First', 1), 10 * MINUTE)).toBe('First');
  expect(await read(await printed('Second', 2), 5 * MINUTE)).toBe('Second');
});

test('of a value that is cut short nothing is shown: the last good copy is, or 503', async () => {
  const { read } = isolate();
  const whole = await printed('First', 1);
  const cut = { ...(await printed('Second', 2)), value: '{"withdrawn":{}}' };
  await expect(read(cut, 0)).rejects.toThrow(Unavailable);
  expect(await read(whole, 0)).toBe('First');
  expect(await read(cut, 10_000)).toBe('First');
});

test('a read that hangs is given up: the last good copy is shown, or 503', async () => {
  const { read, readSlowly } = isolate();
  const never = new Promise<never>(() => undefined);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const [first] = await Promise.allSettled([readSlowly(never, 0), vi.advanceTimersByTimeAsync(5000)]);
    expect(first).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) });
    expect(await read(await printed('First', 1), 10_000)).toBe('First');
    const [second] = await Promise.all([readSlowly(never, 20_000), vi.advanceTimersByTimeAsync(5000)]);
    expect(await second?.text()).toContain('<h1>First</h1>');
  } finally {
    vi.useRealTimers();
  }
});

test('of two copies the one that was printed later holds, whatever they say of when they changed', async () => {
  const { read } = isolate();
  const copy = async (headline: string, updated: number, at: number) => {
    const entry = await printed(headline, updated);
    return { ...entry, metadata: { ...entry.metadata, printed: new Date(at).toISOString() } };
  };
  const [first, second] = [await copy('First', 2, 10), await copy('Second', 1, 20)];
  expect(await read(first, 0)).toBe('First');
  expect(await read(second, 10_000)).toBe('Second');
  expect(await read(first, 20_000)).toBe('Second');
  // What was printed by an earlier version does not say when: it is older.
  expect(await read(await printed('Third', 15), 30_000)).toBe('Second');
});

test('a page of the archive does not go back to an older copy of one of its stories because another has changed', async () => {
  const stories = async (...headlines: string[]) =>
    new Map(
      await Promise.all(
        headlines.map(async (headline) => {
          const [slug = '', version] = headline.split(' ');
          const article = publish(aStory({ slug, headline }));
          return [
            storyKey(slug),
            await printArticle({ ...article, related: [] }, Number(version), site),
          ] as const;
        }),
      ),
    );
  const pageOf = (a: number, b: number) => {
    const of = (slug: string, changed: number) => ({ slug, changed, id: 0 });
    return printArchive('all', 1, { next: 0, withdrawn: [], stories: [of('a', a), of('b', b)] });
  };
  const shelf = new Shelf<Kept>(1_000_000);
  const document = archivedFeedDocument('all', 1, 'json', site, () => undefined);
  const read = async (page: KvEntry, held: Map<string, KvEntry>, now: number) => {
    const { kv } = kvOf((key) => held.get(key) ?? page);
    const reading = { kv, shelf, now, reuseSeconds: 5, log: () => undefined };
    const response = await serve(new Request('https://any.host/'), document, reading);
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
