import { env } from 'cloudflare:workers';
import { type Timeline, timeline } from '../timeline.ts';

// The program's clock is the steady clock, which runs faster than the machine's, plus an offset. Importing this file replaces
// Date, setTimeout and AbortSignal.timeout.

const { EPOCH, RATE } = env as { EPOCH?: string; RATE?: string };
const steady: Timeline = timeline(Number(EPOCH), Number(RATE));

const MachineDate = Date;
const machineTimeout = setTimeout;
const machineSignal = AbortSignal.timeout.bind(AbortSignal);

let offset = 0;

/** Sets the offset of the program's clock, in milliseconds. The steady clock, which times the faults, does not change. */
export const setClockOffset = (milliseconds: number) => {
  offset = milliseconds;
};

export const steadyNow = () => steady.at(MachineDate.now());

export const programNow = () => steadyNow() + offset;

/** Converts a time of the program's clock to the machine's. */
export const machineTime = (programTime: number) => steady.machineTime(programTime - offset);

/** Converts a time of the machine's clock to the program's. */
export const programTime = (machineTime: number) => steady.at(machineTime) + offset;

class ProgramDate extends MachineDate {
  constructor(...parts: ConstructorParameters<DateConstructor> | []) {
    super(...((parts.length > 0 ? parts : [programNow()]) as [number]));
  }

  static override now(): number {
    return Math.round(programNow());
  }
}

globalThis.Date = ProgramDate as DateConstructor;
globalThis.setTimeout = ((callback: () => void, milliseconds = 0) =>
  machineTimeout(callback, milliseconds / steady.rate)) as typeof setTimeout;
AbortSignal.timeout = (milliseconds) => machineSignal(milliseconds / steady.rate);

/** Waits for `milliseconds` of the program's clock. */
export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => machineTimeout(resolve, milliseconds / steady.rate));

/** Converts seconds of the program's clock to whole seconds of the machine's, rounded up, as queues need them. */
export const machineSeconds = (seconds: number | undefined) =>
  seconds === undefined ? undefined : Math.ceil(seconds / steady.rate);
