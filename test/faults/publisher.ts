import { ask, type Campaign, chance, HEADERS, isRefusal, pause } from './campaign.ts';
import { markOf } from './faults.ts';

export const TOPICS = ['web-feeds', 'provenance'];
export const SOURCES = ['a.example', 'b.example'];

/** A story and what was acknowledged of it last. */
export interface Told {
  number: number;
  slug: string;
  version: number;
  topic: string;
  source: string;
  /** When it is published, as a steady time in milliseconds. */
  due: number;
  isWithdrawn: boolean;
  /** It was made to appear later, and nobody touches it any more. */
  isScheduled: boolean;
}

const MINUTE = 60_000;

export const slugOf = (number: number) => `story-${number}`;

/** An author, who has stories of their own, and repeats what was not acknowledged until it is. */
export class Publisher {
  readonly told: Told[] = [];
  acknowledged = 0;
  readonly #campaign: Campaign;
  readonly #chance: ReturnType<typeof chance>;
  #next: number;
  readonly #step: number;

  /** @param first the number of the first story; every `step`th from there on is this author's */
  constructor(campaign: Campaign, seed: number, first: number, step: number) {
    this.#campaign = campaign;
    this.#chance = chance(seed);
    this.#next = first;
    this.#step = step;
  }

  /** Publishes, corrects, withdraws and restores until the campaign is over. */
  async work(): Promise<void> {
    while (!this.#campaign.isOver) {
      await this.#act();
      await pause(this.#chance.upTo(1000));
    }
  }

  /** Publishes a first story. */
  begin = (): Promise<void> => this.#publish(false);

  async #act(): Promise<void> {
    const { whether, one } = this.#chance;
    const mine = this.told.filter(({ isScheduled }) => !isScheduled);
    if (mine.length < 3 || whether(0.4)) return this.#publish(whether(0.15));
    const story = one(mine);
    if (story.isWithdrawn) return this.#restore(story);
    if (whether(0.2)) return this.#withdraw(story);
    return this.#correct(story);
  }

  async #publish(isScheduled: boolean): Promise<void> {
    const { upTo } = this.#chance;
    const number = this.#next;
    this.#next += this.#step;
    // The program's clock may be most of a minute off.
    const ahead = isScheduled ? MINUTE + upTo(MINUTE) : -MINUTE;
    const due = this.#campaign.clock.at(Date.now()) + ahead;
    const story: Told = {
      number,
      slug: slugOf(number),
      version: 1,
      topic: TOPICS[number % TOPICS.length] as string,
      source: SOURCES[(number >> 1) % SOURCES.length] as string,
      due,
      isWithdrawn: false,
      isScheduled,
    };
    await this.#until('PUT', story.slug, { body: JSON.stringify(record(story)) });
    this.told.push(story);
  }

  async #correct(story: Told): Promise<void> {
    const version = story.version + 1;
    const body = JSON.stringify(record({ ...story, version }));
    await this.#until('PUT', story.slug, { body, headers: { ...HEADERS, 'If-Match': '*' } });
    story.version = version;
  }

  async #withdraw(story: Told): Promise<void> {
    await this.#until('DELETE', `${story.slug}?reason=Because.`);
    story.isWithdrawn = true;
  }

  async #restore(story: Told): Promise<void> {
    // Where the answer to the first request was lost, the second finds it done.
    await this.#until('POST', `${story.slug}/restore`, {}, [409]);
    story.isWithdrawn = false;
  }

  /** Asks for a change until it is acknowledged. */
  async #until(method: string, path: string, request: RequestInit = {}, also: number[] = []): Promise<void> {
    const address = `/api/stories/${path}`;
    for (let isRepeated = false; ; isRepeated = true) {
      const answer = await ask(this.#campaign, address, { method, headers: HEADERS, ...request });
      if (answer && !isRefusal(this.#campaign, address, answer)) {
        const { status, body } = answer;
        const isDone = status === 200 || status === 201 || (isRepeated && also.includes(status));
        if (!isDone) this.#campaign.tally.breach('expected', `${method} ${address}: ${status} ${body}`);
        this.#campaign.tally.count('right');
        this.acknowledged++;
        return;
      }
      await pause(50 + this.#chance.upTo(200));
    }
  }
}

const record = ({ number, slug, version, topic, source, due }: Told) => ({
  slug,
  headline: `What happened, ${markOf(number, version)}`,
  abstract: 'Something happened.',
  articleBody: `We think so.([a source](https://${source}/${number})) ${'And a few words more. '.repeat(20)}`,
  inLanguage: 'en',
  datePublished: new Date(due).toISOString(),
  keywords: [topic],
});
