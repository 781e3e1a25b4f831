import type { Scope } from '../../edition/scope.ts';
import type { Env } from '../../env.ts';
import type { KvEntry } from '../../kv.ts';
import type { KeyValueTable } from '../../lib/key-value-table.ts';
import { monotonicTime } from '../../lib/monotonic-time.ts';
import { withTimeout } from '../../lib/timeout.ts';
import type { Site } from '../../site.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Announcements } from './announcements.ts';
import { cardRendererOf } from './card-renderer.ts';
import type { CardEntry } from './entries.ts';
import { expectedEntry } from './expected-entry.ts';
import type { Outbox, OutboxRow } from './outbox.ts';
import type { UncertainWrites } from './uncertain-writes.ts';

/** The version of a key that has no value. */
const ABSENT = 'absent';
/** Keys written at the same time: a Worker may hold six connections open. */
const AT_ONCE = 6;
/** About how many bytes are written at the same time: the Desk has 128 MB of memory and holds several copies of each value. */
const BYTES_AT_ONCE = 4_000_000;
/** Bytes printed in one run of the alarm, before compression: a few of the 30 seconds of CPU time that it has. */
const BYTES_A_RUN = 100_000_000;
/** After each key, printing pauses one millisecond for this many bytes: about a tenth of the time that they took. */
const BYTES_A_MILLISECOND = 250_000;
/** The longest write to KV that is waited for, in milliseconds. */
const WRITE_PATIENCE = 10_000;
/** The longest drawing of a card that is waited for, in milliseconds. */
const DRAWING_PATIENCE = 10_000;

/** What printing works with. */
export interface WriterDependencies {
  storage: DurableObjectStorage;
  ledger: Ledger;
  outbox: Outbox;
  uncertainWrites: UncertainWrites;
  announcements: Announcements;
  keyValues: KeyValueTable;
  report: (what: string) => void;
  site: Site;
  /** Sees to it that what has become due is seen to. */
  arm: () => Promise<void>;
}

/** What a row's key has to hold now, and what was printed under it last. */
interface PendingWrite {
  row: OutboxRow;
  entry: KvEntry | CardEntry | undefined;
  /** The version that is in KV, as far as the Desk knows. */
  known: string | null;
  /** When it is printed, in milliseconds. */
  at: number;
}

/** How many bytes were made for the proof; a card, which is small and not drawn yet, counts as none. */
const sizeOf = ({ entry }: PendingWrite): number => (entry && 'value' in entry ? entry.size : 0);

/**
 * Prints what the rows ask for, in their order, and returns the keys that it wrote, which are cache tags. It stops early after
 * `BYTES_A_RUN`: the rest stays in the outbox. Between two keys it waits for a timer, so that the runtime delivers the requests
 * and answers that have come in; otherwise a save could wait for a whole run.
 */
export async function writeEntries(
  rows: readonly OutboxRow[],
  dependencies: WriterDependencies,
  env: Pick<Env, 'STORIES' | 'STUDIO'>,
): Promise<string[]> {
  const tags: string[] = [];
  const writes = new Set<Promise<unknown>>();
  let [left, atOnce, wasEdition] = [BYTES_A_RUN, 0, true];
  for (const row of rows) {
    if (left <= 0) break;
    const isEdition = row.key.startsWith('edition:');
    // An edition leads readers to the stories and archive pages that were printed before it.
    if (isEdition && !wasEdition) await Promise.all(writes);
    wasEdition = isEdition;
    const proof = await attempt(row, Date.now(), dependencies, () => prepareWrite(row, dependencies));
    const size = proof ? sizeOf(proof) : 0;
    if (proof) {
      const write = attempt(row, proof.at, dependencies, () => writeToKv(proof, dependencies, env)).then(
        (tag) => {
          writes.delete(write);
          atOnce -= size;
          if (tag !== undefined) tags.push(tag);
        },
      );
      writes.add(write);
    }
    atOnce += size;
    left -= size;
    while (writes.size >= AT_ONCE || atOnce >= BYTES_AT_ONCE) await Promise.race(writes);
    await scheduler.wait(1 + size / BYTES_A_MILLISECOND);
  }
  await Promise.all(writes);
  if (tags.length > 0) dependencies.keyValues.set('lastPrint', new Date().toISOString());
  return tags;
}

/** Runs a step of printing a row; if it fails, the row is tried again later. */
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
  const { outbox } = dependencies;
  const last = outbox.lastWrite(row.key);
  const at = monotonicTime(Date.now(), last.at);
  return { row, at, known: last.version, entry: await expectedEntry(row.key, dependencies) };
}

/** Writes the proof into KV, unless KV has it already; returns the key if it was written. */
async function writeToKv(
  { row, entry, known, at }: PendingWrite,
  dependencies: WriterDependencies,
  env: Pick<Env, 'STORIES' | 'STUDIO'>,
): Promise<string | undefined> {
  const { storage, outbox, announcements } = dependencies;
  const version = entry?.metadata.version ?? ABSENT;
  const isWritten = known !== version;
  if (isWritten) {
    const value =
      entry && 'card' in entry
        ? await withTimeout(DRAWING_PATIENCE, cardRendererOf(env).draw(entry.card))
        : entry?.value;
    const printed = new Date(at).toISOString();
    const write =
      entry && value !== undefined
        ? env.STORIES.put(entry.key, value, { metadata: { ...entry.metadata, printed } })
        : env.STORIES.delete(row.key);
    await awaitWrite(row.key, write, dependencies);
  }
  storage.transactionSync(() => {
    outbox.settle(row, Date.now(), isWritten ? { version, at } : undefined);
    if (isWritten && row.key.startsWith('edition:')) {
      announcements.add(row.key.slice('edition:'.length) as Scope, Date.now());
    }
  });
  return isWritten ? row.key : undefined;
}

/** Waits until the write has landed. One that is given up may still do so later, over what was printed since. */
async function awaitWrite(
  key: string,
  write: Promise<void>,
  { uncertainWrites, arm }: Pick<WriterDependencies, 'uncertainWrites' | 'arm'>,
): Promise<void> {
  try {
    await withTimeout(WRITE_PATIENCE, write);
  } catch (error) {
    uncertainWrites.add(key, Date.now());
    write.then(
      () => {
        uncertainWrites.addLanded(key, Date.now());
        return arm();
      },
      () => undefined,
    );
    throw error;
  }
}
