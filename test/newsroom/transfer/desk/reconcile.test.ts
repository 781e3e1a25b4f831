import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { reconcile } from '../../../../src/newsroom/transfer/desk/reconcile.ts';
import type { Story } from '../../../../src/site/story/story.ts';
import { call, desk, drain, idsIn, read, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });

describe('the scheduled job', () => {
  const later = () => Date.now() + 600_000;

  test('restores values that KV has lost or replaced with an older one', async () => {
    await call('PUT', '/stories/a-story', record());
    await drain();
    const before = await env.STORIES.get('edition:all');
    await env.STORIES.delete('story:a-story');
    await env.STORIES.put('edition:all', '{}', {
      metadata: { version: 'old', updated: '2026-01-01T00:00:00Z' },
    });
    await reconcile(env.STORIES, desk(), later());
    await drain();
    expect((await read('/stories/a-story')).status).toBe(200);
    expect(await env.STORIES.get('edition:all')).toBe(before);
  });

  test('publishes a hand-written story', async () => {
    await env.STORIES.put('story:by-hand', JSON.stringify(record({ slug: 'by-hand' })));
    await reconcile(env.STORIES, desk(), later());
    await drain();
    expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/by-hand']);
    expect(await (await call('GET', '/stories/by-hand/revisions')).json()).toMatchObject({
      revisions: [{ who: 'kv' }],
    });
  });

  test('removes a scheduled story from KV until its time', async () => {
    const due = new Date(Date.now() + 3_600_000).toISOString();
    await env.STORIES.put('story:later', JSON.stringify(record({ slug: 'later', datePublished: due })));
    await reconcile(env.STORIES, desk(), later());
    await drain();
    expect(await env.STORIES.get('story:later')).toBeNull();
    expect(await (await call('GET', '/stories/later')).json()).toMatchObject({ status: 'scheduled' });
  });

  test('corrects values that were restored from an older copy of KV, without metadata', async () => {
    await call('PUT', '/stories/a-story', record());
    await call('PUT', '/stories/gone', record({ slug: 'gone' }));
    await drain();
    const [old, gone] = [await env.STORIES.get('story:a-story'), await env.STORIES.get('story:gone')];
    await call('PUT', '/stories/a-story', record({ headline: 'Corrected' }), {
      headers: { 'If-Match': '"1"' },
    });
    await call('DELETE', '/stories/gone?reason=Wrong.');
    await drain();
    await env.STORIES.put('story:a-story', old ?? '');
    await env.STORIES.put('story:gone', gone ?? '');
    await reconcile(env.STORIES, desk(), later());
    await drain();
    expect(await (await read('/stories/a-story')).text()).toContain('<h1 class="p-name">Corrected</h1>');
    expect((await read('/stories/gone')).status).toBe(410);
  });

  test('is not stopped by any number of broken values', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await Promise.all(Array.from({ length: 450 }, (_, n) => env.STORIES.put(`story:b-${n}`, '{')));
    await env.STORIES.put('story:z-good', JSON.stringify(record({ slug: 'z-good' })));
    for (let run = 0; run < 4; run++) await reconcile(env.STORIES, desk(), later());
    await drain();
    expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/z-good']);
    vi.restoreAllMocks();
  });

  test('reports a broken value and does not change it', async () => {
    await env.STORIES.put('story:broken', '{"slug":"broken"}');
    await reconcile(env.STORIES, desk(), later());
    expect(await env.STORIES.get('story:broken')).toBe('{"slug":"broken"}');
    const { troubles } = await desk().status(Date.now());
    expect(troubles.map(({ what }) => what).join()).toMatch(/story:broken .*invalid/);
  });

  test('leaves uploaded pictures alone', async () => {
    const key = `media:${'0'.repeat(64)}.png`;
    await env.STORIES.put(key, new Uint8Array(10), { metadata: { bytes: 10 } });
    await reconcile(env.STORIES, desk(), later());
    expect(await env.STORIES.get(key, 'arrayBuffer')).toEqual(new ArrayBuffer(10));
    const { troubles } = await desk().status(Date.now());
    expect(troubles.map(({ what }) => what).join()).not.toContain(key);
  });

  test('is not stopped by values with any number of faults, and stores only short reports', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const fields = Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`f${n}`, 1]));
    for (let n = 0; n < 6; n++) {
      await env.STORIES.put(
        `story:b-${n}`,
        JSON.stringify(record({ slug: `b-${n}` })).replace('{', `${JSON.stringify(fields).slice(0, -1)},`),
      );
    }
    await env.STORIES.put('story:z-good', JSON.stringify(record({ slug: 'z-good' })));
    await reconcile(env.STORIES, desk(), later());
    const { troubles } = await desk().status(Date.now());
    expect(troubles).toHaveLength(6);
    for (const { what } of troubles) {
      expect(what).toMatch(
        /^The hand-written value of story:b-\d .* is not a field of the record.*; at least [\d,]+ more faults are not listed; fix these first$/,
      );
      expect(what.length).toBeLessThanOrEqual(2000);
    }
    // As long as those that earlier versions stored.
    const old = Array.from({ length: 20 }, () => ({
      at: new Date().toISOString(),
      what: 'x'.repeat(90_000),
    }));
    await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
      sql.exec("UPDATE note SET value = ? WHERE name = 'troubles'", JSON.stringify(old));
    });
    for (const n of [1, 2]) await desk().reportTroubles([`${n}${'y'.repeat(200_000)}`], Date.now());
    expect(JSON.stringify((await desk().status(Date.now())).troubles).length).toBeLessThan(45_000);
    vi.restoreAllMocks();
  });

  test('is not stopped by a story that cannot be stored, and reports it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await env.STORIES.put('story:large', JSON.stringify(record({ slug: 'large' })));
    await env.STORIES.put('story:z-good', JSON.stringify(record({ slug: 'z-good' })));
    const full = new Proxy(desk(), {
      get: (real, name) => {
        const method = Reflect.get(real, name);
        return (...values: [Story]) =>
          name === 'save' && values[0].slug === 'large'
            ? Promise.reject(new Error('SQLITE_TOOBIG'))
            : Reflect.apply(method, real, values);
      },
    });
    await reconcile(env.STORIES, full, later());
    await drain();
    expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/z-good']);
    expect((await desk().status(Date.now())).troubles.map(({ what }) => what).join()).toMatch(
      /story:large .*SQLITE_TOOBIG/,
    );
    expect(await desk().reconcileCursor()).toBeNull();
    vi.restoreAllMocks();
  });

  test('starts again at the first key if KV refuses the stored cursor, and keeps the cursor if KV is down', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await env.STORIES.put('story:by-hand', JSON.stringify(record({ slug: 'by-hand' })));
    const kept = JSON.stringify({ page: 'of old', after: 'story:s' });
    await desk().setReconcileCursor(kept);
    const kvThat = (fails: (cursor: unknown) => boolean) =>
      new Proxy(env.STORIES, {
        get: (kv, name) => {
          if (name !== 'list') return Reflect.get(kv, name).bind(kv);
          return ({ cursor }: KVNamespaceListOptions) =>
            fails(cursor)
              ? Promise.reject(new Error('KV GET failed: 400'))
              : kv.list({ cursor: cursor ?? null });
        },
      });
    await expect(
      reconcile(
        kvThat(() => true),
        desk(),
        later(),
      ),
    ).rejects.toThrow('400');
    expect(await desk().reconcileCursor()).toBe(kept);
    await reconcile(
      kvThat((cursor) => cursor === 'of old'),
      desk(),
      later(),
    );
    await drain();
    expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/by-hand']);
    expect(await desk().reconcileCursor()).toBeNull();
    expect((await desk().status(Date.now())).troubles.at(-1)?.what).toMatch(/refused the cursor/);
    vi.restoreAllMocks();
  });

  test('goes through more keys than fit on a page', async () => {
    const slugs = Array.from({ length: 110 }, (_, n) => `s-${String(n).padStart(3, '0')}`);
    const lines = slugs.map((slug) => JSON.stringify(aStory({ slug }))).join('\n');
    await (await call('POST', '/stories', lines)).text();
    await drain();
    for (const slug of ['s-001', 's-109']) await env.STORIES.delete(`story:${slug}`);
    // Pages of a hundred keys, where KV has a thousand.
    const kv = {
      list: (options: KVNamespaceListOptions) => env.STORIES.list({ ...options, limit: 100 }),
      get: (key: string) => env.STORIES.get(key),
    } as unknown as KVNamespace;
    for (let run = 0; run < 3; run++) await reconcile(kv, desk(), later());
    await drain();
    for (const slug of ['s-001', 's-109']) expect((await read(`/stories/${slug}`)).status).toBe(200);
  });
});
