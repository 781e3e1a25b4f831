import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { openChromium } from './chromium.ts';
import { busyPage, draftPage, notFoundPage, storyPage } from './site.ts';

// How the page of a busy day is laid out, and what pages have in common.

const STORY = 'atom-becomes-a-standard';

let browser: Browser;

before(async () => {
  browser = await openChromium();
});

after(() => browser.close());

/** Where things are at a width: the left edges of TL;DRs and of headlines, and how far down the page goes, in pixels. */
async function layoutAt(width: number, html = busyPage('ltr')) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  await page.setContent(html);
  const layout = await page.evaluate(() => {
    const edges = (selector: string) => [
      ...new Set(
        Array.from(document.querySelectorAll(selector), (each) => Math.round(each.getBoundingClientRect().x)),
      ),
    ];
    return {
      stories: edges('.stories>li'),
      headlines: edges('.more li'),
      overflow: document.documentElement.scrollWidth - innerWidth,
      height: document.documentElement.scrollHeight,
    };
  });
  await page.close();
  return layout;
}

test('a busy day has one column on a phone, and more on wider screens', async () => {
  const columns = [];
  for (const width of [320, 360, 768, 1024, 1280, 1920]) {
    const { stories, headlines, overflow } = await layoutAt(width);
    assert.ok(overflow <= 0, `no overflow at ${width}`);
    columns.push([width, stories.length, headlines.length]);
  }
  assert.deepEqual(columns, [
    [320, 1, 1],
    [360, 1, 1],
    [768, 1, 1],
    [1024, 1, 2],
    [1280, 2, 3],
    [1920, 2, 3],
  ]);
});

test('a headline of one long word, and text at 200 %, stay within the page', async () => {
  const html = busyPage('ltr').replaceAll(
    /(<a class="p-name[^>]*>)[^<]*/g,
    `$1${'Donaudampfschiff'.repeat(12)}`,
  );
  const large = busyPage('ltr').replace('</style>', 'html{font-size:200%}</style>');
  for (const width of [320, 360, 768, 1024, 1280, 1920]) {
    for (const page of [html, large]) {
      const { overflow } = await layoutAt(width, page);
      assert.ok(overflow <= 0, `${overflow} px too wide at ${width}`);
    }
  }
});

test('with text at 200 %, a headline beside a picture still has lines of words, not of letters', async () => {
  for (const width of [320, 768, 1280]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.setContent(busyPage('ltr').replace('</style>', 'html{font-size:200%}</style>'));
    const widths = await page
      .locator('.stories > .pictured h3')
      .evaluateAll((headlines) => headlines.map((headline) => headline.clientWidth));
    assert.ok(widths.length > 2);
    assert.ok(Math.min(...widths) >= 200, `${Math.min(...widths)} px at ${width}`);
    await page.close();
  }
});

test('the columns of a page in Arabic begin at the right', async () => {
  const first = (html: string) =>
    browser.newPage({ viewport: { width: 1280, height: 900 } }).then(async (page) => {
      await page.setContent(html);
      const boxes = await page
        .locator('.stories>li')
        .evaluateAll((all) => all.slice(0, 2).map((each) => each.getBoundingClientRect().x));
      await page.close();
      return boxes;
    });
  const [here = 0, next = 0] = await first(busyPage('ltr'));
  assert.ok(here < next);
  const [there = 0, after = 0] = await first(busyPage('rtl'));
  assert.ok(there > after);
});

test('a picture beside a headline leads to its story, and covers no other link', async () => {
  for (const width of [360, 768, 1280]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.setContent(busyPage('ltr'));
    const missed = await page.evaluate(() => {
      const isHit = (target: Element, inside: Element) => {
        target.scrollIntoView({ block: 'center' });
        // A link may wrap: only its first line is looked at.
        const { x, y, width, height } = target.getClientRects()[0] as DOMRect;
        return inside.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      };
      return Array.from(document.querySelectorAll('.pictured'), (story) => {
        const headline = story.querySelector('a.p-name');
        const picture = story.querySelector('img');
        const links = [...story.querySelectorAll('.facts a')];
        return [
          ...(headline && picture && isHit(picture, headline) ? [] : ['picture']),
          ...links.flatMap((link) => (isHit(link, link) ? [] : [link.textContent])),
        ];
      }).flat();
    });
    assert.deepEqual(missed, [], `at ${width}`);
    await page.close();
  }
});

test('from the front page to a story and an address without a page, the masthead stays where it is', async () => {
  const pages = [busyPage('ltr'), storyPage(STORY), notFoundPage()];
  for (const width of [360, 768, 1024, 1280, 1920]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const places = [];
    for (const html of pages) {
      await page.setContent(html);
      const box = await page.locator('.masthead').boundingBox();
      places.push(`${box?.width} px from ${box?.x}`);
    }
    assert.equal(new Set(places).size, 1, `at ${width} px: ${places.join('; ')}`);
    await page.close();
  }
});

test('from 1280 px on, the text of a story is in the middle of the screen', async () => {
  for (const width of [1280, 1440, 1920]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.setContent(storyPage(STORY));
    const box = await page.locator('#analysis>p').first().boundingBox();
    assert.deepEqual([box?.width, (box?.x ?? 0) + (box?.width ?? 0) / 2], [608, width / 2]);
    await page.close();
  }
});

test('the page of a draft gives its text the whole of its half', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent(draftPage(STORY));
  const halves = await page
    .locator('.draft>*, #analysis>p:first-of-type')
    .evaluateAll((elements) => elements.map((each) => each.clientWidth));
  assert.deepEqual(halves, [halves[0], halves[0], halves[0]]);
  await page.close();
});
