import { type Counts, type Fault, type Odds, randomFrom } from '../faults.ts';

// One isolate has one plan: which faults happen now, and how often each has.

let odds: Odds = {};
let random = randomFrom(0);
let counts: Counts = {};

export function steer(next: Odds, seed: number): void {
  odds = next;
  random = randomFrom(seed);
}

/** Whether the fault happens this time. */
export function strikes(fault: Fault): boolean {
  const probability = odds[fault] ?? 0;
  if (probability === 0 || random() >= probability) return false;
  counts[fault] = (counts[fault] ?? 0) + 1;
  return true;
}

/** Up to so much. */
export const some = (most: number) => random() * most;

export const counted = () => counts;

export const countAnew = () => {
  counts = {};
};
