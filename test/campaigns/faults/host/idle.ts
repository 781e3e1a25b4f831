import { pause } from './clock.ts';

// Counts what each object is doing, because the runtime only evicts objects that are idle. (Miniflare's own eviction would
// block this process until the object is idle, and the object may be waiting for this process: it receives the KV events.)

const atWork = new Map<string, number>();

/** Counts the object with this id as busy until the work is done. An alarm's id is `alarm of <id>`. */
export async function trackWork<T>(id: string, work: () => Promise<T> | T): Promise<T> {
  atWork.set(id, (atWork.get(id) ?? 0) + 1);
  try {
    return await work();
  } finally {
    atWork.set(id, Math.max(0, (atWork.get(id) ?? 0) - 1));
  }
}

/** Forgets the work of an object that was aborted. */
export const forgetWork = (id: string) => atWork.delete(id);

/** In milliseconds of the program's clock. */
const IDLE_TIMEOUT = 10_000;
const POLL_INTERVAL = 10;

/** Waits until the object is idle. Returns whether it became idle in time. */
export async function waitUntilIdle(id: string): Promise<boolean> {
  for (let waited = 0; waited < IDLE_TIMEOUT; waited += POLL_INTERVAL) {
    if (!atWork.get(id) && !atWork.get(`alarm of ${id}`)) return true;
    await pause(POLL_INTERVAL);
  }
  return false;
}
