import { isLoopback } from '../lib/public-hosts.ts';
import { retryDelay } from '../lib/retry-delay.ts';
import { deskOf } from '../newsroom/desk/desk-stub.ts';
import type { Settings } from '../settings/settings.ts';
import { brokenCallbackRule } from './callback.ts';
import type { PushContext } from './context.ts';

/** The most attempts to deliver a message. If the first delay is 30 seconds, they take two hours. */
export const MAX_ATTEMPTS = 9;

/** Escapes a text by Slack's rules, so that nothing in it calls people (`<!channel>`) or passes for a link. */
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Returns a rule that the address of a webhook does not satisfy: those of callbacks, and https, because the address is a secret. */
export function brokenWebhookRule(url: string, settings: Settings): string | undefined {
  const broken = brokenCallbackRule(url, settings);
  if (broken !== undefined) return broken;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname) ? undefined : 'must be an https URL';
}

/**
 * Tells the address in NOTIFY_URL what has happened: a JSON POST with the `text` that Slack's incoming webhooks and those like them
 * show. Returns the seconds until the next attempt, or undefined if there is none. The Desk learns whether it arrived, but not the
 * address, which is a secret.
 */
export async function notify(
  { text, path }: { text: string; path: string },
  attempts: number,
  { env, settings, client }: PushContext,
): Promise<number | undefined> {
  const { NOTIFY_URL: url } = env;
  if (!url) return undefined;
  const rule = brokenWebhookRule(url, settings);
  const response =
    rule === undefined
      ? await client.send(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ text: `${escapeText(text)} ${settings.site.url}${path}` }),
        })
      : { ok: false as const, failure: `the address ${rule}` };
  await deskOf(env).notifications.noteDelivery(response.ok ? null : response.failure, Date.now());
  return response.ok || attempts >= MAX_ATTEMPTS ? undefined : retryDelay(attempts, settings.retrySeconds);
}
