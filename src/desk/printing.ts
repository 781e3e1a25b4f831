import type { Scope } from '../edition/scope.ts';
import type { Env } from '../env.ts';
import { within } from '../patience.ts';
import type { Site } from '../site.ts';
import type { Announcements } from './announcements.ts';
import { later } from './change.ts';
import type { Doubts } from './doubts.ts';
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
  doubts: Doubts;
  announcements: Announcements;
  notes: Notes;
  site: Site;
  /** Sees to it that what has become due is seen to. */
  wake: () => Promise<void>;
}

/** Writes what the outbox row's key has to hold now into KV; gives the key as a cache tag if it was written. */
export async function printRow(
  row: Row,
  workshop: Workshop,
  env: Pick<Env, 'STORIES' | 'STUDIO'>,
): Promise<string | undefined> {
  const { storage, ledger, outbox, announcements, notes, site } = workshop;
  const last = outbox.lastPrinted(row.key);
  const at = later(Date.now(), last.at);
  try {
    const entry = await proofOf(row.key, { ledger, site, now: Date.now() });
    const version = entry?.metadata.version ?? ABSENT;
    const isWritten = last.version !== version;
    if (isWritten) {
      const value =
        entry && 'card' in entry
          ? await within(DRAWING_PATIENCE, studioOf(env).draw(entry.card))
          : entry?.value;
      const printed = new Date(at).toISOString();
      const write =
        entry && value !== undefined
          ? env.STORIES.put(entry.key, value, { metadata: { ...entry.metadata, printed } })
          : env.STORIES.delete(row.key);
      await landing(row.key, write, workshop);
      notes.set('lastPrint', printed);
    }
    storage.transactionSync(() => {
      outbox.settle(row, Date.now(), isWritten ? { version, at } : undefined);
      if (isWritten && row.key.startsWith('edition:')) {
        announcements.add(row.key.slice('edition:'.length) as Scope, Date.now());
      }
    });
    return isWritten ? row.key : undefined;
  } catch (error) {
    storage.transactionSync(() => outbox.fail(row, Date.now(), at));
    notes.report(`${row.key} could not be written to KV: ${error}`, Date.now());
    return undefined;
  }
}

/** Waits until the write has landed. One that is given up may still do so later, over what was printed since. */
async function landing(
  key: string,
  write: Promise<void>,
  { doubts, wake }: Pick<Workshop, 'doubts' | 'wake'>,
): Promise<void> {
  try {
    await within(WRITE_PATIENCE, write);
  } catch (error) {
    doubts.add(key, Date.now());
    write.then(
      () => {
        doubts.landed(key, Date.now());
        return wake();
      },
      () => undefined,
    );
    throw error;
  }
}
