import { setTimeout as pause } from 'node:timers/promises';
import { readStories } from '../../../src/newsroom/stories/cli/story-files.ts';
import { TOKEN } from '../../cli/server.ts';
import { Subscriber } from '../../websub/subscriber.ts';
import { seededChoices } from '../faults/campaign.ts';

/** How many stories are published before the soak test begins: enough to fill all caches of an isolate. */
const STORIES = 700;
const FEEDS = [
  '/rss.xml',
  '/atom.xml',
  '/feed.json',
  '/topics/web-feeds/rss.xml',
  '/topics/web-feeds/feed.json',
];
const PAGES = ['/', '/topics/web-feeds', '/subscribe', '/archive/1', '/archive/2/atom.xml', '/sitemap.xml'];
const FORMS = ['', '', '', '.md', '.json', '/cite.bib', '/card.png'];
const CALLBACKS = 10;
/** A file that the runtime serves without the Worker, so its response time depends on the machine only. */
const CONTROL = '/logo.png';
/** How many stories are published or read at the same time before the soak test begins. */
const CONCURRENCY = 8;
/** How long deliveries may take after the last change, in milliseconds, with room for a slow machine. */
const DELIVERY_TIMEOUT = 900_000;

/** What the author does, weighted by the number of entries. */
const CHANGES = ['publish', 'withdraw', ...Array.from({ length: 8 }, () => 'correct')];

/** The average pause between two requests of one client, in milliseconds. */
const PAUSES = { poll: 40, view: 60, change: 1000, control: 40 };

const HEADERS = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };

/** What has happened since the last call of `take()`. */
export interface Traffic {
  /** The response times of the Worker, in milliseconds. */
  times: number[];
  /** The response times of the control file. */
  controls: number[];
  errors: string[];
  changes: number;
  deliveries: number;
}

const noTraffic = (): Traffic => ({ times: [], controls: [], errors: [], changes: 0, deliveries: 0 });

/** The traffic of a newsroom: feed readers that poll, readers of pages, an author, and subscribers. */
export class NewsroomTraffic {
  #traffic: Traffic = noTraffic();
  readonly #url: string;
  readonly #seed: number;
  readonly #records: Record<string, unknown>[] = [];
  #isOver = false;
  readonly #workers: Promise<void>[] = [];
  #subscriber: Subscriber | undefined;
  /** The document that each callback got last. */
  readonly #delivered = new Map<string, Buffer>();

  /** @param seed determines what each client does */
  constructor(url: string, seed: number) {
    this.#url = url;
    this.#seed = seed;
  }

  /** Publishes the first stories, reads each once, and subscribes the callbacks. */
  async prepare(): Promise<void> {
    const samples = await readStories(['data/stories']);
    await forEachConcurrently(STORIES, (number) =>
      this.#publish(number, samples[number % samples.length]?.story ?? {}),
    );
    await this.#waitForDesk();
    await forEachConcurrently(STORIES, async (number) => {
      for (const form of new Set(FORMS)) await this.#request(`/stories/story-${number}${form}`, [200, 302]);
    });
    const subscriber = await Subscriber.open();
    this.#subscriber = subscriber;
    for (let number = 0; number < CALLBACKS; number++) {
      const topic = `${this.#url}${feedOf(number)}`;
      const callback = `${subscriber.url}/${number}`;
      const body = new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.topic': topic,
        'hub.callback': callback,
      });
      await this.#request('/hub', [202], { method: 'POST', body });
    }
    while (subscriber.received.length < CALLBACKS) await pause(100);
  }

  /** Starts all clients; they work until `stop()`. */
  start(): void {
    const seedOf = (client: number) => this.#seed + client;
    for (let client = 0; client < 4; client++)
      this.#workers.push(this.#poll(seedOf(client), true), this.#poll(seedOf(100 + client), false));
    for (let client = 200; client < 204; client++) this.#workers.push(this.#readPages(seedOf(client)));
    this.#workers.push(this.#changeStories(seedOf(300)), this.#requestControl(seedOf(400)));
  }

  /** Stops all clients. Returns the callbacks that then do not get the newest document of their feed in time. */
  async stop(): Promise<string[]> {
    this.#isOver = true;
    await Promise.all(this.#workers);
    const deadline = Date.now() + DELIVERY_TIMEOUT;
    for (;;) {
      await pause(1000);
      const outdated = await this.#outdatedCallbacks();
      if (outdated.length > 0 && Date.now() < deadline) continue;
      this.#subscriber?.close();
      return outdated;
    }
  }

  async #outdatedCallbacks(): Promise<string[]> {
    this.take();
    const callbacks = Array.from({ length: CALLBACKS }, (_, number) => number);
    const isOutdated = await Promise.all(
      callbacks.map(async (number) => {
        const newest = await (await fetch(`${this.#url}${feedOf(number)}`)).arrayBuffer();
        return !this.#delivered.get(`/${number}`)?.equals(Buffer.from(newest));
      }),
    );
    return callbacks.filter((number) => isOutdated[number]).map((number) => `/${number}`);
  }

  /** Returns what has happened since the last call. */
  take(): Traffic {
    const received = this.#subscriber?.received.splice(0) ?? [];
    const deliveries = received.filter(({ method }) => method === 'POST');
    for (const { path, body } of deliveries) this.#delivered.set(path, body);
    const traffic = { ...this.#traffic, deliveries: deliveries.length };
    this.#traffic = noTraffic();
    return traffic;
  }

  /** Waits until the Desk has written all changes to KV. */
  async #waitForDesk(): Promise<void> {
    for (let depth = 1; depth > 0; await pause(200)) {
      const response = await fetch(`${this.#url}/api/status`, { headers: HEADERS });
      ({ depth } = ((await response.json()) as { outbox: { depth: number } }).outbox);
    }
  }

  async #request(path: string, expected: number[], request: RequestInit = {}): Promise<Headers> {
    const began = performance.now();
    const times = path === CONTROL ? this.#traffic.controls : this.#traffic.times;
    try {
      const response = await fetch(`${this.#url}${path}`, { redirect: 'manual', ...request });
      const body = await response.text();
      times.push(performance.now() - began);
      if (!expected.includes(response.status))
        this.#traffic.errors.push(`${path}: ${response.status} ${body.slice(0, 200)}`);
      return response.headers;
    } catch (error) {
      this.#traffic.errors.push(`${path}: ${error}`);
      return new Headers();
    }
  }

  async #publish(number: number, fields: object): Promise<void> {
    const slug = `story-${number}`;
    const record = { ...fields, slug, headline: `Story ${number}`, identifier: undefined, formerSlugs: [] };
    this.#records[number] = record;
    await this.#request(`/api/stories/${slug}`, [200, 201], {
      method: 'PUT',
      headers: HEADERS,
      body: JSON.stringify(record),
    });
  }

  /** Polls feeds, with or without the validators of earlier responses. */
  async #poll(seed: number, hasValidators: boolean): Promise<void> {
    const { pick, upTo } = seededChoices(seed);
    const tags = new Map<string, string>();
    while (!this.#isOver) {
      const path = pick(FEEDS);
      const tag = hasValidators ? tags.get(path) : undefined;
      const headers: Record<string, string> = tag ? { 'If-None-Match': tag, 'A-IM': 'feed' } : {};
      const answer = await this.#request(path, [200, 226, 304], { headers });
      tags.set(path, answer.get('ETag') ?? '');
      await pause(upTo(2 * PAUSES.poll));
    }
  }

  async #readPages(seed: number): Promise<void> {
    const { pick, upTo, chance } = seededChoices(seed);
    while (!this.#isOver) {
      const number = Math.floor(upTo(this.#records.length));
      const form = pick(FORMS);
      if (chance(0.3)) await this.#request(pick(PAGES), [200]);
      else await this.#request(`/stories/story-${number}${form}`, expectedOf(number, form));
      await pause(upTo(2 * PAUSES.view));
    }
  }

  async #requestControl(seed: number): Promise<void> {
    const { upTo } = seededChoices(seed);
    while (!this.#isOver) {
      await this.#request(CONTROL, [200]);
      await pause(upTo(2 * PAUSES.control));
    }
  }

  /** Corrects stories, withdraws and restores them, and sometimes publishes a new one. */
  async #changeStories(seed: number): Promise<void> {
    const { pick, upTo } = seededChoices(seed);
    for (let change = 0; !this.#isOver; change++) {
      const number = Math.floor(upTo(this.#records.length));
      const path = `/api/stories/story-${number}`;
      const what = pick(CHANGES);
      if (what === 'publish') await this.#publish(this.#records.length, this.#records[number] ?? {});
      else if (what === 'withdraw') {
        await this.#request(`${path}?reason=Because.`, [200], { method: 'DELETE', headers: HEADERS });
        await this.#request(`${path}/restore`, [200], { method: 'POST', headers: HEADERS });
      } else {
        // What a story's evidence supports, its TL;DR, stays as it is. So does its card, which costs much more than everything else.
        const record = this.#records[number] ?? {};
        const body = JSON.stringify({
          ...record,
          articleBody: `${record.articleBody}\n\nCorrected for the ${change}th time.`,
        });
        await this.#request(path, [200], { method: 'PUT', headers: { ...HEADERS, 'If-Match': '*' }, body });
      }
      this.#traffic.changes++;
      await pause(upTo(2 * PAUSES.change));
    }
  }
}

/** Returns the feed that a callback subscribes to. */
const feedOf = (callback: number) => FEEDS[callback % 3] as string;

/**
 * Lists the statuses that a story's address may answer with. Any story may be withdrawn for a moment. A new one may not be in
 * KV yet. A card redirects to the site's own until it is drawn, and while its story is withdrawn.
 */
const expectedOf = (number: number, form: string) => [
  200,
  ...(form === '/card.png' ? [302] : [410]),
  ...(number < STORIES ? [] : [404]),
];

/** Calls `work` for each number below `count`, a few at a time. */
async function forEachConcurrently(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}
