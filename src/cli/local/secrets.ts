import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { CommandError } from '../command-error.ts';
import { writePrivateFile } from './private-state.ts';
import { DEV_VARS } from './token.ts';

// How `npm start` gives the Worker its secrets: in a file that only its owner can read. A command line, everybody on the machine can read.

/** Writes a value so that wrangler reads it unchanged: it takes `$name` for a variable, and `\n` between double quotes for a line break. */
function quoted(name: string, value: string): string {
  const quote = ["'", '`'].find((each) => !value.includes(each));
  if (quote !== undefined) return `${name}=${quote}${value.replaceAll('$', '\\$')}${quote}\n`;
  throw new CommandError(`${name} has both ' and \`. Choose another value, without one of them.`);
}

/** Writes the secrets of `.dev.vars` and of the environment, which counts more. Returns the file, which goes when the process ends. */
export function writeSecrets(state: string, tokens: string): string {
  const stored = existsSync(DEV_VARS) ? parseEnv(readFileSync(DEV_VARS, 'utf8')) : {};
  const secrets = new Map(Object.entries({ ...stored, PUBLISH_TOKEN: tokens }));
  for (const name of ['SIGNING_KEY', 'FETCHER_KEY']) {
    const value = process.env[name];
    if (value) secrets.set(name, value);
  }
  const file = join(state, 'edgewire-secrets.env');
  rmSync(file, { force: true });
  writePrivateFile(file, Array.from(secrets, ([name, value = '']) => quoted(name, value)).join(''), 'wx');
  process.on('exit', () => rmSync(file, { force: true }));
  return file;
}

/** Lets nobody else read `.dev.vars`, which versions before November 2026 left open. */
export function closeDevVars(): void {
  if (existsSync(DEV_VARS)) chmodSync(DEV_VARS, 0o600);
}
