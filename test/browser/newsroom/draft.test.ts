import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';

// The editor's page of a real newsroom: a draft is written with its tools, as form and as text, and on a phone.

let server: Server;
let browser: Browser;
let context: BrowserContext;
let draft = '';
const complaints: string[] = [];

before(async () => {
  [server, browser] = await Promise.all([startServer({ flags: ['--empty'] }), openChromium()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await open();
  const [link = ''] = /http:\S+\/newsroom\/invitation\?\S+/.exec(server.printed()) ?? [];
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto(new URL('/newsroom/drafts', link).href);
  await page.getByText('New draft').click();
  await page.getByLabel('Headline').fill('Exports grew');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.cm-content').waitFor();
  draft = page.url();
  await page.close();
});
after(async () => {
  await browser.close();
  await server.stop();
});

async function open(path?: string): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  if (path !== undefined) {
    await page.goto(draft + path);
    await page.locator('.cm-content').waitFor();
  }
  return page;
}

test('a source, evidence and a citation take no round trip, and are saved by themselves', async () => {
  const page = await open('');
  const url = 'https://www.agency.example/a';
  await page.getByLabel('TL;DR', { exact: true }).fill('Exports grew by 5.9 % in 2019, and 12 ports closed.');
  await page.getByLabel('Address of a new source').evaluate((each, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    each.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, url);
  await page.keyboard.type('A report');
  const abstract = page.locator('[name="abstract"]');
  await abstract.evaluate((each: HTMLTextAreaElement) => {
    each.focus();
    each.setSelectionRange(0, 29);
  });
  await page.keyboard.press('Alt+Shift+KeyE');
  await page.getByLabel(/^Source( of|$)/).selectOption({ label: '1. A report' });
  await page.getByLabel('Its words').fill('In 2019, exports grew by 5.7 percent.');
  await page.locator('#verdict-0').getByText('the number "5.9 %" stands where the quote has').waitFor();
  await page.getByLabel('Its words').fill('In 2019, exports grew by 5.9 percent.');
  await page.locator('#verdict-0').getByText('are in the quoted words').waitFor();
  await page.getByRole('textbox', { name: 'Analysis', exact: true }).click();
  await page.keyboard.type('We read it.');
  await page.getByRole('tab', { name: 'Sources' }).click();
  await page.locator('[data-cite]').click();
  await page.locator('#citations').getByText('Source 1.').waitFor();
  await page.locator('[data-uses]').getByText('Cited once').waitFor();
  await page.waitForFunction(() => localStorage.length === 0);
  await page.getByText('Saved.', { exact: true }).waitFor();
  await page.reload();
  await page.locator('.cm-content').getByText('We read it.').waitFor();
  assert.equal(
    await page.locator('[name="articleBody"]').inputValue(),
    'We read it.([A report](https://www.agency.example/a))',
  );
  assert.equal(await page.getByText('You typed something that was not saved').count(), 0);
  assert.equal(await page.locator('[name="evidence.0.claim"]').inputValue(), 'Exports grew by 5.9 % in 2019');
  await page.getByRole('tab', { name: 'Preview' }).click();
  await page.frameLocator('iframe').first().getByText('We read it.').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('the text keeps its bytes, and a fault leads to its line', async () => {
  const page = await open('/text?line=2');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  // To type over it would make Chromium try a style of its own, which the policy refuses.
  await page.keyboard.press('Delete');
  await page.keyboard.type('headline: ""');
  await page.locator('#all-faults').getByText('Still empty: Headline').waitFor();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await page.locator('#all-faults').waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+s');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\n\tTabs stay.');
  await page.waitForFunction(() => localStorage.length === 0);
  await page.reload();
  await page.locator('.cm-content').getByText('\tTabs stay.').waitFor();
  assert.deepEqual(complaints, []);
  await page.close();
});

test('before CodeMirror, the page has at most 20 kB; previews are folded on a phone, where everything fits', async () => {
  const page = await open();
  await page.setViewportSize({ width: 320, height: 700 });
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (!/\/newsroom\/(drafts\/[0-9a-f]+$|assets\/(?!codemirror))/.test(response.url())) return;
    sizes.push(
      response
        .request()
        .sizes()
        .then(({ responseBodySize }) => responseBodySize),
    );
  });
  await page.goto(draft);
  await page.locator('.cm-content').waitFor();
  await page.waitForLoadState('networkidle');
  const bytes = (await Promise.all(sizes)).reduce((sum, each) => sum + each, 0);
  assert.ok(bytes > 1000 && bytes < 20_000, `${bytes} bytes`);
  assert.equal(await page.locator('#previews details[open]').count(), 0);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await findViolations(page), []);
  }
  await page.close();
});

test('two windows write one draft at once: each is told of the other, and no word is lost', async () => {
  const [one, two] = [await open(''), await open('')];
  await one.getByLabel('Headline').fill('The headline of one');
  await one.locator('#source-0 summary').first().click();
  await one.getByLabel('Title').first().fill('The title of one');
  await one.getByText('Saved.', { exact: true }).waitFor();
  await two.getByLabel('TL;DR', { exact: true }).fill('The TL;DR of two.');
  await two.getByRole('button', { name: 'Add source' }).click();
  await two
    .locator('[data-list=source] > li')
    .last()
    .getByLabel(/^Address( of source|$)/)
    .fill('https://two.example/');
  await two.getByText('has saved meanwhile is in your page now').waitFor();
  await two.waitForFunction(() => localStorage.length === 0);
  assert.equal(await two.getByRole('textbox', { name: 'Headline' }).inputValue(), 'The headline of one');
  assert.equal(await two.getByLabel('Title').first().inputValue(), 'The title of one');
  await one.getByLabel('Headline').fill('Another headline of one');
  await one.waitForFunction(() =>
    [...document.querySelectorAll<HTMLInputElement>('[data-list=source] [name$=".url"]')].some(
      ({ value }) => value === 'https://two.example/',
    ),
  );
  assert.equal(await one.getByLabel('TL;DR', { exact: true }).inputValue(), 'The TL;DR of two.');
  await one.getByLabel('TL;DR', { exact: true }).focus();
  await one.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await two.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await two
    .locator('#presence')
    .getByText('You have this draft open in another window, too (in TL;DR).')
    .waitFor();
  await two.getByLabel('Headline').fill('The headline of two');
  const clash = two.getByRole('region', { name: 'Headline: choose a passage' });
  await clash.getByRole('group', { name: 'Headline: Yours' }).getByText('of two').waitFor();
  await clash.getByRole('button', { name: 'Keep mine' }).click();
  await two.waitForFunction(() => localStorage.length === 0);
  await one.reload();
  await one.waitForFunction(() =>
    document.querySelector<HTMLInputElement>('#headline')?.value.endsWith('two'),
  );
  await Promise.all([one.close(), two.close()]);
});
