import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Whether a source is an address, not a file or folder. */
export const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

/**
 * Returns what tells one state of a source from another: the hash of a file; the names, sizes and times of a folder's files. That of an
 * address is the address itself: what it answers is only known by reading.
 */
export async function fingerprintOf(source: string): Promise<string> {
  if (isAddress(source)) return source;
  const hash = createHash('sha256');
  if ((await stat(source)).isDirectory()) {
    const entries = await readdir(source, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files.sort()) {
      const { size, mtimeMs } = await stat(file);
      hash.update(`${relative(source, file)}\0${size}\0${mtimeMs}\n`);
    }
  } else await pipeline(createReadStream(source), hash);
  return hash.digest('hex');
}
