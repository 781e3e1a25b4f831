import { spawn } from 'node:child_process';
import type { Format } from '../../src/site/edition/scope.ts';
import type { ReadItem } from './reader.ts';

/** A feed reader that people use. It stores what it has read. */
export interface Application {
  name: string;
  /** What has to be installed: Debian packages, or a folder that a variable names. */
  packageName: string;
  /** Returns `undefined` if it is not installed. */
  version: () => string | undefined;
  formats: readonly Format[];
  subscribe: (url: string, format: Format) => Promise<Subscription>;
}

/** A new installation of an application, with one feed. */
export interface Subscription {
  /** Polls the feed once, as a user or a timer would. */
  refresh: () => Promise<void>;
  /** Returns the items that the user sees now. */
  items: () => Promise<ReadItem[]>;
  /** Returns the feed's home page; `null` if the program does not keep it. */
  homePage: () => Promise<string | null>;
  stop: () => Promise<void>;
}

export class CommandFailed extends Error {}

/** Runs a command and returns its standard output. Throws `CommandFailed` if it fails. */
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
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      output += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part) => {
      errors += part;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new CommandFailed(`${command} exited with code ${code}: ${(errors + output).slice(-500)}`));
    });
  });
}
