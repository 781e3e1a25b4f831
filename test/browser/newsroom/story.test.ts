import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { openChromium } from '../chromium.ts';
import { addPasskey, signInByLink } from './people.ts';
import { SOURCES, STORY, StoryWriter } from './story-writer.ts';

// How long it takes a person to sign in, write a story with sources, evidence and a picture, and publish it.

/** The most presses and fields. A person who needs six seconds for each is done within three minutes. */
const MOST_STEPS = 30;

let browser: Browser;
let server: Server;

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

/** Waits until readers get a page with the text, because the Desk writes to KV a moment after it has acknowledged a story. */
async function readersGet(path: string, text: string): Promise<string> {
  for (;;) {
    const body = await (await fetch(new URL(path, server.url))).text();
    if (body.includes(text)) return body;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Asserts that readers have the story with its citations, evidence and picture. */
async function isRead(address: string, headline: string): Promise<void> {
  const { pathname } = new URL(address);
  const page = await readersGet(pathname, headline);
  assert.ok(page.includes(STORY.quote), 'the evidence');
  assert.ok(page.includes(STORY.alt), 'the picture');
  assert.match(page, /\/media\/[0-9a-f]{64}\./);
  for (const { url } of SOURCES) assert.ok(page.includes(`href="${url}`), `the citation of ${url}`);
  for (const feed of ['/rss.xml', '/atom.xml', '/feed.json'])
    for (const { url } of SOURCES) assert.ok((await readersGet(feed, headline)).includes(url), feed);
}

describe('from sign-in to a published story', () => {
  for (const [screen, viewport] of [
    ['desktop', { width: 1280, height: 900 }],
    ['phone', { width: 360, height: 740 }],
  ] as const) {
    test(`on a ${screen}`, { timeout: 600_000 }, async (t) => {
      const name = `Ann ${screen}`;
      const isPhone = screen === 'phone';
      const options = { viewport, isMobile: isPhone, hasTouch: isPhone };
      const { page, context } = await addPasskey(browser, server, { name, role: 'editor', ...options });
      const began = performance.now();
      const ann = new StoryWriter(page);
      await ann.button('Sign in with a passkey');
      const headline = `The port of ${screen} grows`;
      await ann.begin(headline);
      await ann.write();
      await page.locator('#verdict-0').getByText(/./).waitFor();
      const address = await ann.publish();
      const seconds = (performance.now() - began) / 1000;
      t.diagnostic(`${ann.presses} presses and ${ann.fields} fields; ${seconds.toFixed(1)} s by machine`);
      assert.ok(ann.presses + ann.fields <= MOST_STEPS);
      await isRead(address, headline);
      await context.close();
    });
  }

  test('without script, by a link instead of a passkey', { timeout: 600_000 }, async (t) => {
    const { page, context } = await signInByLink(browser, server, {
      name: 'Bo Chen',
      role: 'editor',
      javaScriptEnabled: false,
    });
    page.setDefaultTimeout(60_000);
    const bo = new StoryWriter(page, { hasScript: false });
    const headline = 'The port grows without script';
    await bo.begin(headline);
    await bo.write();
    const address = await bo.publish();
    t.diagnostic(`${bo.presses} presses and ${bo.fields} fields`);
    await isRead(address, headline);
    await context.close();
  });

  test('with the keyboard alone', { timeout: 600_000 }, async () => {
    const { page, context } = await addPasskey(browser, server, { name: 'Cy Young', role: 'editor' });
    /** Presses Tab until something has the focus. */
    const tabTo = async (target: Locator): Promise<void> => {
      await target.waitFor();
      for (let presses = 0; presses < 150; presses++) {
        await page.keyboard.press('Tab');
        if (await target.evaluate((element) => element === document.activeElement)) return;
      }
      assert.fail(`Tab does not reach ${target}`);
    };
    const button = (name: string | RegExp) => page.getByRole('button', { name }).first();
    await tabTo(button('Sign in with a passkey'));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('link', { name: 'New draft' }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByLabel('Headline'));
    await page.keyboard.type('The port grows by keyboard');
    await tabTo(button('Begin'));
    await page.keyboard.press('Space');
    await page.locator('.cm-content').waitFor();
    await tabTo(page.getByLabel('TL;DR', { exact: true }));
    await page.keyboard.type('The port has grown.');
    await tabTo(page.getByRole('textbox', { name: 'Analysis', exact: true }));
    await page.keyboard.type('Nobody knows why.');
    await page.keyboard.press('Alt+Shift+P');
    await tabTo(button(/^Publish version/));
    await page.keyboard.press('Space');
    await page.getByText('Readers get it in a few seconds').waitFor();
    await context.close();
  });
});
