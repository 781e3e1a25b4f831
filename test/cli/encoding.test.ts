import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type Server, startServer, TOKEN } from './server.ts';

// Clients that accept gzip get the stored bytes, all others get the text. The runtime replaces the client's `Accept-Encoding`
// with its own, so that only a real client can test this.

/** Documents that are stored finished, and some that are rendered when they are requested. */
const FINISHED = ['/', '/rss.xml', '/atom.xml', '/feed.json', '/stories/what-a-304-saves'];
const RENDERED = [
  '/archive/1',
  '/archive/1/atom.xml',
  '/sitemap.xml',
  '/sitemaps/stories/1.xml',
  '/feeds.opml',
];

interface Answer {
  status: number;
  headers: Headers;
  body: Buffer;
}

/** A response as it arrived. */
function parse(raw: Buffer): Answer {
  const end = raw.indexOf('\r\n\r\n');
  const [first = '', ...lines] = raw.subarray(0, end).toString('latin1').split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => [
      line.slice(0, line.indexOf(':')),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  );
  return { status: Number(first.split(' ')[1]), headers, body: raw.subarray(end + 4) };
}

let server: Server;

const run = promisify(execFile);

async function curl(path: string, ...parameters: string[]): Promise<Answer> {
  const { stdout } = await run('curl', ['--silent', '--include', ...parameters, `${server.url}${path}`], {
    encoding: 'buffer',
    maxBuffer: 64_000_000,
  });
  return parse(stdout);
}

/** Sends lines through a socket, and reads until the server closes it. */
async function send(path: string, ...lines: string[]): Promise<Answer> {
  const { port, host } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.write([`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...lines, '', ''].join('\r\n'));
  await once(socket, 'close');
  const answer = parse(Buffer.concat(parts));
  return {
    ...answer,
    body: answer.headers.get('Transfer-Encoding') === 'chunked' ? dechunked(answer.body) : answer.body,
  };
}

/** Decodes a chunked body (RFC 9112 section 7.1). */
function dechunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.subarray(at, end).toString(), 16);
    if (!(size > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
}

before(async () => {
  server = await startServer();
  // Enough stories for a page of the archive.
  const stories = Array.from({ length: 50 }, (_, n) => ({
    slug: `s-${n}`,
    headline: `Story ${n}`,
    abstract: 'x',
    articleBody: 'x',
    inLanguage: 'en',
    datePublished: '2026-01-01T00:00:00Z',
  }));
  const answer = await fetch(`${server.url}/api/stories`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/x-ndjson' },
    body: stories.map((story) => JSON.stringify(story)).join('\n'),
  });
  assert.doesNotMatch(await answer.text(), /"ok":false/);
  const isPrinted = async () =>
    (await fetch(`${server.url}/archive/1`)).status === 200 &&
    (await (await fetch(`${server.url}/atom.xml`)).text()).includes('Story 49');
  for (let tries = 0; !(await isPrinted()); tries++) {
    assert.ok(tries < 240, 'the archive is not printed');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
});

after(() => server.stop());

for (const path of FINISHED) {
  test(`${path} is compressed only for clients that accept gzip`, async () => {
    const plain = await curl(path);
    assert.equal(plain.status, 200);
    const { headers } = plain;
    assert.equal(headers.get('Content-Encoding'), null);
    assert.match(headers.get('ETag') ?? '', /^W\/"[0-9a-f]{32}/);
    assert.match(headers.get('Vary') ?? '', /Accept-Encoding/);
    const text = plain.body.toString();
    assert.match(text, /^(<|\{)/);
    const isSame = (other: Answer) => {
      assert.equal(other.status, 200);
      assert.equal(other.body.toString(), text);
      for (const name of ['ETag', 'Vary', 'Content-Type', 'Last-Modified', 'Cache-Control', 'Link'])
        assert.equal(other.headers.get(name), headers.get(name), name);
    };
    // curl sends `Accept-Encoding`, and decodes the response.
    const compressed = await curl(path, '--compressed');
    assert.equal(compressed.headers.get('Content-Encoding'), 'gzip');
    isSame(compressed);
    for (const none of [
      await curl(path, '--http1.0'),
      await send(path),
      await send(path, 'Accept-Encoding: identity'),
      await send(path, 'Accept-Encoding: gzip;q=0'),
    ]) {
      assert.equal(none.headers.get('Content-Encoding'), null);
      isSame(none);
    }
    const gzip = 'Accept-Encoding: gzip';
    for (const some of [
      await curl(path, '--http1.0', '--header', gzip),
      await send(path, gzip),
      await send(path, 'Accept-Encoding: deflate, gzip;q=0.5'),
    ]) {
      assert.equal(some.headers.get('Content-Encoding'), 'gzip');
      isSame({ ...some, body: gunzipSync(some.body) });
    }
  });

  test(`${path} is not sent again to a client that has it in either form, and HEAD gets only headers`, async () => {
    const forms = [[], ['--header', 'Accept-Encoding: gzip']];
    for (const form of forms) {
      const { headers, body } = await curl(path, ...form);
      const head = await curl(path, '--head', ...form);
      assert.equal(head.status, 200);
      assert.equal(head.body.length, 0);
      for (const name of ['ETag', 'Vary', 'Content-Type', 'Content-Encoding'])
        assert.equal(head.headers.get(name), headers.get(name), name);
      const length = head.headers.get('Content-Length');
      // The local server inflates HTML and compresses it again, at another level. test/readers/respond.test.ts compares the lengths of pages.
      const isSentAsStored = !/html/.test(headers.get('Content-Type') ?? '') || form.length === 0;
      assert.ok(
        length === null || !isSentAsStored || Number(length) === body.length,
        `${length} is ${body.length}`,
      );
      for (const other of forms) {
        const again = await curl(path, ...other, '--header', `If-None-Match: ${headers.get('ETag')}`);
        assert.equal(again.status, 304);
        assert.equal(again.body.length, 0);
        for (const name of ['ETag', 'Vary']) assert.equal(again.headers.get(name), headers.get(name), name);
      }
    }
  });
}

for (const path of RENDERED) {
  test(`${path} is the same text for every client`, async () => {
    const plain = await curl(path);
    assert.equal(plain.status, 200);
    assert.equal(plain.headers.get('Content-Encoding'), null);
    const text = plain.body.toString();
    assert.match(text, /^</);
    for (const other of [await curl(path, '--compressed'), await curl(path, '--http1.0'), await send(path)]) {
      assert.equal(other.body.toString(), text);
      assert.equal(other.headers.get('ETag'), plain.headers.get('ETag'));
    }
  });
}
