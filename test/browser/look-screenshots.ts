import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { copyWithLook } from '../cli/copy.ts';
import { startServer } from '../cli/server.ts';

// Takes the screenshots in docs/look.md, of the sample stories in other newsrooms' looks.

const STORY = '/stories/atom-becomes-a-standard';

const save = async (name: string, take: (path: string) => Promise<unknown>) => {
  await take(fileURLToPath(new URL(`screenshots/look-${name}.png`, import.meta.url)));
  console.log(`test/browser/screenshots/look-${name}.png`);
};

/** Takes the front page and a story in a look that is colours and choices alone. */
async function takePlainLook(browser: Browser, look: string): Promise<void> {
  const server = await startServer({ cwd: copyWithLook(look) });
  for (const [name, path] of [
    ['front', '/'],
    ['story', STORY],
  ]) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
    await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
    await save(`${look}-${name}`, (file) => page.screenshot({ path: file }));
    await page.close();
  }
  await server.stop();
}

export async function takeLook(browser: Browser): Promise<void> {
  for (const look of ['ledger', 'signal']) await takePlainLook(browser, look);
  const server = await startServer({ cwd: copyWithLook() });
  const looks = [
    { name: 'front', path: '/', viewport: { width: 1200, height: 1000 } },
    { name: 'story', path: STORY, viewport: { width: 1200, height: 1000 } },
    { name: 'phone', path: STORY, viewport: { width: 360, height: 800 } },
  ] as const;
  for (const { name, path, viewport } of looks) {
    for (const colorScheme of name === 'phone' ? (['light'] as const) : (['light', 'dark'] as const)) {
      const page = await browser.newPage({ viewport, colorScheme });
      await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
      await page.evaluate(() => document.fonts.ready);
      const suffix = name === 'phone' ? name : `${name}-${colorScheme}`;
      await save(suffix, (file) => page.screenshot({ path: file }));
      await page.close();
    }
  }
  const card = await fetch(`${server.url}${STORY}/card.png`);
  await save('card', async (file) => writeFileSync(file, await card.bytes()));
  await server.stop();
}
