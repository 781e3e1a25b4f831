import type { Command } from 'commander';
import type { CreateClient } from '../../cli/client/api-client.ts';
import { MARKDOWN_SYSTEMS } from './markdown-systems.ts';
import type { MoveInOptions } from './options.ts';

/** `move-in`: brings an old site here. Its parts are loaded when it runs, so that no other command waits for them. */
export function addMoveIn(program: Command, createClient: CreateClient): void {
  program
    .command('move-in')
    .argument(
      '<source>',
      'an export of WordPress, Ghost or Substack, a folder of Markdown, or the file or address of a feed',
    )
    .option('--dry-run', 'report what would move in, and change nothing on the server')
    .option('--media <folder>', "the old site's uploads, such as wp-content/uploads")
    .option('--site <address>', 'where the old site answers now, if not at its own address')
    .option('--work <folder>', 'where the move keeps its state and its report (default: move-in/<name>)')
    .option('--language <tag>', 'the language of an old site that states none, like en or pt-BR')
    .option(
      '--system <name>',
      `which system a folder of Markdown is of, if that is not certain: ${MARKDOWN_SYSTEMS.map((each) => each.toLowerCase()).join(', ')}`,
    )
    .option(
      '--undo',
      'take back what this move has brought to the server, as long as nobody has edited it there',
    )
    .option('--reason <text>', 'with --undo: why stories are withdrawn; readers see it')
    .description('bring an old site here: stories, pages, drafts, pictures, and every address')
    .action(async (source: string, options: MoveInOptions) => {
      const { moveIn } = await import('./move-in.ts');
      await moveIn(source, options, createClient);
    });
}
