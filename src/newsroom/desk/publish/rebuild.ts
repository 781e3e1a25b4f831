import type { KeyValueTable } from '../../../lib/key-value-table.ts';
import { directoryPageOf } from '../../../site/edition/directory.ts';
import type { ActorKey } from '../../fediverse/desk/actor-key.ts';
import type { Pages } from '../../pages/desk/pages.ts';
import type { Redirects } from '../../redirects/desk/redirects.ts';
import type { SettingsVersions } from '../../settings/desk/settings.ts';
import type { RebuildStatus } from '../../status/desk/status.ts';
import { type Invalidations, noInvalidations } from '../ledger/invalidations.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Mirrors } from './mirrors/mirrors.ts';

/** The most stories that one step renders: a few milliseconds each. */
const STORIES_PER_STEP = 50;
/** The most scopes, and the most archive pages, that one step invalidates. */
const SCOPES_PER_STEP = 200;
const PAGES_PER_STEP = 1000;

interface Progress extends RebuildStatus {
  /** The last story that was rendered. */
  after: number;
  /** Set once all stories are rendered: the last complete scope, and the last invalidated page of the next scope's archive. */
  scopes?: { after: string; page: number };
  /** Whether unchanged values are written too, in case KV has lost or damaged them. */
  isForced: boolean;
}

/** The rooms beside the stories whose copies a rebuild makes again. */
interface RebuiltRooms {
  mirrors: Mirrors;
  pages: Pick<Pages, 'keys'>;
  redirects: Pick<Redirects, 'keys'>;
  settings: Pick<SettingsVersions, 'keys'>;
  actorKey: Pick<ActorKey, 'keys'>;
}

/** Renders and writes everything again, in steps that stay far below the runtime's limits, and sends mirrors every story. */
export class Rebuild {
  readonly #keyValues: KeyValueTable;
  readonly #ledger: Ledger;
  readonly #rooms: RebuiltRooms;

  constructor(keyValues: KeyValueTable, ledger: Ledger, rooms: RebuiltRooms) {
    this.#keyValues = keyValues;
    this.#ledger = ledger;
    this.#rooms = rooms;
  }

  #read(): Progress | null {
    return JSON.parse(this.#keyValues.get('rebuild') ?? 'null');
  }

  #store(progress: Progress): void {
    this.#keyValues.set('rebuild', JSON.stringify(progress));
  }

  /** Returns the progress of the last rebuild, or null if there was none. */
  status(): RebuildStatus | null {
    const progress = this.#read();
    if (!progress) return null;
    const { began, done, total, isDone } = progress;
    return { began, done, total, isDone };
  }

  isRunning(): boolean {
    return this.#read()?.isDone === false;
  }

  /** Begins a rebuild. If one is in progress, it starts again, and stays forced if it was. */
  begin(now: number, isForced: boolean): RebuildStatus {
    const running = this.#read();
    this.#rooms.mirrors.fill(now, isForced);
    const { scheduled, published, withdrawn } = this.#ledger.countByStatus();
    const total = scheduled + published + withdrawn;
    const status = { began: new Date(now).toISOString(), done: 0, total, isDone: false };
    const wasForced = running?.isDone === false && running.isForced;
    this.#store({ ...status, after: 0, isForced: isForced || wasForced });
    return status;
  }

  /**
   * Takes a step of the rebuild, if one is in progress, and returns what to write. The first steps render the stories. The others
   * invalidate the editions, archive pages and directory pages of the scopes, the newsroom's own pages, and the redirects.
   */
  step(now: number, report: (what: string) => void): { invalidations: Invalidations; isForced: boolean } {
    const invalidations = noInvalidations();
    const progress = this.#read();
    if (!progress || progress.isDone) return { invalidations, isForced: false };
    this.#store(
      progress.scopes
        ? this.#invalidateScopes(progress, progress.scopes, invalidations)
        : this.#renderStories(progress, invalidations, now, report),
    );
    return { invalidations, isForced: progress.isForced };
  }

  #renderStories(
    progress: Progress,
    invalidations: Invalidations,
    now: number,
    report: (what: string) => void,
  ): Progress {
    const stories = this.#ledger.list(progress.after, STORIES_PER_STEP);
    for (const { id, slug, status } of stories) {
      try {
        // Before `rerender`, which may throw: the page depends on the site as well, so it must be written in any case.
        if (status !== 'scheduled') invalidations.slugs.push(slug, ...this.#ledger.article(id).formerSlugs);
        this.#ledger.rerender(id, now, invalidations);
      } catch (error) {
        report(`${slug} could not be rendered again: ${error}`);
      }
    }
    return {
      ...progress,
      after: stories.at(-1)?.id ?? progress.after,
      done: progress.done + stories.length,
      ...(stories.length < STORIES_PER_STEP ? { scopes: { after: '', page: 0 } } : {}),
    };
  }

  #invalidateScopes(
    progress: Progress,
    { after, page: first }: NonNullable<Progress['scopes']>,
    invalidations: Invalidations,
  ): Progress {
    const scopes = this.#ledger.places.scopes.listAfter(after, SCOPES_PER_STEP);
    const directory = new Set([1]);
    let [reached, page, room] = [after, first, PAGES_PER_STEP];
    for (const { scope, pages, number } of scopes) {
      if (page === 0) invalidations.scopes.push(scope);
      if (number === 0) this.#ledger.places.scopes.ensureNumber(scope, invalidations);
      if (number > 0) directory.add(directoryPageOf(number));
      for (; page < pages && room > 0; room--) invalidations.pages.push({ scope, page: ++page });
      if (page < pages) break;
      [reached, page] = [scope, 0];
    }
    invalidations.directory.push(...directory);
    if (after === '' && first === 0) {
      const { pages, settings, actorKey } = this.#rooms;
      invalidations.sitePages.push(...pages.keys(), ...settings.keys(), ...actorKey.keys());
      invalidations.redirects.push(...this.#rooms.redirects.keys());
    }
    invalidations.areKeysStale = this.#ledger.signingKeys.list().length > 0;
    const isDone = scopes.length < SCOPES_PER_STEP && reached === (scopes.at(-1)?.scope ?? after);
    return { ...progress, scopes: { after: reached, page }, isDone };
  }
}
