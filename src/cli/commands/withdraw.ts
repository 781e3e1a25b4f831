import type { Command } from 'commander';
import type { Connect } from '../server.ts';

/** `withdraw` and `restore`: take a published story back, and bring it back. */
export function addWithdraw(program: Command, server: Connect): void {
  program
    .command('withdraw')
    .argument('<slug>')
    .requiredOption('--reason <text>', 'why; readers will see it')
    .description('take a story back: its page says why, the feeds leave it out, its record stays')
    .action(async (slug: string, { reason }: { reason: string }) => {
      await (await server()).request(
        'DELETE',
        `/stories/${encodeURIComponent(slug)}?reason=${encodeURIComponent(reason)}`,
      );
      console.log(`${slug} is withdrawn. It can be brought back: npm run story -- restore ${slug}`);
    });

  program
    .command('restore')
    .argument('<slug>')
    .description('bring a withdrawn story back')
    .action(async (slug: string) => {
      const { url } = await (await server()).json<{ url: string }>(
        'POST',
        `/stories/${encodeURIComponent(slug)}/restore`,
      );
      console.log(`${slug} is back: ${url}`);
    });
}
