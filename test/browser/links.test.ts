import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Server, startServer } from '../cli/server.ts';
import { openChromium } from './chromium.ts';
import { publishHistory } from './history.ts';

// Whether what a page leads to is there.

const STORY = '/stories/atom-becomes-a-standard';
const PAGES = ['/', '/topics/web-feeds', '/sources/w3.org', STORY, '/archive/1', '/subscribe'];

let server: Server;
let browser: Browser;

before(async () => {
  server = await startServer();
  await publishHistory(server);
  browser = await openChromium();
});

after(async () => {
  await browser.close();
  await server.stop();
});

/** Where a page leads to on the site, in its head as in its text, without fragments. */
async function linksOf(path: string): Promise<string[]> {
  const page = await browser.newPage();
  await page.goto(`${server.url}${path}`);
  const links = await page.evaluate(() => [
    ...Array.from(document.links, ({ href }) => href),
    ...Array.from(document.querySelectorAll('link'), ({ href }) => href),
    ...Array.from(
      document.querySelectorAll<HTMLMetaElement>('meta[property="og:image"]'),
      (meta) => meta.content,
    ),
  ]);
  await page.close();
  const own = links
    .map((link) => link.replace(/#.*/, ''))
    .filter((link) => link.startsWith(`${server.url}/`));
  return [...new Set(own)];
}

test('every link of every kind of page leads to something', async () => {
  const links = new Set((await Promise.all(PAGES.map(linksOf))).flat());
  for (const path of ['/archive/1', `${STORY}/cite.ris`, `${STORY}.md`, `${STORY}/card.png`, '/feeds.opml']) {
    assert.ok(
      [...links].some((link) => new URL(link).pathname === path),
      path,
    );
  }
  const dead: string[] = [];
  for (const link of links) {
    const { status } = await fetch(link);
    if (status !== 200) dead.push(`${status} ${link}`);
  }
  assert.deepEqual(dead, []);
});

test('a story’s link is shown with its card: a picture of the size that the page says', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}${STORY}`);
  const said = await page.evaluate(() =>
    Object.fromEntries(
      Array.from(document.querySelectorAll<HTMLMetaElement>('meta[property^="og:image"]'), (meta) => [
        meta.getAttribute('property'),
        meta.content,
      ]),
    ),
  );
  const url = said['og:image'] ?? '';
  const response = await fetch(url, { redirect: 'error' });
  assert.equal(response.headers.get('Content-Type'), said['og:image:type']);
  assert.match(response.headers.get('Cache-Control') ?? '', /immutable/);
  await page.goto(url);
  const size = await page.locator('img').evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => ({
    width: String(naturalWidth),
    height: String(naturalHeight),
  }));
  assert.deepEqual(size, { width: said['og:image:width'], height: said['og:image:height'] });
  await page.close();
});
