import { createInterface } from 'node:readline/promises';
import { CommandError } from '../../cli/command-error.ts';
import { MARKDOWN_SYSTEMS, type MarkdownSystem } from './markdown-systems.ts';
import type { Move } from './move.ts';
import type { Reader } from './old-site.ts';
import { UncertainSystem } from './read/markdown/system.ts';
import { type Recognized, recognize, type System } from './read/recognize.ts';

/** Loads a reader when it is needed. */
const LOADERS: Record<System, () => Promise<Reader>> = {
  WordPress: async () => (await import('./read/wordpress/read.ts')).readWordPress,
  Ghost: async () => (await import('./read/ghost/read.ts')).readGhost,
  Substack: async () => (await import('./read/substack/read.ts')).readSubstack,
  Markdown: async () => (await import('./read/markdown/read.ts')).readMarkdown,
  feed: async () => (await import('./read/feed/read.ts')).readFeed,
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

/** Reads which system a person says that a folder is of. */
export function statedSystem(name: string | undefined): MarkdownSystem | undefined {
  if (name === undefined) return undefined;
  const system = MARKDOWN_SYSTEMS.find((each) => each.toLowerCase() === name.toLowerCase());
  if (system !== undefined) return system;
  const names = MARKDOWN_SYSTEMS.map((each) => each.toLowerCase()).join(', ');
  throw new CommandError(`--system must be one of ${names} (is ${name}).`);
}

/** Asks a person at the terminal which system a folder is of. `why` says why nobody guesses. */
async function askForSystem(why: string): Promise<MarkdownSystem> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const list = MARKDOWN_SYSTEMS.map((each, at) => `  ${at + 1}  ${each}`).join('\n');
    const answer = (await terminal.question(`${why}\n\n${list}\nWhich one? `)).trim().toLowerCase();
    const system = MARKDOWN_SYSTEMS.find(
      (each, at) => answer === each.toLowerCase() || answer === String(at + 1),
    );
    if (system === undefined) throw new CommandError('Nothing was changed: that is none of them.');
    return system;
  } finally {
    terminal.close();
  }
}

/** Finds the reader of a source. If it is not certain which system a folder is of, a person at a terminal is asked, once a move. */
export async function findReader({ work }: Move, source: string, stated: MarkdownSystem | undefined) {
  const known = stated ?? statedSystem(work.fact('system'));
  const found = await chooseReader(source, known).catch((error: unknown) => {
    if (error instanceof UncertainSystem) return error;
    throw error;
  });
  if (!(found instanceof UncertainSystem)) return { ...found, stated: known };
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw found;
  const system = await askForSystem(found.message);
  work.setFact('system', system);
  return { ...(await chooseReader(source, system)), stated: system };
}
