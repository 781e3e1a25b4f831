import type { Command } from 'commander';
import { DEFAULT_PATHS, readStories } from '../stories.ts';

/** `check`: finds what is wrong with story files, without a server. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .argument('[paths...]', 'files and folders; data/stories where they are left out')
    .description('find all that is wrong with stories, without a server')
    .action(async (paths: string[]) => {
      const found = await readStories(paths.length > 0 ? paths : DEFAULT_PATHS);
      console.log(`${found.length} stories, nothing wrong with them.`);
    });
}
