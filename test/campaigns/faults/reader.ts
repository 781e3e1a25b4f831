import { createHash } from 'node:crypto';
import { type Address, pickAddress } from './addresses.ts';
import { type Answer, ask, type Campaign, chance, isRefusal, pause } from './campaign.ts';
import { marksIn, versionsIn } from './faults.ts';
import { judgeArchive, judgeSitemap } from './history.ts';
import { type Copy, isMerged, merge } from './merge.ts';
import { isWhole } from './whole.ts';
import type { Held, Shown, Verdict } from './witness.ts';

/** What a judge of an address is given. */
interface Seen {
  answer: Answer;
  /** What the reader has of the address now. */
  copy: Copy;
  shown: Shown;
}

const RULE_OF = { invented: 'printed', 'too old': 'bound', 'older after newer': 'order' } as const;
const HOUR = 3_600_000;
/** An answer that takes longer may be one for which a read of KV was given up. */
const LONG = 2000;
/** What the program's clock is off by at most, and a little more. */
const CLOCK = 60_000;

/** A client that has a cache of its own, and asks with or without validators. */
export class Reader {
  readonly #campaign: Campaign;
  readonly #chance: ReturnType<typeof chance>;
  readonly #copies = new Map<string, Copy>();

  constructor(campaign: Campaign, seed: number) {
    this.#campaign = campaign;
    this.#chance = chance(seed);
  }

  /** Reads until the campaign is over. `slugs` are those that stories have, the newest last. */
  async work(slugs: () => string[]): Promise<void> {
    while (!this.#campaign.isOver) {
      await this.#read(pickAddress(this.#chance, slugs()));
      await pause(this.#chance.upTo(40));
    }
  }

  async #read(address: Address): Promise<void> {
    const { path, isFeed = false } = address;
    const copy = this.#copies.get(path);
    const headers: Record<string, string> = {};
    if (copy?.etag && this.#chance.whether(0.6)) {
      headers['If-None-Match'] = copy.etag;
      if (isFeed && this.#chance.whether(0.5)) headers['A-IM'] = 'feed';
    }
    const shown = this.#campaign.witness.shownAt(path);
    const answer = await ask(this.#campaign, path, { headers });
    if (!answer || isRefusal(this.#campaign, path, answer)) return;
    if (!this.#isSound(path, answer)) return;
    // Of a read that took long, the witness may not have heard yet.
    if (answer.answered - answer.asked > LONG) await pause(200);
    const next = this.#copyOf(path, answer, copy);
    if (!next) return;
    if (answer.status === 200 || answer.status === 226) this.#copies.set(path, next);
    this.#settle(path, this.#judge(address, { answer, copy: next, shown }), answer);
  }

  /** Whether the answer is one that the protocol has, and whole. */
  #isSound(path: string, { status, headers, body }: Answer): boolean {
    const { tally } = this.#campaign;
    try {
      if (body.length > 0) isWhole(headers.get('Content-Type') ?? '', body);
    } catch (error) {
      tally.breach('whole', `${path}: ${status} ${(error as Error).message}`);
      return false;
    }
    if ([200, 226, 301, 302, 304, 404, 410].includes(status)) return true;
    tally.breach('expected', `${path}: ${status} ${body.toString().slice(0, 200)}`);
    return false;
  }

  /** What the reader has of the address after the answer. */
  #copyOf(path: string, answer: Answer, before: Copy | undefined): Copy | undefined {
    if (before && answer.status === 304) return before;
    const copy = answer.status === 226 && before ? merge(before, answer) : copyOf(answer);
    if (copy && answer.status !== 304) return copy;
    this.#campaign.tally.breach('expected', `${path}: ${answer.status} to who has no copy that it is for`);
    return undefined;
  }

  #settle(path: string, verdicts: Verdict[], { status, body }: Answer): void {
    const { tally } = this.#campaign;
    const breaches = verdicts.filter((verdict) => typeof verdict !== 'string');
    for (const { breach, part = '' } of breaches) {
      const seen = marksIn(body.toString()).slice(0, 400);
      tally.breach(RULE_OF[breach], `${path} ${part} is ${breach}: ${status} ${seen}`);
    }
    if (breaches.length > 0) return;
    tally.count((['last good copy', 'stale'] as const).find((each) => verdicts.includes(each)) ?? 'right');
  }

  /** Compares what is seen with what was printed. */
  #judge({ path: address, kind, key, story = 0 }: Address, { answer, copy, shown }: Seen): Verdict[] {
    const { witness } = this.#campaign;
    const { asked, answered } = answer;
    const { status, text, marks } = copy;
    const span = { asked, answered };
    const judge = (
      isSeen: (held: Held) => boolean,
      order: { shown?: Shown | undefined; part?: string } = { shown },
    ) => [witness.judge({ address, key, isSeen, shown: undefined, ...order, ...span })];
    const isAll = ({ says }: Held) => marks === (says === 'nothing' ? '' : says);
    if (kind === 'edition') return judge(copy.merged ? (held) => isMerged(copy, held, witness, key) : isAll);
    if (kind === 'news') {
      // It is another document each hour, and which hour it is, a clock that is off says otherwise.
      const part = `hour ${Math.floor(answered / HOUR)}`;
      const isClear = Math.abs(((answered + HOUR / 2) % HOUR) - HOUR / 2) > CLOCK + (answered - asked);
      return judge(isAll, isClear ? { shown, part } : {});
    }
    if (kind === 'story') {
      const own = versionsIn(marks).get(story);
      return judge(({ says }) => {
        if (status === 404) return says === 'nothing';
        if (status === 301) return says === 'moved';
        return status === 410
          ? says === 'withdrawn'
          : own !== undefined && own === versionsIn(says).get(story);
      });
    }
    if (kind === 'archive') {
      if (status !== 200) return judge(({ says }) => says === 'nothing');
      return judgeArchive(witness, { address, key, shown, marks, ...span });
    }
    if (kind === 'sitemap') return [judgeSitemap(witness, { text, ...span })];
    if (kind === 'card') {
      // A card is no document that an isolate keeps: whoever asks gets what KV gives, in no order.
      const picture = `picture ${createHash('sha1').update(copy.body).digest('hex')}`;
      return judge(({ says }) => says === (status === 302 ? 'nothing' : picture), {});
    }
    return ['right'];
  }
}

/** What an answer with a whole document gives. */
function copyOf({ status, headers, body }: Answer): Copy {
  const text = body.toString();
  return { status, etag: headers.get('ETag'), body, text, marks: marksIn(text), merged: undefined };
}
