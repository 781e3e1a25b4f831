import { runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../../../src/desk/desk.ts';
import { call, desk, drain, idsIn, read, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });
const ID = 'tag:edgewire.example,2026:stories/a-story';

describe('the order of a scope', () => {
  test('is the order of publication on this server, which decides what an edition of 30 to 59 stories holds', async () => {
    const dayOf = (n: number) => 1 + (n % 20);
    const lines = Array.from({ length: 65 }, (_, n) =>
      JSON.stringify(
        record({ slug: `s-${n}`, datePublished: new Date(Date.UTC(2026, 0, dayOf(n))).toISOString() }),
      ),
    );
    const response = await call('POST', '/stories', lines.join('\n'));
    expect((await response.text()).trim().split('\n')).toHaveLength(65);
    await drain();
    const ids = await idsIn('/feed.json');
    // The last 35 to be published, of which the feed has the newest by date first, and of one day the last published.
    const held = Array.from({ length: 35 }, (_, index) => 64 - index);
    const newestFirst = held.sort((a, b) => dayOf(b) - dayOf(a) || b - a);
    expect(ids).toEqual(newestFirst.map((n) => `tag:edgewire.example,2026:stories/s-${n}`));
    // The places of the withdrawn stories stay empty: no story moves to another page.
    await call('DELETE', '/stories/s-40?reason=x');
    await drain();
    expect(await idsIn('/feed.json')).toEqual(ids.filter((id) => !id.endsWith('/s-40')));
  });

  test("changes when a story's topics change", async () => {
    await call('PUT', '/stories/a-story', record());
    await call('PUT', '/stories/a-story', record({ keywords: ['provenance'] }), {
      headers: { 'If-Match': '"1"' },
    });
    await drain();
    expect(await idsIn('/topics/web-feeds/feed.json')).toEqual([]);
    expect(await idsIn('/topics/provenance/feed.json')).toEqual([ID]);
  });
});

test('200 stories published at once by 20 clients are each in every scope, exactly once', async () => {
  const clients = Array.from({ length: 20 }, async (_, client) => {
    for (let n = 0; n < 10; n++) {
      const slug = `c${client}-s${n}`;
      const response = await call(
        'PUT',
        `/stories/${slug}`,
        record({ slug, keywords: [`t${n}`], articleBody: `([s](https://s${client % 4}.example/))` }),
      );
      expect(response.status).toBe(201);
    }
  });
  await Promise.all(clients);
  await drain();
  const places = await runInDurableObject(desk(), (_desk: Desk, state) =>
    state.storage.sql
      .exec<{ scope: string; stories: number; last: number }>(
        'SELECT scope, COUNT(DISTINCT story) AS stories, MAX(sequence) AS last FROM place GROUP BY scope ORDER BY scope',
      )
      .toArray(),
  );
  expect(places.find(({ scope }) => scope === 'all')).toEqual({ scope: 'all', stories: 200, last: 200 });
  for (let n = 0; n < 10; n++) expect(await idsIn(`/topics/t${n}/feed.json`)).toHaveLength(20);
  expect(new Set(await idsIn('/feed.json')).size).toBe(30 + (200 % 30));
  const pages = await Promise.all(
    Array.from({ length: 200 }, (_, n) => read(`/stories/c${n % 20}-s${Math.floor(n / 20)}`)),
  );
  expect(pages.filter(({ status }) => status !== 200)).toEqual([]);
});
