import { spawn } from 'node:child_process';
import type { Format } from '../../src/edition/scope.ts';
import type { ReadItem } from './reader.ts';

/** A program that people read feeds with. It remembers what it has read. */
export interface Application {
  name: string;
  /** The Debian package. */
  packageName: string;
  /** `undefined` where it is not installed. */
  version: () => string | undefined;
  formats: readonly Format[];
  subscribe: (url: string, format: Format) => Promise<Subscription>;
}

/** A feed that a new user of an application reads. */
export interface Subscription {
  /** Asks the server once, as a user or a timer would. */
  refresh: () => Promise<void>;
  /** What the user sees now. */
  items: () => Promise<ReadItem[]>;
  /** Where the user gets when opening the feed's home page; `null` where the program does not keep it. */
  homePage: () => Promise<string | null>;
  end: () => Promise<void>;
}

export class CommandFailed extends Error {}

/** Runs a command to its end, and gives what it printed. */
export function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 900_000,
    });
    let printed = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      printed += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part) => {
      said += part;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new CommandFailed(`${command} ended with code ${code}: ${(said + printed).slice(-500)}`));
    });
  });
}
