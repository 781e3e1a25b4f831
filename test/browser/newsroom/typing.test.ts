import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openChromium } from '../chromium.ts';
import { DraftServer } from './draft-server.ts';

// What somebody types is saved by itself, byte for byte, and is lost neither by the network, nor the session, nor somebody else.

let browser: Browser;
let server: DraftServer;
let page: Page;
const complaints: string[] = [];

before(async () => {
  browser = await openChromium();
});
after(() => browser.close());
afterEach(async () => {
  await page.context().close();
  server.stop();
});

beforeEach(async () => {
  server = await new DraftServer().start();
  const own = await browser.newContext();
  own.setDefaultTimeout(60_000);
  page = await own.newPage();
  complaints.length = 0;
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text());
  });
});

const open = async () => {
  await page.goto(`${server.url}/newsroom/drafts/1`);
  await page.locator('.cm-content').waitFor();
  assert.deepEqual(complaints, []);
};

const analysis = () => page.getByRole('textbox', { name: 'Analysis' });
const status = () => page.locator('#status');

const paste = (text: string) =>
  analysis().evaluate((each, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    each.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);

/** Waits until the server has what a test expects. */
async function until(isThere: () => boolean): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!isThere()) {
    assert.ok(Date.now() < deadline, 'it did not come in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('typing', () => {
  test('is saved by itself, and CodeMirror’s styles are allowed', async () => {
    await open();
    assert.equal(
      await page.locator('.cm-content').evaluate((each) => getComputedStyle(each).whiteSpace),
      'break-spaces',
    );
    await analysis().press('Control+End');
    await analysis().pressSequentially('More words.');
    await until(() => server.fields.analysis === 'Words.\nMore words.');
    assert.equal(server.version, 8);
    await page.getByText('Version 8, saved at').waitFor();
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.deepEqual(complaints, []);
  });

  for (const [name, text] of [
    ['LF', 'a\nb\n\n'],
    ['CRLF', 'a\r\nb\r\n\r\n'],
    ['CR', 'a\rb\r\r'],
    ['mixed line breaks', '\na\rb\r\nc\n\r\nd'],
    ['odd characters', '\tx\u2028y\u2029z\u0085\u00a0\u200b\ufeff \u{1f468}\u200d\u{1f469} ́'],
  ] as const)
    test(`leaves what was there byte for byte (${name})`, async () => {
      server.fields.analysis = text;
      await open();
      await page.getByLabel('Headline').fill('Another headline');
      await until(() => server.fields.headline === 'Another headline');
      assert.equal(server.fields.analysis, text);
      await analysis().press('Control+Home');
      await analysis().pressSequentially('# ');
      await until(() => server.fields.analysis !== text);
      await until(() => server.fields.analysis === `# ${text}`);
    });

  test('Tab leaves the editor for the next control', async () => {
    await open();
    await analysis().focus();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'abstract');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await analysis().evaluate((each) => each === document.activeElement), true);
  });
});

describe('line breaks', () => {
  test('that are typed or pasted are those of the text', async () => {
    server.fields.analysis = 'a\r\nb';
    await open();
    await analysis().press('Control+End');
    await page.keyboard.press('Enter');
    await paste('c\nd\r\ne\rf');
    await until(() => server.fields.analysis === 'a\r\nb\r\nc\r\nd\r\ne\r\nf');
  });

  test('of a field without CodeMirror are those that it was loaded with', async () => {
    server.fields.analysis = 'a\r\nb\r\n';
    await page.route('**/codemirror.js', (route) => route.abort());
    await page.goto(`${server.url}/newsroom/drafts/1`);
    await page.getByLabel('Analysis').press('Control+End');
    await page.keyboard.type('c\nd');
    await until(() => server.fields.analysis === 'a\r\nb\r\nc\r\nd');
  });
});

describe('nothing is lost', () => {
  const type = async (words: string) => {
    await analysis().press('Control+End');
    await analysis().pressSequentially(words);
  };

  test('when the session ends: it is kept, and saved after signing in again elsewhere', async () => {
    await open();
    server.mode = 'signed out';
    await type('Late words.');
    await status().getByText('Your session has ended. What you type is kept in this browser.').waitFor();
    const link = status().getByRole('link', { name: 'Sign in again in a new tab' });
    assert.equal(await link.getAttribute('href'), '/newsroom/sign-in?then=%2Fnewsroom%2Fdrafts%2F1');
    assert.equal(server.version, 7);
    server.mode = 'work';
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await until(() => server.fields.analysis === 'Words.\nLate words.');
    await status().getByText('Saved.').waitFor();
  });

  test('when the page crashes: it is offered when the draft is opened again', async () => {
    await open();
    server.mode = 'fail';
    await type('Late words.');
    await status().getByText('the server cannot be reached').waitFor();
    const crashed = page.waitForEvent('crash');
    page.goto('chrome://crash').catch(() => undefined);
    await crashed;
    server.mode = 'work';
    page = await page.context().newPage();
    await open();
    const offer = page.getByRole('region', { name: 'You typed something that was not saved' });
    await offer.getByText('Words. Late words.').waitFor();
    await offer.getByRole('button', { name: 'Save what was kept' }).click();
    await until(() => server.fields.analysis === 'Words.\nLate words.');
    await analysis().getByText('Late words.').waitFor();
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  test('when the page is left at once: it is saved on the way', async () => {
    await open();
    await type('Late words.');
    await page.goto('about:blank');
    await until(() => server.fields.analysis === 'Words.\nLate words.');
    await open();
    assert.equal(await page.getByRole('region', { name: 'You typed something' }).count(), 0);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  test('when an answer is lost on its way: the next save is no conflict', async () => {
    await open();
    server.mode = 'lose the answer';
    await type('Late words.');
    await status().getByText('Saved.').waitFor();
    assert.equal(server.version, 8);
    assert.equal(await page.locator('#conflict').count(), 0);
  });

  test('when somebody else has saved: both versions are shown, and mine replaces theirs if I say so', async () => {
    await open();
    server.saveAs('Bob Ray', { analysis: 'Other words.\n' });
    await type('Late words.');
    const conflict = page.getByRole('region', { name: 'Bob Ray has saved this draft meanwhile' });
    await conflict.waitFor();
    assert.equal(
      await analysis().evaluate((each) => each === document.activeElement),
      true,
      'keeps the focus',
    );
    await conflict
      .getByRole('group', { name: 'Analysis: Yours, not saved' })
      .getByText('Late words.')
      .waitFor();
    await conflict
      .getByRole('group', { name: 'Analysis: Saved by Bob Ray' })
      .getByText('Other words.')
      .waitFor();
    await type('Later words.');
    assert.equal(server.fields.analysis, 'Other words.\n');
    await conflict.getByRole('button', { name: 'Save mine as the newest version' }).click();
    await until(() => server.fields.analysis === 'Words.\nLate words.Later words.');
    assert.equal(await conflict.count(), 0);
  });

  test('when somebody else has saved: I go on with theirs, and mine is still offered', async () => {
    await open();
    server.saveAs('Bob Ray', { analysis: 'Other words.\n' });
    await type('Late words.');
    await page.getByRole('button', { name: 'Go on with the version of Bob Ray' }).click();
    await analysis().getByText('Other words.').waitFor();
    const offer = page.getByRole('region', { name: 'You typed something that was not saved' });
    await offer
      .getByRole('group', { name: 'Analysis: Kept in this browser' })
      .getByText('Late words.')
      .waitFor();
    await offer.getByRole('button', { name: 'Save what was kept' }).click();
    await page.getByRole('button', { name: 'Save mine as the newest version' }).click();
    await until(() => server.fields.analysis === 'Words.\nLate words.');
  });

  test('when a character cannot be sent: it says so, and the text stays as it was typed', async () => {
    await open();
    await paste('half \ud83d');
    await status().getByText('The text has half of a character').waitFor();
    assert.equal(server.bodies.length, 0);
    assert.ok(
      (await page.evaluate(() => localStorage.getItem(localStorage.key(0) ?? '')))?.includes('\\ud83d'),
    );
  });

  test('when another button acts on the draft: it is saved first', async () => {
    await open();
    await type('Late words.');
    await page.getByRole('button', { name: 'Ask for review' }).click();
    await page.getByText('Asked with version 8').waitFor();
    assert.equal(server.fields.analysis, 'Words.\nLate words.');
  });

  test('when another button is pressed while a save is on its way: it acts after that', async () => {
    await open();
    const [sent, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await page.route('**/newsroom/drafts/1', async (route) => {
      sent.resolve();
      await answered.promise;
      await route.continue();
    });
    await type('Late words.');
    await sent.promise;
    await page.getByRole('button', { name: 'Ask for review' }).click();
    answered.resolve();
    await page.getByText('Asked with version 8').waitFor();
    assert.equal(server.fields.analysis, 'Words.\nLate words.');
  });
});

test('who else has the draft open is said, and that they have saved', async () => {
  server.others = [{ name: 'Bob Ray', seen: new Date().toISOString() }];
  await open();
  await page.locator('#presence').getByText('Bob Ray has this draft open.').waitFor();
  server.saveAs('Bob Ray', { analysis: 'Other words.\n' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.locator('#presence').getByText('Bob Ray saved version 8').waitFor();
});
