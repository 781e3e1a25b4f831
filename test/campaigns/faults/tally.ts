/** What must hold, as the report and the tests name it. */
export const RULES = {
  whole: 'no reader sees a broken document or half of one',
  printed: 'what a reader sees is what was printed, and nothing else',
  bound: 'nothing is seen later than 65 seconds after something newer was printed, while KV can be read',
  order: 'nobody is given an older version after a newer one from one cache',
  retry: 'every 5xx says when to try again, in a whole page or problem',
  expected: 'there is no other answer than those that the protocol has for it',
  prompt:
    'a change is in KV within 30 seconds of its acknowledgement, while writes to KV, the Desk and alarms work',
  kept: 'no acknowledged story is lost',
  backup: 'every backup that has its manifest is whole: each story is in it, once',
  delivered: 'each subscriber has the newest document at the end, and never an older one after it',
} as const;

export type Rule = keyof typeof RULES;

/** What a second of the campaign was like. */
export interface Second {
  /** Requests that were made, whatever for. */
  sent: number;
  right: number;
  stale: number;
  'last good copy': number;
  retry: number;
  unanswered: number;
}

const NOTHING: Second = { sent: 0, right: 0, stale: 0, 'last good copy': 0, retry: 0, unanswered: 0 };

/** Counts what was asked and answered, and keeps what should not have been. */
export class Tally {
  readonly breaches: { rule: Rule; what: string }[] = [];
  readonly seconds: Second[] = [];
  readonly #began = performance.now();

  count(what: keyof Second): void {
    const second = Math.floor((performance.now() - this.#began) / 1000);
    while (this.seconds.length <= second) this.seconds.push({ ...NOTHING });
    (this.seconds[second] as Second)[what]++;
  }

  breach(rule: Rule, what: string): void {
    this.breaches.push({ rule, what });
  }

  total(what: keyof Second): number {
    return this.seconds.reduce((sum, second) => sum + second[what], 0);
  }
}
