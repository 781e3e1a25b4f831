import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { TOKEN } from '../cli/server.ts';
import { type Newsroom, openNewsroom } from '../websub/newsroom.ts';
import { type Answer, closeHosts, openHost } from './hosts.ts';

// Feeds on real servers, and this program's own hub.

interface Feed {
  title: string;
  address: string;
  answer: string;
  isPushed: boolean;
}

let follower: Newsroom;
let publisher: Newsroom;
const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };

before(async () => {
  [follower, publisher] = await Promise.all([openNewsroom(), openNewsroom()]);
});
after(async () => {
  closeHosts();
  await Promise.all([follower.stop(), publisher.stop()]);
});

/** Waits between two looks at what others do in their own time. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 500));

async function add(url: string): Promise<Response> {
  return fetch(`${follower.url}/api/feeds`, { method: 'POST', headers, body: JSON.stringify({ url }) });
}

async function find(address: string): Promise<Feed | undefined> {
  const response = await fetch(`${follower.url}/api/feeds`, { headers });
  return ((await response.json()) as { feeds: Feed[] }).feeds.find((feed) => feed.address === address);
}

/** Serves a feed on a host of its own. Returns its address. */
async function serve(body: Uint8Array, type: string, more: Record<string, string> = {}): Promise<string> {
  const answer: Answer = (response) => response.writeHead(200, { 'Content-Type': type, ...more }).end(body);
  const { url } = await openHost({ '/feed': answer });
  return `${url}/feed`;
}

const rss = (title: string, encoding: string) =>
  `<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>${title}</title><item><link>http://127.0.0.1/1</link><title>${title}</title></item></channel></rss>`;

describe('a feed on a real server', { concurrency: true }, () => {
  const latin = Buffer.from(rss('Zürich', 'windows-1252'), 'latin1');
  const big5 = Buffer.concat([
    Buffer.from(rss('@', 'big5').split('@')[0] ?? ''),
    Buffer.from([0xa4, 0xa4, 0xa4, 0xe5]),
    Buffer.from('</title></channel></rss>'),
  ]);

  for (const [name, body, type, more, title] of [
    ['in windows-1252, by its own declaration', latin, 'application/rss+xml', {}, 'Zürich'],
    [
      'in UTF-8 that says it is Latin-1',
      Buffer.from(rss('Zürich – Köln', 'utf-8')),
      'text/xml; charset=iso-8859-1',
      {},
      'Zürich – Köln',
    ],
    ['in Big5', big5, 'text/xml', {}, '中文'],
    [
      'compressed',
      gzipSync(rss('Packed', 'utf-8')),
      'application/rss+xml',
      { 'Content-Encoding': 'gzip' },
      'Packed',
    ],
  ] as const) {
    test(`${name} is read`, async () => {
      const url = await serve(body, type, more);
      const added = await add(url);
      assert.equal(added.status, 201, await added.clone().text());
      assert.equal(((await added.json()) as Feed).title, title);
    });
  }

  test('that is larger than 5 MB when unpacked is refused in words', async () => {
    const url = await serve(gzipSync(' '.repeat(50_000_000)), 'application/rss+xml', {
      'Content-Encoding': 'gzip',
    });
    const refused = await add(url);
    assert.equal(refused.status, 422);
    assert.match(((await refused.json()) as { detail: string }).detail, /5 MB/);
  });
});

test('what the hub of another newsroom delivers is taken in, without asking the feed', async () => {
  // The wire takes in nothing that is older than 30 days.
  const publish = (headline: string) =>
    publisher.publish({ headline, datePublished: new Date(Date.now() - 60_000).toISOString() });
  await publish('First');
  const address = `${publisher.url}/atom.xml`;
  while (!(await publisher.feed('/atom.xml')).body.includes('First')) await pause();
  const added = await add(address);
  assert.equal(added.status, 201, await added.clone().text());
  // Stories that are published before the hub has verified the subscription are not delivered.
  while (!(await find(address))?.isPushed) {
    await publish('Another');
    await pause();
  }
  assert.match((await find(address))?.answer ?? '', /The hub delivered [1-9]\d* new items?\./);
});
