import { deskOf } from '../desk/desk-stub.ts';
import type { PushContext } from './context.ts';
import { retryDelay } from './subscriptions.ts';

/** Attempts to tell a hub of a change; with the pauses that lie between them, two hours. */
const MAX_PING_ATTEMPTS = 9;

/** Tells a hub of others which feeds have changed; gives the seconds after which it is to be told again, if it is. */
export async function pingHub(
  hub: string,
  urls: readonly string[],
  attempts: number,
  work: PushContext,
): Promise<number | undefined> {
  const body = new URLSearchParams([['hub.mode', 'publish'], ...urls.map((url) => ['hub.url', url])]);
  const answer = await work.client.send(hub, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: String(body),
  });
  if ('status' in answer && answer.status >= 200 && answer.status < 300) return undefined;
  if (attempts < MAX_PING_ATTEMPTS) return retryDelay(attempts, work.settings.retrySeconds);
  const why = 'status' in answer ? `status ${answer.status}` : answer.failure;
  await deskOf(work.env).reportTroubles(
    [`The hub ${hub} could not be told of a change: ${why}.`],
    Date.now(),
  );
  return undefined;
}
