import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { type Server, startServer } from '../../cli/server.ts';
import { openChromium } from '../chromium.ts';
import { addPasskey, type Colleague, press } from './people.ts';
import { SOURCES, STORY, StoryWriter } from './story-writer.ts';

// The whole life of a story, by two people at browsers of their own.

const HEADLINE = 'The port has a record month';

let browser: Browser;
let server: Server;

before(async () => {
  [browser, server] = await Promise.all([openChromium(), startServer({ flags: ['--empty'] })]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const link = (page: Page, name: string | RegExp): Locator => page.getByRole('link', { name }).first();
const said = (page: Page, text: string | RegExp) => page.locator('.said').getByText(text).waitFor();

/** Waits until what readers get satisfies a condition, because the Desk writes to KV a moment after it has acknowledged a change. */
async function readersGet(path: string, isThere: (body: string) => boolean): Promise<string> {
  for (let tries = 0; ; tries++) {
    const body = await (await fetch(new URL(path, server.url))).text();
    if (isThere(body)) return body;
    assert.ok(tries < 60, `${path} stays ${body.slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Gives somebody a passkey, and signs them in with it. */
async function join(name: string): Promise<Colleague> {
  const colleague = await addPasskey(browser, server, { name, role: 'editor' });
  await press(button(colleague.page, 'Sign in with a passkey'));
  await colleague.page.waitForURL(/\/newsroom$/);
  return colleague;
}

test('a story from its draft to its withdrawal and back', { timeout: 600_000 }, async (t) => {
  const ann = await join('Ann Lee');
  const bo = await join('Bo Chen');
  const writer = new StoryWriter(ann.page);
  let draft = '';
  let story = '';
  const inNewsroom = () => new URL(`/newsroom${new URL(story).pathname}`, draft).href;

  await t.test('is written, and saves itself', async () => {
    await writer.begin(HEADLINE);
    draft = ann.page.url();
    await writer.write();
    await ann.page.locator('#verdict-0').getByText(/./).waitFor();
    await ann.page
      .locator('#saved')
      .getByText(/saved at/)
      .waitFor();
    await writer.panel('Sources');
    await ann.page.locator('#citations li').nth(1).waitFor();
    await ann.page.reload();
    assert.equal(await writer.field('image.credit').inputValue(), STORY.credit);
  });

  await t.test('is reviewed: a note, changes asked for', async () => {
    await press(button(ann.page, 'Ask for review'));
    await ann.page.getByLabel('Who is asked').selectOption({ label: 'Bo Chen' });
    await press(button(ann.page, 'Ask for review'));
    await said(ann.page, 'The review is asked for.');

    await bo.page.goto(new URL('/newsroom', draft).href);
    await bo.page.getByRole('heading', { name: 'Waiting for your review' }).waitFor();
    await press(link(bo.page, HEADLINE));
    await bo.page.getByLabel('The words that it is about').fill('Neither expects it to last.');
    await bo.page.getByLabel('Your note').fill('Who says so?');
    await press(button(bo.page, 'Add the note'));
    await said(bo.page, 'The note is added.');
    await bo.page.getByLabel('What should be changed').fill('The last sentence needs its source.');
    await press(button(bo.page, 'Ask for changes'));
    await said(bo.page, 'Changes are asked for.');
  });

  await t.test('is changed and approved; an edit ends the approval', async () => {
    await ann.page.goto(new URL('/newsroom', draft).href);
    await ann.page.getByRole('heading', { name: 'You were asked for changes' }).waitFor();
    await press(link(ann.page, HEADLINE));
    await ann.page.getByText('Who says so?').first().waitFor();
    await ann.page.goto(draft);
    await writer.fill(writer.field('abstract'), `${STORY.abstract} Growth will slow, both say.`);
    await press(button(ann.page, 'Ask for review'));
    // What was typed is saved before the page changes, so the same button may still be there for a moment.
    await ann.page.getByLabel('Who is asked').waitFor();
    await press(button(ann.page, 'Ask for review'));
    await said(ann.page, 'The review is asked for.');

    await bo.page.goto(`${draft}/review`);
    await bo.page.locator('.two ins', { hasText: 'Growth' }).waitFor();
    await press(button(bo.page, /^Approve version/));
    await said(bo.page, 'You have approved this version.');

    await ann.page.goto(draft);
    await writer.fill(writer.field('abstract'), `${STORY.abstract} Growth will slow.`);
    await ann.page.locator('#status').getByText('The approval was for the earlier text').waitFor();
    await bo.page.goto(`${draft}/review`);
    await press(button(bo.page, /^Approve version/));
    await said(bo.page, 'You have approved this version.');
  });

  await t.test('is published with its citations, evidence, picture and review', async () => {
    await ann.page.goto(draft);
    story = await writer.publish();
    const page = await readersGet(new URL(story).pathname, (body) => body.includes(HEADLINE));
    for (const part of [STORY.quote, STORY.alt, STORY.credit, 'Bo Chen'])
      assert.ok(page.includes(part), part);
    for (const { url } of SOURCES) assert.ok(page.includes(`href="${url}`), url);
    for (const feed of ['/rss.xml', '/atom.xml', '/feed.json']) {
      const body = await readersGet(feed, (text) => text.includes(HEADLINE));
      for (const { url } of SOURCES) assert.ok(body.includes(url), `${url} in ${feed}`);
    }
  });

  await t.test('is corrected with a notice', async () => {
    const { page } = ann;
    await page.goto(inNewsroom());
    await press(link(page, 'Correct'));
    await press(button(page, 'Open the draft'));
    await writer.fill(writer.field('abstract'), `${STORY.abstract} Growth will slow next year.`);
    await page.getByLabel('Notice').fill('An earlier version did not say when growth will slow.');
    await page
      .locator('#saved')
      .getByText(/saved at/)
      .waitFor();
    await writer.publish();
    await readersGet(new URL(story).pathname, (body) => body.includes('did not say when growth will slow'));
  });

  await t.test('is compared and reverted, withdrawn and restored', async () => {
    const { page } = bo;
    await page.goto(inNewsroom());
    await press(link(page, 'What it changed'));
    await page.locator('ins', { hasText: 'next year' }).first().waitFor();
    await page.goto(inNewsroom());
    await press(link(page, 'Revert to revision 1'));
    await press(button(page, 'Publish revision 1 again'));
    await said(page, /^The earlier text is published again/);
    await readersGet(new URL(story).pathname, (body) => !body.includes('slow next year'));

    await press(link(page, 'Withdraw'));
    await page.getByLabel('Reason').fill('The port has withdrawn its figures.');
    await press(button(page, 'Withdraw the story'));
    await said(page, /^The story is withdrawn/);
    await readersGet(new URL(story).pathname, (body) => body.includes('has withdrawn its figures'));
    await press(link(page, 'Restore'));
    await press(button(page, 'Restore the story'));
    await said(page, 'The story is restored.');
    await readersGet(new URL(story).pathname, (body) => body.includes(STORY.quote));
  });
  await Promise.all([ann.context.close(), bo.context.close()]);
});
