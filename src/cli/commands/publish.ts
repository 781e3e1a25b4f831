import { relative } from 'node:path';
import type { Command } from 'commander';
import type { Story } from '../../story/story.ts';
import { describeDifference } from '../difference.ts';
import { type Connect, type Published, type Server, ServerError } from '../server.ts';
import { DEFAULT_PATHS, readStories, type StoryFile } from '../stories.ts';
import { mentionWarnings } from '../warnings.ts';

/** The published story that the local one is a version of: under its slug, or under one that it had. */
async function counterpart(at: Server, story: Story): Promise<Published | undefined> {
  for (const slug of [story.slug, ...story.formerSlugs]) {
    const found = await at.find(slug);
    if (found) return found;
  }
  return undefined;
}

/** Publishes one story, or shows what would change; it replaces the revision that was looked at. */
async function publishOne(at: Server, { file, story }: StoryFile, dryRun: boolean): Promise<void> {
  const there = await counterpart(at, story);
  const name = relative('.', file);
  if (there?.status === 'withdrawn') {
    throw new ServerError(`It is withdrawn. Bring it back first: npm run story -- restore ${there.slug}`);
  }
  const difference = there && describeDifference(there.record, story);
  if (there && difference === '' && there.slug === story.slug) {
    console.log(`${name}: nothing new.`);
    return;
  }
  console.log(there ? `${name}: changes revision ${there.revision}.\n${difference}` : `${name}: is new.`);
  if (dryRun) return;
  const done = await at.json<{ revision: number; status: string; url: string }>(
    'PUT',
    `/stories/${story.slug}`,
    {
      headers: {
        'Content-Type': 'application/json',
        ...(there ? { 'If-Match': `"${there.revision}"` } : { 'If-None-Match': '*' }),
      },
      body: JSON.stringify(story),
    },
  );
  console.log(`${done.status}, revision ${done.revision}: ${done.url}`);
}

/** Publishes one after the other; one that is refused does not keep the others back. */
async function publishEach(at: Server, found: readonly StoryFile[], dryRun: boolean): Promise<void> {
  let refused = 0;
  for (const each of found) {
    const mention = mentionWarnings(each);
    if (mention !== undefined) console.error(mention);
    try {
      await publishOne(at, each, dryRun);
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      refused++;
      console.error(`${relative('.', each.file)}: ${error.message}`);
    }
  }
  if (refused > 0)
    throw new ServerError(`\n${refused} of ${found.length} stories were refused; the reasons are above.`);
}

/** `publish` and `diff`: bring local stories to the server, or show what that would change. */
export function addPublish(program: Command, server: Connect): void {
  program
    .command('publish')
    .argument('[paths...]', 'files and folders; data/stories where they are left out')
    .option('--dry-run', 'show what would change, and change nothing')
    .description('publish stories, or correct those that are published')
    .action(async (paths: string[], { dryRun = false }: { dryRun?: boolean }) => {
      const found = await readStories(paths.length > 0 ? paths : DEFAULT_PATHS);
      await publishEach(await server(), found, dryRun);
    });

  program
    .command('diff')
    .argument('[paths...]', 'files and folders; data/stories where they are left out')
    .description('compare local stories with what is published')
    .action(async (paths: string[]) => {
      const found = await readStories(paths.length > 0 ? paths : DEFAULT_PATHS);
      await publishEach(await server(), found, true);
    });
}
