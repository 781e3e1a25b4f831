import type { Command } from 'commander';
import type { Story } from '../../story/story.ts';
import type { ApiClient, CreateClient } from '../client/api-client.ts';
import { CommandError } from '../command-error.ts';
import { describeDifference, findMissingCorrections } from '../stories/difference.ts';

/**
 * Makes the record to publish: the earlier one with the story's present names, its corrections (unless forced), and the later
 * `dateModified`, or feed readers would take it for older than their copy.
 */
function recordOf(earlier: Story, current: Story, isForced: boolean): Story {
  const kept = isForced ? [] : findMissingCorrections(current, earlier);
  const correction = [...earlier.correction, ...kept].sort(
    (a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished),
  );
  const [dateModified = null] = [earlier.dateModified, current.dateModified]
    .filter((time) => time !== null)
    .sort((a, b) => Date.parse(b) - Date.parse(a));
  const { slug, formerSlugs, identifier } = current;
  return { ...earlier, slug, formerSlugs, identifier, correction, dateModified };
}

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
  if (!earlier) throw new CommandError(`"${slug}" has no revision ${number}. It is at ${current}.`);
  const record = recordOf(earlier.record, remote.record, isForced);
  const difference = describeDifference(remote.record, record, [current, `revision ${remote.revision + 1}`]);
  const kept = findMissingCorrections(record, earlier.record).length;
  const lost = findMissingCorrections(remote.record, record).length;
  const keptNote =
    kept === 0
      ? ''
      : kept === 1
        ? '\nA correction that was published since stays; --force removes it.'
        : `\n${kept} corrections that were published since stay; --force removes them.`;
  if (difference === '')
    return console.log(
      `${remote.slug}: nothing to change; ${current} is as revision ${number} was.${keptNote}`,
    );
  console.log(`${remote.slug}: goes back to revision ${number}.\n${difference}${keptNote}`);
  if (lost > 0) console.log(lost === 1 ? 'A correction is removed.' : `${lost} corrections are removed.`);
  const { status, revision, url } = await api.saveStory(record, remote.revision);
  console.log(`${remote.slug}: ${status}, revision ${revision}: ${url}`);
  console.log(`Your file is as it was. Bring it up to date: npm run story -- pull ${remote.slug}`);
}

/** `revert`: publishes an earlier revision again, as a new one. */
export function addRevert(program: Command, createClient: CreateClient): void {
  program
    .command('revert')
    .argument('<slug>')
    .argument('<revision>', 'the number of an earlier revision')
    .option('--force', 'remove corrections that were published since')
    .description('go back to an earlier revision of a story, as a new revision; published corrections stay')
    .action(async (slug: string, revision: string, { force = false }: { force?: boolean }) =>
      revert(await createClient(), slug, revision, force),
    );
}
