import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { desk, drain, reopen } from '../../newsroom.ts';
import { aStory, publish as toArticle } from '../../samples.ts';

beforeEach(() => reopen());

test('a change is later than the one before it, though the clock was set back by an hour', async () => {
  const began = Date.now();
  const save = (headline: string, now: number) =>
    desk().save(aStory({ headline }), toArticle(aStory({ headline })).rendering, {
      expected: 'any',
      who: 'ann',
      now,
    });
  await save('First', began);
  await save('Second', began - 3_600_000);
  await drain();
  for (const key of ['story:a-story', 'edition:all']) {
    const { metadata } = await env.STORIES.getWithMetadata<{ updated: string }>(key);
    expect(Date.parse(metadata?.updated ?? '')).toBe(began + 1);
  }
});
