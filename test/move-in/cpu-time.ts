/** Returns how long work takes, in milliseconds of CPU of this thread: unlike a clock's, they do not grow with what else runs. */
export async function cpuTime(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
