import { readdirSync, readFileSync } from 'node:fs';

/** A clock, in milliseconds, and what it measures. */
export type Timer = (() => number) & { unit: string };

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** Returns the id of a child of this process by a part of its name; undefined if there is none, or no /proc. */
function findChild(name: string): string | undefined {
  const children = readText(`/proc/self/task/${process.pid}/children`).split(' ').filter(Boolean);
  return children.find((id) => readText(`/proc/${id}/comm`).includes(name));
}

/**
 * Returns a clock of the CPU time of a child process, so that other processes of the machine change little of what is measured. Where the
 * system does not tell it (https://docs.kernel.org/scheduler/sched-stats.html), the clock is one of elapsed time.
 */
export function cpuTimer(name: string): Timer {
  const child = findChild(name);
  const threads = `/proc/${child}/task`;
  if (child === undefined || readText(`/proc/${child}/schedstat`) === '')
    return Object.assign(() => performance.now(), { unit: 'elapsed time' });
  const nanoseconds = () =>
    readdirSync(threads).reduce(
      (sum, thread) => sum + Number(readText(`${threads}/${thread}/schedstat`).split(' ')[0]),
      0,
    );
  return Object.assign(() => nanoseconds() / 1e6, { unit: 'CPU time' });
}
