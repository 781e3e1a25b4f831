import type { Command } from 'commander';
import type { CreateClient } from '../../../cli/client/api-client.ts';
import type { Change } from '../api/schemas.ts';

/** `withdraw` and `restore`. */
export function addWithdraw(program: Command, createClient: CreateClient): void {
  program
    .command('withdraw')
    .argument('<slug>')
    .requiredOption('--reason <text>', 'the reason; readers see it')
    .description('withdraw a story; its page and, for 30 days, its feeds give the reason')
    .action(async (slug: string, { reason }: { reason: string }) => {
      await (await createClient()).request(
        'DELETE',
        `/stories/${encodeURIComponent(slug)}?reason=${encodeURIComponent(reason)}`,
      );
      console.log(`Withdrew ${slug}. To restore it: npm run story -- restore ${slug}`);
    });

  program
    .command('restore')
    .argument('<slug>')
    .description('publish a withdrawn story again')
    .action(async (slug: string) => {
      const { url } = await (await createClient()).json<Change>(
        'POST',
        `/stories/${encodeURIComponent(slug)}/restore`,
      );
      console.log(`Restored ${slug}: ${url}`);
    });
}
