import type { lookup } from 'node:dns';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PoliteFetcher } from '../../../src/move/in/fetching/polite-fetcher.ts';
import { createSend } from '../../../src/move/in/fetching/send.ts';
import { serve } from '../web-server.ts';

const TEXT = { accept: '*/*', maxBytes: 1000 };

/** Resolves each name to the addresses that it has here, one list after the other; the last one for good. */
function resolver(names: Record<string, string[][]>): typeof lookup {
  const resolve = (
    name: string,
    _options: unknown,
    callback: (error: Error | null, found?: unknown) => void,
  ) => {
    const lists = names[name];
    const addresses = lists && lists.length > 1 ? lists.shift() : lists?.[0];
    if (!addresses) return callback(Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' }));
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return resolve as typeof lookup;
}

/** A clock that only sleeping moves. */
function sleeper() {
  const slept: number[] = [];
  let time = Date.UTC(2026, 10, 26);
  return {
    slept,
    now: () => time,
    sleep: async (milliseconds: number) => {
      slept.push(milliseconds);
      time += milliseconds;
    },
  };
}

const read = (fetched: { ok: boolean; body?: Uint8Array }) => new TextDecoder().decode(fetched.body);

test('a page of the server that was named is read, and nobody asks for its robots.txt', async () => {
  const server = await serve({ '/feed?page=2': { body: 'Grüße' } });
  const fetched = await new PoliteFetcher({ known: [server.url] }).fetch(
    `${server.url}/feed?page=2#top`,
    TEXT,
  );
  expect(fetched).toMatchObject({ ok: true, status: 200, url: `${server.url}/feed?page=2#top` });
  expect(read(fetched)).toBe('Grüße');
  expect(server.asked).toEqual(['/feed?page=2']);
});

test('servers learn which program asks, and for whom', async () => {
  const server = await serve();
  await new PoliteFetcher({ known: [server.url], contact: 'https://news.example' }).fetch(server.url, TEXT);
  expect(server.requests[0]?.headers['user-agent']).toMatch(
    /^Edgewire\/\d+\.\d+\.\d+ \(move-in; \+https:\/\/news\.example\)$/,
  );
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
])('a body in %s is inflated, and its size then counts', async (coding, compress) => {
  const server = await serve({
    '/small': { headers: { 'Content-Encoding': coding }, body: compress('words') },
    '/bomb': { headers: { 'Content-Encoding': coding }, body: compress('0'.repeat(100_000)) },
  });
  const fetcher = new PoliteFetcher({ known: [server.url] });
  expect(read(await fetcher.fetch(`${server.url}/small`, TEXT))).toBe('words');
  expect(await fetcher.fetch(`${server.url}/bomb`, TEXT)).toMatchObject({ ok: false, kind: 'size' });
});

test('moving in asks no private address, whatever the export names', async () => {
  const server = await serve({ '/secret': { body: 'secret' } });
  const fetcher = new PoliteFetcher({ known: ['https://old.example'] });
  const { port } = new URL(server.url);
  for (const host of [
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0x7f.1',
    '0.0.0.0',
    '10.0.0.1',
    '169.254.169.254',
    '[fd00::1]',
    'router.lan',
    'intranet',
  ]) {
    const fetched = await fetcher.fetch(`http://${host}:${port}/secret`, TEXT);
    expect([host, fetched.ok, fetched.ok || fetched.kind]).toEqual([host, false, 'address']);
  }
  for (const address of [
    'file:///etc/passwd',
    'ftp://old.example/a',
    'gopher://old.example',
    'javascript:0',
    'http://user:word@old.example/',
    'http://old.example:22/',
    '/relative',
  ])
    expect(await fetcher.fetch(address, TEXT)).toMatchObject({ ok: false, kind: 'address' });
  expect(server.asked).toEqual([]);
});

test('moving in connects to no private address that a public name resolves to', async () => {
  const server = await serve({ '/secret': { body: 'secret' } });
  const { port } = new URL(server.url);
  const url = `http://rebind.example:${port}/secret`;
  const lists = [
    ['127.0.0.1'],
    ['8.8.8.8', '127.0.0.1'],
    ['::1'],
    ['::ffff:7f00:1'],
    ['169.254.169.254'],
    ['fe80::1%eth0'],
  ];
  for (const addresses of lists) {
    let refusals = 0;
    const send = createSend({
      isPrivateAllowed: false,
      onRefusal: () => refusals++,
      resolve: resolver({ 'rebind.example': [addresses] }),
    });
    await expect(send(url)).rejects.toThrow('resolves to a private address');
    expect([addresses, refusals]).toEqual([addresses, 1]);
  }
  expect(server.asked).toEqual([]);
  const resolve = resolver({ 'rebind.example': [['127.0.0.1']] });
  // Only who was named may be there.
  const fetched = await new PoliteFetcher({ known: [`http://rebind.example:${port}`], resolve }).fetch(
    url,
    TEXT,
  );
  expect(read(fetched)).toBe('secret');
  const stranger = new PoliteFetcher({ known: [], resolve, ...sleeper() });
  // Every time, because what is known of the host is kept.
  for (let attempt = 0; attempt < 2; attempt++) {
    expect(await stranger.fetch('http://rebind.example/secret', TEXT)).toEqual({
      ok: false,
      kind: 'address',
      detail: 'is never asked: the name rebind.example leads to this machine (127.0.0.1)',
    });
  }
});

test.each([
  ['::1', 'this machine (::1)'],
  ['10.1.2.3', 'a private network (10.1.2.3)'],
  ['fd00::1', 'a private network (fd00::1)'],
])('a name that leads to %s is refused in these words', async (address, where) => {
  const resolve = resolver({ 'inner.example': [['8.8.8.8', address]] });
  const fetcher = new PoliteFetcher({ known: [], resolve, ...sleeper() });
  expect(await fetcher.fetch('http://inner.example/a', TEXT)).toMatchObject({
    detail: `is never asked: the name inner.example leads to ${where}`,
  });
});

test('a name that resolves differently the next time gains nothing', async () => {
  const server = await serve({ '/secret': { body: 'secret' } });
  const { port } = new URL(server.url);
  const resolve = resolver({ 'rebind.example': [['::ffff:8.8.8.8'], ['127.0.0.1'], ['127.0.0.1']] });
  const send = createSend({ isPrivateAllowed: false, onRefusal: () => undefined, resolve });
  for (let attempt = 0; attempt < 3; attempt++)
    await expect(send(`http://rebind.example:${port}/secret`)).rejects.toThrow();
  expect(server.asked).toEqual([]);
});

test('a redirect leads to no private address, but within the server that was named', async () => {
  const inner = await serve({ '/secret': { body: 'secret' } });
  const server = await serve({
    '/a': { status: 302, headers: { Location: '/b' } },
    '/b': { body: 'here' },
    '/out': { status: 301, headers: { Location: `${inner.url}/secret` } },
    '/file': { status: 301, headers: { Location: 'file:///etc/passwd' } },
  });
  const fetcher = new PoliteFetcher({ known: [server.url] });
  expect(await fetcher.fetch(`${server.url}/a`, TEXT)).toMatchObject({ ok: true, url: `${server.url}/b` });
  expect(await fetcher.fetch(`${server.url}/out`, TEXT)).toMatchObject({ ok: false, kind: 'address' });
  expect(await fetcher.fetch(`${server.url}/file`, TEXT)).toMatchObject({ ok: false, kind: 'address' });
  expect(inner.asked).toEqual([]);
});

test('redirects end in a circle or after five', async () => {
  const server = await serve({ '/circle': { status: 302, headers: { Location: '/circle' } } });
  for (let step = 0; step < 9; step++)
    server.pages[`/${step}`] = { status: 302, headers: { Location: `/${step + 1}` } };
  const fetcher = new PoliteFetcher({ known: [server.url] });
  expect(await fetcher.fetch(`${server.url}/circle`, TEXT)).toMatchObject({ ok: false, kind: 'redirects' });
  expect(await fetcher.fetch(`${server.url}/0`, TEXT)).toMatchObject({ ok: false, kind: 'redirects' });
  expect(server.asked).toHaveLength(7);
});

test('a server that asks for a pause gets it, and its answer counts afterwards', async () => {
  let asked = 0;
  const server = await serve({
    '/busy': (_request, response) => {
      asked++;
      if (asked === 1) response.writeHead(429, { 'Retry-After': '30' }).end();
      else if (asked === 2) response.writeHead(503).end();
      else response.end('at last');
    },
  });
  const clock = sleeper();
  const pauses: number[] = [];
  const fetcher = new PoliteFetcher({
    known: [server.url],
    ...clock,
    onPause: (_host, left) => pauses.push(left),
  });
  expect(read(await fetcher.fetch(`${server.url}/busy`, TEXT))).toBe('at last');
  expect(pauses).toEqual([30_000, 60_000]);
});

test('patience with pauses has an end', async () => {
  const server = await serve({
    '/never': { status: 503, headers: { 'Retry-After': '1' } },
    '/tomorrow': { status: 429, headers: { 'Retry-After': '86400' } },
  });
  const fetcher = new PoliteFetcher({ known: [server.url], ...sleeper() });
  expect(await fetcher.fetch(`${server.url}/never`, TEXT)).toMatchObject({
    ok: false,
    kind: 'later',
    status: 503,
  });
  expect(server.asked).toHaveLength(4);
  expect(await fetcher.fetch(`${server.url}/tomorrow`, TEXT)).toMatchObject({
    ok: false,
    kind: 'later',
    status: 429,
  });
  expect(server.asked).toHaveLength(5);
});

test('one request at a time goes to a host', async () => {
  let open = 0;
  let most = 0;
  const server = await serve();
  for (const path of ['/1', '/2', '/3'])
    server.pages[path] = (_request, response) => {
      most = Math.max(most, ++open);
      setImmediate(() => {
        open--;
        response.end();
      });
    };
  const fetcher = new PoliteFetcher({ known: [server.url] });
  await Promise.all(['/1', '/2', '/3'].map((path) => fetcher.fetch(`${server.url}${path}`, TEXT)));
  expect([most, server.asked.length]).toEqual([1, 3]);
});

test('a server that answers nothing five times is asked no more', async () => {
  const server = await serve({ '/a': (request) => request.socket.destroy() });
  const fetcher = new PoliteFetcher({ known: [server.url] });
  for (let attempt = 0; attempt < 8; attempt++)
    expect(await fetcher.fetch(`${server.url}/a`, TEXT)).toMatchObject({ ok: false, kind: 'connection' });
  expect(server.asked).toHaveLength(5);
});

test('an answer that breaks off is none, and a longer one than was allowed neither', async () => {
  const server = await serve({
    '/broken': (_request, response) => {
      response.writeHead(200, { 'Content-Length': '500' });
      response.write('half', () => response.destroy());
    },
    '/long': { body: 'x'.repeat(1001) },
  });
  const fetcher = new PoliteFetcher({ known: [server.url] });
  expect(await fetcher.fetch(`${server.url}/broken`, TEXT)).toMatchObject({ ok: false, kind: 'connection' });
  expect(await fetcher.fetch(`${server.url}/long`, TEXT)).toMatchObject({ ok: false, kind: 'size' });
});
