import { chmodSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command-error.ts';
import { explainFileError, makeFolder, writeNamedFile } from '../write-file.ts';

// The folder in which `npm start` keeps KV and Desk. Others who use the machine must not read them: they hold drafts and sessions.

/** What only its owner may read. On Windows, a folder of one's own is private without it. */
const [PRIVATE_FILE, PRIVATE_FOLDER] = [0o600, 0o700];

/** What a state folder holds, with the names that wrangler and this program choose. */
const OWN_NAMES: readonly string[] = ['v3', 'tmp', 'edgewire-server.json', 'edgewire-secrets.env'];

/** The bytes that must be free: those of the sample stories in KV and Desk, several times over. */
const NEEDED_BYTES = 64 * 1024 * 1024;

/** Replaces a file that only its owner may read. */
export function writePrivateFile(file: string, text: string, flag: 'w' | 'wx' | 'a' = 'w'): void {
  writeNamedFile(file, text, { mode: PRIVATE_FILE, flag });
  // The mode above is for a new file only.
  chmodSync(file, PRIVATE_FILE);
}

/** Whether a folder holds nothing but a local state, so that it may be locked, and deleted. */
export function isStateFolder(folder: string): boolean {
  try {
    return readdirSync(folder).every((name) => OWN_NAMES.includes(name));
  } catch {
    return false;
  }
}

/** Makes the state folder, and lets nobody else read it. Throws a `CommandError` if it cannot be used. */
export function prepareState(state: string): void {
  const folder = join(state, 'v3');
  try {
    makeFolder(folder, PRIVATE_FOLDER);
    // A folder that somebody uses for other files too stays as it is.
    for (const each of isStateFolder(state) ? [state, folder] : [folder]) chmodSync(each, PRIVATE_FOLDER);
    const probe = join(folder, 'probe');
    try {
      writePrivateFile(probe, ' '.repeat(4096));
    } finally {
      rmSync(probe, { force: true });
    }
  } catch (error) {
    const why = explainFileError(error);
    if (why === undefined) throw error;
    throw new CommandError(`${why}\nAnother folder for the local KV and Desk: npm start -- --state <folder>`);
  }
  const { bavail, bsize } = statfsSync(state);
  if (bavail * bsize < NEEDED_BYTES) {
    const free = Math.floor((bavail * bsize) / 1024 / 1024);
    throw new CommandError(
      `The disk of ${state} has ${free} MB left, and the local KV and Desk need ${NEEDED_BYTES / 1024 / 1024} MB. Make room on it, or use another: npm start -- --state <folder>`,
    );
  }
}
