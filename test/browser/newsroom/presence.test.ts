import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { freePort, type Server, startServer, temporaryFolder } from '../../cli/server.ts';
import { openChromium } from '../chromium.ts';
import { signInByLink } from './people.ts';

// Who sees whom in a draft of a real newsroom: by sockets, without them, and after the server has started again.

const start = { state: temporaryFolder(), port: await freePort(), flags: ['--empty'] };
let server: Server;
let browser: Browser;
let draft = '';

before(async () => {
  [server, browser] = await Promise.all([startServer(start), openChromium()]);
});
after(async () => {
  await browser.close();
  await server.stop();
});

/** Somebody in the draft, with how often their page has asked who is there. */
interface Editor {
  page: Page;
  asked: () => number;
}

async function join(name: string, sockets: 'open' | 'closed' | 'forbidden' = 'open'): Promise<Editor> {
  const { page } = await signInByLink(browser, server, { name, role: 'editor' });
  let asked = 0;
  page.on('request', (request) => {
    if (/\/presence\?/.test(request.url())) asked++;
  });
  if (sockets === 'closed') await page.routeWebSocket(/\/presence\?/, (route) => route.close());
  // To another host, which the page's policy forbids.
  if (sockets === 'forbidden')
    await page.addInitScript(() => {
      globalThis.WebSocket = class extends WebSocket {
        constructor() {
          super('wss://other.example/');
        }
      };
    });
  if (draft === '') {
    await page.goto(new URL('/newsroom/drafts', page.url()).href);
    await page.getByText('New draft').click();
    await page.getByLabel('Headline').fill('Exports grew');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.waitForURL(/\/drafts\/[0-9a-f]{32}/);
    draft = page.url();
  } else await page.goto(draft);
  await page.locator('.cm-content').waitFor();
  return { page, asked: () => asked };
}

const sees = ({ page }: Editor, words: string) => page.locator('#presence').getByText(words).waitFor();
const moveTo = ({ page }: Editor, label: string) => page.getByLabel(label, { exact: true }).first().click();

test('who is in a draft, and where, is seen without asking; by asking where there is no socket', async () => {
  const [ann, bob] = [await join('Ann Lee'), await join('Bob Ray')];
  await sees(ann, 'Bob Ray');
  await moveTo(bob, 'TL;DR');
  await sees(ann, 'Bob Ray (in TL;DR) has this draft open.');
  await moveTo(ann, 'Headline');
  await sees(bob, 'Ann Lee (in Headline)');
  assert.deepEqual([ann.asked(), bob.asked()], [0, 0]);

  for (const [name, sockets] of [
    ['Cyd Young', 'closed'],
    ['Dan Wu', 'forbidden'],
  ] as const) {
    const other = await join(name, sockets);
    await moveTo(other, 'TL;DR');
    await sees(other, 'Ann Lee (in Headline)');
    await sees(ann, `${name} (in TL;DR)`);
    assert.ok(other.asked() > 0);
    await other.page.close();
  }
  await sees(ann, 'Bob Ray (in TL;DR) has this draft open.');

  await bob.page.getByLabel('TL;DR', { exact: true }).fill('Exports grew in 2019.');
  await sees(ann, 'Bob Ray saved version 2');
  await server.kill();
  server = await startServer(start);
  await moveTo(bob, 'Headline');
  await sees(ann, 'Bob Ray (in Headline)');
  await bob.page.close();
  await ann.page.locator('#presence').getByText('Bob Ray (in').waitFor({ state: 'hidden' });
});
