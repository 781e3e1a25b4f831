import { log } from '../lib/log.ts';
import type { Trouble } from './state.ts';

/** Troubles that are kept for whoever looks; all of them are in the log. */
const TROUBLES_KEPT = 20;

/** The most characters of a trouble. */
const LONGEST = 2000;

/** A trouble in as many characters as are kept: somebody's value may have any number of faults. */
export function shorten(what: string): string {
  if (what.length <= LONGEST) return what;
  const cut = `… (cut, of ${what.length.toLocaleString('en')} characters)`;
  return `${what.slice(0, LONGEST - cut.length)}${cut}`;
}

/** What the Desk notes for itself, by name. */
export class KeyValueTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(name: string): string | undefined {
    return this.#sql.exec<{ value: string }>('SELECT value FROM note WHERE name = ?', name).toArray()[0]
      ?.value;
  }

  set(name: string, value: string): void {
    this.#sql.exec(
      'INSERT INTO note (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      name,
      value,
    );
  }

  troubles(): Trouble[] {
    return JSON.parse(this.get('troubles') ?? '[]');
  }

  /** Logs a trouble, and keeps it if it is not the last one again. */
  report(trouble: string, now: number): void {
    const what = shorten(trouble);
    log({ event: 'desk-trouble', what });
    // An earlier version kept them at any length.
    const kept = this.troubles().map((each) => ({ ...each, what: shorten(each.what) }));
    if (kept.at(-1)?.what === what) return;
    const troubles = [...kept, { at: new Date(now).toISOString(), what }].slice(-TROUBLES_KEPT);
    this.set('troubles', JSON.stringify(troubles));
  }
}
