import {
  type Answer,
  ask,
  type Campaign,
  HEADERS,
  noteUnavailable,
  pause,
  seededChoices,
} from './campaign.ts';
import { markOf } from './faults.ts';
import { type ExpectedStory, recordOf } from './record.ts';

export const TOPICS = ['web-feeds', 'provenance'];
export const SOURCES = ['a.example', 'b.example'];

const MINUTE = 60_000;
/**
 * The longest pause between two changes, in milliseconds of the machine's clock. All publishers together make about one change in
 * three seconds of the program's clock.
 */
const PAUSE = 2000;

interface ChangeRequest {
  method: string;
  /** Below /api/stories. */
  path: string;
  request?: RequestInit;
  /** If the request is repeated, these statuses mean that it succeeded the first time. */
  alsoDone?: number[];
  /** The story after the change. */
  story: ExpectedStory;
}

/** Returns the content of the story's KV value. */
const contentOf = ({ number, version, isWithdrawn }: ExpectedStory) =>
  isWithdrawn ? 'withdrawn' : markOf(number, version);

/** Publishes and changes its own stories, and repeats each request until it is acknowledged. */
export class Publisher {
  readonly stories: ExpectedStory[] = [];
  /** Acknowledged changes; `imported` and `renamed` are among them. */
  acknowledged = 0;
  imported = 0;
  renamed = 0;
  readonly #campaign: Campaign;
  readonly #choices: ReturnType<typeof seededChoices>;
  #next: number;
  readonly #step: number;

  /** @param first the number of this publisher's first story; its others follow at intervals of `step` */
  constructor(campaign: Campaign, seed: number, first: number, step: number) {
    this.#campaign = campaign;
    this.#choices = seededChoices(seed);
    this.#next = first;
    this.#step = step;
  }

  /** Publishes, corrects, renames, imports, withdraws and restores until the campaign is over. */
  async run(): Promise<void> {
    while (!this.#campaign.isOver) {
      await this.#makeChange();
      await pause(this.#choices.upTo(PAUSE));
    }
  }

  publishOne = (): Promise<void> => this.#publish(this.#newStory(false));

  async #makeChange(): Promise<void> {
    const { chance, pick } = this.#choices;
    const mine = this.stories.filter(({ isScheduled }) => !isScheduled);
    if (mine.length < 3 || chance(0.35)) return this.#publish(this.#newStory(chance(0.15)));
    if (chance(0.08))
      return this.#import([this.#newStory(false), this.#newStory(false), this.#newStory(false)]);
    const story = pick(mine);
    if (story.isWithdrawn) return this.#restore(story);
    if (chance(0.2)) return this.#withdraw(story);
    return this.#correct(story, chance(0.2));
  }

  #newStory(isScheduled: boolean): ExpectedStory {
    const { upTo } = this.#choices;
    const number = this.#next;
    this.#next += this.#step;
    // The program's clock may be off by up to 40 seconds.
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

  async #publish(story: ExpectedStory): Promise<void> {
    const request = { body: JSON.stringify(recordOf(story)) };
    const answer = await this.#sendUntilAcknowledged({
      method: 'PUT',
      path: `/${story.slug}`,
      request,
      story,
    });
    if (answer) this.stories.push({ ...story, acknowledged: answer.answered });
  }

  /** Sends stories as lines of one request, and then those that were not acknowledged one by one. */
  async #import(stories: ExpectedStory[]): Promise<void> {
    const body = stories.map((story) => `${JSON.stringify(recordOf(story))}\n`).join('');
    const answer = await ask(this.#campaign, '/api/stories', { method: 'POST', headers: HEADERS, body });
    const isAnswered = answer && !noteUnavailable(this.#campaign, '/api/stories', answer);
    const lines = isAnswered ? answer.body.toString().split('\n').filter(Boolean) : [];
    const results = lines.map((line) => JSON.parse(line) as { ok: boolean; detail?: string });
    if (isAnswered) this.#campaign.tally.count('right');
    for (const [index, story] of stories.entries()) {
      const result = results[index];
      if (answer && result?.ok) {
        this.#acknowledge(story, answer);
        this.stories.push({ ...story, acknowledged: answer.answered });
        this.imported++;
        continue;
      }
      if (result && !result.detail?.endsWith('Send it again.')) {
        this.#campaign.tally.breach('expected', `a line of an import got ${JSON.stringify(result)}`);
      }
      await this.#publish(story);
    }
  }

  /** Corrects a story, and gives it a new slug if it `isRenamed`. */
  async #correct(story: ExpectedStory, isRenamed: boolean): Promise<void> {
    const version = story.version + 1;
    const renamed = { slug: `story-${story.number}-${version}`, former: [...story.former, story.slug] };
    const next = { ...story, version, ...(isRenamed ? renamed : {}) };
    const body = JSON.stringify(recordOf(next));
    const request = { body, headers: { ...HEADERS, 'If-Match': '*' } };
    const answer = await this.#sendUntilAcknowledged({
      method: 'PUT',
      path: `/${next.slug}`,
      request,
      story: next,
    });
    if (!answer) return;
    Object.assign(story, next);
    if (isRenamed) this.renamed++;
  }

  async #withdraw(story: ExpectedStory): Promise<void> {
    const next = { ...story, isWithdrawn: true };
    const path = `/${story.slug}?reason=Because.`;
    if (await this.#sendUntilAcknowledged({ method: 'DELETE', path, story: next }))
      Object.assign(story, next);
  }

  async #restore(story: ExpectedStory): Promise<void> {
    const next = { ...story, isWithdrawn: false };
    // 409: an earlier attempt succeeded, but its answer was lost.
    const path = `/${story.slug}/restore`;
    if (await this.#sendUntilAcknowledged({ method: 'POST', path, alsoDone: [409], story: next }))
      Object.assign(story, next);
  }

  /** Repeats a request until it is acknowledged. Returns undefined, and reports a breach, if it is refused. */
  async #sendUntilAcknowledged({
    method,
    path,
    request,
    alsoDone = [],
    story,
  }: ChangeRequest): Promise<Answer | undefined> {
    const address = `/api/stories${path}`;
    const asked = this.#campaign.clock.at(Date.now());
    for (let isRepeated = false; ; isRepeated = true) {
      const answer = await ask(this.#campaign, address, { method, headers: HEADERS, ...request });
      if (answer && !noteUnavailable(this.#campaign, address, answer)) {
        const { status, body } = answer;
        const isDone = status === 200 || status === 201 || (isRepeated && alsoDone.includes(status));
        if (!isDone) {
          this.#campaign.tally.breach('expected', `${method} ${address}: ${status} ${body}`);
          return undefined;
        }
        this.#campaign.tally.count('right');
        this.#acknowledge(story, { ...answer, asked });
        return answer;
      }
      await pause(50 + this.#choices.upTo(200));
    }
  }

  #acknowledge(story: ExpectedStory, { asked, answered }: Pick<Answer, 'asked' | 'answered'>): void {
    this.acknowledged++;
    const change = { asked, acknowledged: answered, due: story.due };
    this.#campaign.publishTimes.note({ story: story.number, content: contentOf(story), ...change });
  }
}
