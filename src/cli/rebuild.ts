import type { Command } from 'commander';
import type { DeskStatus, RebuildStatus } from '../newsroom/status/desk/status.ts';
import type { CreateClient } from './client/api-client.ts';
import { CommandError } from './command-error.ts';
import { formatCount } from './format.ts';

/** `rebuild`: regenerates every page and feed. */
export function addRebuild(program: Command, createClient: CreateClient): void {
  program
    .command('rebuild')
    .description('regenerate every page and feed')
    .action(async () => {
      const api = await createClient();
      await api.request('POST', '/rebuild');
      for (;;) {
        const { rebuild, outbox } = await api.json<DeskStatus & { rebuild: RebuildStatus }>('GET', '/status');
        console.log(
          `${rebuild.done} of ${formatCount(rebuild.total)} rendered, ${formatCount(outbox.depth, 'key')} to write.`,
        );
        if (rebuild.isDone && outbox.depth === 0) return;
        if (outbox.failing > 0) {
          throw new CommandError(
            'Some writes to KV fail. The server keeps trying; for the cause, see `npm run story -- status`.',
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    });
}
