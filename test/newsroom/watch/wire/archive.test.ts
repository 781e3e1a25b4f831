import { describe, expect, test } from 'vitest';
import { findCopy, saveCopy } from '../../../../src/newsroom/watch/wire/archive.ts';
import type { Fetched, PageRequest } from '../../../../src/newsroom/wire/fetching/fetched.ts';
import { forPrograms } from '../../../../src/newsroom/words/translate.ts';

const PAGE = 'https://www.paper.example/a?id=1';
const TIME = Date.parse('2026-11-20T09:08:07Z');

const respond = (body: string, status = 200): Fetched => ({
  ok: true,
  url: 'https://archive.org/wayback/available',
  movedTo: null,
  status,
  headers: { 'content-type': 'application/json' },
  body: new TextEncoder().encode(body),
  readAt: 0,
});
const find = (fetched: Fetched) => findCopy(PAGE, TIME, async () => fetched);
const withClosest = (closest: unknown) => find(respond(JSON.stringify({ archived_snapshots: { closest } })));
const copy = (url: string) => withClosest({ available: true, status: '200', timestamp: '1', url });

describe('the search for an archived copy', () => {
  test('asks for the one nearest to a time', async () => {
    const asked: PageRequest[] = [];
    await findCopy(PAGE, TIME, async (request) => {
      asked.push(request);
      return respond('{"archived_snapshots":{}}');
    });
    expect(asked).toEqual([
      {
        url: 'https://archive.org/wayback/available?url=https%3A%2F%2Fwww.paper.example%2Fa%3Fid%3D1&timestamp=20261120090807',
        purpose: 'archive',
      },
    ]);
  });

  test('takes the archive’s own address, by https', async () => {
    const https = `https://web.archive.org/web/20261120000000/${PAGE}`;
    expect(await copy(`http://web.archive.org/web/20261120000000/${PAGE}`)).toBe(https);
    expect(await copy(https)).toBe(https);
    expect(await copy('https://web.archive.org/web/20261120000000/paper.example/a?id=1')).toContain(
      '/paper.example/a',
    );
  });

  test('takes no copy from another host, of another page, or by another scheme', async () => {
    for (const url of [
      `https://evil.example/web/20261120000000/${PAGE}`,
      `https://web.archive.org.evil.example/web/20261120000000/${PAGE}`,
      `https://web.archive.org@evil.example/web/20261120000000/${PAGE}`,
      `https://ann:secret@web.archive.org/web/20261120000000/${PAGE}`,
      `https://web.archive.org:8443/web/20261120000000/${PAGE}`,
      'https://web.archive.org/web/20261120000000/https://other.example/a',
      'https://web.archive.org/web/20261120000000/',
      'https://web.archive.org/account/',
      'javascript:alert(1)//web.archive.org/web/20261120000000/https://www.paper.example/a',
      'no address',
    ]) {
      expect(await copy(url), url).toBeNull();
    }
  });

  test('takes no copy of an error page, and none that is not available', async () => {
    const url = `https://web.archive.org/web/20261120000000/${PAGE}`;
    expect(await withClosest({ available: true, status: '404', url })).toBeNull();
    expect(await withClosest({ available: false, status: '200', url })).toBeNull();
    expect(await find(respond('{"archived_snapshots":{}}'))).toBeNull();
  });

  test('knows nothing if the archive does not answer, or not with what it should', async () => {
    for (const body of ['', 'null', '[]', '<html>', '{"archived_snapshots":3}', '{"url":"x"}']) {
      expect(await find(respond(body)), body).toBeUndefined();
    }
    expect(await find(respond('{"archived_snapshots":{}}', 503))).toBeUndefined();
    expect(await find({ ok: false, kind: 'later', detail: forPrograms('Busy.') })).toBeUndefined();
  });
});

test('the request to save a page never rejects', async () => {
  const answer = (status: number) => (async () => new Response('', { status })) as typeof fetch;
  expect(await saveCopy(PAGE, 'a:s', answer(200))).toBe(true);
  expect(await saveCopy(PAGE, 'a:s', answer(429))).toBe(false);
  expect(await saveCopy(PAGE, 'a:s', () => Promise.reject(new Error('broken')))).toBe(false);
});
