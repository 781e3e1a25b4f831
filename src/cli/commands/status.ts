import type { Command } from 'commander';
import type { DeskStatus } from '../../desk/status.ts';
import { escapeInvisibleLines } from '../../story/parse/fault.ts';
import type { CreateClient } from '../client/api-client.ts';

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

function describeBackup({ backup }: DeskStatus): string {
  if (!backup) return 'Backups are off. docs/operating.md says how to turn them on.';
  const { last, running } = backup;
  const under = running ? ' One is running.' : '';
  return last
    ? `Backed up ${last.began}: ${last.stories} stories, ${megabytes(last.bytes)}.${under}`
    : `No backup yet.${under}`;
}

/** How the server is doing, for the person at the terminal. */
function describeStatus(state: DeskStatus): string {
  const { stories, outbox, rebuild, troubles, attention } = state;
  const scheduled =
    stories.scheduled > 0
      ? `${stories.scheduled} scheduled, the next for ${state.nextScheduled}`
      : 'none scheduled';
  const waiting =
    outbox.depth + outbox.cards === 0
      ? 'All changes are live'
      : `${outbox.depth} keys and ${outbox.cards} cards wait to be written`;
  const lines = [
    `${stories.published} stories published, ${scheduled}, ${stories.withdrawn} withdrawn.`,
    `${waiting}; ${state.lastPrint ? `last written ${state.lastPrint}` : 'nothing was written yet'}.`,
    ...(rebuild && !rebuild.isDone
      ? [`A rebuild has rendered ${rebuild.done} of ${rebuild.total} stories.`]
      : []),
    describeBackup(state),
    '',
    ...(attention.length === 0
      ? ['All is well.']
      : ['Needs attention:', ...attention.map(({ what, next }) => `- ${what}\n  ${next}`)]),
    ...(troubles.length === 0
      ? []
      : ['', 'Latest errors:', ...troubles.map(({ at, what }) => `  ${at}  ${what}`)]),
  ];
  return escapeInvisibleLines(lines.join('\n'));
}

/** `status`: tells how the server is doing. */
export function addStatus(program: Command, createClient: CreateClient): void {
  program
    .command('status')
    .option('--json', 'all that the server says, for programs')
    .description('how the server is doing, what needs attention, and what to do')
    .action(async ({ json = false }: { json?: boolean }) => {
      const state = await (await createClient()).json<DeskStatus>('GET', '/status');
      console.log(json ? JSON.stringify(state, null, 2) : describeStatus(state));
    });
}
