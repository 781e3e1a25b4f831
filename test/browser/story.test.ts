import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { sentenceUrl } from '../../src/site/story/sources/source-link.ts';
import { type Server, startServer, TOKEN } from '../cli/server.ts';
import { openChromium } from './chromium.ts';
import { articles, pageWith, storyPage } from './site.ts';

// What readers can do on a story's page.

const STORY = '/stories/atom-becomes-a-standard';

let server: Server;
let browser: Browser;

before(async () => {
  server = await startServer();
  browser = await openChromium();
});

after(async () => {
  await browser.close();
  await server.stop();
});

async function open(
  path: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<[Page, BrowserContext]> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  return [page, context];
}

/** Publishes a story of `test/stories`, unless it is published already. Returns its path, once there is a page. */
async function publish(slug: string): Promise<string> {
  const { identifier, rendering, ...story } =
    articles.find((article) => article.slug === slug) ?? assert.fail(slug);
  const put = await fetch(`${server.url}/api/stories/${slug}`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(story),
  });
  assert.ok(put.ok, await put.text());
  const path = `/stories/${slug}`;
  while ((await fetch(`${server.url}${path}`)).status !== 200)
    await new Promise((resolve) => setTimeout(resolve, 100));
  return path;
}

/** Makes every other site answer with a long page that has the sentence at its end. */
const mockSources = (context: BrowserContext, sentence: string) =>
  context.route(
    (url) => url.origin !== server.url,
    (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<!DOCTYPE html><title>A source</title><div style="height:5000px">Much else.</div><p id="said">${sentence}</p>`,
      }),
  );

test('a click on a source’s note, or on quoted words, scrolls to the sentence in the source', async () => {
  const atom = 'This document specifies Atom, an XML-based Web content and metadata syndication format.';
  const robots = 'These rules are not a form of access authorization.';
  for (const [path, link, sentence] of [
    [STORY, '#analysis .note', atom],
    [STORY, '.sources .passage a', atom],
    [await publish('robots-arabic'), '.sources a.quoted', robots],
  ] as const) {
    const [page, context] = await open(path, { javaScriptEnabled: false });
    await mockSources(context, sentence);
    await page.locator(link).first().click();
    await page.waitForURL('https://www.rfc-editor.org/**');
    const box = await page.locator('#said').boundingBox();
    assert.ok(box && box.y >= 0 && box.y < 720, `${link}: the sentence is at ${box?.y} px`);
    await context.close();
  }
});

test('the quoted sentence is found even if record and source have different line breaks', async () => {
  const sentence = 'It has two \n  lines.</p><p>And another paragraph.';
  const quotes = [
    { exact: 'has two\nlines.' },
    { exact: 'two  lines.\n\nAnd another' },
    { exact: 'lines.', prefix: 'has\ntwo ' },
  ];
  for (const { exact, prefix = null } of quotes) {
    const url = sentenceUrl({
      url: 'https://source.example/page',
      quote: { exact, prefix, suffix: null },
      archivedAt: null,
      linkStatus: null,
    });
    const [page, context] = await open(STORY);
    await mockSources(context, sentence);
    await page.evaluate((href) => {
      const link = Object.assign(document.createElement('a'), {
        href,
        id: 'to-sentence',
        textContent: 'To it',
      });
      document.body.prepend(link);
    }, url);
    await page.locator('#to-sentence').click();
    await page.waitForURL('https://source.example/**');
    await page.waitForFunction(() => scrollY > 0, undefined, { timeout: 60_000 });
    await context.close();
  }
});

test('from a claim of the TL;DR, readers get to the quoted words, to the sentence in the source, and back', async () => {
  const path = await publish('feeds-german');
  const [page, context] = await open(path, { javaScriptEnabled: false });
  await mockSources(context, 'M. Nottingham <b>Request for Comments: 5005</b> September 2007');
  const claim = page.locator('#tldr p > span');
  await claim.getByRole('link', { name: '3 RFC Editor' }).click();
  assert.match(page.url(), /#ev-1$/);
  const passage = page.locator(':target');
  assert.ok(await passage.isVisible());
  assert.match((await passage.textContent()) ?? '', /^Request for Comments: 5005 September 2007/);
  await passage.getByRole('link', { name: 'Request for Comments' }).click();
  await page.waitForURL('https://www.rfc-editor.org/**');
  const box = await page.locator('#said').boundingBox();
  assert.ok(box && box.y >= 0 && box.y < 720, `the sentence is at ${box?.y} px`);
  await page.goBack();
  await passage.getByRole('link', { name: 'zurück zur Kurzfassung' }).click();
  assert.equal(
    await page.locator(':target').evaluate((element) => element.firstChild?.textContent),
    'RFC 5005 beschreibt seit September 2007, wie ein Feed auf seine älteren Seiten verweist.',
  );
  await context.close();
});

test('the same way can be gone with the keyboard alone', async () => {
  const path = await publish('feeds-german');
  const [page, context] = await open(path, { javaScriptEnabled: false });
  await mockSources(context, 'M. Nottingham Request for Comments: 5005 September 2007');
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      return element?.ariaLabel ?? element?.textContent ?? '';
    });
  const tabTo = async (text: RegExp) => {
    for (let press = 0; press < 30 && !text.test(await focused()); press++) await page.keyboard.press('Tab');
    assert.match(await focused(), text);
  };
  await tabTo(/^3 RFC Editor$/);
  await page.keyboard.press('Enter');
  await page.waitForURL(/#ev-1$/);
  await page.keyboard.press('Tab');
  assert.match(await focused(), /^Request for Comments: 5005/);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'zurück zur Kurzfassung');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#claim-1$/);
  await page.keyboard.press('Tab');
  assert.equal(await focused(), '3 RFC Editor');
  await page.keyboard.press('Tab');
  const details = page.locator('main details');
  assert.equal(
    await details.locator('summary').evaluate((summary) => summary === document.activeElement),
    true,
  );
  assert.equal(await details.locator('p').first().isVisible(), false);
  await page.keyboard.press('Enter');
  assert.equal(await details.locator('p').first().isVisible(), true);
  await context.close();
});

test('on paper, the numbers stay and the details are open', async () => {
  const [page, context] = await open(await publish('feeds-german'));
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('#tldr sup').isVisible());
  for (const line of await page.locator('main details p').all()) {
    assert.ok(await line.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true })));
    assert.ok(((await line.boundingBox())?.height ?? 0) > 0);
  }
  await context.close();
});

test('a number stays on the line of its claim', async () => {
  const [page, context] = await open(await publish('core-ai-chinese'));
  for (let width = 240; width < 640; width += 6) {
    await page.setViewportSize({ width, height: 740 });
    const gaps = await page.locator('#tldr p > span').evaluateAll((claims) =>
      claims.map((claim) => {
        const words = document.createRange();
        const text = claim.firstChild as Text;
        words.setStart(text, text.length - 1);
        words.setEnd(text, text.length);
        const last = words.getBoundingClientRect();
        const number = claim.querySelector('sup')?.getBoundingClientRect();
        return { after: (number?.left ?? 0) - last.right, below: (number?.top ?? 0) - last.bottom };
      }),
    );
    for (const { after, below } of gaps)
      assert.ok(after >= -1 && below < 0, `${width} px: ${after}, ${below}`);
  }
  await context.close();
});

test('code runs from left to right in a story that runs from right to left', async () => {
  const page = await browser.newPage();
  const arabic = pageWith('`f(x);`\n\n```\nf(x);\n```').replace(
    /lang="en" dir="ltr"/g,
    'lang="ar" dir="rtl"',
  );
  await page.setContent(arabic);
  const ends = await page.locator('#analysis code').evaluateAll((all) =>
    all.map((code) => {
      const leftOf = (from: number) => {
        const character = document.createRange();
        character.setStart(code.firstChild as Text, from);
        character.setEnd(code.firstChild as Text, from + 1);
        return character.getBoundingClientRect().left;
      };
      return leftOf(4) - leftOf(0);
    }),
  );
  assert.equal(ends.length, 2);
  assert.ok(
    ends.every((distance) => distance > 0),
    `${ends}`,
  );
  await page.close();
});

/** Opens HTML at the address of the server, whose pictures come a moment late. `before` is told when none has come. */
async function openLate(html: string, width: number, before: (page: Page) => Promise<void>): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, bypassCSP: true });
  const arrival = Promise.withResolvers<void>();
  await page.route('**/*', async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/late') return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    await arrival.promise;
    return route.continue();
  });
  await page.goto(`${server.url}/late`, { waitUntil: 'commit' });
  await page.locator('footer').last().waitFor();
  await before(page);
  arrival.resolve();
  await page.waitForLoadState('load');
  return page;
}

test('pictures move nothing when they load', async () => {
  const chart = '![A chart](/pictures/must-should-may.png#1200x675 "A caption")';
  const text = pageWith(`${chart}\n\n${chart} ${chart}\n\nThe end.`);
  for (const [name, html] of [
    ['the picture of a story', storyPage('the-words-must-and-should')],
    ['pictures in a text', text],
  ] as const) {
    for (const width of [320, 768, 1280]) {
      const measure = (page: Page) =>
        page.evaluate(() => {
          scrollTo(0, 0);
          return Array.from(
            document.querySelectorAll('main :is(p, h2)'),
            (each) => each.getBoundingClientRect().top,
          );
        });
      let early: number[] = [];
      const page = await openLate(html, width, async (opened) => {
        early = await measure(opened);
      });
      for (const picture of await page.locator('main img').all()) {
        await picture.scrollIntoViewIfNeeded();
        await picture.evaluate((img) => (img as HTMLImageElement).decode());
      }
      assert.deepEqual(await measure(page), early, `${name}, ${width} px`);
      await page.close();
    }
  }
});

test('the picture of a story is wide: on a phone as the screen, else as the text with its margin', async () => {
  const html = storyPage('the-words-must-and-should');
  for (const [width, least] of [
    [320, 320],
    [640, 640],
    [768, 608],
    [1024, 840],
    [1440, 900],
  ] as const) {
    const page = await openLate(html, width, async () => {});
    const box = await page.locator('.u-featured').boundingBox();
    assert.ok(
      box && box.width >= least && box.x >= 0 && box.x + box.width <= width,
      `${width} px: ${JSON.stringify(box)}`,
    );
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.close();
  }
});

test('two pictures of a paragraph stand in a row, and one below the other on a phone', async () => {
  const chart = '![A chart](/pictures/must-should-may.png#1200x675)';
  const page = await openLate(pageWith(`${chart} ${chart}`), 320, async () => {});
  for (const [width, isRow] of [
    [320, false],
    [768, true],
    [1280, true],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    const [one, other] = await page
      .locator('.row img')
      .evaluateAll((all) => all.map((img) => img.getBoundingClientRect().top));
    assert.equal(one === other, isRow, `${width} px: ${one}, ${other}`);
  }
  await page.close();
});

test('a quote of a source is larger than the text, and who said it is smaller', async () => {
  const page = await browser.newPage();
  await page.setContent(
    pageWith(
      'Text.\n\n> It is so.\n>\n> — Ann Lee ([a](https://a.example/))\n\n> No more than a part of the text.',
    ),
  );
  const [text = 0, quote = 0, , plain = 0] = await page
    .locator('#analysis p')
    .evaluateAll((all) => all.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)));
  const by = await page.locator('.by').evaluate((each) => Number.parseFloat(getComputedStyle(each).fontSize));
  assert.ok(quote > text && plain === text && by < text, `${text}, ${quote}, ${by}, ${plain} px`);
  await page.close();
});

test('if a source is gone, its archived copy comes first, and its own URL stays', async () => {
  const path = await publish('robots-arabic');
  const [page, context] = await open(path);
  const gone = page.locator('.sources li.gone');
  const archived = 'https://web.archive.org/web/20260101120000/https://www.robotstxt.org/orig.html';
  const title = gone.locator('a').first();
  assert.equal(await title.getAttribute('href'), archived);
  assert.equal(await title.getAttribute('data-originalurl'), 'https://www.robotstxt.org/orig.html');
  assert.equal(await title.getAttribute('data-versionurl'), archived);
  assert.equal(await title.getAttribute('data-versiondate'), '2026-01-01T12:00:00Z');
  assert.equal(await gone.locator('a[href="https://www.robotstxt.org/orig.html"]').count(), 1);
  assert.equal(await page.locator(`#analysis .note[href="${archived}"]`).count(), 1);
  await context.close();
});

test('words that a reader has marked are in the report of an error, by pointer and by keyboard; without script the link works too', async () => {
  for (const how of ['pointer', 'keyboard', 'no script'] as const) {
    const [page, context] = await open(STORY, { javaScriptEnabled: how !== 'no script' });
    const link = page.locator('#report');
    // Without script, nothing can be marked here.
    if (how !== 'no script') await page.locator('#analysis p').first().selectText();
    const marked = how === 'no script' ? '' : await page.evaluate(() => String(getSelection()).trim());
    if (how === 'keyboard') {
      await link.focus();
      await page.keyboard.press('Enter');
    } else await link.click();
    await page.waitForURL(/\/report/);
    assert.equal(await page.locator('#passage').inputValue(), marked.slice(0, 1000));
    await page.locator('#error').fill(`Wrong, by ${how}`);
    await page.locator('button[type=submit]').click();
    await page.waitForSelector('[role=status]');
    await context.close();
  }
});

test('the “Copy link” button copies the link', async () => {
  const [page, context] = await open(STORY, { permissions: ['clipboard-read', 'clipboard-write'] });
  const copy = page.getByRole('button', { name: 'Copy link' });
  await copy.click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), `${server.url}${STORY}`);
  await context.close();
});

test('the share button opens the system’s share sheet, if there is one, with headline and link', async () => {
  const context = await browser.newContext();
  await context.addInitScript(() => {
    Object.assign(navigator, { share: async (data: object) => Object.assign(globalThis, { shared: data }) });
  });
  const page = await context.newPage();
  await page.goto(`${server.url}${STORY}`);
  await page.getByRole('button', { name: 'Share with an app' }).click();
  assert.deepEqual(await page.evaluate(() => (globalThis as unknown as { shared: object }).shared), {
    title: 'Atom at twenty: the feed format that went through the IETF | Open Wire',
    url: `${server.url}${STORY}`,
  });
  await context.close();
});

test('without scripts the page has no dead buttons, shows its URL, and has links for sharing', async () => {
  const [page, context] = await open(STORY, { javaScriptEnabled: false });
  assert.equal(await page.getByRole('button').count(), 0);
  assert.equal((await page.locator('.address').textContent())?.trim(), `${server.url}${STORY}`);
  const text = encodeURIComponent(
    `Atom at twenty: the feed format that went through the IETF ${server.url}${STORY}`,
  );
  assert.equal(await page.locator(`a[href="https://share.joinmastodon.org/#text=${text}"]`).count(), 1);
  assert.equal(await page.locator(`a[href="https://bsky.app/intent/compose?text=${text}"]`).count(), 1);
  assert.equal(await page.locator('a[href^="mailto:?subject=Atom%20at%20twenty"]').count(), 1);
  await context.close();
});

test('“Cite this story” has a reference in words, and links to every format', async () => {
  const [page, context] = await open(STORY);
  assert.equal(
    await page.locator('.reference').textContent(),
    `Samuel Osei. “Atom at twenty: the feed format that went through the IETF”. Open Wire, February 17, 2026. ${server.url}${STORY}`,
  );
  for (const end of ['/cite.bib', '/cite.ris', '/cite.csl.json', '.md', '.json']) {
    assert.equal(await page.locator(`a[href="${server.url}${STORY}${end}"]`).count(), 1, end);
  }
  await context.close();
});
