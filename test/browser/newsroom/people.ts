import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { type Server, TOKEN } from '../../cli/server.ts';

// People of the newsroom, each at a browser of their own.

const run = promisify(execFile);

/** Makes a link that signs somebody in once, with the command line. */
export async function invite(server: Pick<Server, 'url'>, name: string, role: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['src/cli/story.ts', 'invite', name, '--role', role], {
    env: { ...process.env, EDGEWIRE_SERVER: server.url, PUBLISH_TOKEN: TOKEN },
  });
  const [link] = /https?:\S+invitation\S+/.exec(stdout) ?? [];
  if (link === undefined) throw new Error(`No link in:\n${stdout}`);
  return link;
}

/** Gives a page's browser an authenticator that holds passkeys and always recognises its owner (WebAuthn Level 3, section 11). */
export async function addAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** A person of the newsroom at a browser of their own. */
export interface Colleague {
  name: string;
  page: Page;
  context: BrowserContext;
}

/** Invites somebody and signs them in with the link. With scripts, their browser has an authenticator. */
export async function signInByLink(
  browser: Browser,
  server: Pick<Server, 'url'>,
  { name, role, ...options }: { name: string; role: string } & BrowserContextOptions,
): Promise<Colleague> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  if (options.javaScriptEnabled !== false) await addAuthenticator(page);
  await page.goto(await invite(server, name, role));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/newsroom\/account/);
  return { name, page, context };
}

/** Invites somebody, adds a passkey, and signs them out: they are on the page that signs in. */
export async function addPasskey(
  browser: Browser,
  server: Pick<Server, 'url'>,
  person: { name: string; role: string } & BrowserContextOptions,
): Promise<Colleague> {
  const colleague = await signInByLink(browser, server, person);
  const { page } = colleague;
  page.setDefaultTimeout(60_000);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText('not used yet').waitFor();
  await page.getByRole('button', { name: 'Sign out' }).first().click();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
  return colleague;
}

/**
 * Scrolls to something, and clicks it when it stands still. Right after scrolling, Chromium may send a click to a sandboxed frame that
 * was at its place before.
 */
export async function press(target: Locator): Promise<void> {
  await target.click({ trial: true });
  await target.click();
}
