import type { Command } from 'commander';
import type { CreateClient } from '../../../cli/client/api-client.ts';
import { formatCount } from '../../../cli/format.ts';
import { escapeInvisibleLines } from '../../../site/story/parse/fault.ts';
import type { Status } from '../desk/status.ts';

function describeBackup({ backup }: Status): string {
  if (!backup) return 'Backups are off. To turn them on, see docs/operating.md.';
  const { last, running } = backup;
  const done = last
    ? `Last backup ${last.began}: ${formatCount(last.stories)}, ${(last.bytes / 1e6).toFixed(1)} MB.`
    : 'No backup yet.';
  return running ? `${done} One is running.` : done;
}

/** Describes the records on ATProto, if there is an account. */
function describeRecords({ standardSite, stories }: Status): string[] {
  if (!standardSite) return [];
  const { handle, publication, records, pausedUntil } = standardSite;
  const done = `standard.site: ${records} of ${formatCount(stories.published, 'record')} at ${handle}`;
  const pause = pausedUntil === null ? '' : `; its server wants to be left alone until ${pausedUntil}`;
  return [`${done}${pause}.`, ...(publication === null ? [] : [`  ${publication}`])];
}

/** Describes the followers, if the newsroom has accounts. */
function describeFollowers({ fediverse }: Status): string[] {
  if (!fediverse) return [];
  const { followers, servers, waiting, failing } = fediverse;
  const all = `Fediverse: ${formatCount(followers, 'follower')} on ${formatCount(servers, 'server')}`;
  return [`${all}; ${waiting} still to be sent something, ${failing} failing.`];
}

/** Describes the server's state for the terminal. */
function describeStatus(state: Status): string {
  const { stories, outbox, rebuild, troubles, attention } = state;
  const scheduled =
    stories.scheduled > 0
      ? `${stories.scheduled} scheduled (next: ${state.nextScheduled})`
      : 'none scheduled';
  const waiting =
    outbox.depth + outbox.cards === 0
      ? 'All changes are live'
      : `Waiting to be written: ${formatCount(outbox.depth, 'key')}, ${formatCount(outbox.cards, 'card')}`;
  const lines = [
    `${formatCount(stories.published)} published, ${scheduled}, ${stories.withdrawn} withdrawn.`,
    `${waiting}; ${state.lastPrint ? `last write ${state.lastPrint}` : 'no writes yet'}.`,
    ...(rebuild && !rebuild.isDone
      ? [`Rebuild: ${rebuild.done} of ${formatCount(rebuild.total)} rendered.`]
      : []),
    describeBackup(state),
    ...describeRecords(state),
    ...describeFollowers(state),
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

/** `status`: shows how the server is doing. */
export function addStatus(program: Command, createClient: CreateClient): void {
  program
    .command('status')
    .option('--json', 'print the full state as JSON')
    .description('show how the server is doing, what needs attention, and what to do')
    .action(async ({ json = false }: { json?: boolean }) => {
      const state = await (await createClient()).json<Status>('GET', '/status');
      console.log(json ? JSON.stringify(state, null, 2) : describeStatus(state));
    });
}
