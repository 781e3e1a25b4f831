import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type SampleSources, serveSampleSources } from '../../../src/cli/local/sample-sources.ts';
import { freePort, type Server, startServer } from '../../cli/server.ts';
import { findViolations, openChromium } from '../chromium.ts';
import { type Colleague, press, signInByLink } from './people.ts';

// A draft from what others report, from their addresses to the page on which it would be published.

let browser: Browser;
let server: Server;
let samples: SampleSources;

before(async () => {
  const folder = fileURLToPath(new URL('../../../data/sources', import.meta.url));
  [browser, server] = await Promise.all([openChromium(), startServer()]);
  const served = await serveSampleSources(folder, await freePort());
  assert.ok(served);
  samples = served;
});
after(async () => {
  await browser.close();
  samples.stop();
  await server.stop();
});

const sample = (host: string, path: string): string =>
  `${samples.outlets.find(({ name }) => name.startsWith(host))?.url}/${path}`;
const reports = () => [
  sample('tarnwick-courier', 'news/mill-bridge-closed.html'),
  sample('vale-radio', 'n/20817.html'),
  sample('eastmere-post', '2026/bridge-detour.html'),
];
const refusing = () => sample('the-lantern', 'essays/mill-bridge.html');

let people = 0;
async function signIn(options: BrowserContextOptions = {}, role = 'editor'): Promise<Colleague> {
  people++;
  const colleague = await signInByLink(browser, server, { name: `Ann Lee ${people}`, role, ...options });
  colleague.page.setDefaultTimeout(60_000);
  return colleague;
}

const open = (page: Page, path: string) => page.goto(new URL(path, page.url()).href);

async function assertAccessible(page: Page): Promise<void> {
  const violations = (await findViolations(page)) as { id: string; nodes: { html: string }[] }[];
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 150))]),
    [],
  );
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(width <= 0, `${page.url()} is ${width} pixels too wide`);
}

/** Types addresses into the form, and begins. */
async function begin(page: Page, urls: readonly string[]): Promise<void> {
  await open(page, '/newsroom/wire/draft');
  await page.getByLabel('Addresses of the sources').fill(urls.join('\n'));
  await press(page.getByRole('button', { name: 'Draft from these sources' }));
}

test('three reports become a draft', { timeout: 600_000 }, async (t) => {
  const { page } = await signIn({ viewport: { width: 1280, height: 900 } });
  let draft = '';

  await t.test('its page says what made it', async () => {
    await begin(page, reports());
    await page.waitForURL(/\/newsroom\/drafts\/[\da-f]{32}/);
    draft = page.url();
    await page.locator('.cm-content').waitFor();
    await page.getByText('Drafted from the sources.').waitFor();
    assert.notEqual(await page.locator('[name="abstract"]').inputValue(), '');
    for (const url of reports())
      assert.ok(
        (
          await page
            .locator('input[name^="source."]')
            .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))
        ).includes(url),
        url,
      );
    await assertAccessible(page);
  });

  await t.test('every claim is found in the words of a source', async () => {
    const verdicts = page.locator('[id^="verdict-"]');
    await page.getByRole('tab', { name: 'Evidence' }).click();
    await page.locator('#panel-evidence summary').first().click();
    await verdicts.first().getByText(/./).waitFor();
    const texts = await verdicts.allTextContents();
    assert.ok(texts.length >= 2);
    for (const text of texts) assert.doesNotMatch(text, /something else|yourself/i);
  });

  await t.test('it is not published without an analysis, which a person writes', async () => {
    await open(page, `${new URL(draft).pathname}/publish`);
    await page
      .getByText(/analysis/i)
      .first()
      .waitFor();
    await assertAccessible(page);
    const sent = await page.request.post(`${draft.split('?')[0]}/publish`, {
      form: { version: '1' },
      headers: { Origin: new URL(draft).origin },
      maxRedirects: 0,
    });
    assert.equal(sent.status(), 422);
  });
});

test('what was not read, and why, is said before the draft', { timeout: 600_000 }, async () => {
  const { page } = await signIn({ colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  await begin(page, [...reports().slice(0, 2), refusing()]);
  await page.getByRole('heading', { name: 'The draft is ready' }).waitFor();
  await page.getByText(/refuses that machines write/).waitFor();
  await assertAccessible(page);
  await press(page.getByRole('link', { name: 'Open the draft' }));
  await page.waitForURL(/\/newsroom\/drafts\/[\da-f]{32}/);
});

test('a writer without script gets a draft, too', { timeout: 600_000 }, async () => {
  const { page } = await signIn({ javaScriptEnabled: false }, 'writer');
  await open(page, '/newsroom');
  await press(page.getByRole('link', { name: 'Draft from sources' }).first());
  await page.getByLabel('Addresses of the sources').fill(reports().join('\n'));
  await press(page.getByRole('button', { name: 'Draft from these sources' }));
  await page.waitForURL(/\/newsroom\/drafts\/[\da-f]{32}/);
});

test('a wrong address is named with its rule, and what was typed stays', { timeout: 600_000 }, async () => {
  const { page } = await signIn({ colorScheme: 'dark', viewport: { width: 360, height: 740 } });
  const typed = 'https://agency.example/report\nwww.agency.example\nhttp://10.0.0.1/';
  await begin(page, typed.split('\n'));
  await page
    .getByText('www.agency.example must be a whole web address, like https://publisher.example/article.')
    .waitFor();
  await page.getByText('http://10.0.0.1/ must be on a host of the public Internet.').waitFor();
  assert.equal(await page.getByLabel('Addresses of the sources').inputValue(), typed);
  await assertAccessible(page);
});
