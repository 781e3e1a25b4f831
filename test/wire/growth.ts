import { expect } from 'vitest';

/**
 * Checks that reading takes time in proportion to the length of what is read. `read` gets how often to repeat its unit; sixteen times as
 * much would take 256 times as long if the time were quadratic.
 */
export function expectLinear(read: (count: number) => unknown, count = 20_000): void {
  const time = (units: number) => {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 3; run++) {
      const start = performance.now();
      read(units);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  };
  time(count);
  expect(time(16 * count)).toBeLessThan(100 * Math.max(time(count), 1));
}
