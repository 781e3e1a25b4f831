import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { type Server, TOKEN } from '../../cli/server.ts';
import { type Colleague, press, signInByLink } from './people.ts';

// Takes the screenshots in docs/newsroom.md, of a newsroom in the midst of its day.

const DAY = 86_400_000;

const sample = (slug: string): Promise<string> =>
  readFile(new URL(`../../../data/stories/${slug}.md`, import.meta.url), 'utf8');

/** A sample story as another one: with its own headline and author, and published on some other day. */
const asDraft = (text: string, headline: string, author: string, published = Date.now()): string =>
  text
    .replace(/^headline: .*$/m, `headline: ${JSON.stringify(headline)}`)
    .replace(
      /^datePublished: .*$/m,
      `datePublished: ${new Date(published).toISOString().replace(/\.\d+/, '')}`,
    )
    .replace(/^ {2}- name: Open Wire.*$/m, `  - name: ${author}`)
    .replace(/^(dateModified|slug): .*\n/gm, '');

/** Begins a draft with a text, and returns its address. */
async function begin({ page, name }: Colleague, headline: string, slug: string): Promise<string> {
  const { origin } = new URL(page.url());
  await page.goto(`${origin}/newsroom/drafts?new=yes`);
  await page.getByLabel('Headline').fill(headline);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('.cm-content').waitFor();
  const draft = page.url();
  const form = { version: '1', action: 'save', text: asDraft(await sample(slug), headline, name) };
  const saved = await page.request.post(`${draft}/text`, {
    form,
    headers: { Origin: origin },
    maxRedirects: 0,
  });
  if (saved.status() !== 303) throw new Error(await saved.text());
  return draft;
}

async function askForReview({ page }: Colleague, draft: string, reviewer: string): Promise<void> {
  await page.goto(`${draft}/review`);
  await page.getByLabel('Who is asked').selectOption({ label: reviewer });
  await press(page.getByRole('button', { name: 'Ask for review' }));
  await page.getByText('The review is asked for.').waitFor();
}

/** Publishes a sample story in some days. */
async function schedule(server: Server, slug: string, headline: string, days: number): Promise<void> {
  const at = Math.ceil(Date.now() / DAY) * DAY + days * DAY + 9 * 3_600_000;
  const answer = await fetch(`${server.url}/api/stories/${slug}-again`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'text/markdown', 'If-None-Match': '*' },
    body: asDraft(await sample(slug), headline, 'Ann Lee', at),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Chooses a lead and an order of the sample stories, which nobody saves. */
async function arrange(page: Page): Promise<void> {
  await page.goto(new URL('/newsroom/front', page.url()).href);
  await page.getByLabel('The story at the top').selectOption('robots-txt-becomes-an-rfc');
  for (const slug of ['problem-details-gets-a-registry', 'what-a-304-saves', 'the-words-must-and-should']) {
    await page.getByLabel('Another story').selectOption(slug);
    await press(page.getByRole('button', { name: /^Add ?: Another story/ }));
    await page.locator(`[name=order][value="${slug}"]`).waitFor({ state: 'attached' });
  }
  await page.evaluate(() => scrollTo(0, 0));
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.screenshot({
    path: fileURLToPath(new URL(`../screenshots/newsroom-${name}.png`, import.meta.url)),
  });
  console.log(`test/browser/screenshots/newsroom-${name}.png`);
}

export async function takeNewsroom(browser: Browser, server: Server): Promise<void> {
  const viewport = { width: 1200, height: 900 };
  const ann = await signInByLink(browser, server, { name: 'Ann Lee', role: 'editor', viewport });
  const bo = await signInByLink(browser, server, { name: 'Bo Chen', role: 'editor', viewport });
  const cy = await signInByLink(browser, server, { name: 'Cy Young', role: 'writer', viewport });
  const { page } = ann;
  const { origin } = new URL(page.url());

  const own = await begin(ann, 'What two years of polling cost, and what a 304 saves', 'what-a-304-saves');
  const others = await begin(bo, 'Crawlers get a second file to read', 'robots-txt-becomes-an-rfc');
  const waiting = await begin(
    cy,
    'A label for what machines make, one year on',
    'a-label-for-machine-made-media',
  );
  await askForReview(cy, waiting, 'Ann Lee');
  await askForReview(ann, own, 'Bo Chen');
  await bo.page.goto(`${own}/review`);
  await bo.page.getByLabel('What should be changed').fill('Say in the TL;DR whose readers were counted.');
  await press(bo.page.getByRole('button', { name: 'Ask for changes' }));
  await schedule(
    server,
    'opml-the-export-button-that-works',
    'OPML is twenty-five, and still the way out',
    0,
  );
  await schedule(server, 'tag-uris-and-names-that-outlive-a-domain', 'Names that outlive a domain', 2);

  await page.goto(`${origin}/newsroom`);
  await take(page, 'today');
  await page.goto(`${origin}/newsroom/stories`);
  await take(page, 'stories');
  await page.goto(`${origin}/newsroom/schedule`);
  await take(page, 'schedule');
  await page.goto(`${waiting}/review`);
  await take(page, 'review');

  await page.setViewportSize({ width: 1366, height: 1000 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto(own);
    await page.locator('.chip .number').first().waitFor();
    await take(page, colorScheme === 'light' ? 'editor' : 'editor-dark');
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('tab', { name: 'Evidence' }).click();
  await page.locator('#panel-evidence summary').first().click();
  await take(page, 'evidence');
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(others);
  await page.locator('.cm-content').waitFor();
  await take(page, 'phone');

  await page.setViewportSize({ width: 1200, height: 1060 });
  await arrange(page);
  await take(page, 'front');

  const admin = await signInByLink(browser, server, { name: 'Eve Ortiz', role: 'admin', viewport });
  await admin.page.goto(`${origin}/newsroom/settings/look`);
  await take(admin.page, 'settings');
  await admin.context.close();

  await page.setViewportSize({ width: 1200, height: 560 });
  await page.goto(`${origin}/newsroom`);
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  await take(page, 'sign-in');
  for (const { context } of [ann, bo, cy]) await context.close();
}
