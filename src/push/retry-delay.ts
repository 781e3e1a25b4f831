import { backoff } from '../lib/backoff.ts';

/** The longest delay before another server is tried again, in seconds; Queues allow 24 hours. */
const MAX_RETRY_SECONDS = 14_400;

/** Returns the seconds until another server is tried again after `failures` failed attempts; `first` is the shortest delay. */
export const retryDelay = (failures: number, first: number) =>
  Math.ceil(backoff(failures, { first, longest: MAX_RETRY_SECONDS }));
