import { acceptAll, Subscriber, signature, until } from '../../websub/subscriber.ts';
import { FEEDS, SCOPES } from './addresses.ts';
import { assertWhole } from './assert-whole.ts';
import { ask, type Campaign, noteUnavailable, pause, seededChoices } from './campaign.ts';
import { Deliveries, hashOf } from './deliveries.ts';

/** Each feed has this many callbacks throughout, and one more that subscribes and unsubscribes at random. */
const CALLBACKS_PER_FEED = 2;

type Mode = 'subscribe' | 'unsubscribe';

interface Callback {
  path: string;
  host: string;
  topic: string;
  /** The KV key of the edition that the feed shows. */
  edition: string;
  /** The mode that it confirms when the hub verifies a request. */
  wants: Mode;
  /** Subscribes and unsubscribes at random. */
  isFickle: boolean;
}

/** The WebSub subscribers of the campaign. Some answer late, some with an error, some subscribe and unsubscribe at random. */
export class Audience {
  readonly deliveries = new Deliveries();
  readonly #campaign: Campaign;
  readonly #subscriber: Subscriber;
  readonly #callbacks: Callback[] = [];
  /** How many deliveries each callback had accepted when it unsubscribed for good. */
  readonly #unsubscribed = new Map<Callback, number>();
  /** Deliveries that callbacks refused. */
  refused = 0;
  /** Requests that the hub accepted while there were faults. */
  requests = 0;
  /** Subscribers that lacked the newest document at the end. */
  outdated = 0;
  /** Whether callbacks sometimes fail or answer late. */
  isFaulty = false;

  private constructor(campaign: Campaign, subscriber: Subscriber) {
    this.#campaign = campaign;
    this.#subscriber = subscriber;
  }

  /** Subscribes to the feeds of every scope, and waits until the hub has stored all subscriptions. */
  static async open(campaign: Campaign, seed: number): Promise<Audience> {
    const audience = new Audience(campaign, await Subscriber.open('0.0.0.0'));
    audience.#listen(seededChoices(seed));
    for (const [scope, path] of Object.entries(SCOPES)) {
      for (const feed of FEEDS) {
        const topic = `${campaign.runtime.url}${path}/${feed}`;
        for (let n = 0; n <= CALLBACKS_PER_FEED; n++) {
          const number = audience.#callbacks.length;
          const isFickle = n === CALLBACKS_PER_FEED;
          audience.#callbacks.push({
            path: `/callback/${number}`,
            // The hub asks a host for one confirmation at a time, so each has its own.
            host: `127.0.1.${number + 1}`,
            topic,
            edition: `edition:${scope}`,
            wants: 'subscribe',
            isFickle,
          });
        }
      }
    }
    await audience.#sendAll();
    return audience;
  }

  #listen({ chance, upTo }: ReturnType<typeof seededChoices>): void {
    this.#subscriber.behaviour = (received, response) => {
      if (received.method === 'GET') {
        const wants = this.#callbacks.find(({ path }) => path === received.path)?.wants;
        if (wants === received.query.get('hub.mode')) return acceptAll(received, response);
        response.statusCode = 404;
        return response.end();
      }
      if (this.isFaulty && chance(0.05)) {
        this.refused++;
        response.statusCode = 500;
        return response.end();
      }
      const delay = this.isFaulty && chance(0.05) ? upTo(300) : 0;
      return setTimeout(() => {
        this.#accept(received.path, received.headers, received.body);
        acceptAll(received, response);
      }, delay);
    };
  }

  /** Checks that a delivery is whole and signed, and records it. */
  #accept(path: string, headers: Record<string, unknown>, body: Buffer): void {
    const { tally } = this.#campaign;
    try {
      assertWhole(String(headers['content-type']), body);
    } catch (error) {
      tally.breach('whole', `delivery to ${path}: ${error}`);
    }
    if (headers['x-hub-signature'] !== signature('sha256', `secret of ${path}`, body)) {
      tally.breach('delivered', `a delivery to ${path} has a wrong signature`);
    }
    this.deliveries.add(path, body);
  }

  get topics(): string[] {
    return [...new Set(this.#callbacks.map(({ topic }) => topic))];
  }

  /** Subscribes and unsubscribes the fickle callbacks until the campaign is over. */
  async run(seed: number): Promise<void> {
    const { pick, upTo, chance } = seededChoices(seed);
    const fickle = this.#callbacks.filter(({ isFickle }) => isFickle);
    while (!this.#campaign.isOver) {
      const callback = pick(fickle);
      callback.wants = chance(0.5) ? 'subscribe' : 'unsubscribe';
      if (await this.#send(callback)) this.requests++;
      await pause(upTo(600));
    }
  }

  #urlOf({ path, host }: Callback): string {
    return `${this.#subscriber.url.replace('127.0.0.1', host)}${path}`;
  }

  /** Sends the hub the request that the callback wants. Returns whether the hub accepted it. */
  async #send(callback: Callback): Promise<boolean> {
    const { path, topic, wants } = callback;
    const body = new URLSearchParams({
      'hub.mode': wants,
      'hub.topic': topic,
      'hub.callback': this.#urlOf(callback),
      'hub.secret': `secret of ${path}`,
    });
    const answer = await ask(this.#campaign, '/hub', { method: 'POST', body });
    if (!answer || noteUnavailable(this.#campaign, '/hub', answer)) return false;
    this.#campaign.tally.count('right');
    return answer.status === 202;
  }

  /** Sends the requests of all these callbacks, and waits until the hub has verified each and stored what it wants. */
  async #sendAll(callbacks = this.#callbacks): Promise<void> {
    const began = Date.now();
    for (const callback of callbacks) {
      // The hub refuses the feed of a source until its first story is in KV.
      while (!(await this.#send(callback))) await pause(100);
    }
    const isVerified = ({ path, wants }: Callback) =>
      this.#subscriber
        .got('GET', path)
        .some(({ at, query }) => at >= began && query.get('hub.mode') === wants);
    await until('verifications', () => callbacks.every(isVerified));
    // A callback that answers too late is asked again, so its request alone does not show that it is subscribed.
    await until('subscriptions', async () => {
      const stored = new Set((await Promise.all(this.topics.map(this.#campaign.callbacksOf))).flat());
      return callbacks.every(
        (callback) => stored.has(this.#urlOf(callback)) === (callback.wants === 'subscribe'),
      );
    });
  }

  /** Subscribes every other fickle callback for good, and unsubscribes the rest. Called when nothing fails any more. */
  async conclude(): Promise<void> {
    const fickle = this.#callbacks.filter(({ isFickle }) => isFickle);
    for (const [index, callback] of fickle.entries())
      callback.wants = index % 2 ? 'subscribe' : 'unsubscribe';
    await this.#sendAll(fickle);
    await pause(1000);
    for (const callback of fickle) {
      if (callback.wants === 'unsubscribe')
        this.#unsubscribed.set(callback, this.deliveries.countOf(callback.path));
    }
  }

  /** Lists subscribed callbacks whose last delivery is not their feed's current document. */
  async outdatedCallbacks(): Promise<string[]> {
    const current = new Map<string, string>();
    for (const topic of this.topics) {
      const answer = await ask(this.#campaign, new URL(topic).pathname);
      current.set(topic, hashOf(answer?.body ?? Buffer.alloc(0)));
    }
    return this.#callbacks.flatMap(({ path, topic, wants }) =>
      wants === 'unsubscribe' || this.deliveries.lastOf(path) === current.get(topic)
        ? []
        : [`${path} of ${topic}`],
    );
  }

  /** Reports deliveries in the wrong order, and deliveries after an unsubscription. */
  judge(): void {
    const { tally, witness } = this.#campaign;
    for (const { path, edition } of this.#callbacks) {
      for (const what of this.deliveries.findDisorder(path, edition, witness))
        tally.breach('delivered', what);
    }
    for (const [{ path }, count] of this.#unsubscribed) {
      const more = this.deliveries.countOf(path) - count;
      if (more > 0) tally.breach('delivered', `${path} got ${more} more documents after it unsubscribed`);
    }
  }

  close(): void {
    this.#subscriber.close();
  }
}
