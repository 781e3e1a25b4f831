import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { isContainer, openContainer } from '../../../../src/site/document/container.ts';
import { call, desk, reopen, turnWith } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

beforeEach(reopen);

type Put = (key: string, value: Uint8Array, options: KVNamespacePutOptions) => Promise<void>;
const turnWithPut = (put: Put) => turnWith(put as unknown as KVNamespace['put']);

/** Returns a story with this many sources, each of which has its own feeds. */
const wide = (n: number, sources: number) =>
  aStory({
    slug: `wide-${n}`,
    citation: Array.from({ length: sources }, (_, source) => ({
      url: `https://publisher-${source}.example/${n}/${'a-long-path-'.repeat(8)}`,
      name: `What publisher ${source} has written, with a title of some length`,
    })),
  });

/** Saves stories, but writes nothing to KV. */
async function save(stories: number, sources: number): Promise<void> {
  for (let n = 0; n < stories; n++) {
    expect((await call('PUT', `/stories/wide-${n}`, wide(n, sources))).status).toBe(201);
  }
}

describe('stories with hundreds of sources', () => {
  test('are written with pauses, so that other calls to the Desk run after at most 10 keys', async () => {
    await save(3, 100);
    let [written, most, isOver] = [0, 0, false];
    const turn = turnWithPut(async (key, value, options) => {
      written++;
      await env.STORIES.put(key, value, options);
    }).finally(() => {
      isOver = true;
    });
    // A timer fires only when the runtime gets to handle waiting events, requests included.
    while (!isOver) {
      const before = written;
      await scheduler.wait(0);
      most = Math.max(most, written - before);
    }
    await turn;
    expect(written).toBeGreaterThan(100);
    expect(most).toBeLessThanOrEqual(10);
  });

  test('are written in runs of limited size; the rest stays in the outbox', async () => {
    await save(12, 250);
    let bytes = 0;
    await turnWithPut(async (key, value, options) => {
      if (isContainer(value)) {
        const { documents, record } = openContainer(value).table;
        for (const { size } of [...Object.values(documents), record]) bytes += size;
      }
      if (key.startsWith('story:')) await env.STORIES.put(key, value, options);
    });
    expect(bytes).toBeGreaterThan(50_000_000);
    expect(bytes).toBeLessThan(150_000_000);
    expect((await desk().status(Date.now())).outbox.depth).toBeGreaterThan(100);
  });
});
