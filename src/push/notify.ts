import { deskOf } from '../desk/desk-stub.ts';
import { isLoopback, isPublicHost } from '../lib/public-hosts.ts';
import type { PushContext } from './context.ts';
import { retryDelay } from './retry-delay.ts';

/** The most attempts to deliver a message. If the first delay is 30 seconds, they take two hours. */
const MAX_ATTEMPTS = 9;

/** Whether requests may be sent to a URL: never to a private network, and to this machine only in development. */
function isAllowed(url: string, isLoopbackAllowed: boolean): boolean {
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return false;
  return isPublicHost(parsed.hostname) || (isLoopbackAllowed && isLoopback(parsed.hostname));
}

/**
 * Tells the address in NOTIFY_URL what has happened: a JSON POST with the `text` that Slack's incoming webhooks and those like them
 * show. Returns the seconds until the next attempt, or undefined if there is none. Reports the failure of the last attempt to the
 * Desk, without the address, which is a secret.
 */
export async function notify(
  { text, path }: { text: string; path: string },
  attempts: number,
  { env, settings, client }: PushContext,
): Promise<number | undefined> {
  const { NOTIFY_URL: url } = env;
  if (!url) return undefined;
  const report = (why: string) =>
    deskOf(env).reportTroubles([`The address in NOTIFY_URL was not told of "${text}": ${why}.`], Date.now());
  if (!isAllowed(url, settings.isLoopbackAllowed)) {
    await report('it must be an http or https URL on a host of the public Internet');
    return undefined;
  }
  const response = await client.send(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text: `${text} ${settings.site.url}${path}` }),
  });
  if (response.ok) return undefined;
  if (attempts < MAX_ATTEMPTS) return retryDelay(attempts, settings.retrySeconds);
  await report(response.failure);
  return undefined;
}
