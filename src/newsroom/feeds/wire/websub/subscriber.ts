import { log } from '../../../../lib/log.ts';
import type { WireTask } from '../../../wire/task.ts';
import { type Hubs, LEASE, type Subscription } from './hubs.ts';

/** How many hubs are asked in one run: requests of a run are counted on the free plan. */
const REQUESTS_PER_RUN = 5;
/** How long a hub may take to answer, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** The most redirects that are followed. WebSub allows hubs 307 and 308 (section 5.1). */
const MAX_REDIRECTS = 3;

interface SubscriberOptions {
  siteUrl: string;
  hubs: Hubs;
  whyNot: (url: string) => string | undefined;
  send?: typeof fetch;
}

/** Returns the address at which a hub reaches a subscription. */
const callbackUrl = (siteUrl: string, token: string): string => `${siteUrl}/websub/${token}`;

/** Subscribes to feeds at their hubs, renews leases, and unsubscribes (WebSub section 5.1). */
export class Subscriber implements WireTask {
  readonly name = 'hubs';
  readonly #options: SubscriberOptions;

  constructor(options: SubscriberOptions) {
    this.#options = options;
  }

  nextDue(): number | undefined {
    return this.#options.hubs.nextDue();
  }

  async run(now: number): Promise<void> {
    for (const subscription of this.#options.hubs.takeDue(now, REQUESTS_PER_RUN)) {
      const fault = await this.#request(subscription);
      if (fault !== undefined) log({ event: 'hub-refused', hub: subscription.hub, error: fault }, 'info');
    }
  }

  /** Sends a request to subscribe or unsubscribe. Returns what went wrong; it is repeated later. */
  async #request({ state, hub, topic, token, secret }: Subscription): Promise<string | undefined> {
    const { siteUrl, whyNot, send = (input, init) => fetch(input, init) } = this.#options;
    const body = new URLSearchParams({
      'hub.mode': state === 'leaving' ? 'unsubscribe' : 'subscribe',
      'hub.topic': topic,
      'hub.callback': callbackUrl(siteUrl, token),
      ...(state === 'leaving'
        ? {}
        : { 'hub.lease_seconds': String(LEASE.asked / 1000), 'hub.secret': secret }),
    });
    let url = hub;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const rule = whyNot(url);
      if (rule !== undefined) return `${url} ${rule}`;
      if (new URL(url).protocol !== new URL(hub).protocol) return `${url} would be sent a secret unencrypted`;
      try {
        const response = await send(url, {
          method: 'POST',
          body,
          headers: { 'User-Agent': `Edgewire (+${siteUrl})` },
          redirect: 'manual',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        await response.body?.cancel();
        const location = response.headers.get('Location');
        if ((response.status !== 307 && response.status !== 308) || location === null)
          return response.ok ? undefined : `status ${response.status}`;
        url = URL.parse(location, url)?.href ?? '';
      } catch (error) {
        return String(error);
      }
    }
    return 'too many redirects';
  }
}
