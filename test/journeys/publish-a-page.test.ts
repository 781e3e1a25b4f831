import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { app } from '../../src/app.ts';
import { deskOf } from '../../src/newsroom/desk/desk-stub.ts';
import { MAX_PAGES } from '../../src/newsroom/pages/desk/pages.ts';
import { picturesOf } from '../../src/newsroom/pictures/desk/picture-source.ts';
import { continueBackup } from '../../src/newsroom/transfer/desk/backup.ts';
import { RESERVED_SLUGS } from '../../src/site/site-page/slugs.ts';
import { SLUG } from '../../src/site/story/slug.ts';
import { ann } from '../actors.ts';
import { call, desk, drain, newsroom, problemOf, read, recordUnder, reopen, turnWith } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());

const FILE = `---
title: About us
description: Who we are.
---

We write about feeds. See [how to reach us](/contact).

## What we do

Text.([rfc-editor.org](https://www.rfc-editor.org/rfc/rfc4287))
`;

const put = (slug: string, body: unknown = FILE, headers: Record<string, string> = {}) =>
  call('PUT', `/pages/${slug}`, body, { headers });

/** Writes what is due, and returns the keys that were put into KV. */
async function written(): Promise<string[]> {
  const keys: string[] = [];
  await turnWith((async (key: string, ...rest: unknown[]) => {
    keys.push(key);
    return Reflect.apply(env.STORIES.put, env.STORIES, [key, ...rest]);
  }) as KVNamespace['put']);
  return keys.sort();
}

describe('a page', () => {
  test('is at its own address in the layout of the site, with validators and a 304', async () => {
    expect((await put('about')).status).toBe(201);
    await drain();
    const response = await read('/about');
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('Cache-Tag')).toBe('page:about');
    expect(response.headers.get('Cache-Control')).toBe(
      'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400',
    );
    const html = await response.text();
    expect(html).toContain('<h1>About us</h1>');
    expect(html).toContain('<a href="/contact">how to reach us</a>');
    expect(html).toContain('<h2>What we do</h2>');
    expect(html).toContain('(<a href="https://www.rfc-editor.org/rfc/rfc4287">rfc-editor.org</a>)');
    expect(html).toContain('<link rel="canonical" href="https://news.example/about"/>');
    expect(html).toContain('<meta name="description" content="Who we are."/>');
    expect(html).toMatch(/Last changed <time datetime="[^"]+Z">/);
    const etag = response.headers.get('ETag') ?? '';
    const again = await app.request('/about', { headers: { 'If-None-Match': etag } }, env);
    expect([again.status, await again.text()]).toEqual([304, '']);
    const head = await app.request('/about', { method: 'HEAD' }, env);
    expect([head.status, head.headers.get('ETag')]).toEqual([200, etag]);
  });

  test('costs one KV write a change, and one more for the list of pages when it comes or goes', async () => {
    await put('about');
    expect(await written()).toEqual(['page:about', 'pages']);
    await put('about', FILE.replace('feeds', 'the web'), { 'If-Match': '"1"' });
    expect(await written()).toEqual(['page:about']);
    expect((await put('about', FILE.replace('feeds', 'the web'), { 'If-Match': '"2"' })).status).toBe(200);
    expect(await written()).toEqual([]);
    expect((await desk().status(Date.now())).outbox.depth).toBe(0);
  });

  test('answers other addresses, methods and spellings as the site does', async () => {
    await put('about');
    await drain();
    expect((await read('/nothing-here')).status).toBe(404);
    const capital = await read('/About');
    expect([capital.status, capital.headers.get('Location')]).toEqual([301, 'https://news.example/about']);
    const slash = await read('/about/');
    expect([slash.status, slash.headers.get('Location')]).toEqual([301, 'https://news.example/about']);
    const post = await app.request('/about', { method: 'POST' }, env);
    expect([post.status, post.headers.get('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect((await app.request('/nothing-here', { method: 'POST' }, env)).status).toBe(404);
  });

  test('that is withdrawn is not found, keeps its revisions, and can be published again', async () => {
    await put('about');
    await drain();
    const withdrawn = await call('DELETE', '/pages/about', undefined, { headers: { 'If-Match': '"1"' } });
    expect(await withdrawn.json()).toMatchObject({ status: 'withdrawn', revision: 2, changed: true });
    await drain();
    expect((await read('/about')).status).toBe(404);
    expect(await (await read('/sitemaps/listings.xml')).text()).not.toContain('/about');
    expect(await (await call('GET', '/pages/about/revisions/1')).json()).toMatchObject({
      record: { title: 'About us' },
    });
    expect(await (await call('GET', '/pages')).json()).toMatchObject({
      pages: [{ slug: 'about', status: 'withdrawn', title: 'About us', revision: 2, who: 'ann' }],
    });
    expect((await put('about', FILE, { 'If-None-Match': '*' })).status).toBe(200);
    await drain();
    expect((await read('/about')).status).toBe(200);
  });

  test('is in the sitemap of listings, which changes with it', async () => {
    expect(await (await read('/sitemaps/listings.xml')).text()).not.toContain('/about');
    await put('about');
    await drain();
    expect(await (await read('/sitemaps/listings.xml')).text()).toContain(
      '<loc>https://news.example/about</loc>',
    );
  });

  test('is rendered from its record where KV has no finished document', async () => {
    await put('about');
    await drain();
    const finished = await (await read('/about')).text();
    await env.STORIES.put('page:about', JSON.stringify(await recordUnder('page:about')));
    expect(await (await read('/about')).text()).toBe(finished);
    await env.STORIES.put('page:about', '{"slug":"about"}');
    expect((await read('/about')).status).toBe(503);
  });

  test('is written again by a rebuild, and by the check of KV', async () => {
    await put('about');
    await drain();
    await env.STORIES.delete('page:about');
    await desk().rebuild(ann, Date.now());
    await drain();
    expect((await read('/about')).status).toBe(200);
  });
});

describe('the API of pages', () => {
  test('states which revision a change replaces', async () => {
    await put('about');
    const changed = FILE.replace('feeds', 'the web');
    const unstated = await problemOf(await put('about', changed));
    expect(unstated).toMatchObject({
      status: 412,
      why: 'stale',
      detail: expect.stringContaining('If-Match: "1"'),
    });
    expect((await put('about', changed, { 'If-Match': '"1"' })).headers.get('ETag')).toBe('"2"');
    const stale = await problemOf(await put('about', FILE, { 'If-Match': '"1"' }));
    expect(stale).toMatchObject({
      status: 412,
      current: { revision: 2, who: 'ann' },
      yours: { replaces: 1 },
    });
    expect((await put('about', FILE, { 'If-None-Match': '*' })).status).toBe(412);
    expect((await put('new', FILE, { 'If-Match': '"1"' })).status).toBe(404);
    expect((await call('DELETE', '/pages/new')).status).toBe(404);
    expect((await call('GET', '/pages/new')).status).toBe(404);
    expect((await call('GET', '/pages/new/revisions')).status).toBe(404);
    expect((await call('GET', '/pages/about/revisions/9')).status).toBe(404);
    const { revisions } = (await (await call('GET', '/pages/about/revisions')).json()) as {
      revisions: object[];
    };
    expect(revisions).toMatchObject([{ revision: 1 }, { revision: 2, who: 'ann' }]);
  });

  test('takes a record as JSON, and says what is wrong with it', async () => {
    const record = { title: 'Contact', body: 'Write to us.' };
    expect((await put('contact', record)).status).toBe(201);
    expect(await (await call('GET', '/pages/contact')).json()).toMatchObject({
      record: { slug: 'contact', ...record, inLanguage: null, description: null },
    });
    const faults = async (body: unknown, slug = 'x') => (await problemOf(await put(slug, body))).faults;
    expect(await faults({ title: '', body: '[x](javascript:alert(1))' })).toMatchObject([
      { field: 'title', rule: 'must not be empty' },
      { field: 'body', rule: expect.stringMatching(/^links must be absolute .* \/contact \(line 1\)$/) },
    ]);
    expect(await faults({ slug: 'y', ...record })).toMatchObject([
      { field: 'slug', rule: expect.stringMatching(/ address.*"x"/) },
    ]);
    expect(await faults('---\ntitle: a: b\n---\nx')).toMatchObject([{ field: 'title', line: 2 }]);
    expect((await put('newsroom', record)).status).toBe(404);
  });

  test('is for editors', async () => {
    const asWriter = { token: 'wes-token' };
    expect((await call('PUT', '/pages/about', FILE, asWriter)).status).toBe(403);
    await put('about');
    expect((await call('DELETE', '/pages/about', undefined, asWriter)).status).toBe(403);
    expect((await call('GET', '/pages/about', undefined, asWriter)).status).toBe(200);
  });

  test(`publishes at most ${MAX_PAGES} pages`, async () => {
    const page = { title: 'T', inLanguage: null, description: null, body: 'x' };
    const options = { expected: 'any', actor: ann, now: Date.now() } as const;
    for (let n = 0; n < MAX_PAGES; n++) await deskOf(env).pages.save({ ...page, slug: `p-${n}` }, options);
    const refused = await problemOf(await put('one-more'));
    expect(refused).toMatchObject({ status: 409, why: 'state' });
    expect((await call('DELETE', '/pages/p-0')).status).toBe(200);
    expect((await put('one-more')).status).toBe(201);
  });
});

test('no page can have the slug of another address of the site', async () => {
  const routes = app.routes.map(({ path }) => path.split('/')[1] ?? '');
  const slugs = [...new Set(routes)].filter((part) => SLUG.test(part));
  expect(slugs.length).toBeGreaterThan(10);
  expect(slugs.filter((slug) => !RESERVED_SLUGS.has(slug))).toEqual([]);
});

describe('an export', () => {
  const sendLines = async (text: string) =>
    (await (await call('POST', '/stories', text)).text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  test('that is imported into an empty server has every revision of every page', async () => {
    await put('about');
    await put('about', FILE.replace('feeds', 'the web'), { 'If-Match': '"1"' });
    await put('contact', { title: 'Contact', body: 'x' });
    await call('DELETE', '/pages/contact');
    await drain();
    const exported = await (await call('GET', '/export')).text();
    expect(exported.trim().split('\n')).toHaveLength(4);
    const look = async () => [
      await (await read('/about')).text(),
      (await read('/contact')).status,
      await (await read('/sitemaps/listings.xml')).text(),
    ];
    const before = await look();

    await reopen();
    expect(await sendLines(exported)).toMatchObject(
      ['about', 'about', 'contact', 'contact'].map((page) => ({ ok: true, page, changed: true })),
    );
    await drain();
    expect(await look()).toEqual(before);
    expect(await (await call('GET', '/export')).text()).toBe(exported);
    expect((await sendLines(exported)).map(({ changed }) => changed)).toEqual([false, false, false, false]);
  });

  test('never mixes the revisions of two pages', async () => {
    await put('about');
    await put('about', FILE.replace('feeds', 'the web'), { 'If-Match': '"1"' });
    const lines = (await (await call('GET', '/export')).text()).trim().split('\n');
    await reopen();
    await put('about', { title: 'Another', body: 'x' });
    expect(await sendLines(lines.join('\n'))).toMatchObject([
      { ok: false, why: 'taken', detail: expect.stringMatching(/different revision 1 .*"about"/) },
      { ok: false, why: 'taken', detail: expect.stringContaining('does not follow') },
    ]);
    const broken = JSON.parse(lines[0] ?? '');
    broken.page.record.body = '[x](ftp://a.example/)';
    expect(await sendLines(JSON.stringify(broken))).toMatchObject([
      { ok: false, faults: [{ field: 'page.record.body' }] },
    ]);
  });

  test('is in a backup, with stories and without', async () => {
    const bucket = env.BACKUPS as R2Bucket;
    await put('about');
    await continueBackup(bucket, desk(), picturesOf(env), newsroom(), Date.now());
    await call('PUT', '/stories/a-story', aStory());
    await continueBackup(bucket, desk(), picturesOf(env), newsroom(), Date.now() + 2 * 86_400_000);
    const { backups } = (await (await call('GET', '/backups')).json()) as { backups: { name: string }[] };
    expect(backups).toHaveLength(2);
    for (const { name } of backups) {
      const text = await (await call('GET', `/backups/${name}`)).text();
      expect(text).toContain('{"page":{"slug":"about","revision":1');
    }
  });
});
