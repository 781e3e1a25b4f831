/** What must hold, in the words of the report and the tests. */
export const RULES = {
  whole: 'no reader gets a broken or partial document',
  written: 'readers see only what was written to KV',
  bound: 'while KV can be read, no reader sees anything that was replaced more than 65 seconds ago',
  order: 'no cache serves an older version after a newer one',
  retry: 'every 5xx says when to try again, in a whole page or problem document',
  expected: 'every request gets an answer that the protocol allows',
  prompt:
    'while writes to KV, the Desk and alarms work, a change is in KV within 30 seconds of its acknowledgement, or as long as a slow machine takes',
  kept: 'no acknowledged story is lost',
  backup: 'every backup with a manifest is complete: it has each story once',
  delivered: 'every subscriber ends with the newest document, and never gets an older one after a newer one',
} as const;

export type Rule = keyof typeof RULES;

/** Requests and answers in one second of the campaign. */
export interface Second {
  sent: number;
  right: number;
  stale: number;
  'last good copy': number;
  retry: number;
  unanswered: number;
}

const NOTHING: Second = { sent: 0, right: 0, stale: 0, 'last good copy': 0, retry: 0, unanswered: 0 };

/** Counts requests and answers per second, and lists breaches of the rules. */
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
