import type { MarkdownSystem } from '../markdown-systems.ts';
import type { Move } from '../move.ts';
import type { OldEntry, Reader } from '../old-site.ts';

/** How many entries are stored at once, and after how many milliseconds fewer are: a feed's documents may come slowly. */
const [BATCH, PERIOD] = [500, 1000];

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
        kind: 'duplicate',
        was: `${post.key}, a second time`,
        now: 'left out: the first one counts',
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
  options: {
    read: Reader;
    fingerprint: string;
    site?: string | undefined;
    system?: MarkdownSystem | undefined;
  },
): Promise<void> {
  const { work, progress, interruption } = move;
  if (work.fact('read') === options.fingerprint) return;
  work.forgetSource();
  let isBegun = false;
  const entries = options.read(source, {
    index: work.index,
    now: move.now,
    system: options.system,
    contact: move.site.url,
    onPause: (host, milliseconds) => progress.pause(host, milliseconds),
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
    let stored = performance.now();
    for await (const entry of entries) {
      addEntry(move, entry);
      if (++count % BATCH > 0 && performance.now() - stored < PERIOD) continue;
      database.exec('COMMIT; BEGIN');
      stored = performance.now();
      await interruption.check();
    }
    work.setFact('read', options.fingerprint);
  } finally {
    // What was noted for readers stays. The entries of a reading that has not ended are forgotten by the next.
    database.exec('COMMIT');
    progress.end();
  }
}
