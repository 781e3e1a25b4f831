import { readFile } from 'node:fs/promises';
import { startServer } from '../cli/server.ts';
import { openChromium } from './chromium.ts';
import { signInByLink } from './newsroom/people.ts';

const [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
try {
  const ann = await signInByLink(browser, server, {
    name: 'Ann Lee',
    role: 'admin',
    viewport: { width: 1366, height: 900 },
  });
  const { page } = ann;
  page.on('pageerror', (e) => console.log('ERR', e.message));
  page.on('console', (m) => {
    if (m.type() === 'error') console.log('CON', m.text());
  });
  const { origin } = new URL(page.url());
  const begin = async (slug: string, change = (t: string) => t) => {
    await page.goto(`${origin}/newsroom/drafts?new=yes`);
    await page.getByLabel('Headline').fill('A story');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.waitForURL(/drafts\/[^?]{8}/);
    const draft = page.url();
    await page.waitForTimeout(500);
    const text = change(await readFile(slug, 'utf8'));
    const saved = await page.request.post(`${draft}/text`, {
      form: { version: '1', action: 'save', text },
      headers: { Origin: origin },
      maxRedirects: 0,
    });
    if (saved.status() !== 303) console.log(saved.status(), (await saved.text()).slice(0, 500));
    return draft;
  };
  const take = async (name: string) => {
    await page.waitForTimeout(700);
    await page.screenshot({ path: `/tmp/shots/${name}.png` });
  };
  const own = await begin('data/stories/china-core-ai-industry-one-trillion-yuan.md', (t) =>
    t.replace(/^slug: .*\n/m, ''),
  );
  await page.goto(own);
  await page.locator('.cm-content').waitFor();
  await take('write');
  for (const [tab] of [['Evidence'], ['Notes'], ['To do'], ['Preview']]) {
    await page.getByRole('tab', { name: tab }).click();
    await take(`write-${tab.replace(' ', '')}`);
  }
  await page.getByRole('button', { name: 'Details' }).click();
  await take('write-details');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More' }).click();
  await take('write-more');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('tab', { name: 'Sources' }).click();
  await take('write-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(own);
  await page.locator('.cm-content').waitFor();
  await take('phone');
  await page.getByRole('button', { name: 'Sources' }).click();
  await take('phone-sources');
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(own);
  await page.locator('.cm-content').waitFor();
  await take('small');
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.goto(own);
  await page.locator('.cm-content').waitFor();
  await take('wide');
} finally {
  await browser.close();
  await server.stop();
}
