import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

// Tells commands in another terminal where the server of `npm start` is.

/** Where `npm start` keeps the local KV and Desk. */
export const STATE_FOLDER =
  process.env.EDGEWIRE_STATE ?? fileURLToPath(new URL('../../../.wrangler/state', import.meta.url));

const runningSchema = z.object({ url: z.string(), pid: z.int() });
const fileIn = (state: string) => join(state, 'edgewire-server.json');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process exists, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function read(state: string): z.output<typeof runningSchema> | undefined {
  try {
    return runningSchema.parse(JSON.parse(readFileSync(fileIn(state), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Returns the URL of the server that runs with this state; undefined if there is none, or it was killed. */
export function findRunningServer(state = STATE_FOLDER): string | undefined {
  const noted = read(state);
  return noted && isAlive(noted.pid) ? noted.url : undefined;
}

/** Records that this process is the server that uses this state, at `url`. Removes the record when the process exits. */
export function recordRunningServer(state: string, url: string): void {
  mkdirSync(state, { recursive: true });
  writeFileSync(fileIn(state), `${JSON.stringify({ url, pid: process.pid })}\n`);
  process.on('exit', () => {
    if (read(state)?.pid === process.pid) rmSync(fileIn(state), { force: true });
  });
}
