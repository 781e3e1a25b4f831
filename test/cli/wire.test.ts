import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type Server, startServer, TOKEN } from './server.ts';

// Sends what no HTTP client would send. On Cloudflare, the edge lets less of it through to the Worker.

let server: Server;
let port: number;

before(async () => {
  server = await startServer({ flags: ['--empty'] });
  port = Number(new URL(server.url).port);
});
after(() => server.stop());

const open = async (): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
};

/** Sends raw bytes; returns everything that arrives until the server closes the connection. */
async function send(...parts: (string | Uint8Array)[]): Promise<string> {
  const socket = await open();
  let answer = '';
  socket.setEncoding('latin1');
  socket.on('data', (part) => {
    answer += part;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) socket.write(typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  await closed;
  return answer;
}

/** Whether the development server's proxy, which is not deployed, answers instead of the program: it reports bodies that break off. */
const isOfProxy = (answer: string) => /Network connection lost[\s\S]*miniflare/.test(answer);

/** Like `send`, but again if the connection is reset: who closes it with bytes unread may take the answer back with it. */
async function sendUnread(...parts: string[]): Promise<string> {
  for (let attempt = 0; attempt < 4; attempt++) {
    const answer = await send(...parts);
    if (answer !== '' && !isOfProxy(answer)) return answer;
  }
  return send(...parts);
}

const statusesOf = (answer: string) =>
  Array.from(answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm), ([, status]) => Number(status));

const isAlive = async () => assert.equal((await fetch(`${server.url}/rss.xml`)).status, 200);

const GET = (path: string, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: evil.example\r\n${headers}Connection: close\r\n\r\n`;

test('no spelling of a path is more than "not found", and none leads to another site', async () => {
  const tricks = [
    ...[
      '//evil.example',
      '//evil.example/',
      '/\\evil.example/',
      '/stories//a',
      '/stories/%2e%2e/%2e%2e/api/status',
    ],
    ...[
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fpackage.json',
      '/stories/%00',
      '/stories/a%00.md',
      '/stories/%0d%0aX-Evil:%201',
    ],
    ...[
      '/stories/\xc0\xaf',
      '/stories/%c0%ae%c0%ae',
      '/stories/%ed%a0%80',
      '/%',
      '/%zz',
      '/stories/%E4%BA',
      '/stories/\x80\xff',
    ],
    ...[
      '/.dev.vars',
      '/.git/config',
      '/src/worker.ts',
      '/wrangler.toml',
      '/cdn-cgi/../api/status',
      `/${'a/'.repeat(4000)}`,
    ],
    ...[
      'http://evil.example/nothing',
      'http://evil.example//evil.example/',
      '/nothing?%0d%0aSet-Cookie:%20evil=1',
    ],
  ];
  for (const path of tricks) {
    const answer = await send(GET(path));
    const [status] = statusesOf(answer);
    assert.ok(
      status !== undefined && [301, 307, 400, 401, 404].includes(status),
      `${path}: ${answer.slice(0, 200)}`,
    );
    const [head = ''] = answer.split('\r\n\r\n', 1);
    assert.doesNotMatch(head, /^(x-evil|set-cookie)/im);
    const [, location] = /^location: (.*)$/im.exec(head) ?? [];
    if (location)
      assert.match(
        location,
        /^(http:\/\/127\.0\.0\.1:\d+)?\/(?!\/)|^http:\/\/127\.0\.0\.1:\d+\/\/evil/,
        path,
      );
  }
  await isAlive();
});

test('of one request nobody makes two', async () => {
  const inner = 'GET /subscribe HTTP/1.1\r\nHost: a\r\n\r\n';
  const length = inner.length;
  const tricks = [
    `Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n${length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`,
    `Content-Length: ${length}\r\nContent-Length: 0\r\n\r\n${inner}`,
    `Content-Length: 0, ${length}\r\n\r\n${inner}`,
    `Content-Length: +${length}\r\n\r\n${inner}`,
    `Content-Length: -1\r\n\r\n${inner}`,
    `Content-Length: 1e1\r\n\r\n${inner}`,
    `Transfer-Encoding: xchunked\r\n\r\n${inner}`,
    `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${inner}`,
    `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${inner}`,
    `X: a\r\n Transfer-Encoding: chunked\r\nContent-Length: ${length}\r\n\r\n${inner}`,
    `X: a\nContent-Length: ${length}\r\n\r\n${inner}`,
    `X: a\rContent-Length: ${length}\r\n\r\n${inner}`,
    `X: a\0b\r\nContent-Length: ${length}\r\n\r\n${inner}`,
    `Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n${inner}`,
    `Transfer-Encoding: chunked\r\n\r\n1;a=${'b'.repeat(10_000)}\r\nx\r\n0\r\n\r\n`,
  ];
  for (const trick of tricks) {
    const answer = await send(`POST /hub HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${trick}`);
    const statuses = statusesOf(answer);
    assert.ok(statuses.length <= 1, `${JSON.stringify(trick.slice(0, 60))}: ${statuses}`);
    assert.ok(
      isOfProxy(answer) || statuses.every((status) => (status >= 400 && status < 500) || status === 501),
      `${JSON.stringify(trick.slice(0, 60))}: ${statuses}`,
    );
    assert.doesNotMatch(answer, /<title>/, 'the page that the second one asks for');
  }
  await isAlive();
});

const authorized = `Authorization: Bearer ${TOKEN}\r\nContent-Type: text/markdown\r\n`;
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';

test('a body that is packed is refused, and never unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000));
  for (const head of [
    `PUT /api/stories/a HTTP/1.1\r\nHost: a\r\n${authorized}`,
    `POST /api/stories HTTP/1.1\r\nHost: a\r\n${authorized}`,
    `POST /hub HTTP/1.1\r\nHost: a\r\n${FORM}`,
  ]) {
    for (const encoding of ['gzip', 'deflate, gzip', 'br']) {
      const answer = await send(
        `${head}Content-Encoding: ${encoding}\r\nContent-Length: ${bomb.length}\r\nConnection: close\r\n\r\n`,
        bomb,
      );
      assert.deepEqual(statusesOf(answer), [415], head);
      assert.match(answer, /^Accept-Encoding: identity\r$/im);
    }
  }
  await isAlive();
});

test('a body that is too long is not read to its end, whether it says so or not', async () => {
  for (const [head, bytes] of [
    [`PUT /api/stories/a HTTP/1.1\r\nHost: a\r\n${authorized}`, 2_000_001],
    [`POST /hub HTTP/1.1\r\nHost: a\r\n${FORM}`, 8193],
  ] as const) {
    const stated = await sendUnread(
      `${head}Content-Length: ${bytes}\r\nConnection: close\r\n\r\n`,
      'a'.repeat(bytes),
    );
    assert.deepEqual(statusesOf(stated), [413]);
    const size = bytes.toString(16);
    const unstated = await sendUnread(
      `${head}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n${size}\r\n`,
      'a'.repeat(bytes),
      '\r\n0\r\n\r\n',
    );
    assert.deepEqual(statusesOf(unstated), [413]);
  }
  await isAlive();
});

test('bodies that trickle or stop keep nobody else from being answered', async () => {
  const slow = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const socket = await open();
      socket.write(
        index % 2
          ? `POST /hub HTTP/1.1\r\nHost: a\r\n${FORM}Content-Length: 4000\r\n\r\nhub.mode=`
          : `PUT /api/stories/a HTTP/1.1\r\nHost: a\r\n${authorized}Content-Length: 4000\r\n\r\n---\n`,
      );
      return socket;
    }),
  );
  for (let round = 0; round < 3; round++) {
    for (const socket of slow) socket.write('a');
    await isAlive();
    await pause(50);
  }
  for (const socket of slow) socket.destroy();
  await isAlive();
  const status = await fetch(`${server.url}/api/status`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  assert.deepEqual(((await status.json()) as { troubles: unknown[] }).troubles, []);
});

test('headers without end are refused', async () => {
  for (const headers of [
    `X: ${'a'.repeat(1_000_000)}\r\n`,
    'X: a\r\n'.repeat(100_000),
    `${'X'.repeat(1_000_000)}: a\r\n`,
  ]) {
    const [status = 431] = statusesOf(await send(GET('/', headers)));
    assert.ok(status >= 400 && status < 500, `${status}`);
  }
  await isAlive();
});
