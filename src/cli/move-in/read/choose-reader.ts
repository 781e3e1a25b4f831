import type { Reader } from '../old-site.ts';
import { recognize } from './recognize.ts';

/** Where each reader is, and its name. It is loaded when it is needed. */
const READERS = {
  WordPress: ['wordpress', 'readWordPress'],
  Ghost: ['ghost', 'readGhost'],
  Substack: ['substack', 'readSubstack'],
  Markdown: ['markdown', 'readMarkdown'],
  feed: ['feed', 'readFeed'],
} as const;

/**
 * Finds out which system an export, a folder of files or a feed is of, and loads its reader. Throws `CommandError` if there is nothing
 * at `source`, or nothing that is known here.
 */
export async function chooseReader(source: string): Promise<{ system: string; read: Reader }> {
  const system = await recognize(source);
  const [folder, name] = READERS[system];
  const reader: Record<string, Reader> = await import(`./${folder}/read.ts`);
  const read = reader[name];
  if (!read) throw new Error(`${folder}/read.ts has no ${name}`);
  return { system, read };
}
