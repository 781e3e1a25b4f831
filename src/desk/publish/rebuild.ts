import { directoryPageOf } from '../../edition/directory.ts';
import { makeArticle } from '../../story/make-article.ts';
import { type Invalidations, noInvalidations } from '../ledger/invalidations.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RebuildStatus } from '../status.ts';

/** Stories rendered anew in one step: a few milliseconds each. */
const STORIES_A_STEP = 50;
/** Scopes, and pages of archives, that are asked for in one step. */
const SCOPES_A_STEP = 200;
const PAGES_A_STEP = 1000;

interface Progress extends RebuildStatus {
  /** The last story that was rendered. */
  after: number;
  /** Once all stories are rendered: the last scope that is complete, and the last archive page asked for of the next one. */
  scopes?: { after: string; page: number };
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

  state(): RebuildStatus | null {
    const progress = this.#progress();
    if (!progress) return null;
    const { began, done, total, isDone } = progress;
    return { began, done, total, isDone };
  }

  isRunning(): boolean {
    return this.#progress()?.isDone === false;
  }

  /** Begins, or begins again if one is under way. */
  begin(now: number, isForced: boolean): RebuildStatus {
    const running = this.#progress();
    const { scheduled, published, withdrawn } = this.#ledger.countByStatus();
    const total = scheduled + published + withdrawn;
    this.#keep({
      began: new Date(now).toISOString(),
      done: 0,
      total,
      isDone: false,
      after: 0,
      isForced: isForced || (running?.isDone === false && running.isForced),
    });
    return this.state() as RebuildStatus;
  }

  /**
   * Renders the next stories anew and says what has to be printed. After the last story come the scopes, some in each step:
   * their editions, archives and pages of the directory.
   */
  step(now: number, report: (what: string) => void): Invalidations & { isForced: boolean } {
    const dirty = { ...noInvalidations(), isForced: false };
    const progress = this.#progress();
    if (!progress || progress.isDone) return dirty;
    dirty.isForced = progress.isForced;
    this.#keep(
      progress.scopes
        ? this.#listScopes(progress, progress.scopes, dirty)
        : this.#renderStories(progress, dirty, now, report),
    );
    return dirty;
  }

  #renderStories(
    progress: Progress,
    dirty: Invalidations,
    now: number,
    report: (what: string) => void,
  ): Progress {
    const held = this.#ledger.list(progress.after, STORIES_A_STEP);
    for (const { id, slug, status } of held) {
      try {
        // Its page depends on the site as well, whether or not the story can be rendered anew.
        if (status !== 'scheduled') dirty.slugs.push(slug, ...this.#ledger.article(id).formerSlugs);
        this.#ledger.rerender(id, makeArticle, now, dirty);
      } catch (error) {
        report(`${slug} could not be rendered anew: ${error}`);
      }
    }
    return {
      ...progress,
      after: held.at(-1)?.id ?? progress.after,
      done: progress.done + held.length,
      ...(held.length < STORIES_A_STEP ? { scopes: { after: '', page: 0 } } : {}),
    };
  }

  #listScopes(
    progress: Progress,
    { after, page: first }: NonNullable<Progress['scopes']>,
    dirty: Invalidations,
  ): Progress {
    const scopes = this.#ledger.places.scopes.listAfter(after, SCOPES_A_STEP);
    const directory = new Set([1]);
    let [reached, page, room] = [after, first, PAGES_A_STEP];
    for (const { scope, pages, number } of scopes) {
      if (page === 0) dirty.scopes.push(scope);
      if (number === 0) this.#ledger.places.scopes.ensureNumber(scope, dirty);
      if (number > 0) directory.add(directoryPageOf(number));
      for (; page < pages && room > 0; room--) dirty.pages.push({ scope, page: ++page });
      if (page < pages) break;
      [reached, page] = [scope, 0];
    }
    dirty.directory.push(...directory);
    const isDone = scopes.length < SCOPES_A_STEP && reached === (scopes.at(-1)?.scope ?? after);
    return { ...progress, scopes: { after: reached, page }, isDone };
  }
}
