import { pause } from './clock.ts';
import { some, strikes } from './odds.ts';

// R2 and the rate limiters as they may be found.

/** The bucket under faults. */
export function faultyBucket(bucket: R2Bucket): R2Bucket {
  async function reach<T>(does: () => Promise<T>): Promise<T> {
    if (strikes('backup-slow')) await pause(some(4000));
    if (strikes('backup-refused'))
      throw new Error('put: We encountered an internal error. Please try again. (10001)');
    const done = await does();
    if (strikes('backup-unanswered')) throw new Error('Network connection lost.');
    return done;
  }
  return {
    put: (...parameters: Parameters<R2Bucket['put']>) => reach(() => bucket.put(...parameters)),
    list: (options?: R2ListOptions) => reach(() => bucket.list(options)),
    get: (key: string) => reach(() => bucket.get(key)),
    delete: (keys: string | string[]) => reach(() => bucket.delete(keys)),
  } as unknown as R2Bucket;
}

/** The rate limiter under faults. */
export const faultyLimit = (limit: RateLimit): RateLimit => ({
  limit: async (options) => {
    if (strikes('rate-failing')) throw new Error('The rate limiter could not be reached.');
    return limit.limit(options);
  },
});
