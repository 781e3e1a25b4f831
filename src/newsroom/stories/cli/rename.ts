import { existsSync } from 'node:fs';
import { rename as renameFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError, InvalidFiles } from '../../../cli/command-error.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { Story } from '../../../site/story/story.ts';
import type { StoryDetail } from '../api/schemas.ts';
import { describeDifference } from './difference.ts';
import { rewriteStoryText } from './rewrite.ts';
import { checkSlug, DEFAULT_PATHS, readStoryFile } from './story-files.ts';
import { recordBases } from './working-copy.ts';

/** Finds the story's file in data/stories, under the old slug, or under the new one if the author has renamed it already. */
function findFile(old: string, slug: string): string | undefined {
  const paths = [old, slug].flatMap((name) =>
    ['md', 'json'].map((ending) => join(DEFAULT_PATHS[0], `${name}.${ending}`)),
  );
  const found = paths.filter((path) => existsSync(path));
  if (found.length > 1)
    throw new CommandError(`Not renamed: both ${found.join(' and ')} exist. Delete one of them first.`);
  return found[0];
}

/** Throws if the file differs from the published story: renaming it would publish the difference. */
async function checkFile(file: string, remote: StoryDetail): Promise<void> {
  const read = await readStoryFile(file);
  if ('problems' in read) throw new InvalidFiles(read.problems);
  const difference = describeDifference(remote.record, { ...read.story, slug: remote.slug });
  if (difference === '') return;
  throw new CommandError(
    `Not renamed: ${relative('.', file)} differs from the published story.\n${difference}\nPublish these changes or pull the published story, then rename it.`,
  );
}

/** Renames the file and adds the former slug to it; leaves the rest of its text alone. */
async function renameLocally(api: ApiClient, file: string, renamed: Story, revision: number): Promise<void> {
  const { slug, formerSlugs } = renamed;
  const read = await readStoryFile(file);
  if ('problems' in read) throw new InvalidFiles(read.problems);
  const target = join(dirname(file), `${slug}${extname(file)}`);
  const story = { ...read.story, slug, formerSlugs };
  await writeFile(file, rewriteStoryText(target, story, read));
  if (file !== target) await renameFile(file, target);
  recordBases(api.url, [{ file: target, story, revision }]);
  console.log(`Its file is now ${relative('.', target)}.`);
}

/** Renames a story on the server, and its file in data/stories. */
async function rename(api: ApiClient, old: string, slug: string): Promise<void> {
  checkSlug(slug);
  if (old === slug) throw new CommandError('Not renamed: the two slugs are the same.');
  const remote = await api.findStory(old);
  if (!remote)
    throw new CommandError(
      `There is no story "${old}" on the server. To rename a story before you publish it, rename its file.`,
    );
  if (remote.slug !== old && remote.slug !== slug)
    throw new CommandError(
      `"${old}" was renamed to "${remote.slug}". Use that slug: npm run story -- rename ${remote.slug} ${slug}`,
    );
  if (remote.status === 'withdrawn')
    throw new CommandError(`"${old}" is withdrawn. Restore it first: npm run story -- restore ${old}`);
  const other = await api.findStory(slug);
  if (other && other.record.identifier !== remote.record.identifier)
    throw new CommandError(
      `Not renamed: "${slug}" is another story, ${escapeInvisible(other.record.headline)}. Choose another slug. If the same story was published twice, merge them: npm run story -- merge ${other.slug} ${old}`,
    );
  const file = findFile(old, slug);
  if (file !== undefined) await checkFile(file, remote);
  const record: Story = {
    ...remote.record,
    slug,
    formerSlugs: [...new Set([...remote.record.formerSlugs, old])].filter((each) => each !== slug),
  };
  const { revision, url } = await api.saveStory(record, remote.revision);
  console.log(`Renamed "${old}" to "${slug}". The old URL redirects to ${url}`);
  if (file !== undefined) await renameLocally(api, file, record, revision);
}

/** `rename` and `merge`: bring a story to the slug that it should have. */
export function addRename(program: Command, createClient: CreateClient): void {
  program
    .command('rename')
    .argument('<old>', 'present slug of the story')
    .argument('<new>', 'its new slug')
    .description('rename a story and its file in data/stories; the old URL redirects to the new one')
    .action(async (old: string, slug: string) => rename(await createClient(), old, slug));

  program
    .command('merge')
    .argument('<duplicate>', 'slug of the story to merge')
    .argument('<into>', 'slug of the story that stays')
    .option('--reason <text>', 'what the feeds tell readers (default: the headline of the story that stays)')
    .description('merge a duplicate into the story that stays; the URLs of the duplicate redirect there')
    .action(async (duplicate: string, into: string, { reason }: { reason?: string }) => {
      const query = new URLSearchParams({ into, ...(reason === undefined ? {} : { reason }) });
      await (await createClient()).request(
        'POST',
        `/stories/${encodeURIComponent(duplicate)}/merge?${query}`,
      );
      console.log(
        `Merged "${duplicate}" into "${into}". Its URLs redirect there, and the feeds say so. You can delete its file.\nTo separate the two again: npm run story -- restore ${duplicate}`,
      );
    });
}
