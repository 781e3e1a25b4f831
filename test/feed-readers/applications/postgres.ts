import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort, temporaryFolder } from '../../cli/server.ts';
import { run } from '../application.ts';
import { outputOf } from '../debian-libraries.ts';

const INSTALLED = '/usr/lib/postgresql';

/** Returns the folder of the newest PostgreSQL's programs, if one is installed. */
export const postgresPrograms = (): string | undefined =>
  existsSync(INSTALLED)
    ? readdirSync(INSTALLED)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(INSTALLED, version, 'bin'))
        .find((folder) => existsSync(join(folder, 'initdb')))
    : undefined;

/** PostgreSQL and tt-rss refuse to run as root. */
const isRoot = process.getuid?.() === 0;

/** Returns a command and its arguments, as the user `postgres` if this is root. */
export const withoutRoot = (command: string, ...args: string[]): [string, string[]] =>
  isRoot ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args];

/** Makes a folder that programs started by `withoutRoot()` can write to. */
export function folderWithoutRoot(): string {
  const folder = temporaryFolder();
  if (isRoot) {
    const id = (option: string) => Number(outputOf('id', [option, 'postgres']));
    chmodSync(folder, 0o755);
    chownSync(folder, id('-u'), id('-g'));
  }
  return folder;
}

export interface Database {
  port: number;
  stop: () => Promise<void>;
}

/** Ends a program, and waits until it has. */
export async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Starts a PostgreSQL with one empty database, which has the name of its user. Nobody needs a password. */
export async function startPostgres(user: string): Promise<Database> {
  const folder = folderWithoutRoot();
  const programs = postgresPrograms() ?? '';
  const data = join(folder, 'data');
  const port = await freePort();
  const program = (name: string) => join(programs, name);
  await run(...withoutRoot(program('initdb'), '-D', data, '-U', user, '-A', 'trust', '-E', 'UTF8'));
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder];
  const child = spawn(...withoutRoot(program('postgres'), ...options), { stdio: 'ignore', cwd: folder });
  for (let tries = 0; ; tries++) {
    try {
      await run(program('createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', user, user]);
      break;
    } catch (error) {
      if (tries === 40) throw error;
      await setTimeout(500);
    }
  }
  return { port, stop: () => end(child) };
}
