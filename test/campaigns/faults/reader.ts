import { createHash } from 'node:crypto';
import { type Address, pickAddress } from './addresses.ts';
import { assertWhole } from './assert-whole.ts';
import { type Answer, ask, type Campaign, noteUnavailable, pause, seededChoices } from './campaign.ts';
import { marksIn, versionsIn } from './faults.ts';
import { judgeArchive, judgeSitemap } from './history.ts';
import { type Copy, matchesEdition, mergeDelta } from './merge.ts';
import type { Shown, StoredValue, Verdict } from './witness.ts';

interface Received {
  answer: Answer;
  /** The reader's copy after this answer. */
  copy: Copy;
  shown: Shown;
}

const RULE_OF = { 'never written': 'written', 'too old': 'bound', 'older after newer': 'order' } as const;
const HOUR = 3_600_000;
/** If an answer takes longer, a KV read may have timed out. */
const SLOW_ANSWER = 2000;
/** The program's clock is off by less than this. */
const CLOCK_SLACK = 60_000;

/** A client with its own cache. It makes conditional, unconditional and delta requests. */
export class Reader {
  readonly #campaign: Campaign;
  readonly #choices: ReturnType<typeof seededChoices>;
  readonly #copies = new Map<string, Copy>();

  constructor(campaign: Campaign, seed: number) {
    this.#campaign = campaign;
    this.#choices = seededChoices(seed);
  }

  /** Reads until the campaign is over. `slugs` lists the stories, the newest last. */
  async run(slugs: () => string[]): Promise<void> {
    while (!this.#campaign.isOver) {
      await this.#read(pickAddress(this.#choices, slugs()));
      await pause(this.#choices.upTo(40));
    }
  }

  async #read(address: Address): Promise<void> {
    const { path, isFeed = false } = address;
    const copy = this.#copies.get(path);
    const headers: Record<string, string> = {};
    if (copy?.etag && this.#choices.chance(0.6)) {
      headers['If-None-Match'] = copy.etag;
      if (isFeed && this.#choices.chance(0.5)) headers['A-IM'] = 'feed';
    }
    const shown = this.#campaign.witness.shownAt(path);
    const answer = await ask(this.#campaign, path, { headers });
    if (!answer || noteUnavailable(this.#campaign, path, answer)) return;
    if (!this.#isSound(path, answer)) return;
    // The host's report of a failed read may still be on its way.
    if (answer.answered - answer.asked > SLOW_ANSWER) await pause(200);
    const next = this.#copyOf(path, answer, copy);
    if (!next) return;
    if (answer.status === 200 || answer.status === 226) this.#copies.set(path, next);
    this.#recordVerdicts(path, this.#judge(address, { answer, copy: next, shown }), answer);
  }

  /** Whether the answer is whole and its status is one that readers may get. */
  #isSound(path: string, { status, headers, body }: Answer): boolean {
    const { tally } = this.#campaign;
    try {
      if (body.length > 0) assertWhole(headers.get('Content-Type') ?? '', body);
    } catch (error) {
      tally.breach('whole', `${path}: ${status} ${(error as Error).message}`);
      return false;
    }
    if ([200, 226, 301, 302, 304, 404, 410].includes(status)) return true;
    tally.breach('expected', `${path}: ${status} ${body.toString().slice(0, 200)}`);
    return false;
  }

  /** Returns the reader's copy after the answer. Reports a 304 or 226 that does not fit the copy before. */
  #copyOf(path: string, answer: Answer, before: Copy | undefined): Copy | undefined {
    if (before && answer.status === 304) return before;
    const copy = answer.status === 226 && before ? mergeDelta(before, answer) : copyOf(answer);
    if (copy && answer.status !== 304) return copy;
    this.#campaign.tally.breach(
      'expected',
      `${path}: ${answer.status}, which does not fit the reader’s copy`,
    );
    return undefined;
  }

  #recordVerdicts(path: string, verdicts: Verdict[], { status, body }: Answer): void {
    const { tally } = this.#campaign;
    const breaches = verdicts.filter((verdict) => typeof verdict !== 'string');
    for (const { breach, part = '' } of breaches) {
      const seen = marksIn(body.toString()).slice(0, 400);
      tally.breach(RULE_OF[breach], `${path} ${part}: ${breach}: ${status} ${seen}`);
    }
    if (breaches.length > 0) return;
    tally.count((['last good copy', 'stale'] as const).find((each) => verdicts.includes(each)) ?? 'right');
  }

  /** Compares what the reader sees with what was written to KV. */
  #judge({ path: address, kind, key, story = 0 }: Address, { answer, copy, shown }: Received): Verdict[] {
    const { witness } = this.#campaign;
    const { asked, answered } = answer;
    const { status, text, marks } = copy;
    const span = { asked, answered };
    const judge = (
      matches: (held: StoredValue) => boolean,
      order: { shown?: Shown | undefined; part?: string } = { shown },
    ) => [witness.judge({ address, key, matches, shown: undefined, ...order, ...span })];
    const isAll = ({ content }: StoredValue) => marks === (content === 'nothing' ? '' : content);
    if (kind === 'edition')
      return judge(copy.merged ? (held) => matchesEdition(copy, held, witness, key) : isAll);
    if (kind === 'news') {
      // The news sitemap changes each hour by the program's clock, so its order is judged only if the hour is certain.
      const part = `hour ${Math.floor(answered / HOUR)}`;
      const isHourCertain =
        Math.abs(((answered + HOUR / 2) % HOUR) - HOUR / 2) > CLOCK_SLACK + (answered - asked);
      return judge(isAll, isHourCertain ? { shown, part } : {});
    }
    if (kind === 'story') {
      const own = versionsIn(marks).get(story);
      return judge(({ content }) => {
        if (status === 404) return content === 'nothing';
        if (status === 301) return content === 'moved';
        return status === 410
          ? content === 'withdrawn'
          : own !== undefined && own === versionsIn(content).get(story);
      });
    }
    if (kind === 'archive') {
      if (status !== 200) return judge(({ content }) => content === 'nothing');
      return judgeArchive(witness, { address, key, shown, marks, ...span });
    }
    if (kind === 'sitemap') return [judgeSitemap(witness, { text, ...span })];
    if (kind === 'card') {
      // A card that is gone leads to that of the story that its story has become.
      if (status === 301) {
        const ofStory = key.replace('card:', 'story:');
        const matches = ({ content }: StoredValue) => content === 'moved';
        return [witness.judge({ address, key: ofStory, matches, shown: undefined, ...span })];
      }
      // Isolates keep no cards in memory, so their versions may come in any order.
      const picture = `picture ${createHash('sha1').update(copy.body).digest('hex')}`;
      return judge(({ content }) => content === (status === 302 ? 'nothing' : picture), {});
    }
    return ['right'];
  }
}

/** Makes a copy from an answer with a whole document. */
function copyOf({ status, headers, body }: Answer): Copy {
  const text = body.toString();
  return { status, etag: headers.get('ETag'), body, text, marks: marksIn(text), merged: undefined };
}
