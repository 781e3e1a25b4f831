import { mkdirSync, statSync, type WriteFileOptions, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

// Writes files and folders so that a fault names what could not be written, and why.

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

/** Writes a file. On a full disk, Node's error names no file: this one does. */
export function writeNamedFile(
  path: string,
  contents: string | Uint8Array,
  options: WriteFileOptions = {},
): void {
  try {
    writeFileSync(path, contents, options);
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  }
}

/** Makes a folder, and those above it. On a disk that can only be read, Node's own way says that there is no such folder (ENOENT). */
export function makeFolder(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeFolder(dirname(path), mode);
    mkdirSync(path, { mode });
  }
}
