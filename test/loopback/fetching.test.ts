import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createDeflate,
  createGzip,
  deflateSync,
  gzipSync,
} from 'node:zlib';
import packageJson from '../../package.json' with { type: 'json' };
import { type Answer, closeHosts, type Host, openHost, openSocketHost } from './hosts.ts';
import { startWire, type TestWire } from './wire.ts';

// The wire fetches from real servers, in the runtime of Workers.

const MEGABYTE = 1_000_000;
const SITE_URL = 'https://news.example';

let wire: TestWire;
before(async () => {
  wire = await startWire(SITE_URL);
});
after(async () => {
  closeHosts();
  await wire.stop();
});

/** Fetches `/a` of a host, with a wire that nobody else uses. */
const fetchFrom = (host: Host, path = '/a') => wire.fetchPage(host.url, { url: `${host.url}${path}` });

/** Opens a host whose `/a` answers so, and fetches that. */
async function fetchAnswer(answer: Answer) {
  const host = await openHost({ '/a': answer });
  return fetchFrom(host);
}

/** Sends bytes until nobody wants them any more. */
function sendForEver(response: NodeJS.WritableStream, chunk: Buffer): void {
  const more = () => {
    while (response.write(chunk));
  };
  response.on('drain', more);
  more();
}

const zeros = Buffer.alloc(64 * 1024);
const endlessZeros = () =>
  new Readable({
    read() {
      this.push(zeros);
    },
  });

const redirectTo =
  (status: number, location: string): Answer =>
  (response) =>
    response.writeHead(status, { Location: location }).end();

describe('on loopback,', { concurrency: true }, () => {
  describe('a page', { concurrency: true }, () => {
    test('is asked for by name, and comes whole', async () => {
      const host = await openHost({ '/a': '<p>ä' });
      const page = await fetchFrom(host, '/a#part');
      assert.ok(page.ok);
      assert.equal(page.text, '<p>ä');
      assert.equal(page.status, 200);
      assert.deepEqual(
        host.visits.map(({ path }) => path),
        ['/robots.txt', '/a'],
      );
      const { headers } = host.visits[1] ?? {};
      assert.equal(headers?.['user-agent'], `Edgewire/${packageJson.version} (+${SITE_URL})`);
      assert.match(String(headers?.accept), /^text\/html/);
      assert.equal(headers?.cookie, undefined);
    });

    test('of a name below localhost is read from this machine, whatever the resolver knows', async () => {
      const server = createServer(({ url: path }, response) => {
        if (path === '/a') response.writeHead(301, { Location: '/b' }).end();
        else response.writeHead(path === '/b' ? 200 : 404, { 'Content-Type': 'text/html' }).end('<p>ä');
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      after(() => server.close());
      const url = `http://the-lantern.localhost:${(server.address() as AddressInfo).port}`;
      const page = await wire.fetchPage(url, { url: `${url}/a` });
      assert.ok(page.ok, JSON.stringify(page));
      // The name stays, so that each name is a publisher of its own.
      assert.equal(page.url, `${url}/b`);
      assert.equal(page.text, '<p>ä');
    });

    test('that has not changed is told by both validators', async () => {
      const host = await openHost({
        '/a': (response, { headers }) => {
          const isSame = headers['if-none-match'] === '"1"' && headers['if-modified-since'] === DATE;
          response.writeHead(isSame ? 304 : 200).end();
        },
      });
      const DATE = 'Thu, 26 Nov 2026 00:00:00 GMT';
      const page = await wire.fetchPage(host.url, { url: `${host.url}/a`, etag: '"1"', lastModified: DATE });
      assert.ok(page.ok);
      assert.equal(page.status, 304);
    });

    const compress: [string, (text: string) => Buffer][] = [
      ['gzip', gzipSync],
      ['GZIP', gzipSync],
      ['x-gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ];
    for (const [coding, compressed] of compress) {
      test(`that is compressed as ${coding} is read`, async () => {
        const page = await fetchAnswer((response) => {
          response.setHeader('Content-Encoding', coding);
          response.end(compressed('<p>text'));
        });
        assert.equal(page.ok && page.text, '<p>text');
      });
    }

    test('of exactly five megabytes is read, and one byte more is too much', async () => {
      const sends = (length: number) =>
        fetchAnswer((response) => void response.end(Buffer.alloc(length, 'a')));
      const [exact, longer] = await Promise.all([sends(5 * MEGABYTE), sends(5 * MEGABYTE + 1)]);
      assert.equal(exact.ok && exact.length, 5 * MEGABYTE);
      assert.equal(!longer.ok && longer.kind, 'size');
    });

    test('that says it is too long is not read at all', async () => {
      let sent = 0;
      const page = await fetchAnswer((response) => {
        response.setHeader('Content-Length', 60 * MEGABYTE);
        const chunk = Buffer.alloc(MEGABYTE, 'a');
        const more = () => {
          while (sent < 60 * MEGABYTE) {
            sent += MEGABYTE;
            if (!response.write(chunk)) break;
          }
        };
        response.on('drain', more);
        more();
      });
      assert.equal(!page.ok && page.kind, 'size');
      assert.ok(sent < 20 * MEGABYTE, `${sent} bytes were sent`);
    });

    const endless: [string, (response: ServerResponse) => void][] = [
      ['never ends', (response) => sendForEver(response, Buffer.alloc(64 * 1024, 'a'))],
      [
        'is a gzip of zeros without end',
        (response) => {
          response.setHeader('Content-Encoding', 'gzip');
          endlessZeros().pipe(createGzip()).pipe(response);
        },
      ],
      [
        'is a deflate of zeros without end',
        (response) => {
          response.setHeader('Content-Encoding', 'deflate');
          endlessZeros().pipe(createDeflate()).pipe(response);
        },
      ],
      [
        'is a Brotli of zeros without end',
        (response) => {
          response.setHeader('Content-Encoding', 'br');
          const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
          endlessZeros().pipe(createBrotliCompress({ params })).pipe(response);
        },
      ],
      [
        'is 200 MB in 200 kB of gzip, which it says',
        (response) => {
          const bomb = gzipSync(Buffer.alloc(200 * MEGABYTE), { level: 1 });
          response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': bomb.length }).end(bomb);
        },
      ],
    ];
    for (const [what, answer] of endless) {
      test(`that ${what} is given up at five megabytes`, async () => {
        const page = await fetchAnswer(answer);
        assert.ok(!page.ok);
        assert.equal(page.kind, 'size');
        assert.match(page.detail, /sends more than 5 MB\. Open the page yourself/);
      });
    }

    const slow: [string, Answer][] = [
      ['never answers', () => undefined],
      [
        'comes byte by byte',
        (response) => {
          const timer = setInterval(() => response.write('a'), 100);
          response.on('close', () => clearInterval(timer));
        },
      ],
      [
        'stops in the middle',
        (response) => void response.writeHead(200, { 'Content-Length': 100 }).write('a'),
      ],
    ];
    for (const [what, answer] of slow) {
      test(`that ${what} is given up after ten seconds, and its connection is closed`, async () => {
        let isClosed = false;
        const host = await openHost({
          '/a': (response, request) => {
            response.on('close', () => {
              isClosed = true;
            });
            answer(response, request);
          },
        });
        const page = await fetchFrom(host);
        assert.ok(!page.ok);
        assert.equal(page.kind, 'timeout');
        assert.match(page.detail, /did not answer in full within ten seconds\. Try again later/);
        while (!isClosed) await new Promise((resolve) => setTimeout(resolve, 50));
      });
    }

    test('whose redirects all take their time is given up after ten seconds in all', async () => {
      const host = await openHost({
        '*': (response, { url = '' }) =>
          void setTimeout(() => response.writeHead(302, { Location: `${url}a` }).end(), 3500),
      });
      const page = await fetchFrom(host);
      assert.equal(!page.ok && page.kind, 'timeout');
      assert.equal(host.visits.length, 4);
    });

    const head = 'HTTP/1.1 200 OK\r\nConnection: close\r\n';
    const broken: [string, (socket: Socket) => void][] = [
      [
        'breaks off',
        (socket) => void socket.write(`${head}Content-Length: 100\r\n\r\nabc`, () => socket.destroy()),
      ],
      [
        'ends before the length that it said',
        (socket) => void socket.end(`${head}Content-Length: 100\r\n\r\nabc`),
      ],
      [
        'breaks off between chunks',
        (socket) => void socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`),
      ],
      [
        'has a chunk of no length',
        (socket) => void socket.end(`${head}Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc`),
      ],
      ['closes without a word', (socket) => void socket.destroy()],
      ['does not speak HTTP', (socket) => void socket.end('SSH-2.0-OpenSSH_9.2p1\r\n')],
      [
        'has headers without end',
        (socket) => sendForEver(socket, Buffer.from(`${head}${'X-More: a\r\n'.repeat(1000)}`)),
      ],
      [
        'ends in the middle of its gzip',
        (socket) => {
          const half = gzipSync(Buffer.from('abc'.repeat(1000))).subarray(0, 20);
          socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n`);
          socket.end(half);
        },
      ],
      [
        'is not the gzip that it says',
        (socket) => void socket.end(`${head}Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc`),
      ],
      [
        'is not the Brotli that it says',
        (socket) => void socket.end(`${head}Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc`),
      ],
      [
        'is compressed in an unknown way',
        (socket) => void socket.end(`${head}Content-Encoding: zstd\r\nContent-Length: 3\r\n\r\nabc`),
      ],
    ];
    for (const [what, write] of broken) {
      test(`that ${what} is no page`, async () => {
        const page = await fetchFrom(await openSocketHost(write));
        assert.ok(!page.ok, JSON.stringify(page));
        assert.equal(page.kind, 'connection');
        assert.match(page.detail, /Check the address, or try again later\.$/);
      });
    }

    test('with more after the length that it said ends there', async () => {
      const host = await openSocketHost(
        (socket) => void socket.end(`${head}Content-Length: 3\r\n\r\nabcdef`),
      );
      const page = await fetchFrom(host);
      assert.equal(page.ok && page.text, 'abc');
    });

    test('on a port where nobody listens is no page', async () => {
      const page = await wire.fetchPage('nobody', { url: 'http://127.0.0.1:9/a', purpose: 'archive' });
      assert.ok(!page.ok);
      assert.equal(page.kind, 'connection');
      assert.match(page.detail, /^127\.0\.0\.1:9 could not be reached\. Check the address/);
    });
  });

  describe('redirects', { concurrency: true }, () => {
    test('are followed to another host, and what is permanent is told', async () => {
      const there = await openHost({ '/c': 'there' });
      const host = await openHost({
        '/a': redirectTo(301, '/b'),
        '/b': redirectTo(302, `${there.url}/c`),
      });
      const page = await fetchFrom(host);
      assert.ok(page.ok);
      assert.equal(page.url, `${there.url}/c`);
      assert.equal(page.movedTo, `${host.url}/b`);
      assert.equal(page.text, 'there');
    });

    test('in a circle, or without end, are given up', async () => {
      const circle = await openHost({ '/a': redirectTo(302, '/b'), '/b': redirectTo(302, '/a') });
      const chain = await openHost({
        '*': (response, { url = '' }) => response.writeHead(302, { Location: `${url}a` }).end(),
      });
      const [first, second] = await Promise.all([fetchFrom(circle), fetchFrom(chain)]);
      assert.match(first.ok ? '' : first.detail, /redirects in a circle/);
      assert.match(second.ok ? '' : second.detail, /redirects more than five times/);
      assert.equal(chain.visits.filter(({ path }) => path !== '/robots.txt').length, 6);
    });

    for (const location of [
      'http://169.254.169.254/latest/meta-data/',
      'http://10.0.0.1/',
      'http://[fd00::1]/',
      'http://0x0a000001/',
      'http://metadata.google.internal/',
      'file:///etc/passwd',
      'https://user:secret@host.example/',
      'http://host.example:22/',
      `${SITE_URL}/`,
    ]) {
      test(`to ${location} are not followed`, async () => {
        const page = await fetchAnswer(redirectTo(302, location));
        assert.ok(!page.ok);
        assert.equal(page.kind, 'address');
        assert.ok(!page.detail.includes('secret'));
      });
    }

    test('are judged by the robots.txt of where they lead', async () => {
      const there = await openHost({ '/robots.txt': 'User-agent: *\nDisallow: /', '/c': 'secret' });
      const host = await openHost({ '/a': redirectTo(302, `${there.url}/c`) });
      const page = await fetchFrom(host);
      assert.equal(!page.ok && page.kind, 'robots');
      assert.deepEqual(
        there.visits.map(({ path }) => path),
        ['/robots.txt'],
      );
    });
  });

  test('many pages of three hosts at once: one a host at a time, with a pause between', async () => {
    const slowly: Answer = (response) => void setTimeout(() => response.end('a'), 100);
    const hosts = await Promise.all([1, 2, 3].map(() => openHost({ '*': slowly })));
    const pages = await Promise.all(
      hosts.flatMap(({ url }) =>
        ['/a', '/b', '/c', '/d'].map((path) => wire.fetchPage('many', { url: `${url}${path}` })),
      ),
    );
    assert.ok(pages.every(({ ok }) => ok));
    for (const host of hosts) {
      assert.equal(host.mostAtOnce(), 1);
      const times = host.visits.map(({ at }) => at);
      assert.equal(times.length, 5);
      const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      assert.ok(
        pauses.every((pause) => pause >= 1990),
        `pauses of ${pauses.join(', ')} ms`,
      );
    }
  });

  test('a host that asks for a pause is not asked again, not even after a restart', async () => {
    const own = await startWire(SITE_URL);
    const host = await openHost({
      '*': (response) => response.writeHead(429, { 'Retry-After': '3600' }).end('slow down'),
    });
    const begun = Date.now();
    const first = await own.fetchPage('pause', { url: `${host.url}/a` });
    assert.ok(!first.ok);
    assert.equal(first.kind, 'later');
    assert.equal(first.status, 429);
    assert.ok(Math.abs((first.retryAt ?? 0) - begun - 3_600_000) < 60_000);
    await own.restart();
    const second = await own.fetchPage('pause', { url: `${host.url}/b` });
    assert.ok(!second.ok);
    assert.deepEqual([second.kind, second.retryAt], ['later', first.retryAt]);
    assert.match(second.detail, /has asked for a pause\. Try again after/);
    assert.deepEqual(
      host.visits.map(({ path }) => path),
      ['/robots.txt', '/a'],
    );
    await own.stop();
  });
});
