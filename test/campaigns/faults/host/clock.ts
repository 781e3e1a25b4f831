import { env } from 'cloudflare:workers';
import { type Timeline, timeline } from '../timeline.ts';

// The clock of the program under faults: a steady one that runs faster than the machine's, and what it is off by.

const steady: Timeline = timeline(Number((env as { EPOCH?: string }).EPOCH));

const MachineDate = Date;
const machineTimeout = setTimeout;
const machineSignal = AbortSignal.timeout.bind(AbortSignal);

let offset = 0;

/** Sets the program's clock off, in milliseconds; the steady one, by which faults are timed, goes on. */
export const setOff = (milliseconds: number) => {
  offset = milliseconds;
};

export const steadyNow = () => steady.at(MachineDate.now());

/** The time by the program's clock. */
export const programNow = () => steadyNow() + offset;

/** When the machine's clock is at a time of the program's. */
export const machineTime = (programTime: number) => steady.machineTime(programTime - offset);

/** When the program's clock is at a time of the machine's. */
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

/** Waits for so many milliseconds of the program's time. */
export const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => machineTimeout(resolve, milliseconds / steady.rate));

/** Seconds of the program's time as whole seconds of the machine's, which a queue counts. */
export const machineSeconds = (seconds: number | undefined) =>
  seconds === undefined ? undefined : Math.ceil(seconds / steady.rate);
