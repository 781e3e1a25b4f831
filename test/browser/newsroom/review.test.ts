import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Server, startServer, TOKEN } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';
import { type Colleague, signInByLink } from './people.ts';

// Two people and a draft: asked for, discussed, changed, approved. Then the same pages in every light, width and size of text.

let browser: Browser;
let server: Server;

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

const file = (headline: string) => `---
headline: ${headline}
abstract: Exports grew by 5.9 % in 2019.
inLanguage: en
datePublished: 2026-11-20T09:00:00Z
citation:
  - url: https://agency.example/a
    name: A report
evidence:
  - claim: Exports grew by 5.9 % in 2019.
    source: https://agency.example/a
    quote: { exact: "Exports rose by 5.9 % in 2019." }
---

Nobody had *expected* it ([agency.example](https://agency.example/a)).

${'A long paragraph that goes on for a while. '.repeat(20)}
`;

const HEADERS = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'text/markdown' };

/** Begins a draft with a token. Returns the path of its page. */
async function begin(headline: string): Promise<string> {
  const address = `${server.url}/api/drafts?name=exports-grow`;
  const response = await fetch(address, { method: 'POST', headers: HEADERS, body: file(headline) });
  assert.equal(response.status, 201);
  const { id } = (await response.json()) as { id: string };
  return `/newsroom/drafts/${id}`;
}

/** Opens a page of the newsroom at the address at which its person has signed in. */
const open = (page: Page, path: string) => page.goto(new URL(path, page.url()).href);

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

async function writeNote(page: Page, words: string, text: string): Promise<void> {
  await page.getByLabel('The words that it is about').fill(words);
  await page.getByLabel('Your note').fill(text);
  await press(page, 'Add the note');
  await page.getByText('The note is added.').waitFor();
}

async function writeIn({ page }: Colleague, path: string, what: string, by: string): Promise<void> {
  await open(page, `${path}/text`);
  const field = page.getByLabel('The whole text');
  await field.fill((await field.inputValue()).replace(what, by));
  await press(page, 'Save');
}

test('a draft is reviewed and discussed by two people without script', { timeout: 600_000 }, async () => {
  const options = { role: 'editor', javaScriptEnabled: false, viewport: { width: 360, height: 740 } };
  const ann = await signInByLink(browser, server, { name: 'Ann Lee', ...options });
  const bob = await signInByLink(browser, server, { name: 'Bob May', ...options });
  const path = await begin('Exports grow');
  await writeIn(ann, path, 'Nobody', 'Nearly nobody');

  await open(ann.page, `${path}/review`);
  await ann.page.getByText('You have written in this draft').waitFor();
  await ann.page.getByLabel('Who is asked').selectOption({ label: 'Bob May' });
  await ann.page.getByLabel('A message (may be empty)').fill('Is the number right?');
  await press(ann.page, 'Ask for review');
  await ann.page.getByText('The review is asked for.').waitFor();

  await open(bob.page, '/newsroom');
  await bob.page.getByRole('heading', { name: 'Waiting for your review' }).waitFor();
  await bob.page.getByRole('link', { name: 'Exports grow' }).first().click();
  await bob.page.getByText('Is the number right?').first().waitFor();
  await bob.page.frameLocator('iframe').getByText('Nearly nobody had').waitFor();
  await writeNote(bob.page, 'Nearly nobody had expected it', 'Who had?');
  await bob.page.getByLabel('What should be changed').fill('Name who had expected it.');
  await press(bob.page, 'Ask for changes');
  await bob.page.getByText('Changes are asked for.').waitFor();

  await writeIn(ann, path, 'Nearly nobody had', 'Only the bank had');
  await open(ann.page, `${path}/review`);
  await ann.page.getByText('Answer note 1').click();
  await ann.page.getByLabel('Your answer').fill('The bank had.');
  await press(ann.page, 'Answer');
  await press(ann.page, 'Resolve note 1');
  await press(ann.page, 'Ask for review');

  await open(bob.page, `${path}/review`);
  await bob.page.getByRole('heading', { name: /^What changed since version 2/ }).waitFor();
  await bob.page.locator('.one ins').getByText('Only the bank').waitFor();
  await press(bob.page, /^Approve version/);
  await bob.page.getByText('One person has approved this version.').waitFor();
  await writeIn(ann, path, 'Only the bank', 'The bank alone');
  await bob.page.reload();
  await bob.page.getByText('The text was changed afterwards, so this approval no longer holds.').waitFor();
  await Promise.all([ann.context.close(), bob.context.close()]);
});

describe('the pages of a review', () => {
  let path: string;
  let eve: Colleague;

  before(async () => {
    eve = await signInByLink(browser, server, { name: 'Eve Ray', role: 'admin' });
    path = await begin('Imports fall');
    await open(eve.page, `${path}/review`);
    await writeNote(eve.page, 'Nobody had expected it', 'Who says so?');
    await eve.page.getByLabel('What should be changed').fill('Say who.');
    await press(eve.page, 'Ask for changes');
    const response = await fetch(`${server.url}${path.replace('newsroom', 'api')}/text`, {
      method: 'PUT',
      headers: { ...HEADERS, 'If-Match': '"1"' },
      body: file('Imports fell'),
    });
    assert.equal(response.status, 200);
    await open(eve.page, `${path}/review`);
    await writeNote(eve.page, '', 'Well done.');
    await press(eve.page, /^Resolve note 2/);
  });
  after(() => eve.context.close());

  const PAGES = ['', '/review', '/review?done=note#notes'];
  const addressOf = (page: string) => (page === '' ? '/newsroom' : `${path}${page}`);

  test('have no fault that axe finds, in light and dark', async () => {
    for (const page of PAGES) {
      await open(eve.page, addressOf(page));
      for (const colorScheme of ['light', 'dark'] as const) {
        await eve.page.emulateMedia({ colorScheme });
        assert.deepEqual(await findViolations(eve.page), [], `${page} ${colorScheme}`);
      }
    }
  });

  test('fit 320 pixels, and text of 200 %', async () => {
    for (const [width, size] of [
      [320, '100%'],
      [640, '200%'],
    ] as const) {
      await eve.page.setViewportSize({ width, height: 700 });
      for (const page of PAGES) {
        await open(eve.page, addressOf(page));
        await eve.page.evaluate(
          (size) => document.documentElement.style.setProperty('font-size', size),
          size,
        );
        const content = await eve.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(content <= width, `${page} is ${content} wide in ${width}`);
      }
    }
  });

  test('show the two versions beside each other where there is room', async () => {
    await open(eve.page, `${path}/review`);
    for (const [width, isWide] of [
      [1280, true],
      [700, false],
    ] as const) {
      await eve.page.setViewportSize({ width, height: 700 });
      assert.equal(
        await eve.page.getByRole('heading', { name: 'Before', exact: true }).first().isVisible(),
        isWide,
      );
      assert.equal(await eve.page.locator('.one').first().isVisible(), !isWide);
    }
  });
});
