/**
 * Returns `now`, or one millisecond after `previous` if the clock was set back. Readers tell the newer of two copies by such
 * times, so each must be later than the one before.
 */
export const monotonicTime = (now: number, previous = 0): number => Math.max(now, previous + 1);
