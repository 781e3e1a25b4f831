import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command-error.ts';

// The folder in which `npm start` keeps KV and Desk. Others who use the machine must not read them: they hold drafts and sessions.

/** What only its owner may read. On Windows, a folder of one's own is private without it. */
const [PRIVATE_FILE, PRIVATE_FOLDER] = [0o600, 0o700];

/** What a state folder holds, with the names that wrangler and this program choose. */
const OWN_NAMES: readonly string[] = ['v3', 'tmp', 'edgewire-server.json', 'edgewire-secrets.env'];

/** The bytes that must be free: those of the sample stories in KV and Desk, several times over. */
const NEEDED_BYTES = 64 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there. Use a folder of your own',
  EPERM: 'you may not write there. Use a folder of your own',
  EROFS: 'the disk can only be read. Copy the project to one that can be written',
  ENOSPC: 'the disk is full. Make room on it, or use another',
  EDQUOT: 'your share of the disk is used up. Make room, or use another disk',
  ENOTDIR: 'a part of this path is a file, not a folder. Choose another folder, or move the file',
  EEXIST: 'it is a file, not a folder. Choose another folder, or move the file',
};

/** Says what is wrong with a disk, a folder or a file, and what to do; undefined for any other error. */
export function explainFileError(error: unknown): string | undefined {
  const { code = '', path } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  return reason && `Cannot write ${path ?? 'a file'}: ${reason} (${code}).`;
}

/** Replaces a file that only its owner may read. */
export function writePrivateFile(file: string, text: string, flag: 'w' | 'wx' | 'a' = 'w'): void {
  writeFileSync(file, text, { mode: PRIVATE_FILE, flag });
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
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    // A folder that somebody uses for other files too stays as it is.
    for (const each of isStateFolder(state) ? [state, folder] : [folder]) chmodSync(each, PRIVATE_FOLDER);
    const probe = join(folder, 'probe');
    writePrivateFile(probe, ' '.repeat(4096));
    rmSync(probe);
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
