import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { app } from '../../src/app.ts';
import { picturesOf } from '../../src/newsroom/pictures/desk/picture-source.ts';
import { continueBackup } from '../../src/newsroom/transfer/desk/backup.ts';
import { redirectsKey } from '../../src/platform/kv.ts';
import { whatAnswers } from '../../src/site/redirects/own-addresses.ts';
import { SHARD_COUNT, shardOf } from '../../src/site/redirects/shard.ts';
import { ann } from '../actors.ts';
import { call, desk, drain, newsroom, problemOf, read, reopen, turnWith } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());

interface Result {
  line: number;
  ok: boolean;
  from: string;
  to?: string;
  changed?: boolean;
  why?: string;
  detail?: string;
}

/** Sends redirects, and returns what became of each. */
async function add(redirects: Record<string, string>, query = ''): Promise<Result[]> {
  const lines = Object.entries(redirects).map(([from, to]) => JSON.stringify({ from, to }));
  const response = await call('POST', `/redirects${query}`, lines.join('\n'));
  expect(response.status).toBe(200);
  const text = await response.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const put = async (slug: string, more: object = {}) =>
  expect((await call('PUT', `/stories/${slug}`, aStory({ slug, ...more }))).ok).toBe(true);

/** Returns the status of an address, and where it leads. */
async function lead(path: string): Promise<[number, string | null]> {
  const response = await read(path);
  await response.body?.cancel();
  return [response.status, response.headers.get('Location')];
}

const SITE = 'https://news.example';

describe('an old address', () => {
  test('leads to its story in one hop, however it is spelled', async () => {
    await put('a-story');
    expect(await add({ 'https://old.example/2019/05/A-Story/': '/stories/a-story' })).toEqual([
      {
        line: 1,
        ok: true,
        from: 'https://old.example/2019/05/A-Story/',
        to: '/stories/a-story',
        changed: true,
      },
    ]);
    await drain();
    for (const path of [
      '/2019/05/a-story/',
      '/2019/05/a-story',
      '/2019/05/A-STORY//',
      '/2019/05/a-story/index.html',
      '/index.php/2019/05/a-story/',
      '/2019/05/a-story/?utm_source=x&fbclid=y',
      '/2019/05/%61-story/amp/',
      '/2019/05/a-story/comment-page-2/',
      '/2019/05/a-story/?p=9',
    ])
      expect([path, ...(await lead(path))]).toEqual([path, 301, `${SITE}/stories/a-story`]);
    expect(await lead('/2019/05/b-story/')).toEqual([301, `${SITE}/2019/05/b-story`]);
    expect(await lead('/2019/05/b-story')).toEqual([404, null]);
  });
});

test('an old address below that of the accounts leads on, with and without accounts', async () => {
  await put('a-story');
  await add({ 'https://films.example/actor/jane-doe/': '/stories/a-story' });
  await drain();
  expect(await lead('/actor/jane-doe')).toEqual([301, `${SITE}/stories/a-story`]);
  expect(await lead('/actor/john-doe')).toEqual([404, null]);
});

describe('what answers at an old address', () => {
  test('of WordPress with a parameter leads on from the home page, which others get without a further KV read', async () => {
    await put('a-story');
    await add({
      '/?p=123': '/stories/a-story',
      '/?page_id=4': 'https://other.example/x',
      '/index.php?option=com_content&id=42': 'https://other.example/y',
    });
    await drain();
    expect(await lead('/?p=123')).toEqual([301, `${SITE}/stories/a-story`]);
    expect(await lead('/index.php?p=123&utm_source=x')).toEqual([301, `${SITE}/stories/a-story`]);
    expect(await lead('/?page_id=4')).toEqual([301, 'https://other.example/x']);
    expect(await lead('/?id=42')).toEqual([301, 'https://other.example/y']);
    expect(await lead('/?option=com_content&id=43')).toEqual([200, null]);
    const keys: string[] = [];
    const watched = (key: string, options: never) => {
      keys.push(key);
      return env.STORIES.getWithMetadata(key, options);
    };
    const STORIES = { getWithMetadata: watched } as unknown as KVNamespace;
    for (const path of ['/', '/?utm_source=x', '/?page=2', '/stories/a-story', '/rss.xml?p=1']) {
      expect((await app.request(path, {}, { ...env, STORIES })).status).toBe(200);
    }
    expect(keys.filter((key) => key.startsWith('redirects:'))).toEqual([]);
    const home = await app.request('/?p=99', {}, { ...env, STORIES });
    expect(home.status).toBe(200);
    const key = redirectsKey(shardOf('/?p=99'));
    expect(home.headers.get('Cache-Tag')).toBe(`edition:all,${key}`);
    expect(await home.text()).toBe(await (await read('/')).text());
  });

  test('answers HEAD as GET, and refuses other methods', async () => {
    await add({ '/old': 'https://other.example/new' });
    await drain();
    const head = await app.request('/old', { method: 'HEAD' }, env);
    expect([head.status, head.headers.get('Location'), await head.text()]).toEqual([
      301,
      'https://other.example/new',
      '',
    ]);
    const post = await app.request('/old', { method: 'POST' }, env);
    expect([post.status, post.headers.get('Allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect((await app.request('/old', { method: 'OPTIONS' }, env)).status).toBe(204);
    expect((await app.request('/older', { method: 'POST' }, env)).status).toBe(404);
  });

  test('is cached for a short time, and purged by its tag when it changes', async () => {
    await add({ '/old': 'https://other.example/new' });
    await drain();
    const { headers } = await read('/old');
    expect(headers.get('Cache-Control')).toBe('public, max-age=300');
    expect(headers.get('Cache-Tag')).toBe(redirectsKey(shardOf('/old')));
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toContain('max-age=60');
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  test('leads to the present address of a story that was renamed or merged, never over a former one', async () => {
    for (const slug of ['a', 'b', 'c']) await put(slug, { headline: `Story ${slug}` });
    await add({ '/old/a': '/stories/a#part', '/old/b': '/stories/b' });
    await put('a2', { headline: 'Story a', formerSlugs: ['a'] }).catch(() => undefined);
    const renamed = await call('PUT', '/stories/a2', aStory({ slug: 'a2', formerSlugs: ['a'] }), {
      headers: { 'If-Match': '"1"' },
    });
    expect(renamed.ok).toBe(true);
    await drain();
    expect(await lead('/old/a')).toEqual([301, `${SITE}/stories/a2#part`]);
    expect(await add({ '/older/a': '/stories/a' })).toMatchObject([{ ok: true, to: '/stories/a2' }]);
    expect((await call('POST', '/stories/b/merge?into=c')).ok).toBe(true);
    await drain();
    expect(await lead('/old/b')).toEqual([301, `${SITE}/stories/c`]);
    expect((await call('POST', '/stories/b/restore')).ok).toBe(true);
    await drain();
    expect(await lead('/old/b')).toEqual([301, `${SITE}/stories/b`]);
  });

  test('does not tell of a story before its time, and leads there from then on', async () => {
    await put('later', { datePublished: '2199-01-01T00:00:00Z' });
    await add({ '/old/later': '/stories/later' });
    await drain();
    expect(await lead('/old/later')).toEqual([404, null]);
    const now = await call('PUT', '/stories/later', aStory({ slug: 'later' }), {
      headers: { 'If-Match': '"1"' },
    });
    expect(now.ok).toBe(true);
    await drain();
    expect(await lead('/old/later')).toEqual([301, `${SITE}/stories/later`]);
  });

  test('gives way to a page that is published there, and comes back when the page goes', async () => {
    await add({ '/about-us/': 'https://other.example/about' });
    const page = '---\ntitle: About us\n---\n\nText.\n';
    expect((await call('PUT', '/pages/about-us', page)).status).toBe(201);
    await drain();
    expect(await lead('/about-us')).toEqual([200, null]);
    expect(await (await call('GET', '/redirects')).json()).toEqual({
      redirects: [{ from: '/about-us', to: 'https://other.example/about', hiddenBy: 'the page "About us"' }],
      next: null,
      total: 1,
    });
    await call('DELETE', '/pages/about-us');
    await drain();
    expect(await lead('/about-us')).toEqual([301, 'https://other.example/about']);
  });

  test('below a directory of the site leads on as long as nothing is published there', async () => {
    const old = [
      '/authors/jane',
      '/topics/rail',
      '/sources/a',
      '/stories/old',
      '/archive/2019',
      '/media/a.jpg',
    ];
    const to = 'https://other.example/new';
    const sent = await add(Object.fromEntries(old.map((path) => [`${path}/`, to])));
    expect(sent.map(({ ok }) => ok)).toEqual(old.map((path) => path !== '/archive/2019'));
    await drain();
    for (const path of old)
      expect([path, ...(await lead(path))]).toEqual([
        path,
        ...(path === '/archive/2019' ? [404, null] : [301, to]),
      ]);
    await put('old', { keywords: ['rail'] });
    await drain();
    expect(await lead('/stories/old')).toEqual([200, null]);
    expect(await lead('/topics/rail')).toEqual([200, null]);
    expect(await add({ '/topics/rail': to }, '?replace=true')).toMatchObject([
      { ok: false, detail: expect.stringMatching(/\/topics\/rail .*list of stories/) },
    ]);
    const { redirects } = (await (await call('GET', '/redirects?limit=10')).json()) as {
      redirects: { from: string; hiddenBy: string | null }[];
    };
    expect(redirects.filter(({ hiddenBy }) => hiddenBy !== null).map(({ from }) => from)).toEqual([
      '/stories/old',
      '/topics/rail',
    ]);
    // An import brings them too, so that they come back once the story is withdrawn there.
    const exported = await (await call('GET', '/export')).text();
    await reopen();
    await (await call('POST', '/stories', exported)).text();
    expect(((await (await call('GET', '/redirects')).json()) as { total: number }).total).toBe(5);
  });

  test('is written again by a rebuild, and by the check of KV', async () => {
    await add({ '/old': 'https://other.example/new' });
    await drain();
    await env.STORIES.delete(redirectsKey(shardOf('/old')));
    expect(await lead('/old')).toEqual([404, null]);
    await desk().rebuild(ann, Date.now());
    await drain();
    expect(await lead('/old')).toEqual([301, 'https://other.example/new']);
  });

  test('is answered with 503 where KV has something else, not with 404', async () => {
    await env.STORIES.put(redirectsKey(shardOf('/old')), '{}');
    expect((await read('/old')).status).toBe(503);
  });
});

describe('a redirect is refused', () => {
  const refusal = async (from: string, to: string) => {
    const [result] = await add({ [from]: to });
    return result?.ok === false ? [result.why, result.detail] : result;
  };

  test('if it would make a chain or a circle, with the entry that would do instead', async () => {
    await add({ '/b': 'https://other.example/c', '/d': '/e' });
    expect(await refusal('/a', '/b/')).toEqual([
      'state',
      expect.stringContaining('{"from":"/a","to":"https://other.example/c"}'),
    ]);
    expect(await refusal('/e', 'https://other.example/f')).toEqual([
      'state',
      expect.stringContaining('{"from":"/d","to":"https://other.example/f"}'),
    ]);
    expect(await refusal('/e', '/d')).toEqual(['state', expect.stringMatching(/\/d .*\/e.* circle/)]);
    expect(await refusal('/g', `${SITE}/g`)).toEqual(['state', expect.stringMatching(/\/g .*itself/)]);
  });

  test('if the site itself answers there, and says what is there', async () => {
    await put('a-story');
    expect((await call('PUT', '/pages/about', '---\ntitle: About us\n---\n\nText.\n')).ok).toBe(true);
    for (const [from, what] of [
      ['/', 'At / is the home page'],
      ['/search/', 'At /search is the search'],
      ['/stories/a-story', 'At /stories/a-story is a story'],
      ['/api/stories', 'At /api/stories is the API'],
      ['/rss.xml', 'At /rss.xml is a feed of the site'],
      ['/About', 'At /about is the page "About us"'],
      ['/feed/', '/feed leads to /rss.xml, the feed of this site'],
    ] as const) {
      const result = await refusal(from, 'https://other.example/');
      expect(result).toEqual(['state', expect.stringContaining(what)]);
    }
  });

  test('unless the site leads there anyway, which changes nothing', async () => {
    expect((await call('PUT', '/pages/about', '---\ntitle: About us\n---\n\nText.\n')).ok).toBe(true);
    const same = await add({ '/feed/': '/rss.xml', '/?feed=atom': '/atom.xml', '/About/': '/about' });
    expect(same.map(({ ok, changed }) => [ok, changed])).toEqual([
      [true, false],
      [true, false],
      [true, false],
    ]);
    expect(await (await call('GET', '/redirects')).json()).toMatchObject({ total: 0 });
  });

  test('if there is no such story, or an address breaks a rule', async () => {
    expect(await refusal('/old', '/stories/nowhere')).toEqual([
      'missing',
      expect.stringContaining('"nowhere"'),
    ]);
    expect(await refusal('/old', '//evil.example')).toEqual(['invalid', expect.stringMatching(/^"to" must/)]);
    expect(await refusal('old', '/new')).toEqual(['invalid', expect.stringMatching(/^"from" must/)]);
  });

  test('if it leads elsewhere already, unless it is to be replaced', async () => {
    await add({ '/old': 'https://other.example/a' });
    expect(await refusal('/OLD', 'https://other.example/b')).toEqual([
      'taken',
      expect.stringMatching(/\/old .*other\.example\/a.*other\.example\/b/),
    ]);
    expect(await add({ '/OLD': 'https://other.example/b' }, '?replace=true')).toMatchObject([
      { changed: true },
    ]);
    expect(await add({ '/old': 'https://other.example/b' })).toMatchObject([{ ok: true, changed: false }]);
  });
});

describe('the API of redirects', () => {
  test('answers each line by itself, the bad ones too', async () => {
    const lines = [
      '{"from":"/a","to":"https://x.example/"}',
      '',
      'nonsense',
      '{"from":"/b"}',
      '{"from":1,"to":2}',
    ];
    const response = await call('POST', '/redirects', lines.join('\n'));
    const results = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Result);
    expect(results.map(({ line, ok, why }) => [line, ok, why])).toEqual([
      [1, true, undefined],
      [3, false, 'invalid'],
      [4, false, 'invalid'],
      [5, false, 'invalid'],
    ]);
    expect(results[1]?.detail).toBe('The line is not JSON. Send {"from":"/old","to":"/new"}.');
  });

  test('lists by beginning and by target, in parts', async () => {
    await put('a-story');
    const many = Object.fromEntries(
      Array.from({ length: 1200 }, (_, n) => [`/2019/${n}/`, `https://x.example/${n % 2}`]),
    );
    const results = await add({ ...many, '/tag/x': '/topics/x', '/s': '/stories/a-story' });
    expect(results.every(({ ok }) => ok)).toBe(true);
    const list = async (query: string) =>
      (await (await call('GET', `/redirects?${query}`)).json()) as {
        redirects: { from: string; to: string }[];
        next: string | null;
        total: number;
      };
    const froms: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const part = await list(`limit=500&after=${encodeURIComponent(after)}`);
      expect(part.total).toBe(1202);
      froms.push(...part.redirects.map(({ from }) => from));
      after = part.next;
    }
    expect(froms).toHaveLength(1202);
    expect(froms).toEqual([...new Set(froms)].sort());
    expect((await list('prefix=/2019/11')).redirects).toHaveLength(100);
    expect((await list('prefix=/2019/1199/')).redirects).toEqual([]);
    expect((await list('prefix=/T')).redirects.map(({ from }) => from)).toEqual(['/tag/x']);
    expect((await list('to=https://x.example/1&limit=1000')).redirects).toHaveLength(600);
    expect((await list(`to=${SITE}/stories/a-story`)).redirects.map(({ from }) => from)).toEqual(['/s']);
    expect((await list('to=/topics/x/')).redirects.map(({ from }) => from)).toEqual(['/tag/x']);
    expect((await list('to=nonsense')).redirects).toEqual([]);
  });

  test('removes a redirect in any spelling, once', async () => {
    await add({ '/old/': 'https://other.example/new' });
    await drain();
    const removed = await call('DELETE', '/redirects?from=%2FOLD');
    expect(await removed.json()).toEqual({
      removed: { from: '/old', to: 'https://other.example/new', hiddenBy: null },
    });
    expect(await problemOf(await call('DELETE', '/redirects?from=%2Fold'))).toMatchObject({ status: 404 });
    await drain();
    expect(await lead('/old')).toEqual([404, null]);
    expect((await env.STORIES.list({ prefix: 'redirects:' })).keys).toEqual([]);
  });

  test('lets editors change redirects, and writers only see them', async () => {
    const options = { token: 'wes-token' };
    expect((await call('POST', '/redirects', '{}', options)).status).toBe(403);
    expect((await call('DELETE', '/redirects?from=/a', undefined, options)).status).toBe(403);
    expect((await call('GET', '/redirects', undefined, options)).status).toBe(200);
  });

  test('writes a part of the table once, however many requests in a row touch it', async () => {
    for (let batch = 0; batch < 3; batch++) {
      await add(
        Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`/${batch}/${n}`, 'https://x.example/'])),
      );
    }
    const written: string[] = [];
    for (let round = 0; round < 2; round++) {
      await turnWith((async (key: string, ...rest: unknown[]) => {
        written.push(key);
        return Reflect.apply(env.STORIES.put, env.STORIES, [key, ...rest]);
      }) as KVNamespace['put']);
    }
    expect(written).toHaveLength(SHARD_COUNT);
    expect(new Set(written).size).toBe(SHARD_COUNT);
  });
});

describe('redirects move with the stories', () => {
  test('in an export, which a second server imports twice without a change', async () => {
    await put('a-story');
    await add({
      '/old/': '/stories/a-story#part',
      '/?p=1': '/stories/a-story',
      '/tag/x/': '/topics/x',
      '/out': 'https://other.example/',
    });
    await drain();
    const exported = await (await call('GET', '/export')).text();
    const line = exported.trimEnd().split('\n').at(-1) ?? '';
    const { identifier } = (
      (await (await call('GET', '/stories/a-story')).json()) as { record: { identifier: string } }
    ).record;
    expect(JSON.parse(line)).toEqual({
      redirects: [
        { from: '/?p=1', story: identifier },
        { from: '/old', story: identifier, suffix: '#part' },
        { from: '/out', to: 'https://other.example/' },
        { from: '/tag/x', to: '/topics/x' },
      ],
    });
    await reopen();
    const send = async () =>
      (await (await call('POST', '/stories', exported)).text())
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text));
    expect((await send()).at(-1)).toEqual({ line: 2, ok: true, redirects: 4, changed: true });
    expect((await send()).at(-1)).toEqual({ line: 2, ok: true, redirects: 4, changed: false });
    await drain();
    expect(await lead('/old')).toEqual([301, `${SITE}/stories/a-story#part`]);
    expect(await (await call('GET', '/export')).text()).toBe(exported);
  });

  test('and those that are wrong do not hold up the others of their line', async () => {
    const line = {
      redirects: [
        { from: '/a', to: 'https://x.example/' },
        { from: '/b', story: 'tag:x.example,2026:nowhere' },
        { from: '/search', to: 'https://x.example/' },
      ],
    };
    const [result] = (await (await call('POST', '/stories', JSON.stringify(line))).text())
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(result).toMatchObject({ ok: false, why: 'missing' });
    expect(result.detail).toMatch(
      /^2 of 3 redirects were refused\. \/b: This server has no story tag:x\.example,2026:nowhere\. Import the story first\. \/search: At \/search is the search/,
    );
    await drain();
    expect(await lead('/a')).toEqual([301, 'https://x.example/']);
  });

  test.each([
    '{"redirects":[]}',
    '{"redirects":{}}',
    '{"redirects":[{"from":"/a"}]}',
    '{"redirects":[{"from":"/a","to":"/b","story":"tag:x.example,2026:y"}]}',
    `{"redirects":[${'{"from":"/a","to":"/b"},'.repeat(600)}{"from":"/a","to":"/b"}]}`,
    `{"redirects":[${'[],'.repeat(100_000)}[]]}`,
  ])('a line that is none is refused: %s', async (line) => {
    const text = await (await call('POST', '/stories', line)).text();
    expect(text).toMatch(/^\{"line":1,"ok":false,"detail":"The line of redirects is invalid/);
    expect(text.length).toBeLessThan(10_000);
  });

  test('in a backup', async () => {
    await put('a-story');
    await add({ '/old/': '/stories/a-story', '/out': 'https://other.example/' });
    const exported = await (await call('GET', '/export')).text();
    await continueBackup(env.BACKUPS as R2Bucket, desk(), picturesOf(env), newsroom(), Date.now());
    const { backups } = (await (await call('GET', '/backups')).json()) as { backups: { name: string }[] };
    const backup = await (await call('GET', `/backups/${backups[0]?.name}`)).text();
    expect(backup).toBe(exported);
  });
});

test('the feeds and archives of a topic that got another name lead to the new ones', async () => {
  const paths = ['', '/rss.xml', '/atom.xml', '/feed.json', '/archive/1', '/archive/1/rss.xml'];
  const moved = paths.map((path) => [`/topics/old-name${path}`, `/topics/new-name${path}`] as const);
  for (const result of await add(Object.fromEntries(moved))) expect(result).toMatchObject({ ok: true });
  await drain();
  for (const [from, to] of moved) expect(await lead(from)).toEqual([301, `${SITE}${to}`]);
  expect(await lead('/topics/other-name/rss.xml')).toEqual([404, null]);
});

test('the Desk knows every address at which a route answers, and takes no other for one', () => {
  const example = (path: string) => path.replaceAll(/:\w+/g, 'x1').replace('/*', '/x1/y1');
  const unknown = app.routes
    .map(({ path }) => example(path))
    .filter((path) => !['/feed', '/rss', '/feed.xml', '/index.xml', '/atom', '*'].includes(path))
    .filter((path) => whatAnswers(path) === undefined);
  expect([...new Set(unknown)]).toEqual([]);
  for (const path of [
    '/about',
    '/2019/05/x',
    '/stories',
    '/stories/a/b',
    '/topics',
    '/authors',
    '/author/x',
    '/archive',
    '/media/2019/x.jpg',
    '/searches',
    '/feeds',
    '/sitemaps',
    '/apis',
    '/tag/x/feed',
  ])
    expect([path, whatAnswers(path)]).toEqual([path, undefined]);
});
