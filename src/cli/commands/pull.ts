import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import type { Command } from 'commander';
import type { Story } from '../../story/story.ts';
import { slug as slugSchema } from '../../story/text.ts';
import { type Connect, type Published, type Server, ServerError } from '../client/api-client.ts';
import { authoredText, describeDifference } from '../stories/difference.ts';
import { counterpart, describeBothSides, findBase } from '../stories/plan.ts';
import { rewriteStoryFile } from '../stories/rewrite.ts';
import { DEFAULT_PATHS, listFiles, readStoryFile } from '../stories/story-files.ts';
import { rememberBases } from '../stories/working-copy.ts';

/** What `pull` did with a file. */
type Pulled = { kind: 'same' | 'absent' | 'done'; message: string } | { kind: 'refused'; message: string };

const nameOf = (file: string) => relative('.', file);

/** Replaces a file so that it is complete at any moment. */
async function replaceFile(file: string, text: string): Promise<void> {
  await writeFile(`${file}.part`, text);
  await rename(`${file}.part`, file);
}

/** Writes the server's record to a file, under the story's new name if it was renamed. */
async function write(
  at: Server,
  there: Published,
  file: string,
  old?: { text: string; story: Story },
): Promise<string> {
  const isNamed = old !== undefined && basename(file, extname(file)) === old.story.slug;
  const target = isNamed ? join(dirname(file), `${there.slug}${extname(file)}`) : file;
  if (target !== file && existsSync(target)) {
    throw new ServerError(
      `${nameOf(file)}: The story was renamed to "${there.slug}", and ${nameOf(target)} exists already. Remove one of the two files.`,
    );
  }
  await replaceFile(target, rewriteStoryFile(target, there.record, old));
  if (target !== file) await rm(file);
  rememberBases(at.url, [{ file: target, story: there.record, revision: there.revision }]);
  return target;
}

/** Creates the file of a story that has none. */
async function create(at: Server, slug: string): Promise<Pulled> {
  const there = await at.find(slug);
  if (!there) throw new ServerError(`There is neither a file nor a story "${slug}".`);
  const file = await write(at, there, join(DEFAULT_PATHS[0], `${there.slug}.md`));
  return { kind: 'done', message: `Created ${nameOf(file)} from revision ${there.revision}.` };
}

/** Brings a file up to date; refuses to overwrite what is nowhere else. */
async function pullFile(at: Server, file: string, isForced: boolean): Promise<Pulled> {
  const name = nameOf(file);
  const read = await readStoryFile(file);
  if ('troubles' in read) {
    const there = await at.find(basename(file, extname(file)));
    if (!there) return { kind: 'absent', message: `${name}: not on the server.` };
    if (isForced) {
      await write(at, there, file);
      return { kind: 'done', message: `${name}: replaced by revision ${there.revision}.` };
    }
    const message = `${name}: left as it is. It has errors, so it cannot be compared with the server:\n${read.troubles.join('\n')}\nFix these, or replace the file with the server's revision: npm run story -- pull --force ${name}`;
    return { kind: 'refused', message };
  }
  const { story, text } = read;
  const there = await counterpart(at, story);
  if (!there) return { kind: 'absent', message: `${name}: not on the server.` };
  const current = `revision ${there.revision}`;
  if (authoredText(there.record) === authoredText(story)) {
    rememberBases(at.url, [{ file, story, revision: there.revision }]);
    return { kind: 'same', message: `${name}: up to date (${current}).` };
  }
  const base = await findBase(at, { file, story }, there);
  const isUnchanged = base !== undefined && authoredText(base.record) === authoredText(story);
  if (isForced || isUnchanged) {
    const difference = describeDifference(story, there.record, ['local', current]);
    const target = await write(at, there, file, { text, story });
    const from = isUnchanged
      ? `updated from revision ${base.revision} to ${current}`
      : `replaced by ${current}`;
    const to = target === file ? '' : ` and renamed to ${nameOf(target)}`;
    return { kind: 'done', message: `${name}: ${from}${to}.\n${difference}` };
  }
  if (base?.revision === there.revision)
    return {
      kind: 'same',
      message: `${name}: nothing new on the server. Your changes are not published yet.`,
    };
  const message = [
    `${name}: left as it is. It has changes that are not on the server, which is at ${current}.`,
    describeBothSides(there, story, base),
    "Keep a copy of your changes, replace the file with the server's revision, and make them again:",
    `  npm run story -- pull --force ${name}`,
  ].join('\n');
  return { kind: 'refused', message };
}

/** The files that an argument names, or the slug of a story that has no file. */
async function resolve(argument: string): Promise<{ files: string[] } | { slug: string }> {
  const inFolder = ['.md', '.json']
    .map((end) => join(DEFAULT_PATHS[0], `${argument}${end}`))
    .find(existsSync);
  if (!existsSync(argument) && slugSchema(120).safeParse(argument).success)
    return inFolder === undefined ? { slug: argument } : { files: [inFolder] };
  return { files: (await listFiles([argument])).map(({ file }) => file) };
}

async function pull(at: Server, targets: readonly string[], isForced: boolean): Promise<void> {
  const isBare = targets.length === 0;
  const pulled: Pulled[] = [];
  for (const target of isBare ? DEFAULT_PATHS : targets) {
    const found = await resolve(target);
    if ('slug' in found) pulled.push(await create(at, found.slug));
    else for (const file of found.files) pulled.push(await pullFile(at, file, isForced));
  }
  for (const { kind, message } of pulled) {
    if (kind === 'refused') console.error(`\n${message}`);
    else if (kind === 'done' || !isBare) console.log(message);
  }
  const count = (kind: Pulled['kind']) => pulled.filter((each) => each.kind === kind).length;
  if (isBare)
    console.log(
      `${count('done')} updated, ${count('same')} up to date, ${count('absent')} not on the server.`,
    );
  if (count('refused') > 0)
    throw new ServerError(
      `\n${count('refused')} of ${pulled.length} left as they are; the reasons are above.`,
    );
}

/** `pull`: brings local files up to date from the server. */
export function addPull(program: Command, server: Connect): void {
  program
    .command('pull')
    .argument('[stories...]', 'files, folders and slugs; data/stories where they are left out')
    .option('--force', 'overwrite local changes that are not on the server')
    .description('bring local files up to date from the server; a slug that has no file gets one')
    .action(async (targets: string[], { force = false }: { force?: boolean }) =>
      pull(await server(), targets, force),
    );
}
