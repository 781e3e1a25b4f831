import type { ReadOptions } from '../../../../src/move/in/old-site.ts';
import { readMarkdown } from '../../../../src/move/in/read/markdown/read.ts';
import { type Entries, inFolder, readAll } from '../entries.ts';

/** Reads a folder with these files. `file:` addresses in it begin with `file:///SITE/`. */
export const readFolder = (
  files: Record<string, string | Uint8Array>,
  options: Partial<ReadOptions> = {},
): Promise<Entries> => inFolder(files, (folder) => readAll(readMarkdown, folder, options));

/** A path within a `file:` address of a folder of a test. */
export const withinFolder = (address: string | undefined) =>
  address?.replace(/^file:\/\/\/.*?\/move-in-[^/]+\//, '');

export const PICTURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);
