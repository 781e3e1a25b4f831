import type { KeyValueTable } from '../../../lib/key-value-table.ts';
import { monotonicTime } from '../../../lib/monotonic-time.ts';
import { withTimeout } from '../../../lib/timeout.ts';
import type { Env } from '../../../platform/env.ts';
import type { KvEntry } from '../../../platform/kv.ts';
import type { Scope } from '../../../site/edition/scope.ts';
import type { Announcements } from './announcements.ts';
import { cardRendererOf } from './card-renderer.ts';
import type { DueList } from './due-list.ts';
import type { CardEntry } from './entries.ts';
import { type EntryInputs, expectedEntry } from './expected-entry.ts';
import type { Mirrors } from './mirrors/mirrors.ts';
import type { OutboxRow } from './outbox.ts';
import { type SealingDependencies, sealRevisions } from './sealing.ts';

/** The version that the outbox stores for a key without a value. */
const ABSENT = 'absent';
/** The most writes at a time: a Worker may hold six connections open. */
const MAX_PARALLEL_WRITES = 6;
/** Roughly how many bytes may be written at a time: the Desk has 128 MB of memory and holds several copies of each value. */
const MAX_PARALLEL_BYTES = 4_000_000;
/** Roughly how many bytes one run of the alarm may render. This takes a few of its 30 seconds of CPU time. */
const MAX_BYTES_PER_RUN = 100_000_000;
/** After each key, the writer pauses a millisecond for so many rendered bytes: about a tenth of the time that they took. */
const BYTES_PER_MILLISECOND = 250_000;
/** How long a write to KV may take, and how long drawing a card may take, in milliseconds. */
const WRITE_TIMEOUT = 10_000;
const DRAWING_TIMEOUT = 10_000;
/**
 * How long after it failed or timed out a write may still land in KV, in milliseconds. Cloudflare states no limit, so this is a
 * guess. Not to be confused with `KV_CONVERGENCE`, which begins when a write has landed.
 */
const LANDING_TIME = 300_000;

export interface WriterDependencies extends EntryInputs, Omit<SealingDependencies, 'env'> {
  /** Keys to write again because a write that failed may still land over a newer value. */
  uncertainWrites: DueList;
  announcements: Announcements;
  mirrors: Mirrors;
  keyValues: KeyValueTable;
  env: Pick<Env, 'STORIES' | 'STUDIO' | 'SIGNING_KEY'>;
  /** Sets the alarm for the next task. */
  arm: () => Promise<void>;
}

/** A row of the outbox with the entry that KV should hold under its key. */
interface PendingWrite {
  row: OutboxRow;
  entry: KvEntry | CardEntry | undefined;
  /** The version in KV, as far as the Desk knows. */
  known: string | null;
  /** The time of the write, in milliseconds: later than the key's last write. */
  at: number;
}

/** Returns how many bytes were rendered for the entry; 0 for a card, which is small and not drawn yet. */
const sizeOf = ({ entry }: PendingWrite): number => (entry && 'value' in entry ? entry.size : 0);

/**
 * Writes the current values of the rows' keys to KV, in the rows' order. Returns the keys that it wrote, which are also cache
 * tags. Stops after `MAX_BYTES_PER_RUN`; the rest stays in the outbox. After each key it waits for a timer, so that the runtime
 * can deliver requests and responses. Otherwise a save could wait for a whole run.
 */
export async function writeEntries(
  rows: readonly OutboxRow[],
  dependencies: WriterDependencies,
): Promise<string[]> {
  const tags: string[] = [];
  const writes = new Set<Promise<unknown>>();
  let [left, atATime, wasEdition] = [MAX_BYTES_PER_RUN, 0, true];
  for (const row of rows) {
    if (left <= 0) break;
    const isEdition = row.subject?.kind === 'edition';
    // An edition links to the stories and archive pages before it, so these must be in KV first.
    if (isEdition && !wasEdition) await Promise.all(writes);
    wasEdition = isEdition;
    const pending = await attempt(row, Date.now(), dependencies, () => prepareWrite(row, dependencies));
    const size = pending ? sizeOf(pending) : 0;
    if (pending) {
      const write = attempt(row, pending.at, dependencies, () => writeToKv(pending, dependencies)).then(
        (tag) => {
          writes.delete(write);
          atATime -= size;
          if (tag !== undefined) tags.push(tag);
        },
      );
      writes.add(write);
    }
    atATime += size;
    left -= size;
    while (writes.size >= MAX_PARALLEL_WRITES || atATime >= MAX_PARALLEL_BYTES) await Promise.race(writes);
    await scheduler.wait(1 + size / BYTES_PER_MILLISECOND);
  }
  await Promise.all(writes);
  if (tags.length > 0) dependencies.keyValues.set('lastPrint', new Date().toISOString());
  return tags;
}

/** Runs a step for a row. If it throws, reports the error and returns undefined; the outbox retries the row later. */
async function attempt<T>(
  row: OutboxRow,
  at: number,
  { storage, outbox, report }: WriterDependencies,
  step: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    storage.transactionSync(() => outbox.fail(row, Date.now(), at));
    report(`${row.key} could not be written to KV: ${error}`);
    return undefined;
  }
}

async function prepareWrite(row: OutboxRow, dependencies: WriterDependencies): Promise<PendingWrite> {
  const last = dependencies.outbox.lastWrite(row.key);
  const at = monotonicTime(Date.now(), last.at);
  if (row.subject?.kind === 'story') await sealRevisions(row.subject.slug, dependencies);
  return { row, at, known: last.version, entry: await expectedEntry(row.subject, dependencies) };
}

/** The key of the entity tags of the feeds of all stories, as they were written last. */
const FEEDS = 'feeds of all';

/** Whether readers may have other feeds of an edition. Arranging the front page changes its page alone. */
function mayFeedsDiffer(
  scope: Scope,
  { entry, known }: Pick<PendingWrite, 'entry' | 'known'>,
  keyValues: KeyValueTable,
): boolean {
  if (scope !== 'all' || !entry?.metadata.etags) return true;
  const { page, ...feeds } = entry.metadata.etags;
  const [before, now] = [keyValues.get(FEEDS), JSON.stringify(feeds)];
  keyValues.set(FEEDS, now);
  return known === null || before !== now;
}

/** Writes the entry, or deletes the key if there is none. Returns the key, or undefined if KV was up to date. */
async function writeToKv(
  { row, entry, known, at }: PendingWrite,
  dependencies: WriterDependencies,
): Promise<string | undefined> {
  const { key, subject } = row;
  const { storage, outbox, announcements, mirrors, keyValues, env } = dependencies;
  const version = entry?.metadata.version ?? ABSENT;
  const isWritten = known !== version;
  if (isWritten) {
    const value =
      entry && 'card' in entry
        ? await withTimeout(DRAWING_TIMEOUT, cardRendererOf(env).draw(entry.card))
        : entry?.value;
    const printed = new Date(at).toISOString();
    const saved = dependencies.site().isSaved ? ({ saved: true } as const) : {};
    const write =
      entry && value !== undefined
        ? env.STORIES.put(key, value, { metadata: { ...entry.metadata, printed, ...saved } })
        : env.STORIES.delete(key);
    await awaitWrite(key, write, dependencies);
  }
  storage.transactionSync(() => {
    outbox.settle(row, Date.now(), isWritten ? { version, at } : undefined);
    if (
      isWritten &&
      subject?.kind === 'edition' &&
      mayFeedsDiffer(subject.scope, { entry, known }, keyValues)
    )
      announcements.add(subject.scope, Date.now());
    if (isWritten && subject?.kind === 'story') mirrors.addStory(subject.slug, Date.now());
  });
  return isWritten ? key : undefined;
}

/**
 * Waits for a write; throws if it fails or times out. It may still land then, and replace a newer value. So the key is written
 * again: as soon as that write has landed, or otherwise after `LANDING_TIME`.
 */
async function awaitWrite(
  key: string,
  write: Promise<void>,
  { uncertainWrites, arm }: WriterDependencies,
): Promise<void> {
  try {
    await withTimeout(WRITE_TIMEOUT, write);
  } catch (error) {
    uncertainWrites.add([key], Date.now() + LANDING_TIME);
    write.then(
      () => {
        uncertainWrites.add([key], Date.now());
        return arm();
      },
      () => undefined,
    );
    throw error;
  }
}
