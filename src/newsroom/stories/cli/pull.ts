import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { Command } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount } from '../../../cli/format.ts';
import { replaceFile } from '../../../cli/replace-file.ts';
import { storySlug } from '../../../site/story/fields.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import type { StoryDetail } from '../api/schemas.ts';
import { describeDifference, isSameContent, serializeAuthored } from './difference.ts';
import { describeBothSides, findBaseRevision, findRemoteStory } from './plan.ts';
import { rewriteStoryText } from './rewrite.ts';
import { DEFAULT_PATHS, listStoryFiles, readStoryFile } from './story-files.ts';
import { recordBases } from './working-copy.ts';

/** What `pull` did with a file. */
interface Pulled {
  kind: 'same' | 'absent' | 'done' | 'refused';
  message: string;
}

const nameOf = (file: string) => relative('.', file);

/** Writes the server's record to a file; renames the file if the story was renamed. Returns the file's path. */
async function write(
  api: ApiClient,
  remote: StoryDetail,
  file: string,
  old?: { text: string; story: WrittenStory },
): Promise<string> {
  const isNamed = old !== undefined && basename(file, extname(file)) === old.story.slug;
  const target = isNamed ? join(dirname(file), `${remote.slug}${extname(file)}`) : file;
  if (target !== file && existsSync(target)) {
    throw new CommandError(
      `${nameOf(file)}: the story is now called "${remote.slug}", but ${nameOf(target)} already exists. Delete one of the two files.`,
    );
  }
  await replaceFile(target, rewriteStoryText(target, remote.record, old));
  if (target !== file) await rm(file);
  recordBases(api.url, [{ file: target, story: remote.record, revision: remote.revision }]);
  return target;
}

/** Creates a file for a story that has none. */
async function create(api: ApiClient, slug: string): Promise<Pulled> {
  const remote = await api.findStory(slug);
  if (!remote) throw new CommandError(`Not found: no file or story is called "${slug}".`);
  const file = await write(api, remote, join(DEFAULT_PATHS[0], `${remote.slug}.md`));
  return { kind: 'done', message: `Created ${nameOf(file)} from revision ${remote.revision}.` };
}

/** Updates a file from the server; unless forced, never overwrites unpublished changes. */
async function pullFile(api: ApiClient, file: string, isForced: boolean): Promise<Pulled> {
  const name = nameOf(file);
  const read = await readStoryFile(file);
  if ('problems' in read) {
    const remote = await api.findStory(basename(file, extname(file)));
    if (!remote) return { kind: 'absent', message: `${name}: not on the server.` };
    if (isForced) {
      await write(api, remote, file);
      return { kind: 'done', message: `${name}: replaced with revision ${remote.revision}.` };
    }
    const message = `${name}: not updated. It has errors, so it cannot be compared with the server:\n${read.problems.join('\n')}\nFix these, or replace the file with the server's revision: npm run story -- pull --force ${name}`;
    return { kind: 'refused', message };
  }
  const { story, text } = read;
  const remote = await findRemoteStory(api, story);
  if (!remote) return { kind: 'absent', message: `${name}: not on the server.` };
  const current = `revision ${remote.revision}`;
  if (serializeAuthored(remote.record) === serializeAuthored(story)) {
    recordBases(api.url, [{ file, story, revision: remote.revision }]);
    return { kind: 'same', message: `${name}: up to date (${current}).` };
  }
  if (isSameContent(remote.record, story)) {
    await write(api, remote, file, { text, story });
    const { datePublished } = remote.record;
    return { kind: 'done', message: `${name}: has the date of its publication now, ${datePublished}.` };
  }
  const base = await findBaseRevision(api, { file, story }, remote);
  const isUnchanged = base !== undefined && isSameContent(base.record, story);
  if (isForced || isUnchanged) {
    const difference = describeDifference(story, remote.record, ['local', current]);
    const target = await write(api, remote, file, { text, story });
    const from = isUnchanged
      ? `updated from revision ${base.revision} to ${current}`
      : `replaced with ${current}`;
    const to = target === file ? '' : ` and renamed to ${nameOf(target)}`;
    return { kind: 'done', message: `${name}: ${from}${to}.\n${difference}` };
  }
  if (base?.revision === remote.revision)
    return {
      kind: 'same',
      message: `${name}: nothing new on the server. Your changes are not published yet.`,
    };
  const message = [
    `${name}: not updated. It has unpublished changes, and the server has ${current}.`,
    describeBothSides(remote, story, base),
    "Save a copy of your changes, replace the file with the server's revision, then redo them:",
    `  npm run story -- pull --force ${name}`,
  ].join('\n');
  return { kind: 'refused', message };
}

/** Finds the files that an argument names. If it is a slug without a file, returns the slug. */
async function resolve(argument: string): Promise<{ files: string[] } | { slug: string }> {
  const inFolder = ['.md', '.json']
    .map((end) => join(DEFAULT_PATHS[0], `${argument}${end}`))
    .find(existsSync);
  if (!existsSync(argument) && storySlug.safeParse(argument).success)
    return inFolder === undefined ? { slug: argument } : { files: [inFolder] };
  return { files: (await listStoryFiles([argument])).map(({ file }) => file) };
}

async function pull(api: ApiClient, targets: readonly string[], isForced: boolean): Promise<void> {
  const isBare = targets.length === 0;
  const counts = { same: 0, absent: 0, done: 0, refused: 0 };
  const report = ({ kind, message }: Pulled) => {
    counts[kind]++;
    if (kind === 'refused') console.error(`\n${message}`);
    else if (kind === 'done' || !isBare) console.log(message);
  };
  for (const target of isBare ? DEFAULT_PATHS : targets) {
    const found = await resolve(target);
    if ('slug' in found) report(await create(api, found.slug));
    else for (const file of found.files) report(await pullFile(api, file, isForced));
  }
  const { same, absent, done, refused } = counts;
  if (isBare) console.log(`${done} updated, ${same} up to date, ${absent} not on the server.`);
  const total = formatCount(same + absent + done + refused);
  if (refused > 0) throw new CommandError(`\n${refused} of ${total} not updated. See the reasons above.`);
}

/** `pull`: updates story files from the server. */
export function addPull(program: Command, createClient: CreateClient): void {
  program
    .command('pull')
    .argument('[stories...]', 'files, folders and slugs (default: data/stories)')
    .option('--force', 'overwrite unpublished changes in the files')
    .description('update story files from the server; creates the file of a slug that has none')
    .action(async (targets: string[], { force = false }: { force?: boolean }) =>
      pull(await createClient(), targets, force),
    );
}
