import type { Command } from 'commander';
import type { DeskState } from '../../desk/state.ts';
import type { Connect } from '../server.ts';
import { describeStatus } from '../status.ts';

/** `status`: tells how the server is doing. */
export function addStatus(program: Command, server: Connect): void {
  program
    .command('status')
    .option('--json', 'all that the server says, for programs')
    .description('how the server is doing, what needs attention, and what to do')
    .action(async ({ json = false }: { json?: boolean }) => {
      const state = await (await server()).json<DeskState>('GET', '/status');
      console.log(json ? JSON.stringify(state, null, 2) : describeStatus(state));
    });
}
