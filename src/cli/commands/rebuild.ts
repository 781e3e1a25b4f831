import type { Command } from 'commander';
import { type Connect, ServerError } from '../client/api-client.ts';

/** `rebuild`: regenerates every page and feed. */
export function addRebuild(program: Command, server: Connect): void {
  program
    .command('rebuild')
    .description('regenerate every page and feed')
    .action(async () => {
      const at = await server();
      await at.request('POST', '/rebuild');
      for (;;) {
        const { rebuild, outbox } = await at.json<{
          rebuild: { done: number; total: number; isDone: boolean };
          outbox: { depth: number; failing: number };
        }>('GET', '/status');
        console.log(`${rebuild.done} of ${rebuild.total} stories rendered, ${outbox.depth} keys to print.`);
        if (rebuild.isDone && outbox.depth === 0) return;
        if (outbox.failing > 0) {
          throw new ServerError(
            'Writing to KV fails for some of them. It goes on by itself; `npm run story -- status` says what is wrong.',
          );
        }
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    });
}
