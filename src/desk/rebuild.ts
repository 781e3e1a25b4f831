import { makeArticle } from '../story/article.ts';
import { type Dirty, nothingDirty } from './change.ts';
import type { Ledger } from './ledger.ts';
import type { RebuildState } from './state.ts';

/** Stories rendered anew in one step: a few milliseconds each. */
const STORIES_A_STEP = 50;

interface Progress extends RebuildState {
  after: number;
  /** Whether to write what has not changed as well, because KV is not to be trusted. */
  isForced: boolean;
}

/** Renders and prints everything anew, a step at a time, so that no step comes near the runtime's limits. */
export class Rebuild {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;

  constructor(sql: SqlStorage, ledger: Ledger) {
    this.#sql = sql;
    this.#ledger = ledger;
  }

  #progress(): Progress | undefined {
    const [row] = this.#sql
      .exec<{ value: string }>("SELECT value FROM note WHERE name = 'rebuild'")
      .toArray();
    return row && JSON.parse(row.value);
  }

  #keep(progress: Progress): void {
    this.#sql.exec(
      "INSERT INTO note (name, value) VALUES ('rebuild', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      JSON.stringify(progress),
    );
  }

  state(): RebuildState | null {
    const progress = this.#progress();
    if (!progress) return null;
    const { began, done, total, isDone } = progress;
    return { began, done, total, isDone };
  }

  isRunning(): boolean {
    return this.#progress()?.isDone === false;
  }

  /** Begins, or begins again if one is under way. */
  begin(now: number, isForced: boolean): RebuildState {
    const running = this.#progress();
    const { scheduled, published, withdrawn } = this.#ledger.counts();
    const total = scheduled + published + withdrawn;
    this.#keep({
      began: new Date(now).toISOString(),
      done: 0,
      total,
      isDone: false,
      after: 0,
      isForced: isForced || (running?.isDone === false && running.isForced),
    });
    return this.state() as RebuildState;
  }

  /** Renders the next stories anew and says what has to be printed; the editions and archives follow the last of them. */
  step(now: number, report: (what: string) => void): Dirty & { isForced: boolean } {
    const dirty = { ...nothingDirty(), isForced: false };
    const progress = this.#progress();
    if (!progress || progress.isDone) return dirty;
    dirty.isForced = progress.isForced;
    const held = this.#ledger.list(progress.after, STORIES_A_STEP);
    for (const { id, slug, status } of held) {
      try {
        this.#ledger.rerender(id, makeArticle, now, dirty);
        if (status !== 'scheduled') dirty.slugs.push(slug, ...this.#ledger.article(id).formerSlugs);
      } catch (error) {
        report(`${slug} could not be rendered anew: ${error}`);
      }
    }
    const isDone = held.length < STORIES_A_STEP;
    if (isDone) {
      const { order } = this.#ledger;
      dirty.scopes.push(...order.scopesEver());
      for (const scope of dirty.scopes) {
        for (let page = 1; page <= order.closedPages(scope); page++) dirty.pages.push({ scope, page });
      }
      dirty.directory = true;
    }
    this.#keep({
      ...progress,
      after: held.at(-1)?.id ?? progress.after,
      done: progress.done + held.length,
      isDone,
    });
    return dirty;
  }
}
