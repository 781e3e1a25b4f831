import type { Move } from '../move.ts';

/** Calls `change` for each item, `size` of them in a transaction. Between two transactions, the move can be interrupted. */
export async function inBatches<T>(
  { work, progress, interruption }: Move,
  items: Iterable<T>,
  size: number,
  change: (item: T) => void,
): Promise<void> {
  let done = 0;
  let batch: T[] = [];
  const commit = async () => {
    work.transaction(() => {
      for (const item of batch) change(item);
    });
    done += batch.length;
    batch = [];
    progress.update(done);
    await interruption.check();
  };
  for (const item of items) {
    batch.push(item);
    if (batch.length === size) await commit();
  }
  await commit();
}
