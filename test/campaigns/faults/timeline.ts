/** How many times as fast as the machine's clock the program's runs, on a machine that does nothing else: a minute's delay takes six seconds. */
export const FULL_RATE = 10;

/** The steady clock: it starts with the machine's clock, runs faster, and never jumps. All times are in milliseconds. */
export interface Timeline {
  rate: number;
  /** Converts a time of the machine's clock to a steady time. */
  at: (machineTime: number) => number;
  /** Converts a steady time to a time of the machine's clock. */
  machineTime: (time: number) => number;
}

export const timeline = (epoch: number, rate: number): Timeline => ({
  rate,
  at: (machineTime) => epoch + (machineTime - epoch) * rate,
  machineTime: (time) => epoch + (time - epoch) / rate,
});
