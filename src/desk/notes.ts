import { log } from '../log.ts';
import type { Trouble } from './state.ts';

/** Troubles that are kept for whoever looks; all of them are in the log. */
const TROUBLES_KEPT = 20;

/** What the Desk notes for itself, by name. */
export class Notes {
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
  report(what: string, now: number): void {
    log({ event: 'desk-trouble', what });
    if (this.troubles().at(-1)?.what === what) return;
    const troubles = [...this.troubles(), { at: new Date(now).toISOString(), what }].slice(-TROUBLES_KEPT);
    this.set('troubles', JSON.stringify(troubles));
  }
}
