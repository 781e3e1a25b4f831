import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { CommandError } from '../../../cli/command-error.ts';
import { checkSlug } from './story-files.ts';
import { TEMPLATE } from './template.ts';

/** `new`: creates a story file from the template. */
export function addNew(program: Command): void {
  program
    .command('new')
    .argument('<slug>', 'name of the story in its URL')
    .description('create the file of a new story in data/stories')
    .action(async (slug: string) => {
      checkSlug(slug);
      const file = `data/stories/${slug}.md`;
      if (existsSync(file))
        throw new CommandError(`${file} already exists. Choose another slug, or edit that file.`);
      await writeFile(file, TEMPLATE);
      console.log(`Created ${file}. Edit it, then preview it:\n\n  npm run story -- preview ${file}`);
    });
}
