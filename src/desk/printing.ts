import type { Scope } from '../edition/scope.ts';
import type { Env } from '../settings.ts';
import type { Site } from '../site.ts';
import type { Announcements } from './announcements.ts';
import type { Ledger } from './ledger.ts';
import type { Notes } from './notes.ts';
import type { Outbox, Row } from './outbox.ts';
import { proofOf } from './proof.ts';
import { studioOf } from './studio.ts';

/** The version of a key that has no value. */
const ABSENT = 'absent';
/** The longest write to KV that is waited for, in milliseconds. */
const WRITE_PATIENCE = 10_000;
/** The longest drawing of a card that is waited for, in milliseconds. */
const DRAWING_PATIENCE = 10_000;

/** What printing works with. */
export interface Workshop {
  storage: DurableObjectStorage;
  ledger: Ledger;
  outbox: Outbox;
  announcements: Announcements;
  notes: Notes;
  site: Site;
}

/** Writes what the outbox row's key has to hold now into KV; gives the key as a cache tag if it was written. */
export async function printRow(
  row: Row,
  { storage, ledger, outbox, announcements, notes, site }: Workshop,
  env: Pick<Env, 'STORIES' | 'STUDIO'>,
): Promise<string | undefined> {
  try {
    const entry = await proofOf(row.key, { ledger, site, now: Date.now() });
    const version = entry?.metadata.version ?? ABSENT;
    const isWritten = outbox.printedVersion(row.key) !== version;
    if (isWritten) {
      const value =
        entry && 'card' in entry
          ? await within(DRAWING_PATIENCE, studioOf(env).draw(entry.card))
          : entry?.value;
      const write =
        entry && value !== undefined
          ? env.STORIES.put(entry.key, value, { metadata: entry.metadata })
          : env.STORIES.delete(row.key);
      await within(WRITE_PATIENCE, write);
      notes.set('lastPrint', new Date().toISOString());
    }
    storage.transactionSync(() => {
      outbox.settle(row, version, Date.now(), isWritten);
      if (isWritten && row.key.startsWith('edition:')) {
        announcements.add(row.key.slice('edition:'.length) as Scope, Date.now());
      }
    });
    return isWritten ? row.key : undefined;
  } catch (error) {
    storage.transactionSync(() => outbox.fail(row, Date.now()));
    notes.report(`${row.key} could not be written to KV: ${error}`, Date.now());
    return undefined;
  }
}

/** What the promise gives, if it does so in time. The clock stops with it, so that it keeps nobody awake. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${milliseconds / 1000} seconds`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
