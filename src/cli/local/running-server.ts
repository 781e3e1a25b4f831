import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { CommandError } from '../command-error.ts';
import { isReachable } from './port.ts';
import { writePrivateFile } from './private-state.ts';

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

/**
 * Throws a `CommandError` if a server runs with this state: two would write the same files, and neither would see what the other
 * publishes.
 */
export async function refuseSecondServer(state: string): Promise<void> {
  const url = findRunningServer(state);
  if (url === undefined) return;
  const own =
    'a second one needs a port and a state of its own: PORT=8789 npm start -- --state .wrangler/second';
  throw new CommandError(
    (await isReachable(`${url}/robots.txt`))
      ? `\`npm start\` runs here already, at ${url}. Use that one, or stop it first; ${own}`
      : `\`npm start\` runs here already (process ${read(state)?.pid}), and ${url} does not answer yet. Wait for it, or stop it; ${own}\nIf that process is another program, delete ${fileIn(state)} and start again.`,
  );
}

/**
 * Records that this process is the server that uses this state, at `url`. Removes the record when the process exits. Throws a
 * `CommandError` if another has been faster.
 */
export async function recordRunningServer(state: string, url: string): Promise<void> {
  const record = `${JSON.stringify({ url, pid: process.pid })}\n`;
  try {
    writePrivateFile(fileIn(state), record, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await refuseSecondServer(state);
    // That of a server that was killed.
    rmSync(fileIn(state), { force: true });
    writePrivateFile(fileIn(state), record, 'wx');
  }
  process.on('exit', () => {
    if (read(state)?.pid === process.pid) rmSync(fileIn(state), { force: true });
  });
}
