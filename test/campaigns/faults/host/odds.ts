import { type Fault, type FaultCounts, type Odds, randomFrom } from '../faults.ts';

// The current odds of the isolate, and how often each fault has happened.

let odds: Odds = {};
let random = randomFrom(0);
let counts: FaultCounts = {};

export function setFaults(next: Odds, seed: number): void {
  odds = next;
  random = randomFrom(seed);
}

/** Draws whether the fault should happen now. If it then does, the caller counts it with `countFault`. */
export function isDue(fault: Fault): boolean {
  const probability = odds[fault] ?? 0;
  return probability > 0 && random() < probability;
}

export function countFault(fault: Fault): void {
  counts[fault] = (counts[fault] ?? 0) + 1;
}

/** Draws whether the fault happens now, and counts it. */
export function happens(fault: Fault): boolean {
  const isHappening = isDue(fault);
  if (isHappening) countFault(fault);
  return isHappening;
}

export const randomUpTo = (most: number) => random() * most;

export const faultCounts = () => counts;

export const resetCounts = () => {
  counts = {};
};
