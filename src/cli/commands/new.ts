import { access, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { slug as slugSchema } from '../../story/text.ts';
import { BrokenStories } from '../stories.ts';
import { storyTemplate } from '../template.ts';

/** `new`: creates the file of a story. */
export function addNew(program: Command): void {
  program
    .command('new')
    .argument('<slug>', 'the name of the story in its address')
    .description('create the file of a new story in data/stories')
    .action(async (slug: string) => {
      const parsed = slugSchema(120).safeParse(slug);
      if (!parsed.success)
        throw new BrokenStories(`slug: ${parsed.error.issues[0]?.message} (is ${JSON.stringify(slug)})`);
      const file = `data/stories/${slug}.md`;
      if (
        await access(file).then(
          () => true,
          () => false,
        )
      )
        throw new BrokenStories(`${file} exists already.`);
      await writeFile(file, storyTemplate(new Date()));
      console.log(`Created ${file}. Edit it, then preview it:\n\n  npm run story -- preview ${file}`);
    });
}
