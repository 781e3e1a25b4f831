/**
 * Returns `now`, or one millisecond after `previous` if the clock was set back or has not advanced. The newer of two copies is
 * the one with the later time, so each time must be later than the one before.
 */
export const monotonicTime = (now: number, previous = 0): number => Math.max(now, previous + 1);
