import type { Command } from 'commander';
import type { Connect } from '../server.ts';

/** `schedule`: lists the stories whose time is still to come. */
export function addSchedule(program: Command, server: Connect): void {
  program
    .command('schedule')
    .description('list the stories that wait for their time')
    .action(async () => {
      const at = await server();
      const waiting: { slug: string; datePublished: string; status: string }[] = [];
      for (let after: number | undefined = 0; after !== undefined; ) {
        const page: { stories: typeof waiting; next?: number } = await at.json(
          'GET',
          `/stories?limit=1000&after=${after}`,
        );
        waiting.push(...page.stories.filter(({ status }) => status === 'scheduled'));
        after = page.next;
      }
      waiting.sort((a, b) => a.datePublished.localeCompare(b.datePublished));
      console.log(
        waiting.map(({ slug, datePublished }) => `${datePublished}  ${slug}`).join('\n') ||
          'Nothing is scheduled.',
      );
    });
}
