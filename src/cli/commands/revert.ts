import type { Command } from 'commander';
import type { Story } from '../../story/story.ts';
import { type Connect, type Server, ServerError } from '../client/api-client.ts';
import { describeDifference, missingCorrections } from '../stories/difference.ts';

/**
 * Makes the record to publish: the earlier one with the story's present names, its corrections (unless forced), and the later
 * `dateModified`, or feed readers would take it for older than their copy.
 */
function recordOf(earlier: Story, current: Story, isForced: boolean): Story {
  const kept = isForced ? [] : missingCorrections(current, earlier);
  const correction = [...earlier.correction, ...kept].sort(
    (a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished),
  );
  const [dateModified = null] = [earlier.dateModified, current.dateModified]
    .filter((time) => time !== null)
    .sort((a, b) => Date.parse(b) - Date.parse(a));
  const { slug, formerSlugs, identifier } = current;
  return { ...earlier, slug, formerSlugs, identifier, correction, dateModified };
}

async function revert(at: Server, slug: string, number: string, isForced: boolean): Promise<void> {
  const there = await at.find(slug);
  if (!there) throw new ServerError(`There is no story "${slug}" on the server.`);
  const current = `revision ${there.revision}`;
  if (there.status === 'withdrawn')
    throw new ServerError(`"${slug}" is withdrawn. Restore it first: npm run story -- restore ${there.slug}`);
  const earlier = /^[1-9]\d{0,8}$/.test(number) ? await at.revision(there.slug, Number(number)) : undefined;
  if (!earlier) throw new ServerError(`"${slug}" has no revision ${number}. It is at ${current}.`);
  const record = recordOf(earlier.record, there.record, isForced);
  const difference = describeDifference(there.record, record, [current, `revision ${there.revision + 1}`]);
  const kept = missingCorrections(record, earlier.record).length;
  const lost = missingCorrections(there.record, record).length;
  const keptNote =
    kept === 0
      ? ''
      : kept === 1
        ? '\nA correction that was published since stays; --force removes it.'
        : `\n${kept} corrections that were published since stay; --force removes them.`;
  if (difference === '')
    return console.log(
      `${there.slug}: nothing to change; ${current} is as revision ${number} was.${keptNote}`,
    );
  console.log(`${there.slug}: goes back to revision ${number}.\n${difference}${keptNote}`);
  if (lost > 0) console.log(lost === 1 ? 'A correction is removed.' : `${lost} corrections are removed.`);
  const { status, revision, url } = await at.json<{ status: string; revision: number; url: string }>(
    'PUT',
    `/stories/${there.slug}`,
    {
      headers: { 'Content-Type': 'application/json', 'If-Match': `"${there.revision}"` },
      body: JSON.stringify(record),
    },
  );
  console.log(`${there.slug}: ${status}, revision ${revision}: ${url}`);
  console.log(`Your file is as it was. Bring it up to date: npm run story -- pull ${there.slug}`);
}

/** `revert`: publishes an earlier revision again, as a new one. */
export function addRevert(program: Command, server: Connect): void {
  program
    .command('revert')
    .argument('<slug>')
    .argument('<revision>', 'the number of an earlier revision')
    .option('--force', 'remove corrections that were published since')
    .description('go back to an earlier revision of a story, as a new revision; published corrections stay')
    .action(async (slug: string, revision: string, { force = false }: { force?: boolean }) =>
      revert(await server(), slug, revision, force),
    );
}
