import { expect, test } from 'vitest';
import { printArticle } from '../../src/desk/press.ts';
import { storyDocument } from '../../src/edge/documents.ts';
import { type Reading, serve, Unavailable } from '../../src/edge/reading.ts';
import { Shelf } from '../../src/edge/shelf.ts';
import type { KvEntry } from '../../src/kv.ts';
import { aStory, publish, site } from '../samples.ts';

// KV before it has converged: what it gives may be older than what it has given before, or a part of it.

const MINUTE = 60_000;
const document = storyDocument('a-story', site, Date.parse('2026-11-24T00:00:00Z'));

const printed = (headline: string, updated: number) =>
  printArticle({ ...publish(aStory({ slug: 'a-story', headline })), related: [] }, updated);

/** A cache of one isolate that reads at a time what KV gives then. */
function isolate() {
  const shelf = new Shelf(1_000_000);
  const readingOf = (getWithMetadata: unknown, now: number): Reading => ({
    kv: { getWithMetadata } as Reading['kv'],
    shelf,
    now,
    reuseSeconds: 5,
    log: () => undefined,
  });
  const request = new Request('https://any.host/');
  return {
    read: async (entry: Pick<KvEntry, 'value' | 'metadata'> | null, now: number) => {
      const give = async () => entry ?? { value: null, metadata: null };
      const response = await serve(request, document, readingOf(give, now));
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
