import { beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../../../../src/newsroom/desk/desk.ts';
import { call, drain, idsIn, read, reopen } from '../../../../newsroom.ts';
import { deskObject, runInside } from '../../../../objects.ts';
import { aStory } from '../../../../samples.ts';

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
    // The last 35 to be published, and ten of the first page that are newer by date than some of the second. The feed has
    // the newest by date first, and of one day the last published.
    const held = [
      ...Array.from({ length: 35 }, (_, index) => 64 - index),
      ...Array.from({ length: 10 }, (_, index) => 19 - index),
    ];
    const newestFirst = held.sort((a, b) => dayOf(b) - dayOf(a) || b - a);
    expect(ids).toEqual(newestFirst.map((n) => `tag:edgewire.example,2026:stories/s-${n}`));
    // The places of the withdrawn stories stay empty: no story moves to another page.
    await call('DELETE', '/stories/s-40?reason=x');
    await drain();
    expect(await idsIn('/feed.json')).toEqual(ids.filter((id) => !id.endsWith('/s-40')));
  });

  test('lets no old news that is imported take newer stories off a feed, until as many newer ones are published', async () => {
    const day = (year: number, n: number) => new Date(Date.UTC(year, 0, 1 + n)).toISOString();
    const publish = async (name: string, year: number, count: number) => {
      const stories = Array.from({ length: count }, (_, n) =>
        JSON.stringify(record({ slug: `${name}-${n}`, datePublished: day(year, n) })),
      );
      await (await call('POST', '/stories', stories.join('\n'))).text();
      await drain();
    };
    const slugsIn = async (path: string) =>
      (await idsIn(path)).map((id) => id.slice(id.lastIndexOf('/') + 1));
    const downFrom = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${name}-${count - 1 - index}`);
    await publish('recent', 2025, 20);
    await publish('old', 1999, 100);
    for (const path of ['/feed.json', '/topics/web-feeds/feed.json']) {
      const slugs = await slugsIn(path);
      expect(slugs.slice(0, 21)).toEqual([...downFrom('recent', 20), 'old-99']);
      expect(slugs).toHaveLength(50);
    }
    const front = await (await read('/')).text();
    expect(front.indexOf('recent-0')).toBeLessThan(front.indexOf('old-99'));

    // What the feed keeps is corrected and withdrawn there, too.
    const corrected = record({ slug: 'recent-0', datePublished: day(2025, 0), headline: 'Corrected' });
    await call('PUT', '/stories/recent-0', corrected, { headers: { 'If-Match': '"1"' } });
    await drain();
    expect(await (await read('/feed.json')).text()).toContain('"title":"Corrected"');
    await call('DELETE', '/stories/recent-1?reason=x');
    await drain();
    expect((await slugsIn('/feed.json')).slice(0, 20)).toEqual([
      ...downFrom('recent', 20).filter((slug) => slug !== 'recent-1'),
      'old-99',
    ]);

    await publish('new', 2026, 60);
    expect(await slugsIn('/feed.json')).toEqual(downFrom('new', 60).slice(0, 30));
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
  const places = await runInside(deskObject(), (_desk: Desk, state) =>
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
