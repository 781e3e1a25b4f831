import { createInterface } from 'node:readline/promises';
import { CommandError } from '../command-error.ts';
import { MARKDOWN_SYSTEMS, type MarkdownSystem } from './markdown-systems.ts';

/** Asks a person at the terminal which system a folder is of. `why` says why nobody guesses. */
export async function askForSystem(why: string): Promise<MarkdownSystem> {
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
