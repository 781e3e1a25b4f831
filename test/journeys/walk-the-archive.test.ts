import { evictDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import type { KvMetadata } from '../../src/platform/kv.ts';
import { ann } from '../actors.ts';
import { bind } from '../bind.ts';
import * as fc from '../draw.ts';
import { desk, drain, drainCards, read, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';

/** The tables that came with the newsroom in a browser. */
const NEWSROOM_TABLES = [
  'person',
  'passkey',
  'invitation',
  'session',
  'spent_challenge',
  'draft',
  'draft_version',
  'draft_author',
  'review_event',
  'note_on_draft',
  'media',
  'notification',
  'notice',
  'mail',
  'notice_feed',
  'draft_origin',
  'source_text',
  'watched_source',
  'cited_source',
  'swept_story',
  'mirror',
  'mirror_change',
  'page_revision',
  'atproto_record',
  'fediverse_story',
  'redirect',
  'kept',
  'page_draft',
  'settings_version',
  'media_size',
  'front_version',
  'reader_report',
  'follow',
];

import {
  formats,
  idOf,
  newestFirst,
  now,
  publish,
  publishMany,
  saveStories,
  storiesFrom,
  story,
  walkFeed,
  withdraw,
} from '../published-stories.ts';

beforeEach(reopen);

describe('a walk from the feed to the first page', () => {
  test.each([0, 1, 29, 30, 59, 60, 61, 89, 90, 119, 120, 121])(
    'meets each of %i stories once, in each format',
    async (count) => {
      if (count > 0) await publishMany(1, count);
      await drain();
      for (const format of formats) expect(await walkFeed(format)).toEqual(newestFirst(count));
    },
  );

  test('meets corrected stories as they are now, no withdrawn ones, and restored ones in their old places', async () => {
    await publishMany(1, 100);
    await drain();
    const before = await (await read('/archive/1/feed.json')).text();
    await publish(story(7, { headline: 'Corrected', dateModified: '2026-05-01T00:00:00Z' }));
    await withdraw('s-9');
    await withdraw('s-99');
    await drain();
    expect(await walkFeed('atom')).toEqual(newestFirst(100, [9, 99]));
    const page = await (await read('/archive/1/feed.json')).text();
    expect(page).not.toBe(before);
    expect(page).toContain('"title":"Corrected"');
    await desk().restore('s-9', { expected: 'any', actor: ann, now: now() });
    await drain();
    expect(await walkFeed('rss')).toEqual(newestFirst(100, [99]));
  });

  test('meets each story in the archive once if old news is published late, and each document has its newest story first', async () => {
    const old = (n: number) => story(n, { datePublished: `1999-01-${String(n - 60)}T00:00:00Z` });
    await publishMany(1, 70);
    await publish(...Array.from({ length: 20 }, (_, index) => old(71 + index)));
    await publishMany(91, 95);
    await drain();
    const ids = (...numbers: number[]) => numbers.map((n) => idOf(`s-${n}`));
    const downTo = (from: number, to: number) =>
      Array.from({ length: from - to + 1 }, (_, index) => from - index);
    // The feed keeps 20 stories of an earlier page, because the page after it has 20 of old news.
    const feed = ids(...downTo(95, 91), ...downTo(70, 41), ...downTo(90, 71));
    for (const format of formats) {
      expect(await walkFeed(format)).toEqual([...feed, ...ids(...downTo(60, 1))]);
    }
    const listed = await (await read('/archive/3')).text();
    const slugs = Array.from(listed.matchAll(/href="[^"]*\/stories\/(s-\d+)"/g), ([, slug]) => slug);
    expect([...new Set(slugs)]).toEqual([...downTo(70, 61), ...downTo(90, 71)].map((n) => `s-${n}`));
    const sitemap = await (await read('/sitemaps/stories/1.xml')).text();
    expect(sitemap.match(/<loc>/g)).toHaveLength(95);
  });

  test('meets each story that existed at its start once, whatever happens meanwhile', async () => {
    const happening = fc.record({
      published: fc.integer({ min: 0, max: 40 }),
      corrected: fc.nat(200),
      renamed: fc.nat(200),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 130 }),
        fc.array(happening, { minLength: 1, maxLength: 5 }),
        fc.constantFrom(...formats),
        fc.constantFrom('', '/topics/web-feeds'),
        async (count, happenings, format, scope) => {
          await reopen();
          await publishMany(1, count);
          await drain();
          let last = count;
          const slugs = new Map<number, string>();
          const happen = async () => {
            const next = happenings.shift();
            if (!next) return;
            if (next.published > 0) await publishMany(last + 1, last + next.published);
            last += next.published;
            const corrected = (next.corrected % last) + 1;
            const slug = slugs.get(corrected) ?? `s-${corrected}`;
            await publish(story(corrected, { slug, headline: 'Corrected' }));
            const renamed = (next.renamed % last) + 1;
            const newSlug = `renamed-${renamed}-${last}`;
            await publish(
              story(renamed, { slug: newSlug, formerSlugs: [slugs.get(renamed) ?? `s-${renamed}`] }),
            );
            slugs.set(renamed, newSlug);
            await drain();
          };
          expect(await walkFeed(format, scope, happen)).toEqual(newestFirst(count));
          expect(await walkFeed(format, scope)).toEqual(newestFirst(last));
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  test('forward, by next-archive, leads from the first page to the last before the edition', async () => {
    await publishMany(1, 155);
    await drain();
    const pages: string[] = [];
    for (let url: string | undefined = '/archive/1/atom.xml'; url !== undefined; ) {
      const text: string = await (await read(url)).text();
      pages.push(url);
      expect(text).toContain('<fh:archive/>');
      expect(text).toContain(
        '<link rel="current" type="application/atom+xml" href="https://news.example/atom.xml"/>',
      );
      url = /rel="next-archive"[^>]* href="https:\/\/news\.example([^"]*)"/.exec(text)?.[1];
    }
    expect(pages).toEqual([
      '/archive/1/atom.xml',
      '/archive/2/atom.xml',
      '/archive/3/atom.xml',
      '/archive/4/atom.xml',
    ]);
  });
});

describe('a page of the archive', () => {
  test('never shifts: its bytes stay the same when stories are published after it', async () => {
    await publishMany(1, 120);
    await drain();
    const first = await read('/archive/2/rss.xml');
    const text = await first.text();
    await publishMany(121, 200);
    await drain();
    // Only the link to the next page is new.
    const grown = await (await read('/archive/2/rss.xml')).text();
    const isNext = (line: string) => line.includes('next-archive');
    expect(grown.split('\n').filter((line) => !isNext(line))).toEqual(
      text.split('\n').filter((line) => !isNext(line)),
    );
    await publishMany(201, 300);
    await drain();
    expect(await (await read('/archive/2/rss.xml')).text()).toBe(grown);
  });

  test('does not exist before it is closed', async () => {
    await publishMany(1, 29);
    await drain();
    expect((await read('/archive/1/atom.xml')).status).toBe(404);
    await publishMany(30, 30);
    await drain();
    expect((await read('/archive/1/atom.xml')).status).toBe(200);
    for (const page of ['0', '01', '2', 'x', '-1', '1.0', '9999999999']) {
      expect((await read(`/archive/${page}/atom.xml`)).status, page).toBe(404);
    }
  });

  test('answers conditional requests, and is cached for a day once it links to a next page', async () => {
    await publishMany(1, 30);
    await drain();
    const { headers } = await read('/archive/1/feed.json');
    // The newest page is cached as long as a feed, because it changes when it gets a next page.
    expect(headers.get('Cache-Control')).toContain('max-age=900');
    expect(headers.get('Cache-Tag')).toBe('archive:all:1');
    expect(headers.get('Link')).toContain('<https://news.example/feed.json>; rel="current"');
    const request = new Request('https://any.host/archive/1/feed.json', {
      headers: { 'If-None-Match': headers.get('ETag') ?? '' },
    });
    expect((await exports.default.fetch(request)).status).toBe(304);
    await publishMany(31, 90);
    await drain();
    expect((await read('/archive/1/feed.json')).headers.get('Cache-Control')).toContain('max-age=86400');
  });

  test('has an HTML page, to which the listing links', async () => {
    await publishMany(1, 61);
    await drain();
    expect(await (await read('/topics/web-feeds')).text()).toContain('href="/topics/web-feeds/archive/1"');
    const page = await (await read('/topics/web-feeds/archive/1')).text();
    for (let n = 1; n <= 30; n++) expect(page).toContain(`>Story ${n}</a>`);
  });

  test('is written when it closes or gets a next page, and not otherwise', async () => {
    await publishMany(1, 88);
    await drain();
    const printed = () =>
      runInside(deskObject(), (_desk: Desk, state) =>
        state.storage.sql
          .exec<{ key: string }>("SELECT key FROM outbox WHERE key NOT LIKE 'card:%' ORDER BY key")
          .toArray()
          .map(({ key }) => key),
      );
    const scopes = ['all', 'topic:web-feeds'];
    await publishMany(89, 89);
    expect(await printed()).toEqual([...scopes.map((scope) => `edition:${scope}`), 'story:s-89']);
    await drain();
    await publishMany(90, 90);
    expect(await printed()).toEqual(
      [
        ...scopes.flatMap((scope) => [`archive:${scope}:1`, `archive:${scope}:3`, `edition:${scope}`]),
        'story:s-90',
      ].sort(),
    );
  });

  test('with a corrected story is written, but not the edition, which does not contain the story', async () => {
    await publishMany(1, 61);
    await drain();
    const { headers } = await read('/atom.xml');
    await publish(story(5, { headline: 'Corrected' }));
    await drain();
    expect((await read('/atom.xml')).headers.get('ETag')).toBe(headers.get('ETag'));
    expect(await (await read('/archive/1/atom.xml')).text()).toContain('<title>Corrected</title>');
  });
});

describe('a withdrawal', () => {
  const tombstones = async (path: string) =>
    ((await (await read(path)).json()) as { _tombstones?: { withdrawn: object[] } })._tombstones?.withdrawn;

  test("is reported in Atom and JSON Feed, in the feed and on the story's archive page only", async () => {
    await publishMany(1, 95);
    await drain();
    expect(await (await read('/atom.xml')).text()).not.toContain('deleted-entry');
    expect(await tombstones('/feed.json')).toBeUndefined();
    const at = now();
    await withdraw('s-5', at);
    await drain();
    const entry = `<at:deleted-entry ref="${idOf('s-5')}" when="${new Date(at).toISOString()}"><at:comment>The source took it back.</at:comment></at:deleted-entry>`;
    const told = [
      { id: idOf('s-5'), date_withdrawn: new Date(at).toISOString(), reason: 'The source took it back.' },
    ];
    for (const path of ['', '/topics/web-feeds', '/archive/1']) {
      const atom = await (await read(`${path}/atom.xml`)).text();
      expect(atom, path).toContain(entry);
      expect(atom, path).toContain('xmlns:at="http://purl.org/atompub/tombstones/1.0"');
      expect(await tombstones(`${path}/feed.json`), path).toEqual(told);
    }
    expect(await (await read('/archive/2/atom.xml')).text()).not.toContain('deleted-entry');
  });

  test('is no longer reported when the story is restored', async () => {
    await publishMany(1, 3);
    await withdraw('s-2');
    await desk().restore('s-2', { expected: 'any', actor: ann, now: now() });
    await drain();
    expect(await tombstones('/feed.json')).toBeUndefined();
  });

  test('of a story that was never published is not reported', async () => {
    await publish(story(1), story(2, { datePublished: '2999-01-01T00:00:00Z' }));
    await withdraw('s-2');
    await drain();
    expect(await tombstones('/feed.json')).toBeUndefined();
  });

  test('is reported for 30 days', async () => {
    await publishMany(1, 31);
    await withdraw('s-1');
    await drainCards();
    expect(await tombstones('/archive/1/feed.json')).toHaveLength(1);
    const day = 86_400_000;
    await runInside(deskObject(), async (instance: Desk, state) => {
      state.storage.sql.exec('UPDATE withdrawal SET at = ?', Date.now() - 30 * day + 3_600_000);
      state.storage.sql.exec('DELETE FROM purge');
      await state.storage.deleteAlarm();
      await instance.alarm();
      const wait = ((await state.storage.getAlarm()) ?? 0) - Date.now();
      expect(wait).toBeGreaterThan(3_500_000);
      expect(wait).toBeLessThanOrEqual(3_600_000);
      expect(state.storage.sql.exec('SELECT * FROM withdrawal').toArray()).toHaveLength(2);
      state.storage.sql.exec('UPDATE withdrawal SET at = ?', Date.now() - 30 * day);
      await instance.alarm();
      expect(state.storage.sql.exec('SELECT * FROM withdrawal').toArray()).toEqual([]);
    });
    await drain();
    expect(await tombstones('/archive/1/feed.json')).toBeUndefined();
    expect(await tombstones('/feed.json')).toBeUndefined();
  });

  test('can leave an empty page, and the walk continues', async () => {
    await publishMany(1, 95);
    for (let n = 1; n <= 30; n++) await withdraw(`s-${n}`);
    await drain();
    expect(await walkFeed('json')).toEqual(newestFirst(95).slice(0, 65));
    expect(await (await read('/archive/1')).text()).toContain('Every story on this page was withdrawn.');
  });
});

describe('KV that has not converged', () => {
  test('a page whose story was restored is not served without it', async () => {
    await publish(...Array.from({ length: 30 }, (_, n) => story(n, { keywords: ['restored'] })));
    await withdraw('s-3');
    await drain();
    const tombstone = await env.STORIES.getWithMetadata('story:s-3');
    await desk().restore('s-3', { expected: 'any', actor: ann, now: now() });
    await drain();
    await env.STORIES.put('story:s-3', tombstone.value ?? '', { metadata: tombstone.metadata });
    expect((await read('/topics/restored/archive/1/feed.json')).status).toBe(503);
  });

  test('a page that leaves out a broken story is cached briefly, and is complete once the story is repaired', async () => {
    await publish(...Array.from({ length: 30 }, (_, n) => story(n, { keywords: ['mended'] })));
    await drain();
    const good = await env.STORIES.getWithMetadata<KvMetadata>('story:s-3');
    const broken = '{"slug":7}';
    const version = await fingerprint(new TextEncoder().encode(broken));
    await env.STORIES.put('story:s-3', broken, { metadata: { ...good.metadata, version } });
    const count = async () => {
      const response = await read('/topics/mended/archive/1/feed.json');
      return [response.headers.get('Cache-Control'), ((await response.json()) as { items: [] }).items.length];
    };
    expect(await count()).toEqual(['public, max-age=30', 29]);
    await env.STORIES.put('story:s-3', good.value ?? '', { metadata: good.metadata });
    expect((await count())[1]).toBe(30);
  });

  test('an edition is never written before the pages that it links to', async () => {
    const pages = new Set<string>();
    const early: string[] = [];
    const put = async (key: string, value: string, options: KVNamespacePutOptions) => {
      if (key.startsWith('archive:')) pages.add(key);
      if (key.startsWith('edition:')) {
        const { scope, previous } = JSON.parse(value);
        const page = `archive:${scope}:${previous}`;
        if (previous > 0 && !pages.has(page)) early.push(page);
      }
      await env.STORIES.put(key, value, options);
    };
    await publishMany(1, 1);
    await runInside(deskObject(), async (instance: Desk, state) => {
      const STORIES = { put, delete: (key: string) => env.STORIES.delete(key) };
      bind(instance, { STORIES });
      // The edition has been due the longest; further changes do not put it off.
      state.storage.sql.exec('UPDATE outbox SET due = 0');
      await saveStories(instance, storiesFrom(2, 100));
      await instance.alarm();
      bind(instance);
    });
    expect(pages).toContain('archive:all:2');
    expect(early).toEqual([]);
  });

  test('a page with an old copy of a story is served, and made again at the next request', async () => {
    await publishMany(1, 30);
    await drain();
    const older = await env.STORIES.getWithMetadata('story:s-3');
    await publish(story(3, { headline: 'Corrected' }));
    await drain();
    const newer = await env.STORIES.getWithMetadata('story:s-3');
    const put = ({ value, metadata }: typeof older) =>
      env.STORIES.put('story:s-3', value ?? '', { metadata });
    await put(older);
    expect(await (await read('/archive/1/feed.json')).text()).not.toContain('Corrected');
    await put(newer);
    expect(await (await read('/archive/1/feed.json')).text()).toContain('Corrected');
  });

  test('a page that lacks one of its stories is not served as if it were complete', async () => {
    // In a topic that no test has read yet, because the isolate would serve its last good copy otherwise.
    await publish(...Array.from({ length: 30 }, (_, n) => story(n, { keywords: ['unread'] })));
    await drain();
    await env.STORIES.delete('story:s-3');
    const response = await read('/topics/unread/archive/1/feed.json');
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '30']);
  });

  test('an old copy of a page includes a renamed story, and leaves out a withdrawn one', async () => {
    await publishMany(1, 30);
    await drain();
    const page = await env.STORIES.getWithMetadata('archive:all:1');
    await publish(story(3, { slug: 'renamed', formerSlugs: ['s-3'] }));
    await withdraw('s-4');
    await drain();
    await env.STORIES.put('archive:all:1', page.value ?? '', { metadata: page.metadata });
    const ids = ((await (await read('/archive/1/feed.json')).json()) as { items: { id: string }[] }).items;
    expect(ids.map(({ id }) => id)).toEqual(newestFirst(30, [4]));
  });
});

test('a newsroom of a version without archives gets them from the scheduled job', async () => {
  await publishMany(1, 65);
  await drain();
  for (const page of [1, 2]) await env.STORIES.delete(`archive:all:${page}`);
  await runInside(deskObject(), (_desk: Desk, state) => {
    // Restores the tables of that version.
    for (const statement of [
      'DROP INDEX story_merged',
      'ALTER TABLE story DROP COLUMN merged',
      'ALTER TABLE story DROP COLUMN tick',
      'ALTER TABLE scope DROP COLUMN tick',
      'ALTER TABLE scope DROP COLUMN departed',
      'DROP INDEX scope_number',
      'ALTER TABLE scope DROP COLUMN number',
      'ALTER TABLE scope DROP COLUMN listed',
      'DROP TABLE doubt',
      'DROP TABLE withdrawal',
      'DROP TABLE seal',
      'DROP TABLE signing_key',
      'ALTER TABLE story DROP COLUMN first',
      'DROP INDEX revision_restored',
      'DROP INDEX former_slug_story',
      'DROP INDEX story_translates',
      'ALTER TABLE story DROP COLUMN translates',
      ...NEWSROOM_TABLES.map((table) => `DROP TABLE ${table}`),
      'ALTER TABLE revision DROP COLUMN wrote',
      'ALTER TABLE revision DROP COLUMN approved',
      'DROP INDEX outbox_soon',
      'DROP INDEX outbox_cards',
      'CREATE INDEX outbox_due ON outbox (due)',
      "DELETE FROM note WHERE name = 'schema'",
      "DELETE FROM printed WHERE key LIKE 'archive:%'",
    ]) {
      state.storage.sql.exec(statement);
    }
  });
  await evictDurableObject(deskObject());
  await publishMany(66, 66);
  await desk().wake(Date.now());
  await drain();
  for (const format of formats) expect(await walkFeed(format)).toEqual(newestFirst(66));
  const sitemap = await (await read('/sitemaps/stories/1.xml')).text();
  expect(sitemap.match(/<loc>/g)).toHaveLength(66);
  expect(await (await read('/subscribe')).text()).toContain('/topics/web-feeds/atom.xml');
});

test('an edition reports only the newest withdrawals, and an archive page all of its own', async () => {
  await publishMany(1, 130);
  for (let n = 1; n <= 120; n++) await withdraw(`s-${n}`);
  await drain();
  const count = async (path: string) =>
    ((await (await read(path)).text()).match(/<at:deleted-entry/g) ?? []).length;
  expect(await count('/atom.xml')).toBe(100);
  expect(await count('/archive/1/atom.xml')).toBe(30);
});
