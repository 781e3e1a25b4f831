import type { Command } from 'commander';
import { formatCount } from '../format.ts';
import { DEFAULT_PATHS, readStoryFiles } from '../stories/story-files.ts';
import { describeWarnings } from '../stories/warnings.ts';

/** `check`: finds errors in story files; needs no server. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .argument('[paths...]', 'files and folders (default: data/stories)')
    .option('--strict', 'fail on warnings as well')
    .description('find errors and likely mistakes in story files; needs no server')
    .action(async (paths: string[], { strict = false }: { strict?: boolean }) => {
      const { stories } = await readStoryFiles(paths.length > 0 ? paths : DEFAULT_PATHS, 'check');
      for (const line of stories.flatMap(describeWarnings)) console.error(line);
      const drafts = stories.filter(({ isDraft }) => isDraft).length;
      const checked = `${formatCount(stories.length)} checked${drafts > 0 ? ` (${formatCount(drafts, 'draft')})` : ''}`;
      const warnings = stories.reduce((sum, { lint }) => sum + lint.warnings.length, 0);
      if (warnings === 0) return console.log(`${checked}, no errors.`);
      console.log(`${checked}, no errors, ${formatCount(warnings, 'warning')}.`);
      if (strict) process.exitCode = 1;
    });
}
