import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { type CarryOptions, pullSettings, pushSettings } from './carry.ts';

/** `settings`: carries settings between data/site.json and what admins have saved in the newsroom. */
export function addSettings(program: Command, createClient: CreateClient): void {
  const settings = program
    .command('settings')
    .description('carry settings between data/site.json and the newsroom: pull, push');

  const add = (
    name: string,
    description: string,
    carry: (api: ApiClient, options: CarryOptions) => Promise<string[]>,
  ) =>
    settings
      .command(name)
      .option('--dry-run', 'say what would change, and change nothing')
      .option('--force', 'lose what the other side has changed of the same settings')
      .description(description)
      .action(async ({ dryRun = false, force = false }: { dryRun?: boolean; force?: boolean }) => {
        const lines = await carry(await createClient(), { isDry: dryRun, isForced: force });
        for (const line of lines) console.log(line);
      });

  add('pull', 'write what was saved in the newsroom to data/site.json', pullSettings);
  add('push', 'save in the newsroom what was changed in data/site.json', pushSettings);
}
