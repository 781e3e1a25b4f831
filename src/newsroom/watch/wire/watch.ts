import { log } from '../../../lib/log.ts';
import { isLoopback } from '../../../lib/public-hosts.ts';
import type { Env } from '../../../platform/env.ts';
import { readSettings } from '../../../settings/settings.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { currentSettings } from '../../settings/desk/current-settings.ts';
import type { FetchPage } from '../../wire/fetching/fetched.ts';
import type { WireTask } from '../../wire/task.ts';
import { sentence } from '../../words/translate.ts';
import type { ObservationRefusal } from '../desk/observations.ts';
import { shownOf } from '../desk/shown.ts';
import type { Verdict } from '../desk/verdict.ts';
import type { WatchEntry } from '../desk/watch-entry.ts';
import type { DueLook, Look } from '../desk/watched-source.ts';
import { findCopy, saveCopy } from './archive.ts';
import { judge } from './judge.ts';
import { allowedLooks, runInterval } from './pace.ts';
import { readPageSigns } from './page-signs.ts';

/** How many pages are read at a time, because each takes memory. */
const AT_A_TIME = 5;

export interface WatchInputs {
  sql: SqlStorage;
  env: Env;
  fetchPage: FetchPage;
  looksPerDay?: number;
  send?: typeof fetch;
}

/** What is told of a page during which the object was lost. Its next look comes with those of pages that did not answer. */
const INTERRUPTED: Verdict = {
  kind: 'unknown',
  status: null,
  movedTo: null,
  found: [],
  missing: [],
  detail: sentence(
    'The look was interrupted, perhaps because the page takes too long to read. The watch tries again.',
  ),
};

type Pace = { next: number; day: string; looks: number };

const dayOf = (now: number) => new Date(now).toISOString().slice(0, 10);

/** Looks again at what published stories cite, and reports to the Desk what it finds. The Desk knows which sources are due. */
export class Watch implements WireTask {
  readonly name = 'watch';
  readonly #inputs: WatchInputs;
  /** As the settings last said; undefined until they are read. */
  #looksPerDay: number | undefined;

  constructor(inputs: WatchInputs) {
    this.#inputs = inputs;
    this.#looksPerDay = inputs.looksPerDay;
  }

  /** Reads anew how many looks a day may have. */
  async follow(): Promise<number> {
    const { env, looksPerDay } = this.#inputs;
    this.#looksPerDay = looksPerDay ?? (await currentSettings(env)).wire.looksPerDay;
    return this.#looksPerDay;
  }

  #pace(now: number): Pace {
    const [row] = this.#inputs.sql.exec<Pace>('SELECT next, day, looks FROM watch_pace').toArray();
    const day = dayOf(now);
    return row?.day === day ? row : { next: row?.next ?? 0, day, looks: 0 };
  }

  #setPace({ next, day, looks }: Pace): void {
    const query = `INSERT INTO watch_pace (id, next, day, looks) VALUES (1, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET next = excluded.next, day = excluded.day, looks = excluded.looks`;
    this.#inputs.sql.exec(query, next, day, looks);
  }

  /** Returns the sources during which the object was lost, which some page may have caused. */
  #unfinished(): string[] {
    const rows = this.#inputs.sql.exec<{ reading: string }>('SELECT reading FROM watch_pace').toArray();
    return rows.flatMap(({ reading }) => JSON.parse(reading));
  }

  #setReading(sources: readonly DueLook[]): void {
    const urls = JSON.stringify(sources.map(({ url }) => url));
    this.#inputs.sql.exec('UPDATE watch_pace SET reading = ?', urls);
  }

  nextDue(): number | undefined {
    return this.#looksPerDay === 0 ? undefined : this.#pace(0).next;
  }

  /** Looks at the sources that are due, as many as the day's budget allows at this time of day. */
  async run(now: number): Promise<void> {
    const desk = deskOf(this.#inputs.env).observations;
    const looksPerDay = await this.follow();
    if (looksPerDay === 0) return;
    const pace = this.#pace(now);
    // Set before the work, so that a run that fails is not repeated at once.
    this.#setPace({ ...pace, next: now + runInterval(looksPerDay) });
    const unfinished = this.#unfinished();
    // Several are read again one by one. If the object is lost again, it is known which of them ends it.
    const [alone, ...others] = unfinished;
    if (alone !== undefined && others.length === 0)
      await desk.record([{ url: alone, verdict: INTERRUPTED }], now);
    this.#setReading([]);
    const atATime = others.length > 0 ? 1 : AT_A_TIME;
    await desk.sweep(now);
    const due = await desk.due(now, this.#isLocal() ? 0 : allowedLooks(looksPerDay, pace.looks, now));
    if (due.length === 0) return;
    this.#count(due.length, now);
    let mayBeSaved = this.#inputs.env.ARCHIVE_KEY !== undefined;
    for (let from = 0; from < due.length; from += atATime) {
      const sources = due.slice(from, from + atATime);
      this.#setReading(sources);
      const looks = await Promise.all(sources.map((source) => this.#lookAt(source)));
      this.#setReading([]);
      await desk.record(looks, now);
      // One page a run: the archive allows a few a minute.
      const lost =
        mayBeSaved && looks.find(({ verdict, archive }) => archive === null && verdict.status === 200);
      if (lost) {
        mayBeSaved = false;
        await this.#save(lost.url);
      }
    }
  }

  /** Whether the site is on somebody's own computer: it then looks at nothing by itself. */
  #isLocal(): boolean {
    return isLoopback(new URL(readSettings(this.#inputs.env).site.url).hostname);
  }

  #count(looks: number, now: number): void {
    const pace = this.#pace(now);
    this.#setPace({ ...pace, looks: pace.looks + looks });
  }

  async #lookAt({ needsCopy, published, ...source }: DueLook): Promise<Look> {
    const { fetchPage } = this.#inputs;
    const fetched = await fetchPage({ url: source.url, purpose: 'watch' });
    const signs = fetched.ok ? await readPageSigns(fetched) : undefined;
    const verdict = judge(source, fetched, signs);
    const shown = signs && shownOf(signs.sentences, source.quotes);
    const look = { url: source.url, verdict, shown };
    // No archive has a page that is not public.
    const isPublic = !isLoopback(new URL(source.url).hostname) && (fetched.ok || fetched.kind !== 'address');
    if (!needsCopy || !isPublic) return look;
    return { ...look, archive: await findCopy(source.url, published, fetchPage) };
  }

  async #save(url: string): Promise<void> {
    const { env, send = (input, init) => fetch(input, init) } = this.#inputs;
    const isAccepted = await saveCopy(url, env.ARCHIVE_KEY ?? '', send);
    if (!isAccepted) log({ event: 'archive-refused', url });
  }

  /** Looks at a source at once, because an editor asks for it. */
  async look(url: string, actor: Actor): Promise<{ ok: true; source: WatchEntry } | ObservationRefusal> {
    const desk = deskOf(this.#inputs.env).observations;
    const asked = await desk.asked(url, { actor, now: Date.now() });
    if (!asked.ok) return asked;
    this.#count(1, Date.now());
    await desk.record([{ ...(await this.#lookAt(asked.look)), isAsked: true }], Date.now());
    return { ok: true, source: (await desk.find(asked.look.url)) as WatchEntry };
  }

  /** Returns the budget of a day, and how much of it is used. */
  async budget(now: number): Promise<{ looksPerDay: number; looksToday: number }> {
    return { looksPerDay: await this.follow(), looksToday: this.#pace(now).looks };
  }
}
