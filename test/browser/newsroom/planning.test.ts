import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';
import { type Colleague, press, signInByLink } from './people.ts';

// The calendar takes drafts by pointer and keyboard; small tools of other pages.

let browser: Browser;
let server: Server;
let ann: Colleague;
let origin: string;

const MONTH = '/newsroom/schedule?month=2027-05';
const TEXT = `---
headline: HEADLINE
abstract: What happened.
inLanguage: LANGUAGE
---

What we think.
`;

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer()]);
  ann = await signInByLink(browser, server, {
    name: 'Ann Lee',
    role: 'admin',
    viewport: { width: 1280, height: 900 },
  });
  ann.page.setDefaultTimeout(60_000);
  ({ origin } = new URL(ann.page.url()));
  await begin('rates', 'Rates fall', 'en');
  await begin('harbour', 'الميناء يُغلق لأشهر', 'ar');
});
after(async () => {
  await browser.close();
  await server.stop();
});

/** Begins a draft that is ready. */
async function begin(name: string, headline: string, language: string): Promise<void> {
  const { page } = ann;
  const post = (path: string, form: Record<string, string>) =>
    page.request.post(`${origin}${path}`, { form, headers: { Origin: origin }, maxRedirects: 0 });
  const { location = '' } = (await post('/newsroom/drafts', { headline, name, language })).headers();
  const text = TEXT.replace('HEADLINE', headline).replace('LANGUAGE', language);
  const saved = await post(`${location}/text`, { version: '1', action: 'save', text });
  assert.equal(saved.status(), 303);
}

const day = (name: string) => ann.page.locator(`[data-day="${name}"]`);
const handle = (title: string) => ann.page.getByRole('button', { name: `Move “${title}” to another day` });

/** Drags a handle onto a day with the mouse. */
async function drag(held: Locator, target: Locator): Promise<void> {
  const { mouse } = ann.page;
  await held.scrollIntoViewIfNeeded();
  const [from, to] = [await held.boundingBox(), await target.boundingBox()];
  assert.ok(from && to);
  await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await mouse.down();
  await mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
  await target.and(ann.page.locator('.drop')).waitFor();
  await mouse.up();
}

test('a draft is dragged to a day, the form asks for the time, and the story is dragged on', async () => {
  const { page } = ann;
  await page.goto(`${origin}${MONTH}`);
  await drag(handle('Rates fall'), day('2027-05-13'));
  await page.waitForURL(/day=2027-05-13/);
  assert.equal(await page.locator('#appears-day').inputValue(), '2027-05-13');
  await page.locator('#appears-time').fill('09:30');
  await press(page.getByRole('button', { name: /^Schedule version/ }));
  await day('2027-05-13').getByText('09:30 scheduled').waitFor();
  await drag(handle('Rates fall'), day('2027-05-20'));
  await page.waitForURL(/move\?day=2027-05-20/);
  assert.equal(await page.locator('#appears-time').inputValue(), '09:30');
  await press(page.getByRole('button', { name: 'Set this time' }));
  await day('2027-05-20').getByRole('link', { name: 'Rates fall', exact: true }).waitFor();
});

test('the keyboard moves it too, says each day to screen readers, and can put it back', async () => {
  const { page } = ann;
  await page.goto(`${origin}${MONTH}`);
  const said = page.locator('p[role=status]');
  const held = handle('Rates fall');
  await held.press('Enter');
  await said.getByText('is picked up, at Thursday, 20 May 2027').waitFor();
  await held.press('ArrowRight');
  await said.getByText('Friday, 21 May 2027').waitFor();
  await held.press('Escape');
  await said.getByText('stays where it was').waitFor();
  assert.equal(await page.locator('.drop').count(), 0);
  await held.press(' ');
  await held.press('ArrowUp');
  await held.press('Enter');
  await page.waitForURL(/move\?day=2027-05-13/);
});

test('an invitation is copied by a button', async () => {
  const { page, context } = ann;
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  await page.goto(`${origin}/newsroom/people`);
  const form = page.locator('form[action="/newsroom/people"]');
  await form.getByLabel('Name').fill('Wanda Ng');
  await press(form.getByRole('button', { name: 'Invite' }));
  const link = await page.getByLabel('Link to copy').inputValue();
  await page.getByRole('button', { name: 'Copy' }).click();
  await page.getByText('Copied.').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  assert.deepEqual(await findViolations(page), []);
});

test('the calendar with drafts has no fault that axe finds, and fits', async () => {
  for (const [width, colorScheme] of [
    [320, 'dark'],
    [768, 'light'],
    [1280, 'dark'],
    [1280, 'light'],
  ] as const) {
    await ann.page.setViewportSize({ width, height: 900 });
    await ann.page.emulateMedia({ colorScheme });
    for (const path of [MONTH, '/newsroom/drafts', '/newsroom/search?q=rates', '/newsroom']) {
      await ann.page.goto(`${origin}${path}`);
      if (process.env.LOOK)
        await ann.page.screenshot({
          path: `${process.env.LOOK}/${path.replace(/\W/g, '_')}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
      assert.deepEqual(await findViolations(ann.page), [], `${path} ${width}`);
      const tooWide = await ann.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      assert.equal(tooWide, false, `${path} at ${width}`);
    }
  }
});
