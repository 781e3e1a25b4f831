import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';
import { type Colleague, press, signInByLink } from './people.ts';

let browser: Browser;
let server: Server;
let ed: Colleague;
before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer()]);
  ed = await signInByLink(browser, server, { name: 'Ed Ito', role: 'editor' });
  ed.page.setDefaultTimeout(60_000);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (page: Page) => press(page.getByRole('link', { name: 'Front page', exact: true }).first());
const save = (page: Page) => press(page.getByRole('button', { name: 'Save', exact: true }));
const orderIn = (page: Page) =>
  page
    .locator('[name=order]')
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));

/** Adds a story by the menu, which shows its headline. */
async function add(page: Page, slug: string): Promise<void> {
  await page.getByLabel('Another story').selectOption(slug);
  await press(page.getByRole('button', { name: /^Add ?: Another story/ }));
  await page.locator(`[name=order][value="${slug}"]`).waitFor({ state: 'attached' });
}

/** Returns the slugs that readers see first, once the page has these. */
async function findForReaders(first: readonly string[]): Promise<void> {
  let seen: string[] = [];
  for (let attempt = 0; attempt < 240; attempt++) {
    const html = await (await fetch(server.url)).text();
    seen = Array.from(
      html.matchAll(/class="p-name u-url" href="[^"]*\/stories\/([^"]*)"/g),
      ([, slug = '']) => slug,
    );
    if (first.every((slug, index) => seen[index] === slug)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  assert.deepEqual(seen.slice(0, first.length), first);
}

/** Returns the slugs of the oldest stories that the menu has. */
async function oldest(page: Page, count: number): Promise<string[]> {
  const values = await page
    .getByLabel('Another story')
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  return values.slice(-count);
}

test('by keyboard alone, stories are ordered, and readers see it', async () => {
  const { page } = ed;
  await open(page);
  const [first = '', second = '', third = ''] = await oldest(page, 3);
  for (const slug of [first, second, third]) await add(page, slug);
  assert.deepEqual(await orderIn(page), [first, second, third]);
  assert.deepEqual(await findViolations(page), []);

  const row = (slug: string) => page.locator('li', { has: page.locator(`[name=order][value="${slug}"]`) });
  const up = row(third).getByRole('button', { name: /^Up/ });
  await up.focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await orderIn(page), [first, third, second]);
  await page.getByText(/is number 2 of 3 now/).waitFor({ state: 'attached' });
  assert.ok(await up.evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.deepEqual(await orderIn(page), [third, first, second]);
  const handle: Locator = row(second).getByRole('button', { name: /^Move/ });
  await handle.focus();
  await page.keyboard.press('ArrowUp');
  assert.deepEqual(await orderIn(page), [third, second, first]);

  const box = await handle.boundingBox();
  const target = await row(first).boundingBox();
  assert.ok(box && target);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(target.x + 30, target.y + target.height - 10, { steps: 4 });
  await page.mouse.up();
  assert.deepEqual(await orderIn(page), [third, first, second]);

  await page.getByLabel('The story at the top').selectOption(second);
  await save(page);
  await page.getByText('Saved. Readers see it').waitFor();
  await findForReaders([second, third, first]);
  assert.deepEqual(await findViolations(page), []);
});

test('without script, on a phone, topics are added and moved, and what was before is put back', async () => {
  const phone = await signInByLink(browser, server, {
    name: 'Bea Moss',
    role: 'editor',
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const { page } = phone;
  await open(page);
  for (const topic of ['web-feeds', 'provenance']) {
    await page.getByLabel('Another topic').selectOption(topic);
    await press(page.getByRole('button', { name: /^Add ?: Another topic/ }));
    await page.locator(`[name=topic][value="${topic}"]`).waitFor({ state: 'attached' });
  }
  await press(page.getByRole('button', { name: /^Up ?: Provenance/ }));
  await page.locator('li:first-child > [name=topic][value=provenance]').waitFor({ state: 'attached' });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await save(page);
  await page.getByText('Saved. Readers see it').waitFor();
  await press(page.getByRole('button', { name: /^Put back/ }).first());
  await page.locator('[name=topic]').first().waitFor({ state: 'detached' });
  await page.getByText('Saved. Readers see it').waitFor();
  await phone.context.close();
});
