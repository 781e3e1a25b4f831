import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Desk } from '../../src/desk/desk.ts';
import { reconcile } from '../../src/desk/transfer/reconcile.ts';
import type { Edition } from '../../src/edition/edition.ts';
import type { Metadata } from '../../src/kv.ts';
import type { Story } from '../../src/story/story.ts';
import { call, desk, drain, drainCards, idsIn, read, recordUnder, reopen, turn } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });
const ID = 'tag:edgewire.example,2026:stories/a-story';

describe('a story is', () => {
  test('published: a page, an entry in every feed of its scopes, and a revision that says who', async () => {
    const response = await call(
      'PUT',
      '/stories/a-story',
      record({ articleBody: 'So.([w3.org](https://www.w3.org/))' }),
    );
    expect(response.status).toBe(201);
    expect(response.headers.get('ETag')).toBe('"1"');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(await response.json()).toEqual({
      slug: 'a-story',
      identifier: ID,
      status: 'published',
      revision: 1,
      changed: true,
      url: 'https://news.example/stories/a-story',
    });
    await drain();
    expect((await read('/stories/a-story')).status).toBe(200);
    for (const scope of ['', '/topics/web-feeds', '/sources/w3.org'])
      expect(await idsIn(`${scope}/feed.json`)).toEqual([ID]);
    expect(await (await read('/subscribe')).text()).toContain('/sources/w3.org/atom.xml');
    const { revisions } = (await (await call('GET', '/stories/a-story/revisions')).json()) as {
      revisions: object[];
    };
    expect(revisions).toMatchObject([{ revision: 1, who: 'ann', action: 'publish', reason: null }]);
  });

  test('published from a Markdown file too', async () => {
    const file =
      '---\nheadline: From a file\nabstract: x\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\n---\n\n  Two  spaces.\n';
    expect((await call('PUT', '/stories/from-a-file', file)).status).toBe(201);
    const { record: stored } = (await (await call('GET', '/stories/from-a-file')).json()) as {
      record: { articleBody: string };
    };
    expect(stored.articleBody).toBe('  Two  spaces.\n');
  });

  test('left as it is when the same comes again', async () => {
    await call('PUT', '/stories/a-story', record());
    await drain();
    const again = await call('PUT', '/stories/a-story', record(), { token: 'bob-token' });
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ revision: 1, changed: false });
    expect((await desk().status(Date.now())).outbox.depth).toBe(0);
  });

  test('corrected: dated on the page and in every format', async () => {
    await call('PUT', '/stories/a-story', record());
    const corrected = record({
      abstract: 'What really happened.',
      dateModified: '2026-03-05T10:00:00Z',
      correction: [{ text: 'It was otherwise.', datePublished: '2026-03-05T10:00:00Z' }],
    });
    const response = await call('PUT', '/stories/a-story', corrected, {
      token: 'bob-token',
      headers: { 'If-Match': '"1"' },
    });
    expect(await response.json()).toMatchObject({ revision: 2, changed: true, identifier: ID });
    await drain();
    for (const path of ['/stories/a-story', '/rss.xml', '/atom.xml', '/feed.json']) {
      const text = await (await read(path)).text();
      expect(text).toContain('It was otherwise.');
      expect(text).toContain('What really happened.');
      expect(text).toContain('2026-03-05');
    }
    const first = (await (await call('GET', '/stories/a-story/revisions/1')).json()) as {
      record: { abstract: string };
      who: string;
    };
    expect(first).toMatchObject({ who: 'ann', record: { abstract: 'What happened.' } });
  });

  test('renamed: the old slugs lead to it for ever, and its id stays', async () => {
    await call('PUT', '/stories/a-story', record());
    await drain();
    const second = await call(
      'PUT',
      '/stories/second',
      record({ slug: 'second', formerSlugs: ['a-story'] }),
      { headers: { 'If-Match': '"1"' } },
    );
    expect(await second.json()).toMatchObject({ slug: 'second', identifier: ID, revision: 2 });
    await call('PUT', '/stories/third', record({ slug: 'third', identifier: ID }), {
      headers: { 'If-Match': '"2"' },
    });
    await drain();
    for (const slug of ['a-story', 'second']) {
      const response = await read(`/stories/${slug}`);
      expect(response.status).toBe(301);
      expect(response.headers.get('Location')).toBe('https://news.example/stories/third');
    }
    expect(await idsIn('/feed.json')).toEqual([ID]);
    // Nobody else gets a slug that leads somewhere.
    const taken = await call('PUT', '/stories/second', record({ slug: 'second', headline: 'Another' }));
    expect(taken.status).toBe(409);
    expect(await taken.json()).toMatchObject({
      detail: 'The slug "second" was that of "third" and leads there for ever.',
    });
  });

  test('withdrawn: 410 with reason and date, out of the feeds, its revisions kept; and restored', async () => {
    await call('PUT', '/stories/a-story', record());
    await drain();
    expect((await call('DELETE', '/stories/a-story')).status).toBe(422);
    const withdrawn = await call(
      'DELETE',
      `/stories/a-story?reason=${encodeURIComponent('The source <b>retracted</b> it.')}`,
    );
    expect(await withdrawn.json()).toMatchObject({ status: 'withdrawn', revision: 2 });
    await drain();
    const page = await read('/stories/a-story');
    expect(page.status).toBe(410);
    const text = await page.text();
    expect(text).toContain('The source &lt;b&gt;retracted&lt;/b&gt; it.');
    expect(text).toContain(`<time datetime="${new Date().toISOString().slice(0, 10)}`);
    for (const scope of ['', '/topics/web-feeds']) expect(await idsIn(`${scope}/feed.json`)).toEqual([]);
    expect((await call('GET', '/stories/a-story/revisions/1')).status).toBe(200);
    expect(
      (await call('PUT', '/stories/a-story', record({ abstract: 'x' }), { headers: { 'If-Match': '*' } }))
        .status,
    ).toBe(409);

    expect(await (await call('POST', '/stories/a-story/restore')).json()).toMatchObject({
      status: 'published',
      revision: 3,
    });
    await drain();
    expect((await read('/stories/a-story')).status).toBe(200);
    expect(await idsIn('/feed.json')).toEqual([ID]);
    expect((await call('POST', '/stories/a-story/restore')).status).toBe(409);
  });

  test('scheduled: nowhere before its time, everywhere after it', async () => {
    const due = new Date(Date.now() + 3_600_000).toISOString();
    const response = await call('PUT', '/stories/a-story', record({ datePublished: due }));
    expect(await response.json()).toMatchObject({ status: 'scheduled' });
    await drain();
    expect(await env.STORIES.get('story:a-story')).toBeNull();
    expect((await read('/stories/a-story')).status).toBe(404);
    expect(await idsIn('/feed.json')).toEqual([]);
    expect((await call('GET', '/stories/a-story', undefined, { token: null })).status).toBe(401);
    expect(await runInDurableObject(desk(), (_desk: Desk, state) => state.storage.getAlarm())).toBe(
      Date.parse(due),
    );
    // Its time comes: the Desk's clock is what the row is compared with.
    await runInDurableObject(desk(), (_desk: Desk, state) => {
      state.storage.sql.exec('UPDATE story SET due = ?', Date.now() - 1);
    });
    await turn();
    await drain();
    expect(await idsIn('/feed.json')).toEqual([ID]);
    expect(await (await call('GET', '/stories/a-story')).json()).toMatchObject({ status: 'published' });
  });
});

describe('two editors', () => {
  test('the second is told both revisions, and may say which one is replaced', async () => {
    await call('PUT', '/stories/a-story', record());
    await call('PUT', '/stories/a-story', record({ abstract: 'Ann.' }), { headers: { 'If-Match': '"1"' } });
    const stale = await call('PUT', '/stories/a-story', record({ abstract: 'Bob.' }), {
      token: 'bob-token',
      headers: { 'If-Match': '"1"' },
    });
    expect(stale.status).toBe(412);
    expect(stale.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await stale.json()).toMatchObject({
      status: 412,
      current: { revision: 2, who: 'ann' },
      yours: { replaces: 1 },
      detail: 'Yours replaces revision 1 of "a-story", which is at revision 2.',
    });
    const unstated = await call('PUT', '/stories/a-story', record({ abstract: 'Bob.' }), {
      token: 'bob-token',
    });
    expect(unstated.status).toBe(412);
    expect(
      (
        await call('PUT', '/stories/a-story', record({ abstract: 'Bob.' }), {
          headers: { 'If-Match': '"2"' },
        })
      ).status,
    ).toBe(200);
    expect(
      (
        await call('PUT', '/stories/a-story', record({ abstract: 'New.' }), {
          headers: { 'If-None-Match': '*' },
        })
      ).status,
    ).toBe(412);
    expect(
      (await call('PUT', '/stories/none', record({ slug: 'none' }), { headers: { 'If-Match': '"1"' } }))
        .status,
    ).toBe(412);
  });
});

test('a change is later than the one before it, though the clock was set back by an hour', async () => {
  const began = Date.now();
  const save = (headline: string, now: number) =>
    desk().save(aStory({ headline }), undefined, { expected: 'any', who: 'ann', now });
  await save('First', began);
  await save('Second', began - 3_600_000);
  await drain();
  for (const key of ['story:a-story', 'edition:all']) {
    const { metadata } = await env.STORIES.getWithMetadata<{ updated: string }>(key);
    expect(Date.parse(metadata?.updated ?? '')).toBe(began + 1);
  }
});

test('a rename that is refused changes nothing, the old redirect included', async () => {
  await call('PUT', '/stories/a-story', record());
  await call('PUT', '/stories/b', record({ slug: 'b', formerSlugs: ['a-story'] }), {
    headers: { 'If-Match': '"1"' },
  });
  const back = record({ formerSlugs: ['b'] });
  expect((await call('PUT', '/stories/a-story', back, { headers: { 'If-Match': '"1"' } })).status).toBe(412);
  await drain();
  expect((await read('/stories/a-story')).headers.get('Location')).toBe('https://news.example/stories/b');
  expect((await call('PUT', '/stories/a-story', record({ headline: 'Another' }))).status).toBe(409);
  // Said rightly, it goes back, and the other slug leads to it.
  expect((await call('PUT', '/stories/a-story', back, { headers: { 'If-Match': '"2"' } })).status).toBe(200);
  await drain();
  expect((await read('/stories/a-story')).status).toBe(200);
  expect((await read('/stories/b')).headers.get('Location')).toBe('https://news.example/stories/a-story');
});

test('what was scheduled and withdrawn was never there, whatever is rebuilt', async () => {
  const due = new Date(Date.now() + 3_600_000).toISOString();
  await call('PUT', '/stories/a-story', record({ datePublished: due }));
  await call('DELETE', '/stories/a-story?reason=Secret.');
  await call('POST', '/rebuild');
  await drain();
  expect((await read('/stories/a-story')).status).toBe(404);
  expect(await (await call('POST', '/stories/a-story/restore')).json()).toMatchObject({
    status: 'scheduled',
  });
});

test('a story that cannot be read keeps no other from appearing or being printed', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const due = new Date(Date.now() + 3_600_000).toISOString();
  for (const slug of ['bad', 'good'])
    await call('PUT', `/stories/${slug}`, record({ slug, datePublished: due }));
  await call('PUT', '/stories/a-story', record());
  await runInDurableObject(desk(), (_desk: Desk, state) => {
    state.storage.sql.exec("UPDATE story SET article = '{' WHERE slug = 'bad'");
    state.storage.sql.exec("UPDATE story SET due = 0 WHERE status = 'scheduled'");
  });
  await turn();
  await drain();
  expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/good', ID]);
  expect((await desk().status(Date.now())).troubles.map(({ what }) => what).join()).toContain(
    'bad could not appear',
  );
  await call('POST', '/rebuild');
  await drain();
  expect((await desk().status(Date.now())).rebuild).toMatchObject({ isDone: true });
  vi.restoreAllMocks();
});

describe('the order of a scope', () => {
  test('is that of publication here, and an edition holds 30 to 59 stories', async () => {
    const lines = Array.from({ length: 65 }, (_, n) =>
      JSON.stringify(
        record({ slug: `s-${n}`, datePublished: new Date(Date.UTC(2026, 0, 1 + (n % 20))).toISOString() }),
      ),
    );
    const response = await call('POST', '/stories', lines.join('\n'));
    expect((await response.text()).trim().split('\n')).toHaveLength(65);
    await drain();
    const ids = await idsIn('/feed.json');
    expect(ids).toHaveLength(35);
    expect(ids[0]).toBe('tag:edgewire.example,2026:stories/s-64');
    expect(ids.at(-1)).toBe('tag:edgewire.example,2026:stories/s-30');
    // A gap stays a gap: nothing moves from page to page.
    await call('DELETE', '/stories/s-40?reason=x');
    await drain();
    expect(await idsIn('/feed.json')).toEqual(ids.filter((id) => !id.endsWith('/s-40')));
  });

  test('follows the topics of a story when they change', async () => {
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

describe('the scheduled job', () => {
  const later = () => Date.now() + 600_000;

  test('restores what is missing in KV, or was replaced by an older value', async () => {
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

  test('adopts a story that was put straight into KV', async () => {
    await env.STORIES.put('story:by-hand', JSON.stringify(record({ slug: 'by-hand' })));
    await reconcile(env.STORIES, desk(), later());
    await drain();
    expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/by-hand']);
    expect(await (await call('GET', '/stories/by-hand/revisions')).json()).toMatchObject({
      revisions: [{ who: 'kv' }],
    });
  });

  test('takes a story of the future out of KV until its time', async () => {
    const due = new Date(Date.now() + 3_600_000).toISOString();
    await env.STORIES.put('story:later', JSON.stringify(record({ slug: 'later', datePublished: due })));
    await reconcile(env.STORIES, desk(), later());
    await drain();
    expect(await env.STORIES.get('story:later')).toBeNull();
    expect(await (await call('GET', '/stories/later')).json()).toMatchObject({ status: 'scheduled' });
  });

  test('puts right what was restored from an older copy of KV, without metadata', async () => {
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
    expect(await (await read('/stories/a-story')).text()).toContain('<h1>Corrected</h1>');
    expect((await read('/stories/gone')).status).toBe(410);
  });

  test('gets past any number of broken values', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await Promise.all(Array.from({ length: 450 }, (_, n) => env.STORIES.put(`story:b-${n}`, '{')));
    await env.STORIES.put('story:z-good', JSON.stringify(record({ slug: 'z-good' })));
    for (let run = 0; run < 4; run++) await reconcile(env.STORIES, desk(), later());
    await drain();
    expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/z-good']);
    vi.restoreAllMocks();
  });

  test('reports a broken one and leaves it alone', async () => {
    await env.STORIES.put('story:broken', '{"slug":"broken"}');
    await reconcile(env.STORIES, desk(), later());
    expect(await env.STORIES.get('story:broken')).toBe('{"slug":"broken"}');
    const { troubles } = await desk().status(Date.now());
    expect(troubles.map(({ what }) => what).join()).toContain(
      'story:broken, which somebody put into KV, is broken',
    );
  });

  test('gets past values with any number of faults, and what is kept of them is short', async () => {
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
        /^The value of story:b-\d, .* is not a field of the record.*; at least [\d,]+ more faults are not listed; fix these first$/,
      );
      expect(what.length).toBeLessThanOrEqual(2000);
    }
    // As long as an earlier version kept them.
    const old = Array.from({ length: 20 }, () => ({
      at: new Date().toISOString(),
      what: 'x'.repeat(90_000),
    }));
    await runInDurableObject(desk(), (_desk: Desk, { storage: { sql } }) => {
      sql.exec("UPDATE note SET value = ? WHERE name = 'troubles'", JSON.stringify(old));
    });
    for (const n of [1, 2]) await desk().reportTroubles([`${n}${'y'.repeat(200_000)}`], Date.now());
    expect(JSON.stringify((await desk().status(Date.now())).troubles).length).toBeLessThan(45_000);
    vi.restoreAllMocks();
  });

  test('gets past a story that cannot be kept, and says so', async () => {
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
    expect((await desk().status(Date.now())).troubles.map(({ what }) => what).join()).toContain(
      'The value of story:large, which somebody put into KV, could not be adopted: Error: SQLITE_TOOBIG',
    );
    expect(await desk().reconcileCursor()).toBeNull();
    vi.restoreAllMocks();
  });

  test('begins anew where KV does not take the cursor that was kept, and keeps it where KV is away', async () => {
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
    expect((await desk().status(Date.now())).troubles.at(-1)?.what).toContain('compared from the first on');
    vi.restoreAllMocks();
  });

  test('goes through more keys than one page holds', async () => {
    await call(
      'POST',
      '/stories',
      Array.from({ length: 1100 }, (_, n) =>
        JSON.stringify(aStory({ slug: `s-${String(n).padStart(4, '0')}` })),
      ).join('\n'),
    ).then((response) => response.text());
    await drain();
    for (const slug of ['s-0001', 's-1099']) await env.STORIES.delete(`story:${slug}`);
    for (let run = 0; run < 3; run++) await reconcile(env.STORIES, desk(), later());
    await drain();
    for (const slug of ['s-0001', 's-1099']) expect((await read(`/stories/${slug}`)).status).toBe(200);
  });
});

test('a rebuild prints everything anew', async () => {
  await call(
    'POST',
    '/stories',
    Array.from({ length: 120 }, (_, n) => JSON.stringify(record({ slug: `s-${n}` }))).join('\n'),
  ).then((response) => response.text());
  await drainCards();
  const { keys } = await env.STORIES.list();
  const before = await Promise.all(keys.map(({ name }) => env.STORIES.get(name)));
  await Promise.all(keys.map(({ name }) => env.STORIES.delete(name)));
  const begun = await call('POST', '/rebuild');
  expect(begun.status).toBe(202);
  expect(await begun.json()).toMatchObject({ done: 0, total: 120, isDone: false });
  await drainCards();
  expect(await (await call('GET', '/status')).json()).toMatchObject({
    rebuild: { done: 120, isDone: true },
    outbox: { depth: 0 },
  });
  expect(await Promise.all(keys.map(({ name }) => env.STORIES.get(name)))).toEqual(before);
});

test('a rebuild prints what is left of scopes whose stories are all withdrawn', async () => {
  const slugs = Array.from({ length: 31 }, (_, n) => `s-${n}`);
  for (const slug of slugs) await call('PUT', `/stories/${slug}`, record({ slug, keywords: ['given-up'] }));
  for (const slug of slugs) await call('DELETE', `/stories/${slug}?reason=Wrong.`);
  await drain();
  const { keys } = await env.STORIES.list();
  const versions = async () =>
    (await env.STORIES.list<Metadata>()).keys.map(({ name, metadata }) => [name, metadata?.version]);
  const before = await versions();
  expect(await recordUnder('edition:all')).toMatchObject({ count: 0 });
  for (const key of ['edition:topic:given-up', 'archive:topic:given-up:1']) {
    const { withdrawn } = (await recordUnder(key)) as Edition;
    expect([key, withdrawn[0]?.reason]).toEqual([key, 'Wrong.']);
  }
  await Promise.all(keys.map(({ name }) => env.STORIES.delete(name)));
  await call('POST', '/rebuild');
  await drain();
  for (const path of ['/feed.json', '/topics/given-up/feed.json', '/topics/given-up/archive/1/atom.xml']) {
    expect([path, (await read(path)).status]).toEqual([path, 200]);
  }
  expect(await versions()).toEqual(before);
});

test('a rebuild leaves what is not stated as it was: the cited sources are the reporting', async () => {
  await call('PUT', '/stories/a-story', record({ articleBody: 'Said.([a](https://a.example/))' }));
  await drain();
  const documents = () => Promise.all(['story:a-story', 'edition:all'].map((key) => env.STORIES.get(key)));
  const before = await documents();
  expect(before[0]).toContain('"isBasedOn":true');
  await call('POST', '/rebuild');
  await drain();
  expect(await documents()).toEqual(before);
});

test('a deploy that renders stories otherwise prints them anew by itself', async () => {
  await call('PUT', '/stories/a-story', record());
  await drain();
  await runInDurableObject(desk(), (_desk: Desk, state) => {
    // As an older program left it.
    state.storage.sql.exec("UPDATE note SET value = '0' WHERE name = 'renderer'");
    state.storage.sql.exec(
      "UPDATE story SET article = replace(article, '<p>What we think.</p>', '<p>Old HTML.</p>')",
    );
    state.storage.sql.exec('UPDATE printed SET version = NULL');
  });
  await desk().rewrite(['story:a-story'], Date.now());
  await drain();
  expect(await (await read('/stories/a-story')).text()).toContain('Old HTML.');
  await desk().wake(Date.now());
  await drain();
  expect(await (await read('/stories/a-story')).text()).toContain('<p>What we think.</p>');
  expect((await desk().status(Date.now())).rebuild).toMatchObject({ isDone: true, total: 1 });
});

test('an export, imported into an empty server, gives the same server', async () => {
  await call('PUT', '/stories/a-story', record({ articleBody: '([w3.org](https://www.w3.org/))' }));
  await call('PUT', '/stories/gone', record({ slug: 'gone' }));
  await call('PUT', '/stories/last', record({ slug: 'last' }));
  await call('DELETE', '/stories/gone?reason=Wrong.');
  await call('PUT', '/stories/renamed', record({ slug: 'renamed', formerSlugs: ['a-story'] }), {
    headers: { 'If-Match': '"1"' },
  });
  await call('PUT', '/stories/later', record({ slug: 'later', datePublished: '2999-01-01T00:00:00Z' }));
  await drain();
  const exported = await (await call('GET', '/export')).text();
  const paths = [
    '/feed.json',
    '/rss.xml',
    '/topics/web-feeds/atom.xml',
    '/stories/renamed',
    '/stories/a-story',
    '/stories/gone',
    '/stories/later',
  ];
  const look = () =>
    Promise.all(
      paths.map(async (path) => [path, (await read(path)).status, await (await read(path)).text()]),
    );
  const before = await look();
  expect(before.map(([, status]) => status)).toEqual([200, 200, 200, 200, 301, 410, 404]);

  await reopen();
  const results = (
    await (
      await call('POST', '/stories', exported, { headers: { 'Content-Type': 'application/x-ndjson' } })
    ).text()
  )
    .trim()
    .split('\n');
  expect(results.map((line) => JSON.parse(line).ok)).toEqual([true, true, true, true]);
  await drain();
  expect(await look()).toEqual(before);
  expect(await (await call('GET', '/export')).text()).toBe(exported);
  // A second time there is nothing to write.
  await (await call('POST', '/stories', exported)).text();
  expect((await desk().status(Date.now())).outbox.depth).toBe(0);
});

test('an export is imported beside stories that are there, and takes the next places', async () => {
  for (const slug of ['one', 'two']) await call('PUT', `/stories/${slug}`, record({ slug }));
  const exported = await (await call('GET', '/export')).text();
  await reopen();
  await call('PUT', '/stories/here', record({ slug: 'here' }));
  const results = (await (await call('POST', '/stories', exported)).text()).trim().split('\n');
  expect(results.map((line) => JSON.parse(line).ok)).toEqual([true, true]);
  await drain();
  expect((await idsIn('/feed.json')).map((id) => id.split('/').at(-1)).sort()).toEqual([
    'here',
    'one',
    'two',
  ]);
});

test('an exported story that had a slug of a story here is refused, and the slug leads on to the one here', async () => {
  await call('PUT', '/stories/old', record({ slug: 'old' }));
  const headers = { 'If-Match': '"1"' };
  await call('PUT', '/stories/new', record({ slug: 'new', formerSlugs: ['old'] }), { headers });
  const exported = await (await call('GET', '/export')).text();
  const other = (slug: string, formerSlugs: string[] = []) =>
    record({ slug, formerSlugs, identifier: 'tag:elsewhere.example,2026:old' });
  const importThere = async () => JSON.parse(await (await call('POST', '/stories', exported)).text());
  const refused = {
    ok: false,
    detail:
      'The slug "old" is that of tag:elsewhere.example,2026:old, not of tag:edgewire.example,2026:stories/old.',
  };

  await reopen();
  await call('PUT', '/stories/old', other('old'));
  expect(await importThere()).toMatchObject(refused);
  await call('PUT', '/stories/here', other('here', ['old']), { headers });
  expect(await importThere()).toMatchObject({
    ok: false,
    detail: refused.detail.replace('"old"', '"here"'),
  });
  await drain();
  expect((await read('/stories/old')).headers.get('Location')).toBe('https://news.example/stories/here');

  // One that is two stories here is neither.
  await reopen();
  for (const slug of ['old', 'new']) await call('PUT', `/stories/${slug}`, record({ slug }));
  expect(await importThere()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('which are two stories'),
  });
});
