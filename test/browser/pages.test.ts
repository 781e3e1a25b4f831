import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Server, startServer } from '../cli/server.ts';
import { findViolations, openChromium } from './chromium.ts';
import { publishHistory } from './history.ts';

const STORY = '/stories/atom-becomes-a-standard';
const PAGES = [
  '/',
  '/topics/web-feeds',
  '/sources/w3.org',
  '/authors/samuel-osei',
  '/archive/1',
  STORY,
  '/stories/robots-txt-becomes-an-rfc',
  `${STORY}/history`,
  `${STORY}/report`,
  '/subscribe',
  '/search?q=feed&topic=web-feeds',
  '/feed-extensions',
  '/imprint',
  '/rss.xml',
  '/nothing-here',
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

/** Opens a page in a new browser context and passes it to `look`, with its requests. Fails if the console has errors. */
async function visit(
  path: string,
  options: Parameters<Browser['newContext']>[0],
  look: (page: Page, requests: string[]) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const messages: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => messages.push(message.text()));
  await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
  await look(page, requests);
  // The browser logs a 404. Anything else would be a violation of the policy or a fault of the page.
  assert.deepEqual(
    messages.filter((text) => !text.includes('404 (Not Found)')),
    [],
  );
  await context.close();
}

for (const path of PAGES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds no faults on ${path}, wide and on a phone (${colorScheme})`, async () => {
      // The page's policy would not let axe run.
      await visit(path, { colorScheme, bypassCSP: true }, async (page) => {
        assert.deepEqual(await findViolations(page), []);
        await page.setViewportSize({ width: 360, height: 740 });
        assert.deepEqual(await findViolations(page), [], 'on a phone');
      });
    });
  }

  test(`${path} fits a phone and 200 % text`, async () => {
    await visit(path, { viewport: { width: 360, height: 740 } }, async (page) => {
      const width = () => page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok((await width()) <= 360, `scrolls to ${await width()} px`);
      await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
      assert.ok((await width()) <= 360, `scrolls to ${await width()} px with large text`);
    });
  });

  test(`${path} needs one request besides its pictures, and no cookies, and has no script except that of buttons`, async () => {
    await visit(path, {}, async (page, requests) => {
      const pictures = await page
        .locator('img')
        .evaluateAll((all) => all.map((img) => (img as HTMLImageElement).src));
      assert.ok(pictures.every((url) => url.startsWith(`${server.url}/pictures/`)));
      const documents = requests.filter((url) => !url.endsWith('/favicon.svg') && !pictures.includes(url));
      assert.deepEqual(documents, [`${server.url}${path}`]);
      // JSON-LD and rules for prefetching are data.
      const scripts = page.locator('script:not([type])');
      assert.equal(await scripts.count(), /^\/(stories\/[^/]+|subscribe)$/.test(path) ? 1 : 0);
      assert.deepEqual(await page.context().cookies(), []);
    });
  });
}

test('a citation leads to its source, and the source leads back, without scripts', async () => {
  await visit(STORY, { javaScriptEnabled: false }, async (page) => {
    const reference = page.getByRole('link', { name: 'rfc-editor.org 2, RFC Editor' });
    await reference.click();
    assert.match(page.url(), /#fn-2$/);
    const source = page.locator('#fn-2');
    assert.match((await source.textContent()) ?? '', /RFC 5023/);
    await source.locator('> .uses [role=doc-backlink]').click();
    assert.match(page.url(), /#fnref-2-1$/);
  });
});

test('the head of a page links to its feeds', async () => {
  await visit('/topics/web-feeds', {}, async (page) => {
    const feeds = await page
      .locator('link[rel=alternate]:not([type="application/activity+json"])')
      .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href));
    assert.equal(feeds.length, 6);
    for (const url of feeds) {
      const response = await fetch(url);
      assert.equal(response.status, 200);
      assert.match(
        response.headers.get('Content-Type') ?? '',
        /^application\/(rss\+xml|atom\+xml|feed\+json); charset=utf-8$/,
      );
    }
  });
});

test('a feed opened in a browser is a readable page', async () => {
  await visit('/atom.xml', {}, async (page) => {
    assert.equal(await page.title(), 'Open Wire (Atom) | Open Wire');
    assert.ok((await page.locator('main').textContent())?.includes(`${server.url}/atom.xml`));
  });
});

test('a printed story has the URLs of its sources and no navigation', async () => {
  await visit(STORY, {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    for (const nav of await page.locator('nav').all()) assert.equal(await nav.isVisible(), false);
    const after = await page
      .locator('.sources a[href^=http]')
      .first()
      .evaluate((link) => getComputedStyle(link, '::after').content);
    assert.match(after, /https:\/\/www\.rfc-editor\.org\/rfc\/rfc4287/);
  });
});
