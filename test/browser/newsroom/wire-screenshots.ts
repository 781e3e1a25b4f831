import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Server } from '../../cli/server.ts';
import { Outlet } from './outlet.ts';
import { press, signInByLink } from './people.ts';
import { stageWatch } from './wire-stage.ts';

// Takes the screenshots in docs/wire.md, of the sample sources that `npm start` serves.

/** Takes a picture of a page from its top to its end, or as much as the window shows. */
async function take(page: Page, name: string, fullPage = true): Promise<void> {
  await page.screenshot({
    path: fileURLToPath(new URL(`../screenshots/newsroom-${name}.png`, import.meta.url)),
    fullPage,
  });
  console.log(`test/browser/screenshots/newsroom-${name}.png`);
}

export async function takeWire(browser: Browser, server: Server): Promise<void> {
  const viewport = { width: 1200, height: 700 };
  const { page, context } = await signInByLink(browser, server, {
    name: 'Dee Fox',
    role: 'editor',
    viewport,
  });
  page.setDefaultTimeout(120_000);
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/newsroom/wire`);
  await page.locator('summary', { hasText: 'Reports' }).first().click();
  await take(page, 'wire');
  for (const box of await page.getByRole('checkbox').all()) if (await box.isVisible()) await box.check();
  await press(page.getByRole('button', { name: 'Draft from these' }));
  await press(page.getByRole('button', { name: 'Draft from these sources' }));
  await page.getByRole('heading', { name: 'The draft is ready' }).waitFor();
  await take(page, 'drafting');
  const outlets: Outlet[] = [];
  await stageWatch(server, async () => {
    const outlet = await Outlet.open();
    outlets.push(outlet);
    return outlet;
  });
  await page.goto(`${origin}/newsroom/wire/watch`);
  await take(page, 'watch', false);
  for (const outlet of outlets) outlet.stop();
  await context.close();
}
