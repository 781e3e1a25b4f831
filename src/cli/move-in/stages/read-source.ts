import type { Move } from '../move.ts';
import type { OldEntry, Reader } from '../old-site.ts';

/** How many entries are stored at once. */
const BATCH = 500;

function addEntry({ work }: Move, entry: OldEntry): void {
  const { entries, losses } = work;
  if (entry.kind === 'loss') losses.add('read', entry.loss);
  else if (entry.kind !== 'post') entries.add(entry);
  else {
    const { post } = entry;
    const { place, identifier } = post;
    const isRepeated = identifier !== null && entries.hasIdentifier(identifier);
    if (!entries.addPost(isRepeated ? { ...post, identifier: null } : post)) {
      losses.add('read', {
        place,
        kind: 'repeated',
        was: `${post.key}, a second time`,
        now: 'nothing: the first one counts',
      });
    } else if (isRepeated) {
      losses.add('read', {
        place,
        kind: 'identifier',
        was: `the id "${identifier}", which an earlier post has`,
        now: 'a new id: feed readers may show the story again',
      });
    }
  }
}

/** Reads the source into the work folder, unless it is there. `fingerprint` tells whether the source is still the same. */
export async function readSource(
  move: Move,
  source: string,
  options: { read: Reader; fingerprint: string; site?: string | undefined },
): Promise<void> {
  const { work, progress, interruption } = move;
  if (work.fact('read') === options.fingerprint) return;
  work.forgetSource();
  let isBegun = false;
  const entries = options.read(source, {
    index: work.index,
    now: move.now,
    ...(options.site === undefined ? {} : { site: options.site }),
    progress: (done, total) => {
      if (!isBegun) progress.begin('Reading', total ?? 0);
      isBegun = true;
      progress.update(done);
    },
  });
  const { database } = work;
  database.exec('BEGIN');
  try {
    let count = 0;
    for await (const entry of entries) {
      addEntry(move, entry);
      if (++count % BATCH > 0) continue;
      database.exec('COMMIT; BEGIN');
      await interruption.check();
    }
    work.setFact('read', options.fingerprint);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  } finally {
    progress.end();
  }
}
