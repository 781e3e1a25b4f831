import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Result } from 'autocannon';
import type { Runtime } from './runtime.ts';
import { GZIP } from './wire.ts';

const autocannon = fileURLToPath(import.meta.resolve('autocannon'));

/** Connections that ask at the same time. */
const CONNECTIONS = 16;

/** What a load has shown. */
export interface Rate {
  requestsPerSecond: number;
  /** CPU time of workerd for each request, in milliseconds. */
  cpu: number;
  /** How much of one processor workerd had, from 0 to the number of processors. */
  busy: number;
}

/** Asks for one address for some seconds as a reader that takes gzip, from a process of its own; throws where an answer is not of the expected status. */
export async function load(
  runtime: Runtime,
  url: string,
  options: { seconds: number; status: 200 | 304; headers?: Record<string, string> },
): Promise<Rate> {
  const { seconds, status, headers = {} } = options;
  const flags = Object.entries({ ...GZIP, ...headers }).flatMap(([name, value]) => [
    '-H',
    `${name}=${value}`,
  ]);
  const before = runtime.cpu();
  const began = performance.now();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [autocannon, '-c', String(CONNECTIONS), '-d', String(seconds), '-j', '-n', ...flags, url],
    { maxBuffer: 16_000_000 },
  );
  const cpu = runtime.cpu() - before;
  const elapsed = performance.now() - began;
  const result = JSON.parse(stdout) as Result;
  const good = status === 304 ? result['3xx'] : result['2xx'];
  if (good === 0 || good !== result.requests.total || result.errors > 0) {
    throw new Error(
      `${url}: of ${result.requests.total} answers ${good} were ${status}; ${result.errors} errors`,
    );
  }
  return { requestsPerSecond: good / result.duration, cpu: cpu / good, busy: cpu / elapsed };
}
