import { createHash } from 'node:crypto';
import { Subscriber, signature, until, willing } from '../websub/subscriber.ts';
import { type Campaign, chance, pause } from './campaign.ts';
import { marksIn } from './faults.ts';
import { isWhole, SCOPES } from './reader.ts';

/** Callbacks that each of the feeds has. */
const CALLBACKS_A_FEED = 2;
const FEEDS = ['atom.xml', 'rss.xml', 'feed.json'];

/** What came to a callback and was taken, in order. */
interface Delivery {
  hash: string;
  marks: string;
}

/** Subscribers whose machines have bad days, too: some answer late, some with an error. */
export class Audience {
  readonly #campaign: Campaign;
  readonly #subscriber: Subscriber;
  readonly #taken = new Map<string, Delivery[]>();
  readonly #topics = new Map<string, string>();
  refused = 0;
  /** Subscribers who did not have the newest document at the end. */
  lost = 0;
  /** Whether callbacks fail now and then. */
  isFaulty = false;

  private constructor(campaign: Campaign, subscriber: Subscriber) {
    this.#campaign = campaign;
    this.#subscriber = subscriber;
  }

  /** Subscribes to the feeds of every scope, and waits until all subscriptions have begun. */
  static async open(campaign: Campaign, seed: number): Promise<Audience> {
    const audience = new Audience(campaign, await Subscriber.open());
    audience.#listen(chance(seed));
    const { url } = campaign.runtime;
    const feeds = Object.values(SCOPES).flatMap((path) => FEEDS.map((feed) => `${url}${path}/${feed}`));
    for (const topic of feeds) {
      for (let n = 0; n < CALLBACKS_A_FEED; n++) {
        const path = `/callback/${audience.#topics.size}`;
        audience.#topics.set(path, topic);
        const body = new URLSearchParams({
          'hub.mode': 'subscribe',
          'hub.topic': topic,
          'hub.callback': `${audience.#subscriber.url}${path}`,
          'hub.secret': `secret of ${path}`,
        });
        // The feed of a source is there when its first story has been printed.
        while ((await fetch(`${url}/hub`, { method: 'POST', body })).status !== 202) await pause(100);
      }
    }
    const isAsked = (path: string) => audience.#subscriber.got('GET', path).length > 0;
    await until('verifications', () => [...audience.#topics.keys()].every(isAsked));
    return audience;
  }

  #listen({ whether, upTo }: ReturnType<typeof chance>): void {
    this.#subscriber.behaviour = (received, response) => {
      if (received.method === 'GET') return willing(received, response);
      if (this.isFaulty && whether(0.05)) {
        this.refused++;
        response.statusCode = 500;
        return response.end();
      }
      const late = this.isFaulty && whether(0.05) ? upTo(300) : 0;
      return setTimeout(() => {
        this.#take(received.path, received.headers, received.body);
        willing(received, response);
      }, late);
    };
  }

  #take(path: string, headers: Record<string, unknown>, body: Buffer): void {
    const { tally } = this.#campaign;
    try {
      isWhole(String(headers['content-type']), body);
    } catch (error) {
      tally.breach('whole', `delivery to ${path}: ${error}`);
    }
    if (headers['x-hub-signature'] !== signature('sha256', `secret of ${path}`, body)) {
      tally.breach('delivered', `a delivery to ${path} is not signed right`);
    }
    const hash = createHash('sha1').update(body).digest('hex');
    const taken = this.#taken.get(path) ?? [];
    if (taken.slice(0, -1).some((delivery) => delivery.hash === hash) && taken.at(-1)?.hash !== hash) {
      tally.breach('delivered', `${path} was given a document again that it had before the last one`);
    }
    this.#taken.set(path, [...taken, { hash, marks: marksIn(body.toString()) }]);
  }

  get topics(): string[] {
    return [...new Set(this.#topics.values())];
  }

  get deliveries(): number {
    return [...this.#taken.values()].reduce((sum, taken) => sum + taken.length, 0);
  }

  /** Deliveries of what the callback had got the last time. */
  get doubled(): number {
    const doubles = (taken: Delivery[]) =>
      taken.filter(({ hash }, index) => hash === taken[index - 1]?.hash).length;
    return [...this.#taken.values()].reduce((sum, taken) => sum + doubles(taken), 0);
  }

  /** Callbacks that do not have the document that their feed is now. */
  async behind(): Promise<string[]> {
    const current = new Map<string, string>();
    for (const topic of this.topics) {
      const body = Buffer.from(await (await fetch(topic)).arrayBuffer());
      current.set(topic, createHash('sha1').update(body).digest('hex'));
    }
    return [...this.#topics].flatMap(([path, topic]) =>
      this.#taken.get(path)?.at(-1)?.hash === current.get(topic) ? [] : [`${path} of ${topic}`],
    );
  }

  close(): void {
    this.#subscriber.close();
  }
}
