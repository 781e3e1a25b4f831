const [MINUTE, DAY] = [60_000, 86_400_000];

/** The most looks of one run: each may take seconds, and a run should end within a few minutes. */
const MAX_PER_RUN = 25;
/** How often the watch runs, whatever its budget: so often it takes in what was published. */
const USUAL_INTERVAL = 15 * MINUTE;

/** Returns the time between two runs, in milliseconds. A budget that would need larger runs gets more of them. */
export function runInterval(looksPerDay: number): number {
  const isLarge = (looksPerDay * USUAL_INTERVAL) / DAY > MAX_PER_RUN;
  return isLarge ? MINUTE : USUAL_INTERVAL;
}

/**
 * Returns how many sources a run may look at, so that a day's looks are spread over the day (UTC). What could not be used earlier in
 * the day is made up for little by little: no run takes more than twice its share.
 */
export function allowedLooks(looksPerDay: number, looksToday: number, now: number): number {
  const interval = runInterval(looksPerDay);
  const elapsed = Math.min(DAY, (now % DAY) + interval);
  const left = Math.floor((looksPerDay * elapsed) / DAY) - looksToday;
  const most = Math.min(MAX_PER_RUN, Math.ceil((2 * looksPerDay * interval) / DAY));
  return Math.max(0, Math.min(left, most));
}
