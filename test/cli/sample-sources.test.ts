import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { daysSinceRecorded, moveDates } from '../../src/cli/local/recorded-dates.ts';
import { serveSampleSources } from '../../src/cli/local/sample-sources.ts';
import { reachableUrl } from '../../src/lib/public-hosts.ts';
import { publisherDomain } from '../../src/site/story/sources/publisher.ts';
import { freePort } from './server.ts';

/** Asks a server on this machine, whatever the resolver knows of its name. */
const ask = (url: string) => fetch(reachableUrl(new URL(url)));

const folder = fileURLToPath(new URL('../../data/sources', import.meta.url));

test('the days of the samples move with the calendar, in every form', () => {
  const text =
    '2026-11-24T07:40:00Z, 24 November 2026, 23 Nov 2026 16:00:00 GMT, 26 November, 24. November 2026, March 2024';
  assert.equal(
    moveDates(text, 30),
    '2026-12-24T07:40:00Z, 24 December 2026, 23 Dec 2026 16:00:00 GMT, 26 December, 24. Dezember 2026, March 2024',
  );
  assert.equal(moveDates(text, daysSinceRecorded(Date.UTC(2026, 10, 25, 12))), text);
});

test('each outlet is served at an address of its own, with links that lead to it', async () => {
  const now = Date.UTC(2027, 0, 31, 12);
  const sources = await serveSampleSources(folder, await freePort(), now);
  assert.ok(sources);
  const { outlets, stop } = sources;
  assert.deepEqual(
    outlets.map(({ name, feeds }) => [name, feeds.length]),
    [
      ['eastmere-post.example', 1],
      ['kaltenrieder-bote.example', 1],
      ['tarnwick-courier.example', 1],
      ['the-lantern.example', 1],
      ['vale-radio.example', 1],
    ],
  );
  assert.deepEqual(
    outlets.map(({ url }) => publisherDomain({ url, publisher: null })),
    outlets.map(({ name }) => name.replace('.example', '.localhost')),
  );
  for (const { feeds, url } of outlets) {
    const text = await (await ask(feeds[0] ?? '')).text();
    const links = text.match(/http:\/\/[a-z-]+\.localhost:\d+\/[^"<]+\.html/g) ?? [];
    assert.ok(links.length > 0, url);
    assert.doesNotMatch(text, /\.example/);
    assert.match(text, /2027-01-30|30 Jan 2027/);
    for (const link of links) {
      const page = await ask(link);
      assert.equal(page.status, 200, link);
      assert.equal(page.headers.get('Content-Type'), 'text/html; charset=utf-8');
      assert.doesNotMatch(await page.text(), /2026-11|November|\.example/);
    }
  }
  const [{ url = '' } = {}] = outlets;
  assert.equal((await ask(`${url}/nowhere.html`)).status, 404);
  assert.equal((await ask(`${url}/%2e%2e/%2e%2e/site.json`)).status, 404);
  assert.equal((await ask(`${url}/..%2freadme.txt`)).status, 404);
  stop();
  await assert.rejects(ask(url));
});

test('ports that are in use are passed over', async () => {
  const port = await freePort();
  const one = await serveSampleSources(folder, port);
  const two = await serveSampleSources(folder, port);
  assert.ok(one && two);
  assert.equal(new Set([...one.outlets, ...two.outlets].map(({ url }) => url)).size, 10);
  one.stop();
  two.stop();
});

test('without the folder there are no samples', async () => {
  assert.equal(await serveSampleSources(`${folder}/nowhere`, 8787), undefined);
});
