import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { makeFolder, writeNamedFile } from '../write-file.ts';

const read = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
};

/**
 * Writes these files, contents by path, to the folder and removes all others. Leaves unchanged files alone, replaces the others
 * atomically, and writes `last` after the rest, so that several builds may run at once and a running server never sees half of one.
 */
export function writeFiles(files: ReadonlyMap<string, Uint8Array>, folder: string, last?: string): void {
  for (const [name, contents] of [...files].sort(([a], [b]) => Number(a === last) - Number(b === last))) {
    const path = join(folder, name);
    if (read(path)?.equals(contents)) continue;
    makeFolder(dirname(path));
    const partial = `${path}.${process.pid}.partial`;
    writeNamedFile(partial, contents);
    renameSync(partial, path);
  }
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isStale = entry.isFile() && !files.has(relative(folder, path)) && !path.endsWith('.partial');
    if (isStale) rmSync(path, { force: true });
  }
}
