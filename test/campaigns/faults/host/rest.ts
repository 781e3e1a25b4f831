import { pause } from './clock.ts';

// What the objects are at, so that one can be forgotten while it rests, as the runtime does. (That Miniflare has an object
// evicted stops this test's process until the object rests, which may be waiting for the witness in it.)

const atWork = new Map<string, number>();

/** Knows the object, or `alarm of` it, to be at work until the work is done. */
export async function working<T>(id: string, work: () => Promise<T> | T): Promise<T> {
  atWork.set(id, (atWork.get(id) ?? 0) + 1);
  try {
    return await work();
  } finally {
    atWork.set(id, Math.max(0, (atWork.get(id) ?? 0) - 1));
  }
}

/** What an object was at in its last life ended with it. */
export const beginAnew = (id: string) => atWork.delete(id);

/** The longest that an object is waited for, and how often it is looked at, in milliseconds of the program's. */
const PATIENCE = 10_000;
const LOOK = 10;

/** Waits until the object rests; says whether it does. */
export async function rests(id: string): Promise<boolean> {
  for (let waited = 0; waited < PATIENCE; waited += LOOK) {
    if (!atWork.get(id) && !atWork.get(`alarm of ${id}`)) return true;
    await pause(LOOK);
  }
  return false;
}
