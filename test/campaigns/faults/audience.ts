import { Subscriber, signature, until, willing } from '../../websub/subscriber.ts';
import { FEEDS, SCOPES } from './addresses.ts';
import { ask, type Campaign, chance, isRefusal, pause } from './campaign.ts';
import { Deliveries, hashOf } from './deliveries.ts';
import { isWhole } from './whole.ts';

/** Callbacks that each of the feeds has from beginning to end; one more comes and goes. */
const CALLBACKS_A_FEED = 2;

type Mode = 'subscribe' | 'unsubscribe';

/** A feed's callback. */
interface Callback {
  path: string;
  topic: string;
  /** The edition that the feed shows. */
  edition: string;
  /** What it says yes to when it is asked. */
  wants: Mode;
  /** It comes and goes. */
  isFickle: boolean;
}

/** Subscribers whose machines have bad days, too: some answer late, some with an error, some come and go. */
export class Audience {
  readonly deliveries = new Deliveries();
  readonly #campaign: Campaign;
  readonly #subscriber: Subscriber;
  readonly #callbacks: Callback[] = [];
  /** How many deliveries those who have gone had taken by then. */
  readonly #gone = new Map<Callback, number>();
  refused = 0;
  /** Requests to the hub that it took while there were faults. */
  requests = 0;
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
    for (const [scope, path] of Object.entries(SCOPES)) {
      for (const feed of FEEDS) {
        const topic = `${campaign.runtime.url}${path}/${feed}`;
        for (let n = 0; n <= CALLBACKS_A_FEED; n++) {
          const callback = `/callback/${audience.#callbacks.length}`;
          const isFickle = n === CALLBACKS_A_FEED;
          audience.#callbacks.push({
            path: callback,
            topic,
            edition: `edition:${scope}`,
            wants: 'subscribe',
            isFickle,
          });
        }
      }
    }
    await audience.#askAll();
    return audience;
  }

  #listen({ whether, upTo }: ReturnType<typeof chance>): void {
    this.#subscriber.behaviour = (received, response) => {
      if (received.method === 'GET') {
        const wants = this.#callbacks.find(({ path }) => path === received.path)?.wants;
        if (wants === received.query.get('hub.mode')) return willing(received, response);
        response.statusCode = 404;
        return response.end();
      }
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
    this.deliveries.take(path, body);
  }

  get topics(): string[] {
    return [...new Set(this.#callbacks.map(({ topic }) => topic))];
  }

  /** Those who come and go do so until the campaign is over. */
  async work(seed: number): Promise<void> {
    const { one, upTo, whether } = chance(seed);
    const fickle = this.#callbacks.filter(({ isFickle }) => isFickle);
    while (!this.#campaign.isOver) {
      const callback = one(fickle);
      callback.wants = whether(0.5) ? 'subscribe' : 'unsubscribe';
      if (await this.#ask(callback)) this.requests++;
      await pause(upTo(600));
    }
  }

  /** Asks the hub for what the callback wants; says whether the hub took it. */
  async #ask({ path, topic, wants }: Callback): Promise<boolean> {
    const body = new URLSearchParams({
      'hub.mode': wants,
      'hub.topic': topic,
      'hub.callback': `${this.#subscriber.url}${path}`,
      'hub.secret': `secret of ${path}`,
    });
    const answer = await ask(this.#campaign, '/hub', { method: 'POST', body });
    if (!answer || isRefusal(this.#campaign, '/hub', answer)) return false;
    this.#campaign.tally.count('right');
    return answer.status === 202;
  }

  /** Asks the hub for what every callback wants, and waits until it has asked back. */
  async #askAll(callbacks = this.#callbacks): Promise<void> {
    const began = Date.now();
    for (const callback of callbacks) {
      // The feed of a source is there when its first story has been printed.
      while (!(await this.#ask(callback))) await pause(100);
    }
    const isAsked = ({ path, wants }: Callback) =>
      this.#subscriber
        .got('GET', path)
        .some(({ at, query }) => at >= began && query.get('hub.mode') === wants);
    await until('verifications', () => callbacks.every(isAsked));
  }

  /** When nothing fails any more, every other of those who come and go stays, and the others have gone. */
  async conclude(): Promise<void> {
    const fickle = this.#callbacks.filter(({ isFickle }) => isFickle);
    for (const [index, callback] of fickle.entries())
      callback.wants = index % 2 ? 'subscribe' : 'unsubscribe';
    await this.#askAll(fickle);
    await pause(1000);
    for (const callback of fickle) {
      if (callback.wants === 'unsubscribe') this.#gone.set(callback, this.deliveries.countOf(callback.path));
    }
  }

  /** Callbacks that do not have the document that their feed is now. */
  async behind(): Promise<string[]> {
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

  /** Says what was delivered in another order than it was printed, and to whom, though they had gone. */
  judge(): void {
    const { tally, witness } = this.#campaign;
    for (const { path, edition } of this.#callbacks) {
      for (const what of this.deliveries.disorder(path, edition, witness)) tally.breach('delivered', what);
    }
    for (const [{ path }, count] of this.#gone) {
      const more = this.deliveries.countOf(path) - count;
      if (more > 0) tally.breach('delivered', `${path} has gone, and was sent ${more} documents more`);
    }
  }

  close(): void {
    this.#subscriber.close();
  }
}
