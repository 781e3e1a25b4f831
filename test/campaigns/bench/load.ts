import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Result } from 'autocannon';
import type { Runtime } from './runtime.ts';
import { GZIP } from './wire.ts';

const autocannon = fileURLToPath(import.meta.resolve('autocannon'));

/** Concurrent connections. */
const CONNECTIONS = 16;

/** For how long a URL is requested, or how often. */
export type Amount = { seconds: number } | { requests: number };

export interface Rate {
  requestsPerSecond: number;
  /** CPU time of workerd per request, in milliseconds. */
  cpu: number;
  /** How many processors workerd used on average. */
  busy: number;
}

/** Requests one URL again and again from another process, accepting gzip. Throws if an answer has another status. */
export async function load(
  runtime: Runtime,
  url: string,
  options: { amount: Amount; status: 200 | 304; headers?: Record<string, string> },
): Promise<Rate> {
  const { amount, status, headers = {} } = options;
  const until = 'seconds' in amount ? ['-d', String(amount.seconds)] : ['-a', String(amount.requests)];
  const flags = Object.entries({ ...GZIP, ...headers }).flatMap(([name, value]) => [
    '-H',
    `${name}=${value}`,
  ]);
  const before = runtime.cpu();
  const began = performance.now();
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [autocannon, '-c', String(CONNECTIONS), ...until, '-j', '-n', ...flags, url],
    { maxBuffer: 16_000_000 },
  );
  const cpu = runtime.cpu() - before;
  const elapsed = performance.now() - began;
  const result = JSON.parse(stdout) as Result;
  const good = status === 304 ? result['3xx'] : result['2xx'];
  if (good === 0 || good !== result.requests.total || result.errors > 0) {
    throw new Error(
      `${url}: ${good} of ${result.requests.total} answers were ${status}; ${result.errors} errors`,
    );
  }
  return { requestsPerSecond: good / result.duration, cpu: cpu / good, busy: cpu / elapsed };
}
