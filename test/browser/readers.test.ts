import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ogs from 'open-graph-scraper';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { ADDRESS, articles, pageWith, storyPage } from './site.ts';

// Checks what programs extract from a story's page.

let browser: Browser;

before(async () => {
  browser = await openChromium();
});

after(() => browser.close());

const readability = readFileSync(
  fileURLToPath(import.meta.resolve('@mozilla/readability/Readability.js')),
  'utf8',
);
const words = (text: string | null) => text?.replace(/\s+/g, ' ').trim() ?? '';

for (const { slug, headline, rendering, correction } of articles) {
  test(`Firefox’s reader view keeps headline, TL;DR, notice, analysis and every source’s URL of ${slug}`, async () => {
    const page = await browser.newPage();
    await page.setContent(storyPage(slug));
    const texts = await page
      .locator(
        '#tldr > p, #tldr .label, #disclosure, main details > *, .correction, #analysis p, .sources q, .sources li > small',
      )
      .allTextContents();
    const own = await page
      .locator('article a:not(.note)')
      .evaluateAll((elements) => elements.map((element) => (element as HTMLAnchorElement).href));
    const evidence = page.locator('.passage a, #tldr sup a');
    const anchors = await page
      .locator('.passage, #tldr p > span')
      .evaluateAll((elements) => elements.map(({ id }) => id));
    const links = await evidence.evaluateAll((elements) =>
      elements.map((element) => (element as HTMLAnchorElement).href),
    );
    await page.evaluate(readability);
    const read = await page.evaluate(() => {
      type Parsed = { title: string; content: string; byline: string; siteName: string } | null;
      const { Readability } = globalThis as unknown as {
        Readability: new (document: Document) => { parse: () => Parsed };
      };
      const parsed = new Readability(document).parse();
      document.body.innerHTML = parsed?.content ?? '';
      const links = Array.from(document.links, ({ href }) => href);
      const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
      return {
        title: parsed?.title,
        siteName: parsed?.siteName,
        text: document.body.textContent,
        analysis: document.querySelector('#analysis-heading ~ *')?.parentElement?.textContent,
        links,
        ids,
      };
    });
    assert.equal(read.title, headline);
    assert.equal(read.siteName, 'Open Wire');
    assert.ok(texts.length >= 4 + correction.length);
    for (const text of texts) assert.ok(words(read.text).includes(words(text)), text);
    for (const { url } of rendering.sources) {
      assert.ok(read.links.includes(url), url);
      const count = (links: readonly string[]) => links.filter((link) => link === url).length;
      assert.equal(count(read.links), count(own), `${url} is there once more`);
    }
    // No note interrupts a sentence.
    const inFeeds = await page.evaluate(
      (html) => new DOMParser().parseFromString(html, 'text/html').body.textContent,
      rendering.feed,
    );
    assert.ok(words(read.analysis ?? '').endsWith(words(inFeeds)));
    for (const anchor of anchors) assert.ok(read.ids.includes(anchor), anchor);
    for (const link of links) assert.ok(read.links.includes(link), link);
    await page.close();
  });
}

test('Firefox’s reader view keeps a picture of the analysis with its caption, and one within a line', async () => {
  const page = await browser.newPage();
  const picture = '/pictures/an-archived-feed.png#1200x675';
  await page.setContent(
    pageWith(
      `${'It has many words to read. '.repeat(40)}\n\n![A chart](${picture} "The caption.")\n\nSee ![a sign](${picture}) here.`,
    ),
  );
  await page.evaluate(readability);
  const content = await page.evaluate(() => {
    const { Readability } = globalThis as unknown as {
      Readability: new (document: Document) => { parse: () => { content: string } | null };
    };
    return new Readability(document).parse()?.content ?? '';
  });
  assert.match(
    content,
    /<figure><img src="[^"]*\/pictures\/an-archived-feed\.png" alt="A chart"[^>]*><figcaption>The caption\.</,
  );
  assert.match(content, /See <img src="[^"]*\/pictures\/an-archived-feed\.png" alt="a sign"[^>]*> here\./);
  await page.close();
});

test('open-graph-scraper reads title, description, card, site, author, dates, one NewsArticle and its claims', async () => {
  const { result, error } = await ogs({ html: storyPage('atom-becomes-a-standard') });
  assert.equal(error, false);
  assert.equal(result.ogType, 'article');
  assert.equal(result.ogTitle, 'Atom at twenty: the feed format that went through the IETF');
  assert.match(
    result.ogDescription ?? '',
    /^TL;DR \(AI-generated\): Atom is the feed format with a standards-track RFC\./,
  );
  assert.equal(result.ogSiteName, 'Open Wire');
  assert.equal(result.ogUrl, `${ADDRESS}/stories/atom-becomes-a-standard`);
  assert.equal(result.ogLocale, 'en_US');
  assert.equal(result.author, 'Samuel Osei');
  assert.equal(result.articlePublishedTime, '2026-02-17T09:30:00+00:00');
  assert.equal(result.articleModifiedTime, '2026-02-18T11:05:00+00:00');
  assert.equal(result.articleSection, 'Web feeds');
  assert.equal(result.twitterCard, 'summary_large_image');
  const [card, ...others] = result.ogImage ?? [];
  assert.deepEqual(others, []);
  assert.match(card?.url ?? '', new RegExp(`^${ADDRESS}/stories/atom-becomes-a-standard/card\\.png\\?v=`));
  assert.deepEqual([card?.width, card?.height, card?.type].map(String), ['1200', '630', 'image/png']);
  assert.match(card?.alt ?? '', /^Atom at twenty: .* · 1 source · TL;DR is AI-generated$/);
  const types = result.jsonLD?.map((data) => (data as { '@type': string })['@type']);
  // The second has the claims of the TL;DR, the third the way from the front page.
  assert.deepEqual(types, ['NewsArticle', 'WebPageElement', 'BreadcrumbList']);
});
