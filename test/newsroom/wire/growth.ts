import { expect } from 'vitest';

/** How often the two times are compared. Something else may hold up a machine once, but not each time. */
const ATTEMPTS = 6;

/** Returns the shortest of three times, in milliseconds. */
function time(read: (count: number) => unknown, count: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    read(count);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

/**
 * Checks that reading takes time in proportion to the length of what is read. `read` gets how often to repeat its unit; sixteen times as
 * much would take 256 times as long if the time were quadratic.
 */
export function expectLinear(read: (count: number) => unknown, count = 20_000): void {
  time(read, count);
  const ratios: number[] = [];
  while (ratios.length < ATTEMPTS && (ratios.at(-1) ?? 100) >= 100) {
    const short = Math.max(time(read, count), 1);
    ratios.push(time(read, 16 * count) / short);
  }
  expect(Math.min(...ratios)).toBeLessThan(100);
}
