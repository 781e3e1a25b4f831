import type { KeyValueTable } from '../../../lib/key-value-table.ts';
import { log } from '../../../lib/log.ts';
import type { Trouble } from './status.ts';

/** How many troubles the Desk stores. The log has all of them. */
const MAX_TROUBLES = 20;

/** The length of the longest trouble that is logged and stored, in characters. */
const MAX_TROUBLE_LENGTH = 2000;

/** Cuts a trouble to `MAX_TROUBLE_LENGTH` characters, because a value in KV may have any number of faults. */
export function shortenTrouble(what: string): string {
  if (what.length <= MAX_TROUBLE_LENGTH) return what;
  const cut = `… (cut from ${what.length.toLocaleString('en')} characters)`;
  return `${what.slice(0, MAX_TROUBLE_LENGTH - cut.length)}${cut}`;
}

/** The latest troubles, oldest first. */
export class Troubles {
  readonly #values: KeyValueTable;

  constructor(values: KeyValueTable) {
    this.#values = values;
  }

  list(): Trouble[] {
    return JSON.parse(this.#values.get('troubles') ?? '[]');
  }

  /** Logs a trouble, and stores it unless it repeats the last one. */
  report(trouble: string, now: number): void {
    const what = shortenTrouble(trouble);
    log({ event: 'desk-trouble', what });
    // Earlier versions stored troubles of any length.
    const kept = this.list().map((each) => ({ ...each, what: shortenTrouble(each.what) }));
    if (kept.at(-1)?.what === what) return;
    const troubles = [...kept, { at: new Date(now).toISOString(), what }].slice(-MAX_TROUBLES);
    this.#values.set('troubles', JSON.stringify(troubles));
  }
}
