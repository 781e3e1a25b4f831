import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { FORMATS } from '../../../../src/site/edition/scope.ts';
import { call, desk, drain, read, reopen } from '../../../newsroom.ts';
import {
  formats,
  idOf,
  newestFirst,
  publish,
  publishMany,
  story,
  walkFeed,
  withdraw,
} from '../../../published-stories.ts';

beforeEach(reopen);

describe('an export that is imported', () => {
  const exported = async () => (await (await call('GET', '/export')).text()).trim().split('\n');
  const importInto = async (lines: string[]) => {
    await reopen();
    return (await (await call('POST', '/stories', lines.join('\n'))).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  test('continues above the change numbers of the other server, so that no reader misses a story', async () => {
    await publishMany(1, 20);
    await drain();
    const etag = (await read('/atom.xml')).headers.get('ETag') ?? '';
    await publishMany(21, 25);
    await importInto(await exported());
    for (let n = 1; n <= 5; n++) await publish(story(n, { headline: 'Corrected' }));
    await drain();
    const request = new Request('https://any.host/feed.json', {
      headers: { 'A-IM': 'feed', 'If-None-Match': etag },
    });
    const response = await exports.default.fetch(request);
    const { items } = (await response.json()) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining(newestFirst(25).slice(0, 5)));
  });

  test('makes the same feeds, even if a story changed later than its edition', async () => {
    await publishMany(1, 61);
    await publish(story(1, { headline: 'Corrected' }));
    await drain();
    const look = () =>
      Promise.all(
        ['', '/topics/web-feeds', '/archive/1'].flatMap((scope) =>
          formats.map(async (format) => (await read(`${scope}/${FORMATS[format].file}`)).text()),
        ),
      );
    const before = await look();
    const lines = await exported();
    expect((await importInto(lines)).every(({ ok }) => ok)).toBe(true);
    await drain();
    expect(await look()).toEqual(before);
    expect(await exported()).toEqual(lines);
  });

  test('reports the withdrawals that the other server reported, and no others', async () => {
    await publish(story(1, { keywords: ['web-feeds', 'other'] }), story(2));
    await publish(story(1, { keywords: ['other'], headline: 'Moved' }));
    await withdraw('s-1');
    await importInto(await exported());
    await drain();
    const told = async (path: string) => (await (await read(path)).text()).includes('deleted-entry');
    expect([await told('/atom.xml'), await told('/topics/web-feeds/atom.xml')]).toEqual([true, false]);
  });

  /** Returns the line with this place in each scope. */
  const at = (line: string, sequence: number) => line.replaceAll(/"sequence":\d+/g, `"sequence":${sequence}`);
  const placesIn = (lines: string[]) =>
    lines.map((line) =>
      JSON.parse(line).exported.places.map(({ sequence }: { sequence: number }) => sequence),
    );

  test('keeps the places, even if the first story was published long after later ones', async () => {
    // Places a page apart are as good as stories between them.
    await publishMany(1, 5);
    const made = await exported();
    const lines = [91, 30, 60, 90, 89].map((sequence, index) => at(made[index] ?? '', sequence));
    await importInto(lines.slice(0, 2));
    await drain();
    // A story beyond a gap is shown.
    expect(await walkFeed('json')).toEqual(['s-1', 's-2'].map(idOf));
    expect(await importInto(lines)).toMatchObject(lines.map(() => ({ ok: true })));
    expect(placesIn(await exported())).toEqual(placesIn(lines));
    await drain();
    const ids = async (path: string) =>
      ((await (await read(path)).json()) as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(await ids('/feed.json')).toEqual(['s-1', 's-4', 's-5'].map(idOf));
    expect(await ids('/archive/2/feed.json')).toEqual([idOf('s-3')]);
    await publishMany(6, 6);
    expect(placesIn(await exported()).at(-1)).toEqual([92, 92]);
  });

  /** Shuffles the lines, always in the same way. Their number must not be a multiple of 37. */
  const shuffled = (lines: string[]) => lines.map((_, n) => lines[(n * 37) % lines.length] as string);

  test('keeps the places, whatever the order of its lines', async () => {
    await publishMany(1, 95);
    await withdraw('s-40');
    const lines = await exported();
    for (const order of [lines.toReversed(), shuffled(lines)]) {
      expect((await importInto(order)).every(({ ok }) => ok)).toBe(true);
      expect(placesIn(await exported())).toEqual(placesIn(order));
      await drain();
      expect(await walkFeed('json')).toEqual(newestFirst(95, [40]));
    }
  });

  test('leaves no archive page empty, however far ahead a place is', async () => {
    await publishMany(1, 3);
    const lines = await exported();
    const far = [...lines.slice(0, 2), at(lines[2] ?? '', 10_000)];
    expect((await importInto(far)).every(({ ok }) => ok)).toBe(true);
    await drain();
    expect(await walkFeed('json')).toEqual(newestFirst(3));
    const pages = async () => (await env.STORIES.list({ prefix: 'archive:' })).keys.map(({ name }) => name);
    expect(await pages()).toEqual([]);
    // The import may still be in progress.
    await desk().wake(Date.now());
    expect(placesIn(await exported())[2]).toEqual([10_000, 10_000]);
    await desk().wake(Date.now() + 3_600_000);
    expect(placesIn(await exported())).toEqual([1, 2, 3].map((n) => [n, n]));
    await drain();
    expect(await walkFeed('json')).toEqual(newestFirst(3));
    expect(await pages()).toEqual([]);
  });

  test('shows all of a partial import once it is over', async () => {
    await publishMany(1, 150);
    const lines = (await exported()).slice(50);
    expect((await importInto(lines)).every(({ ok }) => ok)).toBe(true);
    await desk().wake(Date.now() + 3_600_000);
    await drain();
    expect(await walkFeed('json')).toEqual(newestFirst(150).slice(0, 100));
  });

  test('cannot move the order far ahead: stories beyond a gap take the next places when a story is published', async () => {
    await publishMany(1, 31);
    await withdraw('s-30');
    const lines = await exported();
    const far = lines.map((line, index) => (index < 29 ? line : at(line, 9_007_199_254_740_000 + index)));
    expect((await importInto(far)).every(({ ok }) => ok)).toBe(true);
    await drain();
    expect(await walkFeed('json')).toEqual(newestFirst(31, [30]));
    await publishMany(32, 62);
    await drain();
    expect(placesIn(await exported())).toEqual(Array.from({ length: 62 }, (_, n) => [n + 1, n + 1]));
    expect(await walkFeed('json')).toEqual(newestFirst(62, [30]));
    expect(await (await read('/archive/1/atom.xml')).text()).toContain('deleted-entry');
  });

  test('cannot keep a place far beyond all others, nor be withdrawn without a reason', async () => {
    await publishMany(1, 1);
    const line = (await exported())[0] ?? '';
    const far = line.replaceAll('"sequence":1', '"sequence":9007199254740000');
    expect(await importInto([far])).toMatchObject([{ ok: true }]);
    await drain();
    expect(await walkFeed('json')).toEqual(newestFirst(1));
    const silent = line.replace('"status":"published"', '"status":"withdrawn"');
    expect(await importInto([silent])).toMatchObject([{ ok: false }]);
  });
});
