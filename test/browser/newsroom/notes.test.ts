import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Server, startServer, TOKEN } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';
import { type Colleague, signInByLink } from './people.ts';

// Notes on marked words, beside the text that is written.

let browser: Browser;
let server: Server;
let ann: Colleague;
let path = '';

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
  ann = await signInByLink(browser, server, {
    name: 'Ann Lee',
    role: 'editor',
    viewport: { width: 1280, height: 800 },
  });
  ann.page.setDefaultTimeout(60_000);
});
after(async () => {
  await browser.close();
  await server.stop();
});

const FILE = `---
headline: Exports grow
abstract: >-
  Exports grew by 5.9 % in 2019,
  and 12 ports closed.
---

Nobody had *expected* it. Nobody had seen it.
`;

/** Opens the page of a new draft. */
beforeEach(async () => {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'text/markdown' };
  const address = `${server.url}/api/drafts?name=exports-grow`;
  const response = await fetch(address, { method: 'POST', headers, body: FILE });
  path = `/newsroom/drafts/${((await response.json()) as { id: string }).id}`;
  await open(ann.page);
});

async function open(page: Page, at = page.url()): Promise<void> {
  await page.goto(new URL(path, at).href);
  await page.locator('.cm-content').waitFor();
}

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

/** Marks words of a text, by their place. */
async function mark(page: Page, name: 'Headline' | 'TL;DR', start: number, end: number): Promise<void> {
  const control = page.getByRole('textbox', { name });
  await control.focus();
  await control.evaluate(
    (text: HTMLTextAreaElement, [from, to]) => text.setSelectionRange(from ?? 0, to ?? 0),
    [start, end],
  );
}

/** Marks words at the beginning of the analysis. */
async function markAnalysis(page: Page, length: number): Promise<void> {
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+Home');
  for (let at = 0; at < length; at++) await page.keyboard.press('Shift+ArrowRight');
}

async function add(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your note').fill(text);
  await press(page, 'Add');
  await page.getByText('The note is added.').waitFor();
}

const marked = (page: Page) =>
  page.evaluate(() => {
    const active = document.activeElement;
    if (!(active instanceof HTMLTextAreaElement)) return getSelection()?.toString();
    return active.value.slice(active.selectionStart, active.selectionEnd);
  });

test('a note is written on marked words, found, answered and resolved without a reload', async () => {
  const { page } = ann;
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  await mark(page, 'TL;DR', 25, 34);
  await page.getByRole('tab', { name: 'Notes' }).click();
  await press(page, 'Write a note');
  assert.equal(await page.locator('[data-marked]').textContent(), '2019, and');
  await press(page, 'Cancel');
  await mark(page, 'TL;DR', 31, 46);
  await page.keyboard.press('Alt+Shift+N');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'note-text');
  await add(page, 'Which ports?');
  await page.getByRole('tab', { name: 'Notes 1' }).waitFor();
  await page.getByRole('textbox', { name: 'Headline' }).focus();
  await press(page, /and 12 ports/);
  assert.equal(await marked(page), 'and 12 ports cl');
  await page.getByText('Answer note 1').click();
  await page.getByLabel('Your answer').fill('Those of the north.');
  await press(page, 'Answer');
  await page.locator('#open-notes .other', { hasText: 'Those of the north.' }).waitFor();
  assert.deepEqual(await findViolations(page), []);
  await press(page, 'Resolve note 1');
  await page.getByText('Nobody has written a note that is still open.').waitFor();
  assert.equal(await page.evaluate(() => Object.hasOwn(window, 'isSame')), true);
  assert.match((await page.locator('#saved').textContent()) ?? '', /^Version 1,/);
});

test('a note on the analysis is about words that are not saved yet, and is found after an edit', async () => {
  const { page } = ann;
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('Hardly anybody. ');
  await markAnalysis(page, 'Hardly anybody.'.length);
  await page.keyboard.press('Alt+Shift+N');
  await add(page, 'Who?');
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText('And yet: ');
  await press(page, /Hardly anybody/);
  assert.equal(await marked(page), 'Hardly anybody.');
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText('Gone.');
  await press(page, /Hardly anybody/);
  await page.getByText('These words are not in the text any more.').waitFor();
});

test('nothing that was typed is lost if the server does not answer', async () => {
  const { page } = ann;
  await mark(page, 'Headline', 0, 7);
  await page.keyboard.press('Alt+Shift+N');
  await page.getByLabel('Your note').fill('Whose?');
  await page.route('**/notes', (route) => route.abort());
  await press(page, 'Add');
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor();
  assert.equal(await page.getByLabel('Your note').inputValue(), 'Whose?');
  await page.unroute('**/notes');
  await press(page, 'Add');
  await page.getByText('The note is added.').waitFor();
  await page.getByText('Answer note 1').click();
  await page.getByLabel('Your answer').fill('Half an answ');
  await page.getByRole('tab', { name: 'Sources' }).click();
  const listed = page.waitForResponse('**/notes');
  await page.getByRole('tab', { name: 'Notes' }).click();
  await listed;
  assert.equal(await page.getByLabel('Your answer').inputValue(), 'Half an answ');
});

test('on a phone, the note is written in the sheet, and its words are shown in the text', async () => {
  const { page } = ann;
  await page.setViewportSize({ width: 360, height: 740 });
  await mark(page, 'Headline', 0, 7);
  await press(page, 'Sources');
  await page.getByRole('tab', { name: 'Notes' }).click();
  await press(page, 'Write a note');
  await add(page, 'Whose?');
  assert.deepEqual(await findViolations(page), []);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 360);
  await press(page, '“Exports”');
  assert.equal(await marked(page), 'Exports');
  assert.ok(await page.locator('#beside').isHidden());
  await page.setViewportSize({ width: 1280, height: 800 });
});

/** Suggests another wording for the marked words. */
async function suggest(page: Page, wording: string): Promise<void> {
  await page.keyboard.press('Alt+Shift+N');
  await page.getByLabel('Another wording').fill(wording);
  await add(page, '');
}

test('a suggestion is taken with one press, saved, and can be undone', async () => {
  const { page } = ann;
  await markAnalysis(page, 6);
  await suggest(page, 'Hardly anybody');
  await press(page, 'Take this wording');
  await page.getByText('The wording is taken').waitFor();
  assert.match((await page.locator('.cm-content').textContent()) ?? '', /^Hardly anybody had expected it/);
  await page.getByText('Nobody has written a note that is still open.').waitFor();
  const text = async () => (await page.request.get(new URL(`${path}/text`, page.url()).href)).text();
  assert.match(await text(), /Hardly anybody had \*expected\* it\. Nobody had seen it/);
  await page.locator('.cm-content').focus();
  await page.keyboard.press('Control+z');
  assert.match((await page.locator('.cm-content').textContent()) ?? '', /^Nobody had expected it/);

  await mark(page, 'Headline', 8, 12);
  await suggest(page, 'rise');
  await press(page, 'Take this wording');
  const headline = page.getByRole('textbox', { name: 'Headline' });
  await page.getByText('Nobody has written a note that is still open.').waitFor();
  assert.equal(await headline.inputValue(), 'Exports rise');
  assert.match(await text(), /headline: Exports rise/);
  await headline.focus();
  await page.keyboard.press('Control+z');
  assert.equal(await headline.inputValue(), 'Exports grow');
});

test('a suggestion for words that have changed is not taken, and says so', async () => {
  const { page } = ann;
  await mark(page, 'Headline', 8, 12);
  await suggest(page, 'rise');
  await page.getByRole('textbox', { name: 'Headline' }).fill('Exports grew');
  await press(page, 'Take this wording');
  await page.getByText('Not taken: the words have changed').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Headline' }).inputValue(), 'Exports grew');
  await page.getByRole('button', { name: 'The words have changed since' }).waitFor();
});

test('a suggestion is taken though somebody else has saved other words meanwhile', async () => {
  const { page } = ann;
  await mark(page, 'Headline', 8, 12);
  await suggest(page, 'rise');
  const bo = await page.context().newPage();
  await open(bo, page.url());
  await bo.locator('.cm-content').focus();
  await bo.keyboard.press('Control+End');
  await bo.keyboard.insertText(' Elsewhere.');
  await bo.locator('#saved').getByText('Version 2, saved at').waitFor();
  await bo.close();
  await press(page, 'Take this wording');
  await page.getByText('The wording is taken').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Headline' }).inputValue(), 'Exports rise');
  assert.match((await page.locator('.cm-content').textContent()) ?? '', /Elsewhere\.$/);
});
