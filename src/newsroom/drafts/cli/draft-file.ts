import { readFile } from 'node:fs/promises';
import { extname, relative } from 'node:path';
import { CommandError } from '../../../cli/command-error.ts';
import { MAX_DRAFT_BYTES } from '../desk/draft.ts';

/** Reads the file of a draft byte for byte. Returns undefined if there is none. Throws if it cannot be a draft. */
export async function readDraftFile(file: string): Promise<string | undefined> {
  const name = relative('.', file);
  if (extname(file) !== '.md') {
    throw new CommandError(`${name}: a draft is Markdown with front matter. Name a file that ends in .md.`);
  }
  try {
    const bytes = await readFile(file);
    // The server refuses a larger one before it has read it, and a connection that ends while it sends may lose the answer.
    if (bytes.byteLength > MAX_DRAFT_BYTES) {
      const [has, most] = [bytes.byteLength, MAX_DRAFT_BYTES].map((each) => each.toLocaleString('en'));
      throw new CommandError(
        `${name}: a draft must have at most ${most} bytes (has ${has}). Shorten the text, or make two stories of it.`,
      );
    }
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new CommandError(`${name}: must be UTF-8 text. Save it as UTF-8.`);
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
