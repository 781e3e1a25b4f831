import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call, problemOf, reopen } from '../../newsroom.ts';

beforeEach(() => reopen());
afterEach(() => vi.restoreAllMocks());

const RSS =
  '<rss version="2.0"><channel><title>A Post</title><item><link>https://a.example/1</link><title>One</title></item></channel></rss>';

/** Answers what the wire asks for. */
function answer(respond: (url: string) => Response): void {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => respond(new Request(input).url));
}

const feed = (body = RSS) => new Response(body, { headers: { 'Content-Type': 'text/xml', ETag: '"1"' } });

interface Answer {
  id: string;
  feeds: { address: string; state: string }[];
}

test('feeds are added, listed, muted and removed', async () => {
  answer((url) => (url.endsWith('/robots.txt') ? new Response('', { status: 404 }) : feed()));
  const added = await call('POST', '/feeds', { url: 'https://a.example/feed' });
  expect(added.status).toBe(201);
  const made = (await added.json()) as Answer;
  expect(made).toMatchObject({
    title: 'A Post',
    addedBy: 'ann',
    answer: 'New: 1 of 1 item.',
    state: 'active',
  });
  expect((await call('POST', '/feeds', { url: 'https://a.example/feed', title: 'A' })).status).toBe(200);
  expect(await (await call('POST', `/feeds/${made.id}/mute`)).json()).toMatchObject({
    state: 'muted',
    title: 'A',
  });
  expect(await (await call('POST', `/feeds/${made.id}/unmute`)).json()).toMatchObject({ state: 'active' });
  expect((await call('DELETE', `/feeds/${made.id}`)).status).toBe(200);
  expect(await (await call('GET', '/feeds')).json()).toEqual({ feeds: [] });
  for (const id of [made.id, '0'.repeat(32), 'x'])
    expect((await problemOf(await call('DELETE', `/feeds/${id}`))).status).toBe(404);
});

test('a page is refused with the feeds that it names', async () => {
  answer(() => feed('<!doctype html><html><link rel=alternate type="application/rss+xml" href=/rss></html>'));
  const problem = await problemOf(await call('POST', '/feeds', { url: 'https://a.example/' }));
  expect(problem).toMatchObject({
    status: 422,
    why: 'invalid',
    detail: expect.stringContaining('https://a.example/rss'),
  });
});

test('an address inside a network is not called', async () => {
  answer(() => feed());
  for (const url of ['http://192.168.0.1/', 'http://localhost/feed', 'https://news.example/rss.xml']) {
    expect(await problemOf(await call('POST', '/feeds', { url }))).toMatchObject({
      status: 422,
      why: 'invalid',
    });
  }
  expect(globalThis.fetch).not.toHaveBeenCalled();
});

test('a subscription list comes in with a word on each, and goes out again', async () => {
  const list = `<?xml version="1.0"?><opml version="2.0"><body><outline text="Folder"><outline text="A &amp; B" xmlUrl="https://a.example/feed"/>
    <outline text="Inner"><outline xmlUrl="ftp://a.example/"/><outline title="Twice" xmlUrl="https://a.example/feed"/></outline></outline><outline text="no feed"/></body></opml>`;
  const type = { headers: { 'Content-Type': 'text/x-opml' } };
  const imported = await call('POST', '/feeds.opml', list, type);
  expect(imported.status).toBe(200);
  expect(await imported.json()).toMatchObject({
    added: 1,
    known: 1,
    refused: 1,
    lines: [
      { url: 'https://a.example/feed', title: 'A & B', result: 'added', detail: null },
      {
        url: 'ftp://a.example/',
        result: 'refused',
        detail: expect.stringContaining('http or https URL'),
      },
      { result: 'known' },
    ],
  });
  const exported = await call('GET', '/feeds.opml');
  expect(exported.headers.get('Content-Type')).toBe('text/x-opml');
  const again = await exported.text();
  expect(await (await call('POST', '/feeds.opml', again, type)).json()).toMatchObject({
    added: 0,
    known: 1,
    refused: 0,
  });
});

test.each([
  ['prose', 'no list'],
  ['a list of nothing', '<opml version="2.0"><body><outline text="x"/></body></opml>'],
  ['outlines a million deep', `<opml version="2.0"><body>${'<outline>'.repeat(100_000)}`],
  ['many outlines', `<opml version="2.0"><body>${'<outline/>'.repeat(99_000)}<a/></body></opml>`],
])('%s is no subscription list', async (_what, list) => {
  const headers = { 'Content-Type': 'text/x-opml' };
  expect(await problemOf(await call('POST', '/feeds.opml', list, { headers }))).toMatchObject({
    status: 422,
  });
});

test('a writer may look, and change nothing', async () => {
  const token = 'wes-token';
  expect((await call('GET', '/feeds', undefined, { token })).status).toBe(200);
  expect((await call('GET', '/feeds.opml', undefined, { token })).status).toBe(200);
  expect((await call('POST', '/feeds', { url: 'https://a.example/' }, { token })).status).toBe(403);
});

test('a subscription list brings no address of a private network, in whatever spelling', async () => {
  const hostile = [
    ['http://127.0.0.1/feed', 'be on a host of the public Internet'],
    ['http://10.0.0.7:3000/feed', 'be on a host of the public Internet'],
    ['http://2130706433/feed', 'be on a host of the public Internet'],
    ['http://0x7f.1/feed', 'be on a host of the public Internet'],
    ['http://[::1]/feed', 'be on a host of the public Internet'],
    ['http://[::ffff:192.168.1.1]/feed', 'be on a host of the public Internet'],
    ['http://１２７.0.0.1/feed', 'be on a host of the public Internet'],
    ['http://nas.local/feed', 'be on a host of the public Internet'],
    ['http://intranet/feed', 'be on a host of the public Internet'],
    ['http://LOCALHOST./feed', 'be on a host of the public Internet'],
    ['http://169.254.169.254/latest/meta-data', 'be on a host of the public Internet'],
    ['https://redis.example:6379/', 'use one of the ports 80, 443, 8000, 8008, 8080, 8443, 8888'],
    ['https://eve:secret@a.example/feed', 'have no user name or password'],
    ['https://news.example/rss.xml', 'not be an address of this site'],
  ] as const;
  const outlines = hostile.map(([url], at) => `<outline text="Feed ${at}" xmlUrl="${url}"/>`).join('\n');
  const list = `<opml version="2.0"><body>${outlines}<outline xmlUrl="https://a.example/feed"/></body></opml>`;
  const imported = await call('POST', '/feeds.opml', list, { headers: { 'Content-Type': 'text/x-opml' } });
  const { lines, ...counts } = (await imported.json()) as { lines: object[] };
  expect(counts).toEqual({ added: 1, known: 0, refused: hostile.length });
  expect(lines.slice(0, -1)).toEqual(
    hostile.map(([url, rule], at) => ({
      url,
      title: `Feed ${at}`,
      result: 'refused',
      detail: `The address must ${rule}.`,
    })),
  );
  const { feeds } = (await (await call('GET', '/feeds')).json()) as Answer;
  expect(feeds.map(({ address }) => address)).toEqual(['https://a.example/feed']);
  vi.spyOn(globalThis, 'fetch');
  const added = await call('POST', '/feeds', { url: 'http://192.168.0.1/feed' });
  expect((await problemOf(added)).detail).toContain('public Internet');
  expect(globalThis.fetch).not.toHaveBeenCalled();
});
