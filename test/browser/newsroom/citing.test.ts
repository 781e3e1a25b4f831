import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { closeHosts, type Host, openHost } from '../../loopback/hosts.ts';
import { findViolations, openChromium } from '../chromium.ts';

// Sources are cited and words marked as evidence by keyboard alone, in a real newsroom, from a real server's pages.

const ARTICLE = `<!DOCTYPE html><html lang="en"><head><title>Old Bridge to close in March</title>
<meta property="og:site_name" content="Harbour Times"><meta property="article:published_time" content="2026-11-20T08:00:00Z"></head>
<body><article><h1>Old Bridge to close in March</h1>
<p>The city council voted 7 to 2 on Tuesday to close the Old Bridge to cars from 1 March 2027.</p>
<p>Repairs of the bridge will cost 42 million euros &lt;img src=x onerror=alert(1)&gt; and take three years, the city’s engineers said.</p>
<p>Shop owners on the east bank fear that they will lose customers while the bridge is repaired.</p></article></body></html>`;

let server: Server;
let browser: Browser;
let context: BrowserContext;
let paper: Host;
let isWallOpen = false;
let origin = '';
const complaints: string[] = [];

before(async () => {
  paper = await openHost({
    '/bridge': ARTICLE,
    '/wall': (response) =>
      isWallOpen
        ? response.setHeader('Content-Type', 'text/html').end(ARTICLE)
        : response.writeHead(403).end('No robots.'),
  });
  [server, browser] = await Promise.all([startServer({ flags: ['--empty'] }), openChromium()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const [link = ''] = /http:\S+\/newsroom\/invitation\?\S+/.exec(server.printed()) ?? [];
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  origin = new URL(link).origin;
  await page.close();
});
after(async () => {
  await browser.close();
  closeHosts();
  await server.stop();
});

async function begin(headline: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${origin}/newsroom/drafts`);
  await page.getByText('New draft').click();
  await page.getByLabel('Headline').fill(headline);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.cm-content').waitFor();
  return page;
}

/** Leaves a page once everything is saved, and nothing went wrong. */
async function leave(page: Page): Promise<void> {
  await page.waitForFunction(() => localStorage.length === 0);
  assert.deepEqual(complaints, []);
  await page.close();
}

const analysis = (page: Page) => page.getByRole('textbox', { name: 'Analysis', exact: true });
const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);

/** Presses keys, and returns how many. */
async function keys(page: Page, ...pressed: string[]): Promise<number> {
  for (const key of pressed) await page.keyboard.press(key);
  return pressed.length;
}

test('an address is cited at once, and what its page says fills the source in without taking anybody’s words', async () => {
  const page = await begin('The bridge closes');
  const url = `${paper.url}/bridge`;
  await analysis(page).focus();
  await page.keyboard.type('It closes');
  let count = await keys(page, 'Alt+Shift+KeyC');
  await page.getByRole('combobox', { name: 'Title, publisher or address' }).waitFor();
  await page.keyboard.insertText(url);
  await page.getByRole('option', { name: `Read ${url}` }).waitFor();
  count += await keys(page, 'Enter');
  assert.equal(count, 2);
  await page.keyboard.type(', it said.');
  await field(page, 'source.0.name').evaluate((each: HTMLInputElement) => {
    if (each.value === '') each.value = 'My own title';
  });
  await page.getByText('Its page was read').waitFor();
  assert.equal(await field(page, 'source.0.publisher.name').inputValue(), 'Harbour Times');
  assert.match(await field(page, 'source.0.datePublished').inputValue(), /^2026-11-20/);
  assert.match(
    await field(page, 'source.0.name').inputValue(),
    /^(My own title|Old Bridge to close in March)$/,
  );
  // It was cited by its host before the page was read.
  assert.equal(await field(page, 'articleBody').inputValue(), `It closes([Harbour Times](${url})), it said.`);
  assert.equal(await page.evaluate(() => document.activeElement?.className.includes('cm-content')), true);
  await leave(page);
});

test('a source that was used before is found by its words, and cited with its publisher', async () => {
  const page = await begin('Shops fear the closure');
  await analysis(page).focus();
  await page.keyboard.type('They fear it');
  await keys(page, 'Alt+Shift+KeyC');
  await page.keyboard.type('harb');
  await page.getByRole('option', { name: /Old Bridge to close in March|My own title/ }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  assert.match((await page.locator('#cite-count').textContent()) ?? '', /^1 source\./);
  const active = await page.getByRole('combobox').getAttribute('aria-activedescendant');
  assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
  await keys(page, 'Enter');
  await page.waitForFunction(() => document.querySelector('#cite') === null);
  assert.equal(
    await field(page, 'articleBody').inputValue(),
    `They fear it([Harbour Times](${paper.url}/bridge))`,
  );
  assert.equal(await field(page, 'source.0.publisher.name').inputValue(), 'Harbour Times');
  await page.locator('#citations').getByText('Source 1.').waitFor();
  await page.getByText('Its page was read, and its words can be marked as evidence.').waitFor();

  await keys(page, 'Alt+Shift+KeyC', 'ArrowDown', 'ArrowUp', 'Escape');
  await page.waitForFunction(() => document.querySelector('#cite') === null);
  assert.equal(await page.evaluate(() => document.activeElement?.className.includes('cm-content')), true);
  await leave(page);
});

test('a page that refuses is cited all the same, and the source says why it was not read', async () => {
  const page = await begin('Behind a wall');
  await analysis(page).focus();
  await keys(page, 'Alt+Shift+KeyC');
  await page.keyboard.insertText(`${paper.url}/wall`);
  await page.getByRole('option').waitFor();
  await keys(page, 'Enter');
  await page.locator('[data-reading]').getByText('refuses to show the page to a program (403)').waitFor();
  assert.ok((await field(page, 'articleBody').inputValue()).endsWith(`/wall))`));

  const abstract = page.getByLabel('TL;DR', { exact: true });
  await abstract.fill('Shop owners fear it.');
  await abstract.selectText();
  await keys(page, 'Alt+Shift+KeyE');
  await page.getByText('Choose the source.').waitFor();
  await field(page, 'evidence.0.source').selectOption(`${paper.url}/wall`);
  await page.getByText('The wire has not read this page.').waitFor();
  isWallOpen = true;
  await page.getByRole('button', { name: 'Read its page' }).press('Enter');
  await page.getByRole('textbox', { name: /^Text of/ }).waitFor();
  await leave(page);
});

test('evidence is made by marking: a proposal is taken with one key, other words by marking them', async () => {
  const page = await begin('Evidence');
  const abstract = page.getByLabel('TL;DR', { exact: true });
  await abstract.fill('Repairs of the bridge cost 24 million euros. Shop owners fear it.');
  await analysis(page).focus();
  await keys(page, 'Alt+Shift+KeyC');
  await page.keyboard.insertText(`${paper.url}/bridge`);
  await page.getByRole('group', { name: 'Used before' }).getByRole('option').waitFor();
  await keys(page, 'Enter');
  await abstract.focus();
  await keys(page, 'Control+Home');
  for (let letter = 0; letter < 43; letter++) await page.keyboard.press('Shift+ArrowRight');
  await keys(page, 'Alt+Shift+KeyE');
  const words = page.getByRole('textbox', { name: /^Text of/ });
  await words.waitFor();
  assert.match(await words.inputValue(), /euros <img src=x onerror=alert\(1\)> and take/);
  const marked = () =>
    words.evaluate((each: HTMLTextAreaElement) => each.value.slice(each.selectionStart, each.selectionEnd));
  assert.match(await marked(), /^Repairs of the bridge will cost 42 million euros .* said\.$/);
  assert.deepEqual(await findViolations(page), []);
  await keys(page, 'Enter');
  assert.match(
    await field(page, 'evidence.0.quote.exact').inputValue(),
    /^Repairs of the bridge will cost 42/,
  );
  await page.locator('#verdict-0').getByText('"24 million euros" stands where the quote has').waitFor();
  await page.getByRole('status').getByText('The evidence stands.').waitFor();
  // The next sentence is marked from there.
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'abstract');

  await abstract.focus();
  await keys(page, 'Control+End');
  for (let letter = 0; letter < 20; letter++) await page.keyboard.press('Shift+ArrowLeft');
  const pressed = await keys(page, 'Alt+Shift+KeyE');
  await words.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'TEXTAREA');
  await page.getByRole('searchbox', { name: 'Find in the text' }).focus();
  await page.keyboard.insertText('lose customers');
  await keys(page, 'Enter');
  assert.equal(await marked(), 'lose customers');
  assert.equal(pressed + (await keys(page, 'Enter')), 2);
  assert.equal(await field(page, 'evidence.1.quote.exact').inputValue(), 'lose customers');
  assert.equal(await field(page, 'evidence.1.quote.suffix').inputValue(), 'while the bridge is repaired.');
  assert.equal(await field(page, 'evidence.1.source').inputValue(), `${paper.url}/bridge`);
  await leave(page);
});

test('a citation that is opened says what it leads to, and one of several is removed from it', async () => {
  const page = await begin('A citation');
  const url = `${paper.url}/bridge`;
  await analysis(page).focus();
  await keys(page, 'Alt+Shift+KeyC');
  await page.keyboard.insertText(url);
  await page.getByRole('group', { name: 'Used before' }).getByRole('option').waitFor();
  await keys(page, 'Enter');
  await page.locator('#citations').getByText('Source 1.').waitFor();
  // The editor of prose opens it with what stands in the text; here a button does for its chip.
  const opened = await page.evaluateHandle(
    async ([cited, script]) => {
      const { showCitation } = await import(script);
      const inserted: string[] = [];
      const words = 'The page is gone (found on 2026-11-21).';
      showCitation(
        {
          form: document.querySelector('#draft'),
          texts: { target: { name: 'Analysis', insert: (text: string) => inserted.push(text) } },
          status: { say: () => undefined },
          reveal: (control: HTMLElement) => control.focus(),
        },
        {
          links: [
            { label: 'a [b]', url: 'https://other.example/(x)' },
            { label: 'Harbour Times', url: cited },
          ],
          element: document.querySelector('[data-open="beside"], .bar button'),
        },
        { known: () => ({ citations: [{ url: cited, words }] }), change: () => undefined },
      );
      return inserted;
    },
    [url, '/newsroom/assets/citing.js'] as const,
  );
  const box = page.getByRole('dialog', { name: 'Citation of a [b], Harbour Times' });
  await box.getByText('The page is gone').waitFor();
  assert.equal(await box.getByRole('link', { name: 'Open the source' }).nth(1).getAttribute('href'), url);
  assert.deepEqual(await findViolations(page), []);
  await box.getByRole('button', { name: 'Remove' }).nth(1).press('Enter');
  assert.deepEqual(await opened.jsonValue(), ['([a \\[b\\]](<https://other.example/(x)>))']);
  assert.equal(await box.count(), 0);
  await leave(page);
});

test('everything fits a phone, from right to left too', async () => {
  const page = await begin('On a phone');
  await page.setViewportSize({ width: 320, height: 640 });
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await analysis(page).focus();
  await page.getByRole('toolbar').getByRole('button', { name: 'Cite' }).click();
  await page.getByRole('option').first().waitFor();
  const { x, width } = (await page.locator('#cite').boundingBox()) ?? { x: -1, width: 999 };
  assert.ok(x >= 0 && x + width <= 320, `${x} ${width}`);
  assert.ok((await page.locator('#cite').evaluate((each) => each.scrollWidth - each.clientWidth)) <= 0);
  assert.deepEqual(await findViolations(page), []);
  await page.getByRole('option').first().click();
  await page.waitForFunction(() => document.querySelector('#cite') === null);
  assert.match(await field(page, 'articleBody').inputValue(), /^\(\[Harbour Times\]/);
  await leave(page);
});
