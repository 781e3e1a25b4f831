import { backoff } from './backoff.ts';

/** The longest delay before a request to another server is retried, in seconds. Queues allow 24 hours. */
const MAX_RETRY_SECONDS = 14_400;

/** Returns the delay before a request to another server is retried after `failures` failed attempts, in seconds; `first` is the first delay. */
export const retryDelay = (failures: number, first: number) =>
  Math.ceil(backoff(failures, { first, longest: MAX_RETRY_SECONDS }));

/** Failed attempts after which a delivery is given up. If the first delay is 30 seconds, the last attempt is after 8¼ hours. */
export const MAX_DELIVERY_ATTEMPTS = 11;
