import type { MarkdownSystem } from '../markdown-systems.ts';
import type { Reader } from '../old-site.ts';
import { type Recognized, recognize, type System } from './recognize.ts';

/** Loads a reader when it is needed. */
const LOADERS: Record<System, () => Promise<Reader>> = {
  WordPress: async () => (await import('./wordpress/read.ts')).readWordPress,
  Ghost: async () => (await import('./ghost/read.ts')).readGhost,
  Substack: async () => (await import('./substack/read.ts')).readSubstack,
  Markdown: async () => (await import('./markdown/read.ts')).readMarkdown,
  feed: async () => (await import('./feed/read.ts')).readFeed,
};

/**
 * Finds out which system an export, a folder of files or a feed is of, and loads its reader. Throws `CommandError` if there is nothing
 * at `source`, or nothing that is known here. `stated` is which system a folder is of, if a person says so.
 */
export async function chooseReader(
  source: string,
  stated?: MarkdownSystem,
): Promise<Recognized & { read: Reader }> {
  const known = await recognize(source, stated);
  return { ...known, read: await LOADERS[known.system]() };
}
