import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call, problemOf, reopen } from '../newsroom.ts';

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
    answer: '1 of 1 item is new.',
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
        detail: 'The address must be an absolute http or https URL.',
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
