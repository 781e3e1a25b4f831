import { type Counts, type Fault, type Odds, randomFrom } from '../faults.ts';

// One isolate has one plan: which faults happen now, and how often each has.

let odds: Odds = {};
let random = randomFrom(0);
let counts: Counts = {};

export function steer(next: Odds, seed: number): void {
  odds = next;
  random = randomFrom(seed);
}

/** Whether the fault is to happen this time, if it can; `note` counts it where it does. */
export function threatens(fault: Fault): boolean {
  const probability = odds[fault] ?? 0;
  return probability > 0 && random() < probability;
}

/** Counts a fault that has happened. */
export function note(fault: Fault): void {
  counts[fault] = (counts[fault] ?? 0) + 1;
}

/** Whether the fault happens this time, which is counted. */
export function strikes(fault: Fault): boolean {
  const isStruck = threatens(fault);
  if (isStruck) note(fault);
  return isStruck;
}

/** Up to so much. */
export const some = (most: number) => random() * most;

export const counted = () => counts;

export const countAnew = () => {
  counts = {};
};
