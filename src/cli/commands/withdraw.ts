import type { Command } from 'commander';
import type { CreateClient } from '../client/api-client.ts';

/** `withdraw` and `restore`: take a published story back, and bring it back. */
export function addWithdraw(program: Command, createClient: CreateClient): void {
  program
    .command('withdraw')
    .argument('<slug>')
    .requiredOption('--reason <text>', 'why; readers will see it')
    .description('withdraw a story: its page and, for 30 days, its feeds say why; its record stays')
    .action(async (slug: string, { reason }: { reason: string }) => {
      await (await createClient()).request(
        'DELETE',
        `/stories/${encodeURIComponent(slug)}?reason=${encodeURIComponent(reason)}`,
      );
      console.log(`${slug} is withdrawn. To bring it back: npm run story -- restore ${slug}`);
    });

  program
    .command('restore')
    .argument('<slug>')
    .description('bring a withdrawn story back')
    .action(async (slug: string) => {
      const { url } = await (await createClient()).json<{ url: string }>(
        'POST',
        `/stories/${encodeURIComponent(slug)}/restore`,
      );
      console.log(`${slug} is restored: ${url}`);
    });
}
