import { relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { escapeInvisible } from '../../story/parse/fault.ts';
import { type ApiClient, type CreateClient, ServerError, ServerUnreachable } from '../client/api-client.ts';
import { CommandError } from '../command-error.ts';
import { formatLocalTime } from '../format.ts';
import { type PublishPlan, planPublishing } from '../stories/plan.ts';
import { DEFAULT_PATHS, readStoryFiles, type StoryFile } from '../stories/story-files.ts';
import { summarizeWarnings } from '../stories/warnings.ts';
import { recordBases } from '../stories/working-copy.ts';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
  force?: boolean;
  asNew?: boolean;
}

/** A story file and what publishing it would do. */
type Planned = StoryFile & { plan: PublishPlan };
type Ready = StoryFile & { plan: Extract<PublishPlan, { kind: 'new' | 'change' }> };

const nameOf = ({ file }: StoryFile) => relative('.', file);
const isReady = (each: Planned): each is Ready => each.plan.kind === 'new' || each.plan.kind === 'change';
const isScheduled = ({ story }: StoryFile) => Date.parse(story.datePublished) > Date.now();
const countOf = (count: number) => (count === 1 ? '1 story' : `${count} stories`);

/** Sends a story to the server. It replaces the revision that the plan was made for, and no other. */
async function publishStory(api: ApiClient, { plan, ...each }: Ready): Promise<void> {
  const { file, story } = each;
  const replaces = plan.kind === 'change' ? plan.remote.revision : undefined;
  const { status, revision, url } = await api.saveStory(story, replaces);
  recordBases(api.url, [{ file, story, revision }]);
  const what = status === 'scheduled' ? `scheduled for ${formatLocalTime(story.datePublished)}` : status;
  console.log(`${nameOf(each)}: ${what}, revision ${revision}: ${url}`);
}

/** Sends the stories one by one; returns how many the server refused. */
async function publishAll(api: ApiClient, ready: readonly Ready[]): Promise<number> {
  let refused = 0;
  for (const [done, each] of ready.entries()) {
    try {
      await publishStory(api, each);
    } catch (error) {
      if (error instanceof ServerUnreachable && ready.length > 1)
        throw new ServerUnreachable(`${done} of ${ready.length} stories published, then:\n${error.message}`);
      if (!(error instanceof ServerError) || error instanceof ServerUnreachable) throw error;
      refused++;
      const next =
        error.problem?.status === 412 ? '\nSomebody changed it just now. Publish again to see what.' : '';
      console.error(`${nameOf(each)}: ${error.message}${next}`);
    }
  }
  return refused;
}

/** Lists what publishing would do, by kind, and what it skips. */
function describeAll(planned: readonly Planned[], drafts: readonly string[]): string {
  const ready = planned.filter(isReady);
  const list = (title: string, entries: readonly string[]) =>
    entries.length === 0 ? [] : [`${title}:`, ...entries.map((entry) => `  ${entry}`)];
  const line = (each: StoryFile) => `${nameOf(each)}  ${escapeInvisible(each.story.headline)}`;
  const ofKind = (kind: PublishPlan['kind']) => planned.filter(({ plan }) => plan.kind === kind);
  const now = ready.filter((each) => !isScheduled(each));
  return [
    ...list('New', now.filter(({ plan }) => plan.kind === 'new').map(line)),
    ...list('Changed', now.filter(({ plan }) => plan.kind === 'change').map(line)),
    ...list(
      'Scheduled',
      ready.filter(isScheduled).map((each) => `${formatLocalTime(each.story.datePublished)}  ${line(each)}`),
    ),
    ...list('Withdrawn, skipped', ofKind('withdrawn').map(nameOf)),
    ...list(
      'Drafts, skipped',
      drafts.map((file) => relative('.', file)),
    ),
    `${countOf(ofKind('unchanged').length)} unchanged.`,
  ].join('\n');
}

/** Says of one story what publishing it would do. */
function describeOne({ plan, ...each }: Planned): string {
  const name = nameOf(each);
  switch (plan.kind) {
    case 'new':
      return `${name}: is new.`;
    case 'change':
      return `${name}: changes revision ${plan.remote.revision}.\n${plan.difference}`;
    case 'unchanged':
      return `${name}: nothing new.`;
    case 'withdrawn':
      if (plan.remote.mergedInto !== undefined)
        return `${name}: was merged into another story. Remove the file, or separate them: npm run story -- restore ${plan.remote.slug}`;
      return `${name}: is withdrawn. Restore it before you publish it: npm run story -- restore ${plan.remote.slug}`;
    case 'refused':
      return `${name}: ${plan.reason}`;
  }
}

async function planAll(
  api: ApiClient,
  stories: readonly StoryFile[],
  { force, asNew }: Options,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  for (const each of stories) {
    const mention = summarizeWarnings(each);
    if (mention !== undefined) console.error(mention);
    planned.push({
      ...each,
      plan: await planPublishing(api, each, { isForced: force ?? false, isNew: asNew ?? false }),
    });
  }
  return planned;
}

/** Asks the person at the terminal; throws where there is none. */
async function confirm(count: number): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new CommandError(
      'Nothing was published: there is no terminal to ask on. To publish all of these, add --yes; to publish some, name them.',
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`\nPublish these ${count}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

async function publish(api: ApiClient, paths: readonly string[], options: Options): Promise<void> {
  const isBare = paths.length === 0;
  const { stories, drafts } = await readStoryFiles(isBare ? DEFAULT_PATHS : paths, 'publish');
  const planned = await planAll(api, stories, options);
  const ready = planned.filter(isReady);
  // To publish a folder that has the file of a withdrawn story is no mistake.
  const refused = planned.filter(
    ({ plan, file }) => plan.kind === 'refused' || (plan.kind === 'withdrawn' && paths.includes(file)),
  );
  if (isBare) console.log(describeAll(planned, drafts));
  else for (const each of planned) if (!refused.includes(each)) console.log(describeOne(each));
  for (const each of refused) console.error(`\n${describeOne(each)}`);
  let failed = refused.length;
  if (!options.dryRun && ready.length > 0) {
    if (isBare && !options.yes && !(await confirm(ready.length))) {
      console.log('Nothing was published.');
      return;
    }
    failed += await publishAll(api, ready);
  }
  if (failed > 0)
    throw new CommandError(
      `\n${failed} of ${countOf(stories.length)} ${options.dryRun ? 'would not be' : 'not'} published; the reasons are above.`,
    );
}

/** `publish` and `diff`: bring local stories to the server, or show what that would change. */
export function addPublish(program: Command, createClient: CreateClient): void {
  program
    .command('publish')
    .argument('[paths...]', 'files and folders; without any, data/stories, after a question')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--yes', 'do not ask before all of data/stories is published')
    .option('--as-new', 'publish new stories even if they seem to be on the server under another name')
    .option('--force', 'replace what the server has, even if it is newer than the file')
    .description('publish stories, or correct those that are published')
    .action(async (paths: string[], options: Options) => publish(await createClient(), paths, options));

  program
    .command('diff')
    .argument('[paths...]', 'files and folders; data/stories where they are left out')
    .description('compare local stories with what is published')
    .action(async (paths: string[]) => {
      const { stories } = await readStoryFiles(paths.length > 0 ? paths : DEFAULT_PATHS, 'publish');
      for (const each of await planAll(await createClient(), stories, {})) console.log(describeOne(each));
    });
}
