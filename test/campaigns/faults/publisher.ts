import { type Answer, ask, type Campaign, chance, HEADERS, isRefusal, pause } from './campaign.ts';
import { markOf } from './faults.ts';
import { recordOf, type Told } from './record.ts';

export const TOPICS = ['web-feeds', 'provenance'];
export const SOURCES = ['a.example', 'b.example'];

const MINUTE = 60_000;
/** The longest pause between two changes, in milliseconds of the machine's: all authors make about one in three seconds of the program's. */
const PAUSE = 2000;

/** What a request is to bring about. */
interface Intent {
  method: string;
  /** Below /api/stories. */
  path: string;
  request?: RequestInit;
  /** Statuses that say that it is done already, where it was asked for before. */
  also?: number[];
  /** The story as it is then. */
  story: Told;
}

/** What the key of a story says when it is as told. */
const saysOf = ({ number, version, isWithdrawn }: Told) =>
  isWithdrawn ? 'withdrawn' : markOf(number, version);

/** An author, who has stories of their own, and repeats what was not acknowledged until it is. */
export class Publisher {
  readonly told: Told[] = [];
  acknowledged = 0;
  /** Of them, those that were lines of an import. */
  imported = 0;
  renamed = 0;
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

  /** Publishes, corrects, renames, imports, withdraws and restores until the campaign is over. */
  async work(): Promise<void> {
    while (!this.#campaign.isOver) {
      await this.#act();
      await pause(this.#chance.upTo(PAUSE));
    }
  }

  /** Publishes one story. */
  publishOne = (): Promise<void> => this.#publish(this.#invent(false));

  async #act(): Promise<void> {
    const { whether, one } = this.#chance;
    const mine = this.told.filter(({ isScheduled }) => !isScheduled);
    if (mine.length < 3 || whether(0.35)) return this.#publish(this.#invent(whether(0.15)));
    if (whether(0.08)) return this.#import([this.#invent(false), this.#invent(false), this.#invent(false)]);
    const story = one(mine);
    if (story.isWithdrawn) return this.#restore(story);
    if (whether(0.2)) return this.#withdraw(story);
    return this.#correct(story, whether(0.2));
  }

  #invent(isScheduled: boolean): Told {
    const { upTo } = this.#chance;
    const number = this.#next;
    this.#next += this.#step;
    // The program's clock may be most of a minute off.
    const ahead = isScheduled ? MINUTE + upTo(MINUTE) : -MINUTE;
    return {
      number,
      slug: `story-${number}`,
      former: [],
      version: 1,
      topic: TOPICS[number % TOPICS.length] as string,
      source: SOURCES[(number >> 1) % SOURCES.length] as string,
      due: this.#campaign.clock.at(Date.now()) + ahead,
      acknowledged: 0,
      isWithdrawn: false,
      isScheduled,
    };
  }

  async #publish(story: Told): Promise<void> {
    const request = { body: JSON.stringify(recordOf(story)) };
    const answer = await this.#until({ method: 'PUT', path: `/${story.slug}`, request, story });
    if (answer) this.told.push({ ...story, acknowledged: answer.answered });
  }

  /** Sends stories as lines of one request; those that are not acknowledged, one by one. */
  async #import(stories: Told[]): Promise<void> {
    const body = stories.map((story) => `${JSON.stringify(recordOf(story))}\n`).join('');
    const answer = await ask(this.#campaign, '/api/stories', { method: 'POST', headers: HEADERS, body });
    const isAnswered = answer && !isRefusal(this.#campaign, '/api/stories', answer);
    const lines = isAnswered ? answer.body.toString().split('\n').filter(Boolean) : [];
    const results = lines.map((line) => JSON.parse(line) as { ok: boolean; detail?: string });
    if (isAnswered) this.#campaign.tally.count('right');
    for (const [index, story] of stories.entries()) {
      const result = results[index];
      if (answer && result?.ok) {
        this.#acknowledge(story, answer);
        this.told.push({ ...story, acknowledged: answer.answered });
        this.imported++;
        continue;
      }
      if (result && !result.detail?.endsWith('Send it again.')) {
        this.#campaign.tally.breach('expected', `a line of an import: ${JSON.stringify(result)}`);
      }
      await this.#publish(story);
    }
  }

  /** Corrects a story, and gives it another slug where it `isRenamed`. */
  async #correct(story: Told, isRenamed: boolean): Promise<void> {
    const version = story.version + 1;
    const renamed = { slug: `story-${story.number}-${version}`, former: [...story.former, story.slug] };
    const next = { ...story, version, ...(isRenamed ? renamed : {}) };
    const body = JSON.stringify(recordOf(next));
    const request = { body, headers: { ...HEADERS, 'If-Match': '*' } };
    const answer = await this.#until({ method: 'PUT', path: `/${next.slug}`, request, story: next });
    if (!answer) return;
    Object.assign(story, next);
    if (isRenamed) this.renamed++;
  }

  async #withdraw(story: Told): Promise<void> {
    const next = { ...story, isWithdrawn: true };
    const path = `/${story.slug}?reason=Because.`;
    if (await this.#until({ method: 'DELETE', path, story: next })) Object.assign(story, next);
  }

  async #restore(story: Told): Promise<void> {
    const next = { ...story, isWithdrawn: false };
    // Where the answer to the first request was lost, the second finds it done.
    const path = `/${story.slug}/restore`;
    if (await this.#until({ method: 'POST', path, also: [409], story: next })) Object.assign(story, next);
  }

  /** Asks for a change until it is acknowledged; nothing where it is refused, which it should not be. */
  async #until({ method, path, request, also = [], story }: Intent): Promise<Answer | undefined> {
    const address = `/api/stories${path}`;
    const asked = this.#campaign.clock.at(Date.now());
    for (let isRepeated = false; ; isRepeated = true) {
      const answer = await ask(this.#campaign, address, { method, headers: HEADERS, ...request });
      if (answer && !isRefusal(this.#campaign, address, answer)) {
        const { status, body } = answer;
        const isDone = status === 200 || status === 201 || (isRepeated && also.includes(status));
        if (!isDone) {
          this.#campaign.tally.breach('expected', `${method} ${address}: ${status} ${body}`);
          return undefined;
        }
        this.#campaign.tally.count('right');
        this.#acknowledge(story, { ...answer, asked });
        return answer;
      }
      await pause(50 + this.#chance.upTo(200));
    }
  }

  #acknowledge(story: Told, { asked, answered }: Pick<Answer, 'asked' | 'answered'>): void {
    this.acknowledged++;
    const change = { asked, acknowledged: answered, due: story.due };
    this.#campaign.printing.note({ story: story.number, says: saysOf(story), ...change });
  }
}
