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
    await until(() => server.fields.articleBody === 'Words.\nMore words.');
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
      server.fields.articleBody = text;
      await open();
      await page.getByLabel('Headline').fill('Another headline');
      await until(() => server.fields.headline === 'Another headline');
      assert.equal(server.fields.articleBody, text);
      await analysis().press('Control+Home');
      await analysis().pressSequentially('# ');
      await until(() => server.fields.articleBody !== text);
      await until(() => server.fields.articleBody === `# ${text}`);
    });

  test('Tab leaves the editor for the next control', async () => {
    await open();
    await analysis().focus();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Cite a source');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await analysis().evaluate((each) => each === document.activeElement), true);
  });
});

describe('line breaks', () => {
  test('that are typed or pasted are those of the text', async () => {
    server.fields.articleBody = 'a\r\nb';
    await open();
    await analysis().press('Control+End');
    await page.keyboard.press('Enter');
    await paste('c\nd\r\ne\rf');
    await until(() => server.fields.articleBody === 'a\r\nb\r\nc\r\nd\r\ne\r\nf');
  });

  test('of a field without CodeMirror are those that it was loaded with', async () => {
    server.fields.articleBody = 'a\r\nb\r\n';
    await page.route('**/codemirror.js', (route) => route.abort());
    await page.goto(`${server.url}/newsroom/drafts/1`);
    await page.getByLabel('Analysis').press('Control+End');
    await page.keyboard.type('c\nd');
    await until(() => server.fields.articleBody === 'a\r\nb\r\nc\r\nd');
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
    await until(() => server.fields.articleBody === 'Words.\nLate words.');
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
    await until(() => server.fields.articleBody === 'Words.\nLate words.');
    await analysis().getByText('Late words.').waitFor();
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  test('when the page is left at once: it is saved on the way', async () => {
    await open();
    await type('Late words.');
    await page.goto('about:blank');
    await until(() => server.fields.articleBody === 'Words.\nLate words.');
    await open();
    assert.equal(await page.getByRole('region', { name: 'You typed something' }).count(), 0);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  test('when an answer is lost on its way: the next save is no conflict', async () => {
    await open();
    server.mode = 'lose the answer';
    await type('Late words.');
    await until(() => server.version === 8);
    await page.keyboard.type(' Typed on.');
    await until(() => server.fields.articleBody === 'Words.\nLate words. Typed on.');
    await status().getByText('Saved.', { exact: true }).waitFor();
    assert.ok(server.version >= 9);
    assert.equal(await page.locator('.clash').count(), 0);
  });

  test('when somebody else has changed another paragraph: both are saved, and the cursor stays', async () => {
    server.fields.articleBody = 'One.\n\nTwo.\n\nThree.';
    await open();
    server.saveAs('Bob Ray', { articleBody: 'One is theirs, and long.\n\nTwo.\n\nThree.' });
    await type(' And mine');
    await until(() => server.fields.articleBody === 'One is theirs, and long.\n\nTwo.\n\nThree. And mine');
    await status().getByText('What Bob Ray has saved meanwhile is in your page now.').waitFor();
    await page.keyboard.type(', typed on.');
    await until(() => server.fields.articleBody?.endsWith('Three. And mine, typed on.') === true);
    // Undoing takes back one's own words only.
    for (let times = 0; times < 9; times++) await page.keyboard.press('Control+z');
    await until(() => server.fields.articleBody === 'One is theirs, and long.\n\nTwo.\n\nThree.');
    assert.equal(await page.locator('.clash').count(), 0);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  test('when somebody else has changed other fields and rows: they come into the form', async () => {
    await open();
    const others = {
      'source.1.name': 'Their title',
      'source.2.url': 'https://theirs.example/',
      abstract: 'Theirs.',
    };
    const { bodies } = server;
    await page.getByLabel('Headline').fill('A headline with mine');
    await until(() => bodies.length === 1);
    server.saveAs('Bob Ray', others);
    await type('Late words.');
    await until(() => server.fields.articleBody === 'Words.\nLate words.');
    for (const [name, text] of Object.entries(others)) {
      assert.equal(server.fields[name], text);
      assert.equal(await page.locator(`[name="${name}"]`).inputValue(), text);
    }
    assert.equal(await analysis().evaluate((each) => each === document.activeElement), true);
  });

  test('in texts with mixed line breaks: what others have saved is put in at its place', async () => {
    server.fields.articleBody = 'a\rb\r\nc\r\n\r\nd\n\r\ne';
    await open();
    server.saveAs('Bob Ray', { articleBody: 'a\nb\nc\n\nd is theirs\n\ne' });
    await page.getByLabel('Headline').fill('Mine');
    await until(() => server.fields.headline === 'Mine');
    assert.equal(server.fields.articleBody, 'a\rb\r\nc\r\n\r\nd is theirs\n\r\ne');
  });

  test('while a character is composed: others’ words wait', async () => {
    server.fields.articleBody = 'One.\n\n';
    await open();
    await analysis().press('Control+End');
    const input = await page.context().newCDPSession(page);
    await input.send('Input.imeSetComposition', { text: 'に', selectionStart: 1, selectionEnd: 1 });
    server.saveAs('Bob Ray', { articleBody: 'One is theirs.\n\n' });
    await until(() => server.bodies.length > 0);
    await page.waitForTimeout(300);
    await input.send('Input.imeSetComposition', { text: '日本', selectionStart: 2, selectionEnd: 2 });
    await input.send('Input.insertText', { text: '日本' });
    await until(() => server.fields.articleBody === 'One is theirs.\n\n日本');
  });

  const clash = () => page.getByRole('region', { name: 'Analysis: choose a passage' });

  test('when both have changed one passage: it is shown at its field, and the rest goes on being saved', async () => {
    server.fields.articleBody = 'Words.\n\nMore.';
    await open();
    server.saveAs('Bob Ray', { articleBody: 'Other words.\n\nMore.' });
    await analysis().press('Control+Home');
    const place = () => analysis().evaluate((each) => each.getBoundingClientRect().top);
    await analysis().pressSequentially('My ');
    await page.getByText('Not saved yet').waitFor();
    const before = await place();
    await clash().waitFor();
    const passage = (name: string) => clash().getByRole('group', { name }).textContent();
    assert.match((await passage('Analysis: Yours')) ?? '', /My Words\.\n/);
    assert.match((await passage('Analysis: Saved by Bob Ray')) ?? '', /Other words\.\n/);
    assert.equal(await place(), before, 'the text stays where it is on the screen');
    assert.equal(await analysis().evaluate((each) => each === document.activeElement), true);
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' Much more.');
    await page.getByLabel('Headline').fill('Mine');
    await until(() => server.fields.articleBody === 'Other words.\n\nMore. Much more.');
    await until(() => server.fields.headline === 'Mine');
    await page.getByRole('button', { name: 'Ask for review' }).click();
    await status().getByText('First choose between your words and the others’.').waitFor();
    await clash().getByRole('button', { name: 'Keep mine' }).click();
    await until(() => server.fields.articleBody === 'My Words.\n\nMore. Much more.');
    assert.equal(await clash().count(), 0);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
  });

  for (const [button, saved] of [
    ['Take theirs', 'Other words.\n\nMore.'],
    ['Keep both', 'My Words.\n\nOther words.\n\nMore.'],
  ] as const)
    test(`when both have changed one passage: ${button}`, async () => {
      server.fields.articleBody = 'Words.\n\nMore.';
      await open();
      server.saveAs('Bob Ray', { articleBody: 'Other words.\n\nMore.' });
      await analysis().press('Control+Home');
      await page.keyboard.type('My ');
      await clash().getByRole('button', { name: button }).click();
      await until(() => server.fields.articleBody === saved);
      assert.equal(await clash().count(), 0);
    });

  test('when the page is left before somebody has chosen: the words are still offered', async () => {
    server.fields.articleBody = 'Words.';
    await open();
    server.saveAs('Bob Ray', { articleBody: 'Other words.' });
    await analysis().press('Control+Home');
    await page.keyboard.type('My own ');
    await clash().waitFor();
    await open();
    const offer = page.getByRole('region', { name: 'You typed something that was not saved' });
    await offer
      .getByRole('group', { name: 'Analysis: Kept in this browser' })
      .getByText('My own Words')
      .waitFor();
    await offer.getByRole('button', { name: 'Save what was kept' }).click();
    await until(() => server.fields.articleBody === 'My own Words.');
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
    assert.equal(server.fields.articleBody, 'Words.\nLate words.');
  });

  test('when another button acts on what is saved already: it acts on that version', async () => {
    await open();
    await type('Late words.');
    await until(() => server.version === 8);
    await page.getByText('Version 8, saved at').waitFor();
    await page.getByRole('button', { name: 'Ask for review' }).click();
    await page.getByText('Asked with version 8').waitFor();
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
    assert.equal(server.fields.articleBody, 'Words.\nLate words.');
  });
});

test('who else has the draft open is said, and that they have saved', async () => {
  server.others = [{ name: 'Bob Ray', seen: new Date().toISOString() }];
  await open();
  await page.locator('#presence').getByText('Bob Ray has this draft open.').waitFor();
  server.saveAs('Bob Ray', { articleBody: 'Other words.\n' });
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await page.locator('#presence').getByText('Bob Ray saved version 8').waitFor();
});
