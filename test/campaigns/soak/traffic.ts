import { setTimeout as pause } from 'node:timers/promises';
import { readStories } from '../../../src/cli/stories/story-files.ts';
import { TOKEN } from '../../cli/server.ts';
import { Subscriber } from '../../websub/subscriber.ts';
import { seededChoices } from '../faults/campaign.ts';

/** Stories that are there when the soak begins; so many that what an isolate keeps of them is as much as it ever keeps. */
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
/** What the runtime answers without the Worker: how long that takes is the machine's matter alone. */
const CONTROL = '/logo.png';
/** Stories that are published, or read, at the same time before the soak begins. */
const AT_ONCE = 8;
/** How long deliveries may take when nothing changes any more, in milliseconds. */
const PATIENCE = 120_000;

/** What an author does, as often as it stands here. */
const WORK = ['publish', 'withdraw', ...Array.from({ length: 8 }, () => 'correct')];

/** Milliseconds between two requests of one client, on average. */
const PAUSES = { poll: 40, view: 60, change: 1000, control: 40 };

const HEADERS = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };

/** What has happened since it was last asked for. */
export interface Traffic {
  /** How long each answer took, in milliseconds. */
  times: number[];
  /** How long answers took with which the Worker has nothing to do. */
  controls: number[];
  errors: string[];
  changes: number;
  deliveries: number;
}

const nothing = (): Traffic => ({ times: [], controls: [], errors: [], changes: 0, deliveries: 0 });

/** A newsroom's day in minutes: readers who poll, readers who look, authors, subscribers. */
export class Day {
  #traffic: Traffic = nothing();
  readonly #url: string;
  readonly #records: Record<string, unknown>[] = [];
  #isOver = false;
  readonly #working: Promise<void>[] = [];
  #subscriber: Subscriber | undefined;
  /** What each callback was given last. */
  readonly #delivered = new Map<string, Buffer>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Publishes what is there already, and has the subscribers subscribe. */
  async prepare(): Promise<void> {
    const samples = await readStories(['data/stories']);
    await inLanes(STORIES, (number) => this.#publish(number, samples[number % samples.length]?.story ?? {}));
    await this.#settle();
    await inLanes(STORIES, async (number) => {
      for (const form of new Set(FORMS)) await this.#ask(`/stories/story-${number}${form}`, [200, 302]);
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
      await this.#ask('/hub', [202], { method: 'POST', body });
    }
    while (subscriber.received.length < CALLBACKS) await pause(100);
  }

  /** Has everybody at work until `end` is called. */
  begin(): void {
    for (let client = 0; client < 4; client++)
      this.#working.push(this.#poll(client, true), this.#poll(100 + client, false));
    for (let client = 200; client < 204; client++) this.#working.push(this.#view(client));
    this.#working.push(this.#write(300), this.#control(400));
  }

  /** Has everybody stop; gives the callbacks that do not have the newest document of their feed some time later. */
  async end(): Promise<string[]> {
    this.#isOver = true;
    await Promise.all(this.#working);
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      await pause(1000);
      const behind = await this.#behind();
      if (behind.length > 0 && Date.now() < deadline) continue;
      this.#subscriber?.close();
      return behind;
    }
  }

  async #behind(): Promise<string[]> {
    this.take();
    const callbacks = Array.from({ length: CALLBACKS }, (_, number) => number);
    const isBehind = await Promise.all(
      callbacks.map(async (number) => {
        const newest = await (await fetch(`${this.#url}${feedOf(number)}`)).arrayBuffer();
        return !this.#delivered.get(`/${number}`)?.equals(Buffer.from(newest));
      }),
    );
    return callbacks.filter((number) => isBehind[number]).map((number) => `/${number}`);
  }

  /** What has happened since the last call. */
  take(): Traffic {
    const received = this.#subscriber?.received.splice(0) ?? [];
    const deliveries = received.filter(({ method }) => method === 'POST');
    for (const { path, body } of deliveries) this.#delivered.set(path, body);
    const traffic = { ...this.#traffic, deliveries: deliveries.length };
    this.#traffic = nothing();
    return traffic;
  }

  /** Waits until all that was published is printed. */
  async #settle(): Promise<void> {
    for (let depth = 1; depth > 0; await pause(200)) {
      const response = await fetch(`${this.#url}/api/status`, { headers: HEADERS });
      ({ depth } = ((await response.json()) as { outbox: { depth: number } }).outbox);
    }
  }

  async #ask(path: string, expected: number[], request: RequestInit = {}): Promise<Headers> {
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
    await this.#ask(`/api/stories/${slug}`, [200, 201], {
      method: 'PUT',
      headers: HEADERS,
      body: JSON.stringify(record),
    });
  }

  /** Asks for feeds again and again, with the validators of its copies or without. */
  async #poll(seed: number, hasValidators: boolean): Promise<void> {
    const { pick, upTo } = seededChoices(seed);
    const tags = new Map<string, string>();
    while (!this.#isOver) {
      const path = pick(FEEDS);
      const tag = hasValidators ? tags.get(path) : undefined;
      const headers: Record<string, string> = tag ? { 'If-None-Match': tag, 'A-IM': 'feed' } : {};
      const answer = await this.#ask(path, [200, 226, 304], { headers });
      tags.set(path, answer.get('ETag') ?? '');
      await pause(upTo(2 * PAUSES.poll));
    }
  }

  async #view(seed: number): Promise<void> {
    const { pick, upTo, chance } = seededChoices(seed);
    while (!this.#isOver) {
      const number = Math.floor(upTo(this.#records.length));
      const form = pick(FORMS);
      if (chance(0.3)) await this.#ask(pick(PAGES), [200]);
      else await this.#ask(`/stories/story-${number}${form}`, expectedOf(number, form));
      await pause(upTo(2 * PAUSES.view));
    }
  }

  async #control(seed: number): Promise<void> {
    const { upTo } = seededChoices(seed);
    while (!this.#isOver) {
      await this.#ask(CONTROL, [200]);
      await pause(upTo(2 * PAUSES.control));
    }
  }

  /** Corrects, withdraws and restores; now and then there is a new story. */
  async #write(seed: number): Promise<void> {
    const { pick, upTo } = seededChoices(seed);
    for (let change = 0; !this.#isOver; change++) {
      const number = Math.floor(upTo(this.#records.length));
      const path = `/api/stories/story-${number}`;
      const what = pick(WORK);
      if (what === 'publish') await this.#publish(this.#records.length, this.#records[number] ?? {});
      else if (what === 'withdraw') {
        await this.#ask(`${path}?reason=Because.`, [200], { method: 'DELETE', headers: HEADERS });
        await this.#ask(`${path}/restore`, [200], { method: 'POST', headers: HEADERS });
      } else {
        const body = JSON.stringify({
          ...this.#records[number],
          abstract: `Corrected for the ${change}th time.`,
        });
        await this.#ask(path, [200], { method: 'PUT', headers: { ...HEADERS, 'If-Match': '*' }, body });
      }
      this.#traffic.changes++;
      await pause(upTo(2 * PAUSES.change));
    }
  }
}

/** The feed that a callback is subscribed to. */
const feedOf = (callback: number) => FEEDS[callback % 3] as string;

/**
 * What a story may be answered with. One may be withdrawn, for a moment; one that is new may not be printed yet. A card is
 * drawn when there is time for it: until then, and while the story is withdrawn, the site's own stands in.
 */
const expectedOf = (number: number, form: string) => [
  200,
  ...(form === '/card.png' ? [302] : [410]),
  ...(number < STORIES ? [] : [404]),
];

/** Does something for each number below `count`, a few at a time. */
async function inLanes(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}
