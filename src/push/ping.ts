import { deskOf } from '../newsroom/desk/desk-stub.ts';
import type { PushContext } from './context.ts';
import { retryDelay } from './retry-delay.ts';

/** The most attempts to ping a hub about a change. If the first delay is 30 seconds, they take two hours. */
const MAX_PING_ATTEMPTS = 9;

/**
 * Tells a hub which feeds have changed: a POST with `hub.mode=publish` and a `hub.url` for each feed. WebSub does not define this
 * request; existing hubs expect that of PubSubHubbub 0.4. Returns the seconds until the next attempt, or undefined if there is
 * none. Reports the failure of the last attempt to the Desk.
 */
export async function pingHub(
  hub: string,
  urls: readonly string[],
  attempts: number,
  { env, settings, client }: PushContext,
): Promise<number | undefined> {
  const body = new URLSearchParams([['hub.mode', 'publish'], ...urls.map((url) => ['hub.url', url])]);
  const response = await client.send(hub, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: String(body),
  });
  if (response.ok) return undefined;
  if (attempts < MAX_PING_ATTEMPTS) return retryDelay(attempts, settings.retrySeconds);
  await deskOf(env).reportTroubles([`Pinging the hub ${hub} failed: ${response.failure}.`], Date.now());
  return undefined;
}
