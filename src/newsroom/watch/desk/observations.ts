import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { KeyValueTable } from '../../../lib/key-value-table.ts';
import { storyKey } from '../../../platform/kv.ts';
import { citedQuotes } from '../../../site/story/sources/cited-quotes.ts';
import type { Observation } from '../../../site/story/sources/observation.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import { type Notifications, shorten } from '../../desk/publish/notifications.ts';
import type { Outbox } from '../../desk/publish/outbox.ts';
import type { Notices } from '../../notices/desk/notices.ts';
import type { People } from '../../people/desk/people.ts';
import { type Actor, may } from '../../people/desk/roles.ts';
import {
  type NewsroomPage,
  type NewsroomResult,
  takeEntries,
  type WatchedLine,
} from '../../transfer/desk/newsroom-line.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import { CitedSources } from './cited-sources.ts';
import { LISTED_AS, type ListedAs, toWatchEntry, type WatchEntry, type WatchState } from './watch-entry.ts';
import { afterLook, type DueLook, type Look, type WatchedSource, withDismissal } from './watched-source.ts';
import { WatchedSources } from './watched-sources.ts';

/**
 * The most pages that what the watch has found may change in a day: a fifth of the 1,000 writes to KV that the free plan allows.
 * The others follow the next day.
 */
export const MAX_PAGES_PER_DAY = 200;
/** How long after the archive had no copy it is asked again, in milliseconds. */
const ASK_AGAIN = 25 * 86_400_000;
/** What was told today: how many pages, and whether NOTIFY_URL. */
const TOLD_TODAY = 'observations told';

export interface ObservationRefusal extends Told {
  ok: false;
  why: 'role' | 'missing';
}

type Answer = { ok: true; source: WatchEntry } | ObservationRefusal;

const notCited = (url: string): ObservationRefusal => ({
  ok: false,
  why: 'missing',
  ...told(
    sentence(
      'No published story cites {url}, as far as the watch knows. It finds new citations within a day.',
    ),
    { url },
  ),
});

/**
 * What later looks at cited sources have found. It is no part of any record and makes no revision; a story's page shows it beside
 * the record.
 */
export class Observations {
  readonly #outbox: Outbox;
  readonly #people: People;
  readonly #notifications: Notifications;
  readonly #notices: Notices;
  readonly #keyValues: KeyValueTable;
  readonly #watched: WatchedSources;
  readonly #cited: CitedSources;

  constructor(
    sql: SqlStorage,
    rooms: { ledger: Ledger; outbox: Outbox; people: People; notifications: Notifications; notices: Notices },
  ) {
    this.#outbox = rooms.outbox;
    this.#people = rooms.people;
    this.#notifications = rooms.notifications;
    this.#notices = rooms.notices;
    this.#keyValues = new KeyValueTable(sql);
    this.#watched = new WatchedSources(sql);
    this.#cited = new CitedSources(sql, rooms.ledger, this.#watched);
  }

  /** Takes in stories that were published, changed or withdrawn, at most a few hundred; see `CitedSources.sweep`. */
  sweep(now: number): void {
    this.#cited.sweep(now);
    this.#printPages(now);
  }

  /** Returns at most `limit` sources to look at, the most urgent first. */
  due(now: number, limit: number): DueLook[] {
    return this.#watched.due(now, limit).map((source) => this.#toLook(source, now));
  }

  /** Returns a source that an editor wants looked at now. Takes in the newest stories first. */
  asked(
    url: string,
    { actor, now }: { actor: Actor; now: number },
  ): { ok: true; look: DueLook } | ObservationRefusal {
    const whyNot = this.#people.whyNot(actor, 'curate');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    this.sweep(now);
    const source = this.#watched.find(URL.parse(url)?.href ?? url);
    return source ? { ok: true, look: this.#toLook(source, now) } : notCited(url);
  }

  #toLook(source: WatchedSource, now: number): DueLook {
    const stories = this.#cited.storiesCiting(source.url);
    const isAskedAgain = source.asked === null || now - source.asked >= ASK_AGAIN;
    return {
      url: source.url,
      quotes: [...new Set(stories.flatMap(({ quotes }) => quotes))],
      seen: source.seen,
      shown: source.shown,
      published: Math.min(...stories.map(({ published }) => published), source.since),
      needsCopy:
        source.archivedAt === null && isAskedAgain && stories.some(({ hasArchivedCopy }) => !hasArchivedCopy),
    };
  }

  /** Records what looks have found. The pages of stories whose readers are told something else are written anew. */
  record(looks: readonly Look[], now: number): void {
    for (const { url, ...look } of looks) {
      const source = this.#watched.find(url);
      if (!source) continue;
      const after = afterLook(source, look, now);
      this.#change(source, after, now);
      if (after.told?.kind === 'gone' && source.told?.kind !== 'gone') this.#tellPeople(url, now);
    }
    this.#printPages(now);
  }

  /** Returns a line of a backup for the sources behind this URL; undefined at their end. */
  exportPage(after: string): NewsroomPage<string> | undefined {
    const sources = takeEntries(this.#watched.behind(after));
    const last = sources.at(-1);
    if (!last) return undefined;
    const watched = { format: 1, sources };
    return { text: `${JSON.stringify({ watched })}\n`, next: last.url };
  }

  /** Imports what a backup knows of sources. One that was looked at here stays as it is. */
  import({ sources }: WatchedLine, { actor, now }: { actor: Actor; now: number }): NewsroomResult {
    const whyNot = this.#people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    let changed = false;
    for (const source of sources) {
      const known = this.#watched.find(source.url);
      if (known && known.looked !== null) continue;
      if (known && source.looked === null) continue;
      changed = true;
      this.#watched.store(source);
      for (const { story } of source.told ? this.#cited.storiesCiting(source.url) : [])
        this.#cited.markStale(source.url, story);
    }
    this.#printPages(now);
    return { ok: true, changed };
  }

  /** Records that a finding is a false alarm. It stays one while later looks find the same. */
  dismiss(url: string, { actor, now }: { actor: Actor; now: number }): Answer {
    return this.#setDismissal(url, actor, actor.name, now);
  }

  /** Takes back that a finding is a false alarm. */
  restore(url: string, { actor, now }: { actor: Actor; now: number }): Answer {
    return this.#setDismissal(url, actor, null, now);
  }

  #setDismissal(url: string, actor: Actor, by: string | null, now: number): Answer {
    const whyNot = this.#people.whyNot(actor, 'curate');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const source = this.#watched.find(URL.parse(url)?.href ?? url);
    if (!source) return notCited(url);
    const after = withDismissal(source, by, now);
    this.#change(source, after, now);
    this.#printPages(now);
    return { ok: true, source: this.#list(after) };
  }

  #change(before: WatchedSource, after: WatchedSource, now: number): void {
    this.#watched.store(after);
    if (JSON.stringify(before.told) === JSON.stringify(after.told)) return;
    for (const { story, quotes } of this.#cited.storiesCiting(after.url)) {
      const views = [before.told, after.told].map((told) => JSON.stringify(told && tellStory(told, quotes)));
      if (views[0] !== views[1]) this.#cited.markStale(after.url, story);
    }
    if (after.told) this.#notify(after.told, now);
  }

  /** Puts the pages that are stale into the outbox, as many as a day allows. */
  #printPages(now: number): void {
    const today = this.#today(now);
    const slugs = this.#cited.takeStale(Math.max(0, MAX_PAGES_PER_DAY - today.pages));
    if (slugs.length === 0) return;
    this.#outbox.add(slugs.map(storyKey), now);
    this.#keyValues.set(TOLD_TODAY, JSON.stringify({ ...today, pages: today.pages + slugs.length }));
  }

  /** Tells NOTIFY_URL, at most once a day. */
  #notify({ url, kind }: Observation, now: number): void {
    const today = this.#today(now);
    if (today.isNotified) return;
    const what = { gone: 'is gone', changed: 'no longer has the quoted words', moved: 'has moved' }[kind];
    const text = `A source that stories cite ${what}: ${url}. The watch lists whatever else it finds today.`;
    this.#notifications.add(text, '/newsroom/wire/watch', now);
    this.#keyValues.set(TOLD_TODAY, JSON.stringify({ ...today, isNotified: true }));
  }

  /** Tells the authors of the stories that cite a source that is gone; whoever looks after the watch, if the newsroom has none. */
  #tellPeople(url: string, now: number): void {
    const path = '/newsroom/wire/watch';
    const told = new Set<string>();
    for (const { slug, headline } of this.#cited.listStories(url)) {
      const title = sentence('A source of “{headline}” is gone: {address}');
      const values = { headline: isolateIfUnbalanced(shorten(headline)), address: shorten(url) };
      const authors = this.#notices.authorsOf(slug).filter((author) => !told.has(author));
      this.#notices.tell(authors, { kind: 'source gone', title, values, path, by: null, now });
      for (const author of authors) told.add(author);
    }
    if (told.size > 0) return;
    const title = sentence('A source that stories cite is gone: {address}');
    const values = { address: shorten(url) };
    const curators = this.#people.list().filter(({ role }) => may(role, 'curate'));
    const ids = curators.map(({ id }) => id);
    this.#notices.tell(ids, { kind: 'source gone', title, values, path, by: null, now });
  }

  #today(now: number): { day: string; pages: number; isNotified: boolean } {
    const day = new Date(now).toISOString().slice(0, 10);
    const stored = JSON.parse(this.#keyValues.get(TOLD_TODAY) ?? '{}');
    return stored.day === day ? stored : { day, pages: 0, isNotified: false };
  }

  #list = (source: WatchedSource): WatchEntry => toWatchEntry(source, this.#cited.listStories(source.url));

  /** Lists sources that are not as they were, what was found last first. */
  list({ kinds, limit, offset = 0 }: { kinds: ListedAs[]; limit: number; offset?: number }): WatchEntry[] {
    return this.#watched.list(kinds, limit, offset).map(this.#list);
  }

  /** Finds a source that published stories cite. */
  find(url: string): WatchEntry | undefined {
    const source = this.#watched.find(URL.parse(url)?.href ?? url);
    return source && this.#list(source);
  }

  /** Returns what readers are told of those of these sources that are not as they were. */
  told(urls: readonly string[]): Observation[] {
    return urls.flatMap((url) => this.#watched.find(url)?.told ?? []);
  }

  state(now: number): WatchState {
    const counts = this.#watched.count();
    const { waiting, next } = this.#watched.schedule(now);
    return {
      sources: [...counts.values()].reduce((sum, count) => sum + count, 0),
      counts: Object.fromEntries(
        LISTED_AS.map((kind) => [kind, counts.get(kind) ?? 0]),
      ) as WatchState['counts'],
      waiting,
      nextLook: next === null ? null : new Date(next).toISOString(),
      pagesToday: this.#today(now).pages,
    };
  }

  /** Returns what readers of a story are told of its sources. */
  of(article: Parameters<typeof citedQuotes>[0]): Observation[] {
    return Array.from(citedQuotes(article), ([url, quotes]) => {
      const told = this.#watched.find(url)?.told;
      return told ? tellStory(told, quotes) : null;
    }).filter((each) => each !== null);
  }
}

/** Returns what the readers of a story are told that quotes these words; null if what is missing are the words of other stories. */
function tellStory(observation: Observation, quotes: readonly string[]): Observation | null {
  if (observation.kind !== 'changed') return observation;
  const missing = observation.missing.filter((words) => quotes.includes(words));
  return missing.length > 0 ? { ...observation, missing } : null;
}
