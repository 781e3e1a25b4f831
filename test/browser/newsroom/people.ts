import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  CDPSession,
  Locator,
  Page,
} from 'playwright-core';
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

/** What holds the passkeys of a tab. */
interface Authenticator {
  devtools: CDPSession;
  authenticatorId: string;
}

/** Gives a tab an authenticator that holds passkeys and always recognises its owner (WebAuthn Level 3, section 11). */
export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
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
  return { devtools, authenticatorId };
}

/** Gives another tab of somebody's browser the passkeys that the first has. */
export async function sharePasskeys({ authenticator }: Colleague, tab: Page): Promise<void> {
  if (!authenticator) return;
  const { devtools, authenticatorId } = authenticator;
  const { credentials } = await devtools.send('WebAuthn.getCredentials', { authenticatorId });
  const other = await addAuthenticator(tab);
  for (const credential of credentials)
    await other.devtools.send('WebAuthn.addCredential', {
      authenticatorId: other.authenticatorId,
      credential,
    });
}

/** A person of the newsroom at a browser of their own. */
export interface Colleague {
  name: string;
  page: Page;
  context: BrowserContext;
  authenticator: Authenticator | undefined;
}

/** Invites somebody and signs them in with the link. With scripts, their browser has an authenticator. */
export async function signInByLink(
  browser: Browser,
  server: Pick<Server, 'url'>,
  { name, role, ...options }: { name: string; role: string } & BrowserContextOptions,
): Promise<Colleague> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const authenticator = options.javaScriptEnabled === false ? undefined : await addAuthenticator(page);
  await page.goto(await invite(server, name, role));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/newsroom\/account/);
  return { name, page, context, authenticator };
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
