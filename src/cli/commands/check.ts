import type { Command } from 'commander';
import { DEFAULT_PATHS, readStoryFiles } from '../stories/story-files.ts';
import { describeWarnings } from '../stories/warnings.ts';

/** `check`: finds what is wrong with story files, without a server. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .argument('[paths...]', 'files and folders; data/stories where they are left out')
    .option('--strict', 'fail on warnings as well')
    .description('find errors and likely mistakes in stories, without a server')
    .action(async (paths: string[], { strict = false }: { strict?: boolean }) => {
      const { stories: found } = await readStoryFiles(paths.length > 0 ? paths : DEFAULT_PATHS, 'check');
      const warnings = found.reduce((sum, { lint }) => sum + lint.warnings.length, 0);
      for (const line of found.flatMap(describeWarnings)) console.error(line);
      const drafts = found.filter(({ isDraft }) => isDraft).length;
      const which = drafts === 0 ? '' : drafts === 1 ? ' (1 draft)' : ` (${drafts} drafts)`;
      const stories = `${found.length} ${found.length === 1 ? 'story' : 'stories'} checked${which}`;
      if (warnings === 0) return console.log(`${stories}, no errors.`);
      console.log(`${stories}, no errors, ${warnings} warning${warnings === 1 ? '' : 's'}.`);
      if (strict) process.exitCode = 1;
    });
}
