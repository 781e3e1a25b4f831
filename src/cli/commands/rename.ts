import { existsSync } from 'node:fs';
import { rename as renameFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join, relative } from 'node:path';
import type { Command } from 'commander';
import { escapeInvisible } from '../../story/parse/fault.ts';
import type { Story } from '../../story/story.ts';
import type { ApiClient, CreateClient, RemoteStory } from '../client/api-client.ts';
import { CommandError, InvalidFiles } from '../command-error.ts';
import { describeDifference } from '../stories/difference.ts';
import { rewriteStoryText } from '../stories/rewrite.ts';
import { checkSlug, DEFAULT_PATHS, readStoryFile } from '../stories/story-files.ts';
import { recordBases } from '../stories/working-copy.ts';

/** The file of a story in data/stories, under its old name, or under the new one where the author has renamed it. */
function findFile(old: string, slug: string): string | undefined {
  const paths = [old, slug].flatMap((name) =>
    ['md', 'json'].map((ending) => join(DEFAULT_PATHS[0], `${name}.${ending}`)),
  );
  const found = paths.filter((path) => existsSync(path));
  if (found.length > 1)
    throw new CommandError(`Not renamed: both ${found.join(' and ')} are there. Remove one of them first.`);
  return found[0];
}

/** Refuses a rename that would publish edits as well, or lose what the server has. */
async function checkFile(file: string, remote: RemoteStory): Promise<void> {
  const read = await readStoryFile(file);
  if ('troubles' in read) throw new InvalidFiles(read.troubles);
  const difference = describeDifference(remote.record, { ...read.story, slug: remote.slug });
  if (difference === '') return;
  throw new CommandError(
    `Not renamed: ${relative('.', file)} is not what is published.\n${difference}\nPublish these changes, or bring the file up to date, then rename it.`,
  );
}

/** Renames the file and adds the former slug to it; all else stays as its author wrote it. */
async function renameLocally(api: ApiClient, file: string, renamed: Story, revision: number): Promise<void> {
  const { slug, formerSlugs } = renamed;
  const read = await readStoryFile(file);
  if ('troubles' in read) throw new InvalidFiles(read.troubles);
  const target = join(dirname(file), `${slug}${extname(file)}`);
  const story = { ...read.story, slug, formerSlugs };
  await writeFile(file, rewriteStoryText(target, story, read));
  if (file !== target) await renameFile(file, target);
  recordBases(api.url, [{ file: target, story, revision }]);
  console.log(`${relative('.', target)} is its file now.`);
}

/** Renames a story on the server, keeping its newest record, and its file in data/stories. */
async function rename(api: ApiClient, old: string, slug: string): Promise<void> {
  checkSlug(slug);
  if (old === slug) throw new CommandError('Not renamed: both names are the same.');
  const remote = await api.findStory(old);
  if (!remote)
    throw new CommandError(`There is no story "${old}" on the server. Rename its file, and publish that.`);
  if (remote.slug !== old && remote.slug !== slug)
    throw new CommandError(
      `"${old}" was renamed before; it is "${remote.slug}" now: npm run story -- rename ${remote.slug} ${slug}`,
    );
  if (remote.status === 'withdrawn')
    throw new CommandError(
      `"${old}" is withdrawn. Restore it before you rename it: npm run story -- restore ${old}`,
    );
  const other = await api.findStory(slug);
  if (other && other.record.identifier !== remote.record.identifier)
    throw new CommandError(
      `Not renamed: "${slug}" is the name of another story, ${escapeInvisible(other.record.headline)}. Choose another name. If it is the same story, published twice, merge them: npm run story -- merge ${other.slug} ${old}`,
    );
  const file = findFile(old, slug);
  if (file !== undefined) await checkFile(file, remote);
  const record: Story = {
    ...remote.record,
    slug,
    formerSlugs: [...new Set([...remote.record.formerSlugs, old])].filter((each) => each !== slug),
  };
  const { revision, url } = await api.saveStory(record, remote.revision);
  console.log(`"${old}" is "${slug}" now, and its old address leads there: ${url}`);
  if (file !== undefined) await renameLocally(api, file, record, revision);
}

/** `rename` and `merge`: one story under one name. */
export function addRename(program: Command, createClient: CreateClient): void {
  program
    .command('rename')
    .argument('<old>', 'the slug of the story')
    .argument('<new>', 'its new slug')
    .description('rename a story and its file in data/stories; the old address leads to the new one')
    .action(async (old: string, slug: string) => rename(await createClient(), old, slug));

  program
    .command('merge')
    .argument('<duplicate>', 'the slug of the story to be merged')
    .argument('<into>', 'the slug of the story that stays')
    .option('--reason <text>', 'what readers of the feeds are told; by default, which story it is')
    .description('merge a story that was published twice into the other one: its addresses lead there')
    .action(async (duplicate: string, into: string, { reason }: { reason?: string }) => {
      const query = new URLSearchParams({ into, ...(reason === undefined ? {} : { reason }) });
      await (await createClient()).request(
        'POST',
        `/stories/${encodeURIComponent(duplicate)}/merge?${query}`,
      );
      console.log(
        `"${duplicate}" is merged into "${into}": its addresses lead there, and the feeds leave it out. Its file is not needed any more.\nTo separate them again: npm run story -- restore ${duplicate}`,
      );
    });
}
