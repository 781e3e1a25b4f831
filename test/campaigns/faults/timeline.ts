/** The program's clock runs this many times as fast as the machine's: a minute's delay takes six seconds. */
export const RATE = 10;

/** The steady clock: it starts with the machine's clock, runs faster, and never jumps. All times are in milliseconds. */
export interface Timeline {
  rate: number;
  /** Converts a time of the machine's clock to a steady time. */
  at: (machineTime: number) => number;
  /** Converts a steady time to a time of the machine's clock. */
  machineTime: (time: number) => number;
}

export const timeline = (epoch: number): Timeline => ({
  rate: RATE,
  at: (machineTime) => epoch + (machineTime - epoch) * RATE,
  machineTime: (time) => epoch + (time - epoch) / RATE,
});
