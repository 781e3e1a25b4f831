import { toHex } from '../../../lib/encodings.ts';
import { log } from '../../../lib/log.ts';
import type { DrafterName } from '../../../settings/wire-schema.ts';
import { canonicalUrl, languageTag, webUrl } from '../../../site/story/fields.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { Actor } from '../../people/desk/roles.ts';
import type { WireTask } from '../../wire/task.ts';
import {
  asValue,
  type Marked,
  type SaidSentence,
  sentence,
  type Told,
  told,
  toldApart,
  toldFrom,
} from '../../words/translate.ts';
import type { ComposedDraft } from './compose.ts';
import { MAX_SOURCES } from './draft-request.ts';
import type { Drafter } from './drafter.ts';
import type { DraftingDesk } from './drafting-desk.ts';
import type { DraftingJob, DraftingRefusal } from './drafting-job.ts';
import { DraftingTable, keyOf, type StoredJob, type StoredSource } from './drafting-table.ts';
import { readOne, type SourceReading } from './read-sources.ts';

/** The most jobs that are under way: of one person, and of all. */
const [MAX_OWN, MAX_ALL] = [3, 20];
/** How often a job is begun before it counts as failed. */
const MAX_ATTEMPTS = 3;
/** How often the alarm looks whether a job was lost. */
const CHECK_MS = 60_000;
/** How long a job is kept. */
const KEPT_MS = 30 * 86_400_000;
/** The most jobs of a list. */
const MAX_LISTED = 50;

export interface DraftingDependencies extends Omit<SourceReading, 'now'> {
  /** Makes a drafter by its name, or the newsroom's own choice; or says what it lacks. */
  chooseDrafter: (name?: DrafterName) => Promise<{ ok: true; drafter: Drafter } | ({ ok: false } & Told)>;
  desk: DraftingDesk;
  /** The clock, in milliseconds. */
  now?: () => number;
}

const refuse = (
  why: DraftingRefusal['why'],
  what: Marked<string> | Told,
  values?: SaidSentence['values'],
): DraftingRefusal => ({ ok: false, why, ...told(what, values) });

/** Returns addresses in canonical form, each once, without fragments; or what is wrong with one. */
function readUrls(urls: readonly string[]): string[] | Told {
  const found = new Set<string>();
  for (const url of urls.map((each) => each.trim()).filter((each) => each !== '')) {
    const { error } = webUrl.safeParse(url);
    if (error)
      return toldApart(
        sentence('“{address}” is no whole web address, like https://publisher.example/article.'),
        { address: url.slice(0, 200) },
        `${JSON.stringify(url.slice(0, 200))} ${error.issues[0]?.message ?? 'is no address'}.`,
      );
    const canonical = new URL(canonicalUrl(url));
    canonical.hash = '';
    found.add(canonical.href);
  }
  if (found.size === 0) return told(sentence('Give the address of at least one source.'));
  if (found.size > MAX_SOURCES)
    return told(
      sentence(
        'A draft is made from at most {most} addresses, and these are {count}. Leave some out; you can add them to the draft by hand.',
      ),
      { most: MAX_SOURCES, count: found.size },
    );
  return [...found];
}

/**
 * Drafting from sources: reads them, has a drafter draft a TL;DR, and creates a draft in the name of whoever asked. A job runs in this
 * object at once; the alarm resumes it if the object was lost. Its draft has the job's id, so that there is only one.
 */
export class DraftingJobs implements WireTask {
  readonly name = 'drafting';
  readonly #table: DraftingTable;
  readonly #dependencies: DraftingDependencies;
  readonly #now: () => number;
  /** The jobs that run in this object. */
  readonly #running = new Map<string, Promise<void>>();

  constructor(sql: SqlStorage, dependencies: DraftingDependencies) {
    this.#table = new DraftingTable(sql);
    this.#dependencies = dependencies;
    this.#now = dependencies.now ?? Date.now;
  }

  /** Begins a draft. `drafter` is by default the newsroom's own choice. */
  async begin({
    urls,
    language,
    drafter: wanted,
    actor,
    now,
  }: {
    urls: readonly string[];
    language: string;
    drafter?: DrafterName;
    actor: Actor;
    now: number;
  }): Promise<{ ok: true; id: string } | DraftingRefusal> {
    const found = readUrls(urls);
    if (!Array.isArray(found)) return refuse('invalid', found);
    if (!languageTag.safeParse(language).success)
      return refuse('invalid', sentence('The language must be a BCP 47 language tag, like en or pt-BR.'));
    const whyNot = await this.#dependencies.desk.whyNot(actor, 'write');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const chosen = await this.#dependencies.chooseDrafter(wanted);
    if (!chosen.ok) return refuse('drafter', told(chosen));
    const { own, all } = this.#table.countOpen(keyOf(actor));
    if (own >= MAX_OWN)
      return refuse(
        'busy',
        sentence('{count} drafts that you asked for are not ready yet. Wait until one is.'),
        { count: own },
      );
    if (all >= MAX_ALL)
      return refuse('busy', sentence('{count} drafts are being made already. Wait until one is ready.'), {
        count: all,
      });
    this.#table.deleteBefore(now - KEPT_MS);
    const id = toHex(crypto.getRandomValues(new Uint8Array(16)));
    const job = { id, actor, language, drafter: chosen.drafter.name, begun: now };
    this.#table.add(job, found, now + CHECK_MS);
    this.#start(id);
    return { ok: true, id };
  }

  /** Finds a job, for whoever began it and for editors. */
  async find(id: string, actor: Actor): Promise<{ ok: true; job: DraftingJob } | DraftingRefusal> {
    const job = this.#table.find(id);
    const isOwn = job !== undefined && job.key === keyOf(actor);
    const whyNot = await this.#dependencies.desk.whyNot(actor, isOwn || !job ? 'write' : 'read');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const described = this.#table.describe(id);
    if (described) return { ok: true, job: described };
    return refuse(
      'missing',
      sentence(
        'There is no such request for a draft. Requests are deleted after 30 days; the draft itself stays.',
      ),
    );
  }

  /** Lists the actor's jobs of the last 30 days, newest first, and at most 50. */
  list(actor: Actor): DraftingJob[] {
    return this.#table.idsOf(actor, MAX_LISTED).flatMap((id) => this.#table.describe(id) ?? []);
  }

  nextDue(): number | undefined {
    const oldest = this.#table.oldest();
    const times = [this.#table.nextDue(), oldest && oldest + KEPT_MS].filter((time) => time !== undefined);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Resumes the jobs that were lost, or waited for a host. They go on after this returns. */
  async run(now: number): Promise<void> {
    this.#table.deleteBefore(now - KEPT_MS + 1);
    for (const id of this.#table.dueAt(now)) {
      this.#table.setDue(id, now + CHECK_MS);
      this.#start(id);
    }
  }

  /** Resolves when the jobs are over, or wait, that run in this object now. */
  async settled(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  #start(id: string): void {
    if (this.#running.has(id)) return;
    const running = this.#run(id)
      .catch((error: unknown) => {
        log({ event: 'drafting-failed', job: id, error: String(error) });
      })
      .finally(() => this.#running.delete(id));
    this.#running.set(id, running);
  }

  async #run(id: string): Promise<void> {
    const job = this.#table.find(id);
    if (!job) return;
    if (job.attempts >= MAX_ATTEMPTS) {
      this.#fail(
        id,
        told(
          sentence(
            'The draft was begun {count} times and interrupted each time. The addresses are still here: try again, with fewer of them or another drafter.',
          ),
          { count: MAX_ATTEMPTS },
        ),
      );
      return;
    }
    this.#table.setAttempts(id, job.attempts + 1);
    const retryAt = await this.#read(job);
    if (retryAt !== undefined) {
      // To wait is no failure.
      this.#table.setAttempts(id, job.attempts);
      this.#table.setDue(id, retryAt);
      return;
    }
    await this.#draft(job);
  }

  #fail(id: string, why: Told): void {
    this.#table.finish(id, { state: 'failed', name: null, dropped: [], notes: [], why });
  }

  /** Reads the sources that are not read yet. Returns when to go on, if a host has asked for a pause. */
  async #read({ id, begun }: StoredJob): Promise<number | undefined> {
    const isOpen = ({ state, source }: StoredSource) =>
      state === 'waiting' || state === 'reading' || (state === 'read' && source === null);
    const times = await Promise.all(
      this.#table
        .sources(id)
        .filter(isOpen)
        .map(async ({ url, ...source }) => {
          const { number } = source;
          this.#table.setSource(id, { ...source, state: 'reading', source: null });
          const reading = await readOne(url, begun, { ...this.#dependencies, now: this.#now });
          this.#table.setSource(id, { number, ...reading });
          return reading.retryAt;
        }),
    );
    const later = times.filter((time) => time !== undefined);
    return later.length > 0 ? Math.min(...later) : undefined;
  }

  /** Composes the draft, creates it, and keeps what it was made from. Repeats no step that was done before the object was lost. */
  async #draft(job: StoredJob): Promise<void> {
    const { id, actor } = job;
    const { desk } = this.#dependencies;
    const sources = this.#table.sources(id).flatMap(({ source }) => source ?? []);
    const composed = job.composed ?? (await this.#compose(job, sources));
    if (!composed) return;
    const { name, text, origin, notes } = composed;
    const created = await desk.create({ id, name, text, origin, actor, now: this.#now() });
    if (!created.ok) {
      this.#fail(id, created);
      return;
    }
    await desk.keep(id, sources);
    this.#table.finish(id, { state: 'done', name, dropped: origin.dropped, notes, why: null });
  }

  /** Returns nothing if the job has failed. */
  async #compose(
    { id, actor, language, drafter: name }: StoredJob,
    sources: readonly ReadSource[],
  ): Promise<ComposedDraft | undefined> {
    if (sources.length === 0) {
      this.#fail(id, told(sentence('None of the addresses could be read. Each has its reason beside it.')));
      return undefined;
    }
    const chosen = await this.#dependencies.chooseDrafter(name);
    if (!chosen.ok) {
      this.#fail(id, chosen);
      return undefined;
    }
    this.#table.setState(id, 'drafting');
    const notes = this.#table
      .sources(id)
      .filter(({ state, source }) => state === 'unread' && source === null)
      .map(({ url, detail, said }) =>
        told(sentence('Not read: {url} {reason}'), { url, reason: asValue(toldFrom(detail, said)) }),
      );
    const { drafter } = chosen;
    const { composeDraft } = await import('./compose.ts');
    const author = actor.name;
    const composed = await composeDraft({ sources, drafter, language, author, now: this.#now(), notes });
    this.#table.setComposed(id, composed);
    return composed;
  }
}
