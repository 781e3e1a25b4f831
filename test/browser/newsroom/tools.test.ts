import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findViolations, openChromium } from '../chromium.ts';
import { DraftServer } from './draft-server.ts';

// The tools of the editor's page for sources, evidence and lists, and what it shows of a check.

let browser: Browser;
let server: DraftServer;
let page: Page;

before(async () => {
  browser = await openChromium();
});
after(() => browser.close());

beforeEach(async () => {
  server = await new DraftServer().start();
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${server.url}/newsroom/drafts/1`);
  await page.locator('.cm-content').waitFor();
});
afterEach(async () => {
  await page.context().close();
  server.stop();
});

const analysis = () => page.getByRole('textbox', { name: 'Analysis' });
const status = () => page.locator('#status');
const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent);
const names = (list: string) =>
  page
    .locator(`[data-list="${list}"] input`)
    .evaluateAll((inputs) => inputs.map((each) => each.getAttribute('name')));

const paste = (selector: string, text: string) =>
  page.locator(selector).evaluate((each, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    each.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

describe('sources', () => {
  test('a pasted address becomes a source', async () => {
    await paste('#new', ' https://new.example/c\n');
    assert.equal(await page.locator('[name="source.2.url"]').inputValue(), 'https://new.example/c');
    assert.equal(await focused(), 'source.2.name');
    await paste('#new', 'two words');
    assert.equal(await page.locator('[data-list="source"] > li').count(), 3);
  });

  test('a button cites a source where the cursor was, by its publisher or its host', async () => {
    const cite = page.getByRole('button', { name: /^Cite ?: source/ });
    await cite.first().click();
    await status().getByText('Put the cursor where the citation belongs first.').waitFor();
    await analysis().press('Control+Home');
    await analysis().press('End');
    await cite.first().click();
    await page.keyboard.type(' And ');
    await page.keyboard.press('Alt+Shift+Digit2');
    await analysis()
      .getByText(
        'Words.([Agency](https://www.agency.example/a)) And ([other.example](<https://other.example/b_(c)>))',
      )
      .waitFor();
    await page.keyboard.press('Alt+Shift+Digit9');
    await status().getByText('There is no source 9.').waitFor();
  });
});

describe('evidence', () => {
  test('marked words of the TL;DR become a claim, with the sources to choose from', async () => {
    const make = page.getByRole('button', { name: 'Give evidence for the marked words' });
    await make.click();
    await status().getByText('Mark words of the TL;DR first.').waitFor();
    await page.locator('#abstract').evaluate((each: HTMLTextAreaElement) => each.setSelectionRange(0, 29));
    await make.click();
    assert.equal(
      await page.locator('[name="evidence.0.claim"]').inputValue(),
      'Exports grew by 5.9 % in 2019',
    );
    assert.equal(await focused(), 'evidence.0.source');
    assert.deepEqual(await page.locator('[name="evidence.0.source"] option').allTextContents(), [
      'Choose a source',
      '1. Agency',
      '2. https://other.example/b_(c)',
    ]);
    await page.locator('[name="evidence.0.source"]').selectOption('https://www.agency.example/a');
    await page.locator('[name="source.0.url"]').fill('https://www.agency.example/z');
    await page.locator('[name="source.0.name"]').fill('A report');
    await page.keyboard.press('Tab');
    assert.deepEqual(await page.locator('[name="evidence.0.source"] option').allTextContents(), [
      'Choose a source',
      '1. A report, Agency',
      '2. https://other.example/b_(c)',
      'https://www.agency.example/a',
    ]);
    assert.equal(
      await page.locator('[name="evidence.0.source"]').inputValue(),
      'https://www.agency.example/a',
    );
  });
});

describe('rows', () => {
  test('are added, removed, put back and numbered anew without a round trip', async () => {
    await page.getByRole('button', { name: 'Add a source' }).click();
    assert.equal(await focused(), 'source.2.url');
    await page.keyboard.type('https://third.example/');
    const rows = page.locator('[data-list="source"] > li');
    await rows.nth(0).getByRole('button', { name: 'Remove' }).click();
    assert.deepEqual(await names('source'), [
      'source.0.url',
      'source.0.name',
      'source.0.publisher.name',
      'source.1.url',
      'source.1.name',
      'source.1.publisher.name',
    ]);
    assert.equal(await page.locator('[name="source.1.url"]').inputValue(), 'https://third.example/');
    assert.deepEqual(await page.locator('[data-list="source"] h3 [data-number]').allTextContents(), [
      '1',
      '2',
    ]);
    await status().getByRole('button', { name: 'Put it back' }).click();
    assert.equal(await page.locator('[name="source.0.url"]').inputValue(), 'https://www.agency.example/a');
    assert.equal(await page.locator('[name="source.2.url"]').inputValue(), 'https://third.example/');
    assert.equal(
      await page.getByLabel('Address', { exact: true }).nth(2).inputValue(),
      'https://third.example/',
    );
    assert.equal(page.url(), `${server.url}/newsroom/drafts/1`);
  });
});

/** A fault as the server answers, and lists, it. */
const fault = (field: string, label: string, rule: string) => ({
  ...{ field, label, words: `${label} ${rule}` },
  rule: { sentence: `{field} ${rule}`, values: {} },
});

describe('a check while somebody types', () => {
  const typeHeadline = async () => {
    await page.getByLabel('Headline').click();
    await page.keyboard.type('!');
  };

  test('puts faults at their fields and takes them away, without taking the focus', async () => {
    server.check = {
      faults: [
        fault('headline', 'Headline', 'must have at most 110 characters.'),
        fault('articleBody', 'Analysis', 'must cite a source.'),
        { ...fault('', '“odd”', 'is not a field of a story.'), line: 3 },
      ],
    };
    await typeHeadline();
    await page.locator('#fault-headline').getByText('Headline must have at most 110 characters.').waitFor();
    await page.locator('#all-faults').getByText('“odd” is not a field of a story.').waitFor();
    assert.equal(await focused(), 'headline');
    assert.equal(await page.getByLabel('Headline').getAttribute('aria-invalid'), 'true');
    assert.equal(await page.getByLabel('Headline').getAttribute('aria-describedby'), 'fault-headline');
    assert.equal(await analysis().getAttribute('aria-invalid'), 'true');
    assert.equal(await analysis().getAttribute('aria-describedby'), 'fault-articleBody');
    server.check = {};
    await page.keyboard.type('!');
    await page.locator('#fault-headline').waitFor({ state: 'hidden' });
    assert.equal(await page.getByLabel('Headline').getAttribute('aria-invalid'), null);
  });

  test('puts verdicts beside evidence, and uses beside sources', async () => {
    server.check = {
      groundings: [{ claim: 'Exports grew', verdict: 'lacking', words: 'The quote does not have 5.9.' }],
      sources: [
        { url: 'https://www.agency.example/a', uses: 2 },
        { url: 'https://other.example/b_(c)', uses: 0 },
      ],
      citations: [
        {
          url: 'https://else.example/',
          label: 'else',
          uses: 1,
          state: 'unlisted',
          words: 'is not a source of this story',
        },
      ],
    };
    await page.getByRole('button', { name: 'Add evidence' }).click();
    await page.keyboard.type('Exports grew');
    await page.locator('#verdict-0').getByText('The quote does not have 5.9.').waitFor();
    assert.deepEqual(await page.locator('[data-list="source"] [data-uses]').allTextContents(), [
      'Cited 2 times',
      'Not cited',
    ]);
    await page.locator('#citations').getByText('is not a source of this story').waitFor();
    assert.equal(await focused(), 'evidence.0.claim');
  });
});

test('the page passes axe with every tool in it, and fits 320 pixels', async () => {
  server.check = {
    faults: [fault('headline', 'Headline', 'must have at most 110 characters.')],
  };
  await page.getByRole('button', { name: 'Add evidence' }).click();
  await page.keyboard.type('Exports grew');
  server.saveAs('Bob Ray', { headline: 'Another' });
  await page.getByLabel('Headline').fill('Mine');
  await page.getByRole('region', { name: 'Headline: choose a passage' }).waitFor();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await findViolations(page), []);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320);
});
