import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Server, startServer } from '../cli/server.ts';
import { openChromium } from './chromium.ts';
import { publishHistory } from './history.ts';

// Checks that the links of pages work.

const STORY = '/stories/atom-becomes-a-standard';
const PAGES = [
  '/',
  '/topics/web-feeds',
  '/sources/w3.org',
  '/authors/samuel-osei',
  STORY,
  '/archive/1',
  '/subscribe',
];

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

/** Lists a page's links within the site, in its head and body, without fragments. */
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

test('every link on every kind of page works', async () => {
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

test('a story’s card has the type and size that its page says', async () => {
  const page = await browser.newPage();
  await page.goto(`${server.url}${STORY}`);
  const declared = await page.evaluate(() =>
    Object.fromEntries(
      Array.from(document.querySelectorAll<HTMLMetaElement>('meta[property^="og:image"]'), (meta) => [
        meta.getAttribute('property'),
        meta.content,
      ]),
    ),
  );
  const url = declared['og:image'] ?? '';
  const response = await fetch(url, { redirect: 'error' });
  assert.equal(response.headers.get('Content-Type'), declared['og:image:type']);
  assert.match(response.headers.get('Cache-Control') ?? '', /immutable/);
  await page.goto(url);
  const size = await page.locator('img').evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => ({
    width: String(naturalWidth),
    height: String(naturalHeight),
  }));
  assert.deepEqual(size, { width: declared['og:image:width'], height: declared['og:image:height'] });
  await page.close();
});
