import { Session } from 'node:inspector/promises';
import { Inspector } from './inspector.ts';
import type { Runtime } from './runtime.ts';

/** A CPU profile of V8. Times are in microseconds. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

/** A function's own time, as a share of all time that was not idle. */
export interface Share {
  name: string;
  share: number;
}

/** Waiting, and the inspector's own work. */
const IDLE = ['(idle)', '(root)', 'post'];

function timesOf({ nodes, samples, timeDeltas }: CpuProfile): Map<string, number> {
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, lineNumber } }) => [
      id,
      functionName || (lineNumber < 0 ? '(runtime)' : `(line ${lineNumber + 1})`),
    ]),
  );
  const times = new Map<string, number>();
  for (const [index, sample] of samples.entries()) {
    const name = names.get(sample) ?? '';
    times.set(name, (times.get(name) ?? 0) + Math.max(0, timeDeltas[index] ?? 0));
  }
  for (const name of IDLE) times.delete(name);
  return times;
}

/** Returns the CPU time in a profile, in milliseconds. */
export const busyMilliseconds = (profile: CpuProfile): number =>
  [...timesOf(profile).values()].reduce((sum, time) => sum + time, 0) / 1000;

/** Returns the functions that took the most time. */
export function sharesOf(profile: CpuProfile, count: number): Share[] {
  const times = [...timesOf(profile)];
  const all = times.reduce((sum, [, time]) => sum + time, 0);
  return times
    .map(([name, time]) => ({ name, share: time / all }))
    .sort((a, b) => b.share - a.share)
    .slice(0, count);
}

/** Microseconds between two samples. */
const INTERVAL = 100;

/** Profiles this process during `work`. */
export async function profileHere(work: () => void): Promise<CpuProfile> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
    await session.post('Profiler.start');
    work();
    return (await session.post('Profiler.stop')).profile as CpuProfile;
  } finally {
    session.disconnect();
  }
}

/** Profiles a Worker during `work`. */
export async function profile(
  runtime: Runtime,
  worker: string,
  work: () => Promise<unknown>,
): Promise<CpuProfile> {
  const inspector = await Inspector.open(runtime, worker);
  try {
    await inspector.call('Profiler.enable');
    await inspector.call('Profiler.setSamplingInterval', { interval: INTERVAL });
    await inspector.call('Profiler.start');
    await work();
    return (await inspector.call<{ profile: CpuProfile }>('Profiler.stop')).profile;
  } finally {
    inspector.close();
  }
}
