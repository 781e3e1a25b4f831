import { expect, test } from 'vitest';
import { backoff } from '../../src/lib/backoff.ts';

test('the delay doubles with each failure, up to the longest', () => {
  const delays = [1, 2, 3, 4, 5, 50].map((failures) => backoff(failures, { first: 2, longest: 20 }));
  expect(delays).toEqual([2, 4, 8, 16, 20, 20]);
});
