import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount } from '../../../cli/format.ts';
import { findMissingCorrections, toRevertedRecord } from '../../../site/story/history/revert.ts';
import { describeDifference } from './difference.ts';

async function revert(api: ApiClient, slug: string, number: string, isForced: boolean): Promise<void> {
  const remote = await api.findStory(slug);
  if (!remote) throw new CommandError(`There is no story "${slug}" on the server.`);
  const current = `revision ${remote.revision}`;
  if (remote.status === 'withdrawn')
    throw new CommandError(
      `"${slug}" is withdrawn. Restore it first: npm run story -- restore ${remote.slug}`,
    );
  const earlier = /^[1-9]\d{0,8}$/.test(number)
    ? await api.findRevision(remote.slug, Number(number))
    : undefined;
  if (!earlier) throw new CommandError(`"${slug}" has no revision ${number}. The newest is ${current}.`);
  const record = toRevertedRecord(earlier.record, remote.record, isForced);
  const difference = describeDifference(remote.record, record, [current, `revision ${remote.revision + 1}`]);
  const kept = findMissingCorrections(record, earlier.record).length;
  const lost = findMissingCorrections(remote.record, record).length;
  const keptNote =
    kept === 0
      ? ''
      : `\nKept ${formatCount(kept, 'correction')} published since then. To remove corrections as well, use --force.`;
  if (difference === '')
    return console.log(
      `${remote.slug}: nothing to revert; ${current} has the same content as revision ${number}.${keptNote}`,
    );
  console.log(`${remote.slug}: reverting to revision ${number}.\n${difference}${keptNote}`);
  if (lost > 0) console.log(`This removes ${formatCount(lost, 'correction')}.`);
  const { status, revision, url } = await api.saveStory(record, remote.revision);
  console.log(`${remote.slug}: ${status}, revision ${revision}: ${url}`);
  console.log(`Your file has not changed. To update it: npm run story -- pull ${remote.slug}`);
}

/** `revert`: publishes an earlier revision again, as a new one. */
export function addRevert(program: Command, createClient: CreateClient): void {
  program
    .command('revert')
    .argument('<slug>')
    .argument('<revision>', 'number of an earlier revision')
    .option('--force', 'remove corrections published since')
    .description('publish an earlier revision of a story again, as a new one; keeps published corrections')
    .action(async (slug: string, revision: string, { force = false }: { force?: boolean }) =>
      revert(await createClient(), slug, revision, force),
    );
}
