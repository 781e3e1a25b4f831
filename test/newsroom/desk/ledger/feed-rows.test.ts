import { beforeEach, expect, test } from 'vitest';
import { call, drain, read, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

beforeEach(reopen);

const day = (n: number) => String(n).padStart(2, '0');

/** Returns the Markdown of each item of the feed; undefined where an item has none. */
async function markdownInFeed(): Promise<(string | undefined)[]> {
  const items = (await (await read('/rss.xml')).text()).split('<item>').slice(1);
  return items.map((item) => /<source:markdown>([^<]*)<\/source:markdown>/.exec(item)?.[1]);
}

test('the ten newest stories have their Markdown in RSS, whatever came last', async () => {
  // Published in an order that is not that of their dates.
  const numbers = [1, 12, 2, 11, 3, 10, 4, 9, 5, 8, 6, 7];
  for (const n of numbers) {
    const articleBody = n % 2 ? `Text ${n} <b>\n\n[^1]: note` : `Text ${n}\\\n*next*`;
    const story = aStory({ slug: `s-${n}`, datePublished: `2026-03-${day(n)}T09:00:00Z`, articleBody });
    expect((await call('PUT', `/stories/s-${n}`, story)).status).toBe(201);
  }
  await drain();
  const before = await markdownInFeed();
  expect(before.map((text) => text && /Text (\d+)/.exec(text)?.[1])).toEqual([
    ...Array.from({ length: 10 }, (_, index) => String(12 - index)),
    undefined,
    undefined,
  ]);
  expect(before[0]).toContain('\n\nText 12\\\n*next*\n');
  expect(before[1]).toContain('\n\nText 11 \\&lt;b&gt;\n\n\\[^1\\]: note\n');
});
