import { readFile } from 'node:fs/promises';
import { extname, relative } from 'node:path';
import { CommandError } from '../command-error.ts';

/** Reads the file of a draft byte for byte. Returns undefined if there is none. Throws if it cannot be a draft. */
export async function readDraftFile(file: string): Promise<string | undefined> {
  const name = relative('.', file);
  if (extname(file) !== '.md') {
    throw new CommandError(`${name}: a draft is Markdown with front matter. Name a file that ends in .md.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(`${name}: must be UTF-8 text. Save it as UTF-8.`);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
