import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';
import { type Colleague, press, signInByLink } from './people.ts';

let browser: Browser;
let server: Server;
let ann: Colleague;
before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer()]);
  ann = await signInByLink(browser, server, { name: 'Ann Lee', role: 'admin' });
  ann.page.setDefaultTimeout(60_000);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const open = async (page: Page, name: string) => {
  await press(page.getByRole('link', { name: 'Settings', exact: true }));
  await press(page.getByRole('main').getByRole('link', { name, exact: true }));
};
const save = (page: Page) => press(page.getByRole('button', { name: 'Save' }));

/** Opens a page as a reader until it has these words: the Desk writes it a moment after the change. */
async function findForReaders(path: string, words: string): Promise<string> {
  for (let attempt = 0; attempt < 240; attempt++) {
    const text = await (await fetch(`${server.url}${path}`)).text();
    if (text.includes(words)) return text;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${path} has no “${words}”.`);
}

test('an admin changes the name and adds a topic, and readers see both', async () => {
  const { page } = ann;
  await open(page, 'Name');
  await page.getByLabel('Name', { exact: true }).fill('The Harbour Post');
  await save(page);
  await page.getByText('Saved. Readers see it within minutes').waitFor();
  await open(page, 'Topics');
  await page.getByLabel('New topic 1').fill('Road Safety');
  await save(page);
  await page.getByText(/\/topics\/road-safety$/).waitFor();
  for (const path of ['/', '/stories/atom-becomes-a-standard', '/rss.xml', '/subscribe', '/no-such-page'])
    await findForReaders(path, 'The Harbour Post');
  assert.match(await findForReaders('/topics/road-safety', 'Road Safety'), /The Harbour Post/);
  await press(page.getByRole('link', { name: 'Settings', exact: true }));
  await press(page.getByRole('link', { name: 'All versions' }));
  await press(page.getByRole('link', { name: 'Before anything was saved' }));
  await page.getByRole('row', { name: 'Name Open Wire The Harbour Post' }).waitFor();
  await press(page.getByRole('button', { name: 'Put all of this back' }));
  await page.getByRole('link', { name: 'Open Wire newsroom' }).waitFor();
});

test('a colour is seen while it is chosen', async () => {
  const { page } = ann;
  await open(page, 'Look');
  await page.waitForLoadState();
  const bar = page.locator('svg rect[data-colour]').first();
  const before = await bar.getAttribute('fill');
  await page.getByLabel('Colour of links on light screens').fill('#00665a');
  assert.equal(await bar.getAttribute('fill'), '#00665a');
  assert.notEqual(before, '#00665a');
  // So is the front page, with its masthead and stories.
  const front = page.frameLocator('iframe[data-look]');
  await front.getByRole('heading', { name: 'HTML5 was finished' }).waitFor();
  for (let attempt = 0; attempt < 50; attempt++) {
    const styles = await front.locator('style').allInnerTexts();
    if (styles.join('').includes('#00665a')) return;
    await page.waitForTimeout(100);
  }
  throw new Error('The front page in the form does not follow.');
});

test('an admin adds somebody with a picture, without a word of code, and readers find their page', async () => {
  const { page } = ann;
  await open(page, 'Authors');
  await press(page.getByRole('link', { name: 'Add somebody' }));
  await page.getByLabel('Name').fill('Zoë Ångström');
  await page.getByLabel('What they do here').fill('Reporter');
  await page.getByLabel('Picture', { exact: true }).setInputFiles('data/public/pictures/ann-lee.png');
  await save(page);
  await page.getByText('Saved. Readers see it').waitFor();
  const text = await findForReaders('/authors/zoe-angstrom', '/media/');
  assert.match(text, /Reporter/);
  await press(page.getByRole('link', { name: 'Zoë Ångström' }));
  await press(page.getByRole('button', { name: 'Take off the list' }));
  await page.getByText('Saved. Readers see it').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Zoë Ångström' }).count(), 0);
});

test('without script, on a phone, a setting is changed all the same', async () => {
  const phone = await signInByLink(browser, server, {
    name: 'Bea Moss',
    role: 'admin',
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const { page } = phone;
  await open(page, 'Review');
  await page.getByLabel('One person other than its authors').check();
  await save(page);
  await page.getByText('Saved.').waitFor();
  assert.equal(await page.getByLabel('One person other than its authors').isChecked(), true);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await phone.context.close();
});

test('the pages of settings have no faults of accessibility', async () => {
  const { page } = ann;
  const { origin } = new URL(page.url());
  for (const path of [
    '',
    '/name',
    '/topics',
    '/people',
    '/people/ann-lee',
    '/people/new',
    '/languages',
    '/logo',
    '/links',
    '/rights',
    '/policies',
    '/look',
    '/time',
    '/review',
    '/wire',
    '/history',
    '/history/0',
  ]) {
    await page.goto(`${origin}/newsroom/settings${path}`);
    assert.deepEqual([path, await findViolations(page)], [path, []]);
  }
});
