import { pause } from './clock.ts';
import { happens, randomUpTo } from './odds.ts';

// R2 and rate limiters that fail by the odds.

export function faultyBucket(bucket: R2Bucket): R2Bucket {
  async function perform<T>(request: () => Promise<T>): Promise<T> {
    if (happens('backup-slow')) await pause(randomUpTo(4000));
    if (happens('backup-refused'))
      throw new Error('put: We encountered an internal error. Please try again. (10001)');
    const result = await request();
    if (happens('backup-unanswered')) throw new Error('Network connection lost.');
    return result;
  }
  return {
    put: (...parameters: Parameters<R2Bucket['put']>) => perform(() => bucket.put(...parameters)),
    list: (options?: R2ListOptions) => perform(() => bucket.list(options)),
    get: (key: string) => perform(() => bucket.get(key)),
    delete: (keys: string | string[]) => perform(() => bucket.delete(keys)),
  } as unknown as R2Bucket;
}

export const faultyLimit = (limit: RateLimit): RateLimit => ({
  limit: async (options) => {
    if (happens('rate-failing')) throw new Error('The rate limiter could not be reached.');
    return limit.limit(options);
  },
});
