import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { TOKEN } from '../cli/server.ts';
import { type Newsroom, openNewsroom } from '../websub/newsroom.ts';
import { until } from '../websub/subscriber.ts';

// The watch over a page of a real server: what it finds is on the story's page, and in no revision.

const QUOTE = 'We expect 1,400 passengers a day, and we won’t raise the fare before 2028.';
const MISSING = 'Quote no longer found there on';
const GONE = 'no longer online on';
const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };

const article = (
  words: string,
) => `<!doctype html><html lang="en"><head><title>Ferry line | The Gazette</title></head>
<body><article><h1>Ferry line</h1><p>The council voted on Tuesday to reopen the ferry line to Gull Island.</p>
<p>${words}</p><p>${'The first boat is to sail in April, if the pier is mended by then. '.repeat(8)}</p></article></body></html>`;

let newsroom: Newsroom;
let server: Server;
let source: string;
/** What the source's server answers at present. */
let answer: RequestListener;

const page: (words: string) => RequestListener = (words) => (_request, response) =>
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(article(words));

before(async () => {
  server = createServer((request, response) => {
    if (request.url === '/robots.txt') response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  source = `http://127.0.0.1:${(server.address() as AddressInfo).port}/news/ferry`;
  newsroom = await openNewsroom();
  await newsroom.publish({
    articleBody: `The fare stays ([gazette](${source})).`,
    citation: [{ url: source, quote: { exact: QUOTE } }],
  });
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await newsroom.stop();
});

const call = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${newsroom.url}/api${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
};

interface Looked {
  source: { listed: string | null; isTold: boolean; detail: string; movedTo: string | null };
}
const look = async () => ((await call('POST', '/watch/looks', { url: source })) as Looked).source;
const story = async () => (await fetch(`${newsroom.url}/stories/story-1`)).text();
const record = async () => (await fetch(`${newsroom.url}/stories/story-1.json`)).json();
const revisions = () => call('GET', '/stories/story-1/revisions');
const untilStory = (what: string, says: (html: string) => boolean) =>
  until(what, async () => says(await story()));

test('a look that finds the quoted words tells readers nothing', async () => {
  answer = page(`“${QUOTE}”`);
  assert.partialDeepStrictEqual(await look(), { listed: null, isTold: false });
  assert.doesNotMatch(await story(), new RegExp(MISSING));
});

test('readers see that a quote is no longer there once a second look has found the same, and there is no revision', async () => {
  const before = await revisions();
  answer = page('“We expect 1,700 passengers a day, and we won’t raise the fare before 2028.”');
  assert.equal((await look()).listed, 'unconfirmed');
  assert.doesNotMatch(await story(), new RegExp(MISSING));
  assert.partialDeepStrictEqual(await look(), { listed: 'changed', isTold: true });
  await untilStory('the notice', (html) => html.includes(MISSING));
  await until('the observation', async () => JSON.stringify(await record()).includes('"kind":"changed"'));
  assert.deepEqual(await revisions(), before);
});

test('a false alarm is set right, and stays so while looks find the same', async () => {
  await call('PUT', '/watch/dismissals', { url: source, isFalseAlarm: true });
  await untilStory('the end of the notice', (html) => !html.includes(MISSING));
  assert.partialDeepStrictEqual(await look(), { listed: 'dismissed', isTold: false });
});

test('a page that refuses robots, or fails, tells readers nothing', async () => {
  answer = (_request, response) => response.writeHead(403).end();
  assert.equal((await look()).isTold, false);
  answer = (_request, response) => response.writeHead(500).end();
  assert.equal((await look()).isTold, false);
  assert.doesNotMatch(await story(), new RegExp(`${MISSING}|${GONE}`));
});

test('readers see that the source is gone, until it is back', async () => {
  answer = (_request, response) => response.writeHead(404).end('Not here.');
  await look();
  assert.partialDeepStrictEqual(await look(), { listed: 'gone', isTold: true });
  await untilStory('the notice', (html) => html.includes(GONE));
  answer = page(`“${QUOTE}”`);
  assert.partialDeepStrictEqual(await look(), { listed: null, isTold: false });
  await untilStory('the end of the notice', (html) => !html.includes(GONE));
});

test('readers see where the source has moved for good', async () => {
  answer = (request, response) => {
    if (request.url === '/archive/ferry') page(`“${QUOTE}”`)(request, response);
    else response.writeHead(301, { Location: '/archive/ferry' }).end();
  };
  assert.equal((await look()).listed, 'unconfirmed');
  const { listed, movedTo } = await look();
  assert.deepEqual([listed, movedTo], ['moved', source.replace('/news/', '/archive/')]);
  await untilStory('the new address', (html) => html.includes('/archive/ferry'));
});
