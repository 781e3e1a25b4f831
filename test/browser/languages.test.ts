import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { findColourViolations, findViolations, openChromium } from './chromium.ts';
import { everyPage, pageWith } from './site.ts';

// Checks every page in every language, as rendered.

let browser: Browser;

before(async () => {
  browser = await openChromium();
});

after(() => browser.close());

/** Languages in which axe would find what it finds in others: it reads no words, and both directions are among the rest. */
const ALIKE = /^(?!story).* in (fa|he|hi|it|ja|ko|pt|ru|tr|zh-Hant)$/;

test('axe finds no faults on any page, from left to right and from right to left, in light and dark', async () => {
  const page = await browser.newPage();
  for (const { name, html } of everyPage.filter(({ name }) => !ALIKE.test(name))) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setContent(html);
    assert.deepEqual(await findViolations(page), [], name);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.deepEqual(await findColourViolations(page), [], `${name}, dark`);
  }
  await page.close();
});

test('no page in any language scrolls sideways on a phone, even with text at 200 %', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
  for (const { name, html } of everyPage) {
    await page.setContent(html);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok((await width()) <= 320, `${name} scrolls to ${await width()} px`);
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    assert.ok((await width()) <= 320, `${name} scrolls to ${await width()} px with large text`);
  }
  await page.close();
});

test('headlines and the title are in the title face, also in lists', async () => {
  const page = await browser.newPage();
  for (const name of ['the front page in another look in en', 'a story in another look']) {
    await page.setContent(everyPage.find((each) => each.name === name)?.html ?? '');
    const faces = await page
      .locator('.site, h1, .h-entry :is(h2, h3) > a')
      .evaluateAll((elements) => elements.map((element) => getComputedStyle(element).fontFamily));
    assert.ok(faces.length >= 2, name);
    for (const face of faces) assert.match(face, /^Title, "Iowan Old Style"/, name);
  }
  await page.close();
});

test('headlines in scripts whose letters join or stack have no letter-spacing, and lines that do not touch', async () => {
  const page = await browser.newPage();
  for (const name of ['front in en', 'history in en', 'story atom-becomes-a-standard']) {
    await page.setContent(everyPage.find((each) => each.name === name)?.html ?? '');
    for (const language of ['ar', 'fa', 'he', 'hi', 'th', 'zh-TW', 'ja', 'ko']) {
      const headings = await page.evaluate((lang) => {
        for (const element of document.querySelectorAll('[lang]')) element.setAttribute('lang', lang);
        return Array.from(document.querySelectorAll('.site, h1, h2, h3, :is(h1, h2, h3) a'), (element) => {
          const { letterSpacing, lineHeight, fontSize } = getComputedStyle(element);
          const leading = Number.parseFloat(lineHeight) / Number.parseFloat(fontSize);
          const isSpaced = Number.parseFloat(letterSpacing) !== 0 && letterSpacing !== 'normal';
          return {
            text: element.textContent,
            isSpaced,
            isTight: leading < 1.35 && element.className !== 'site',
          };
        });
      }, language);
      assert.ok(headings.length > 5, name);
      assert.deepEqual(
        headings.filter(({ isSpaced, isTight }) => isSpaced || isTight),
        [],
        `${name} in ${language}`,
      );
    }
  }
  await page.close();
});

test('many topics are behind a disclosure on a phone, all in sight once it is open, and open on wide screens', async () => {
  const page = await browser.newPage();
  const front = everyPage.find(({ name }) => name === 'the front page in another look in en');
  await page.setContent(front?.html ?? '');
  const topics = page.locator('.topics details a');
  const areInSight = () =>
    topics.evaluateAll((links) =>
      links.map((link) => {
        const { left, right, height } = link.getBoundingClientRect();
        return (
          link.checkVisibility({ contentVisibilityAuto: true }) &&
          height >= 24 &&
          left >= 0 &&
          right <= innerWidth
        );
      }),
    );
  for (const width of [320, 360]) {
    await page.setViewportSize({ width, height: 640 });
    assert.deepEqual(await areInSight(), Array(15).fill(false));
    await page.locator('.topics summary').click();
    assert.deepEqual(await areInSight(), Array(15).fill(true));
    await page.locator('.topics summary').click();
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  assert.deepEqual(await areInSight(), Array(15).fill(true));
  assert.equal(await page.locator('.topics summary').isVisible(), false);
  await page.close();
});

test('in a list of many languages, each headline begins where its day does, and runs in its own direction', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  for (const [language, edge] of [
    ['en', 'left'],
    ['ar', 'right'],
  ] as const) {
    await page.setContent(everyPage.find(({ name }) => name === `archive in ${language}`)?.html ?? '');
    const items = await page.locator('.more li').evaluateAll((all, side) => {
      const edgeOf = (element: Element | null) => {
        const range = document.createRange();
        range.selectNodeContents(element as Element);
        const edges = Array.from(range.getClientRects(), (rect) => Math.round(rect[side]));
        return side === 'left' ? Math.min(...edges) : Math.max(...edges);
      };
      return all.map((item) => {
        const headline = item.querySelector('a') as Element;
        const { direction, unicodeBidi } = getComputedStyle(headline);
        const edges = [edgeOf(headline), edgeOf(item.closest('section')?.querySelector('h2') ?? null)];
        return { language: headline.getAttribute('lang'), direction, unicodeBidi, edges };
      });
    }, edge);
    const [{ edges: [start] = [] } = {}] = items;
    assert.ok(new Set(items.map((item) => item.language)).size > 5);
    for (const { language: own, edges, ...isolated } of items) {
      assert.deepEqual(edges, [start, start], `${own} on a page in ${language}`);
      assert.deepEqual(isolated, { direction: own === 'ar' ? 'rtl' : 'ltr', unicodeBidi: 'isolate' });
    }
  }
  await page.close();
});

test('a table wider than its page can be scrolled, also by keyboard', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  const row = (cell: string) => `|${cell.repeat(12)}\n`;
  await page.setContent(pageWith(row(' head |') + row('---|') + row(' afairlylongword |')));
  assert.deepEqual(await findViolations(page), []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  const table = page.getByRole('group', { name: 'head, head' });
  const startOfFirst = async () => (await page.locator('td').first().boundingBox())?.x;
  const before = await startOfFirst();
  await table.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => (document.querySelector('.table')?.scrollLeft ?? 0) > 0);
  // A short first column stays in sight.
  assert.equal(await startOfFirst(), before);
  await page.close();
});

test('an Arabic story runs right to left on a left-to-right page', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const story = everyPage.find(({ name }) => name === 'story robots-arabic');
  await page.setContent(story?.html ?? '');
  const left = async (selector: string) =>
    (await page.locator(selector).first().boundingBox())?.x ?? Number.NaN;
  assert.ok((await left('#analysis > h2')) > (await left('#analysis > p')), 'the margin is on the right');
  assert.equal(
    await page.locator('article').evaluate((element) => getComputedStyle(element).direction),
    'rtl',
  );
  assert.equal(
    await page.locator('body > header').evaluate((element) => getComputedStyle(element).direction),
    'ltr',
  );
  await page.close();
});
