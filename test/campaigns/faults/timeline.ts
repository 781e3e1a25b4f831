/** How much faster than the machine's the clock of the program goes: a minute's delay takes six seconds. */
export const RATE = 10;

/** A clock that is never off: it goes on from a moment of the machine's, faster than it. */
export interface Timeline {
  rate: number;
  /** The time at a moment of the machine's clock; both in milliseconds. */
  at: (machineTime: number) => number;
  machineTime: (time: number) => number;
}

export const timeline = (epoch: number): Timeline => ({
  rate: RATE,
  at: (machineTime) => epoch + (machineTime - epoch) * RATE,
  machineTime: (time) => epoch + (time - epoch) / RATE,
});
