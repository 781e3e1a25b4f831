import { relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import {
  type ApiClient,
  type CreateClient,
  ServerError,
  ServerUnreachable,
} from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import { lastChange, withDate } from '../../../site/story/story.ts';
import { type PublishPlan, planPublishing } from './plan.ts';
import { DEFAULT_PATHS, readStoryFiles, type StoryFile } from './story-files.ts';
import { summarizeWarnings } from './warnings.ts';
import { recordBases } from './working-copy.ts';

interface Options {
  dryRun?: boolean;
  yes?: boolean;
  force?: boolean;
  asNew?: boolean;
}

/** A story file and what publishing it would do. */
type Planned = StoryFile & { plan: PublishPlan };
type Ready = StoryFile & { plan: Extract<PublishPlan, { kind: 'new' | 'change' }> };

const nameOf = (file: string) => relative('.', file);
const isReady = (each: Planned): each is Ready => each.plan.kind === 'new' || each.plan.kind === 'change';
/** When a story appears: at a time of its own, or now. */
const timeOf = ({ story }: Pick<StoryFile, 'story'>) => story.datePublished ?? new Date().toISOString();
const isScheduled = (each: StoryFile) => Date.parse(timeOf(each)) > Date.now();

/** Publishes a story; fails if the server has another revision by now than when the plan was made. */
async function publishStory(api: ApiClient, each: Ready): Promise<void> {
  const { plan, file, story } = each;
  const replaces = plan.kind === 'change' ? plan.remote.revision : undefined;
  const { status, revision, url } = await api.saveStory(story, replaces);
  recordBases(api.url, [{ file, story, revision }]);
  const what = status === 'scheduled' ? `scheduled for ${formatLocalTime(timeOf(each))}` : status;
  console.log(`${nameOf(file)}: ${what}, revision ${revision}: ${url}`);
}

/** Adds to the error how many stories were published before it. */
function withOutcome(error: ServerUnreachable, published: number): ServerUnreachable {
  const outcome = `${published === 0 ? 'nothing' : formatCount(published)} published`;
  return new ServerUnreachable(error.message.replace('unreachable', `unreachable; ${outcome}`));
}

/** Says what to do about a refusal that does not say it itself. */
function nextStep({ problem }: ServerError, file: string): string {
  if (problem?.status === 412)
    return '\nSomebody changed the story just now. Publish again to see the changes.';
  if (problem?.why !== 'review') return '';
  return `\nSend the file to the newsroom as a draft, ask for a review, and publish the draft once it is approved:\n  npm run story -- draft push ${nameOf(file)}\n  npm run story -- review ask ${nameOf(file)}\n  npm run story -- draft publish ${nameOf(file)}`;
}

/** Publishes the stories one by one; returns how many the server refused. */
async function publishAll(api: ApiClient, ready: readonly Ready[]): Promise<number> {
  let refused = 0;
  for (const [done, each] of ready.entries()) {
    try {
      await publishStory(api, each);
    } catch (error) {
      if (error instanceof ServerUnreachable) throw withOutcome(error, done - refused);
      if (!(error instanceof ServerError)) throw error;
      refused++;
      console.error(`${nameOf(each.file)}: ${error.message}${nextStep(error, each.file)}`);
    }
  }
  return refused;
}

/** Lists the stories by what publishing would do with them. */
function describeAll(planned: readonly Planned[], drafts: readonly string[]): string {
  const ready = planned.filter(isReady);
  const list = (title: string, entries: readonly string[]) =>
    entries.length === 0 ? [] : [`${title}:`, ...entries.map((entry) => `  ${entry}`)];
  const line = (each: StoryFile) => `${nameOf(each.file)}  ${escapeInvisible(each.story.headline)}`;
  const ofKind = (kind: PublishPlan['kind']) => planned.filter(({ plan }) => plan.kind === kind);
  const now = ready.filter((each) => !isScheduled(each));
  return [
    ...list('New', now.filter(({ plan }) => plan.kind === 'new').map(line)),
    ...list('Changed', now.filter(({ plan }) => plan.kind === 'change').map(line)),
    ...list(
      'Scheduled',
      ready.filter(isScheduled).map((each) => `${formatLocalTime(timeOf(each))}  ${line(each)}`),
    ),
    ...list(
      'Withdrawn, skipped',
      ofKind('withdrawn').map(({ file }) => nameOf(file)),
    ),
    ...list('Drafts, skipped', drafts.map(nameOf)),
    `${formatCount(ofKind('unchanged').length)} unchanged.`,
  ].join('\n');
}

/** Describes what publishing one story would do. */
function describeOne({ plan, file }: Planned): string {
  const name = nameOf(file);
  switch (plan.kind) {
    case 'new':
      return `${name}: new story.`;
    case 'change':
      return `${name}: changes revision ${plan.remote.revision}.\n${plan.difference}`;
    case 'unchanged':
      return `${name}: unchanged.`;
    case 'withdrawn':
      if (plan.remote.mergedInto !== undefined)
        return `${name}: merged into another story. Delete the file, or separate the two: npm run story -- restore ${plan.remote.slug}`;
      return `${name}: withdrawn. To publish it, restore it first: npm run story -- restore ${plan.remote.slug}`;
    case 'refused':
      return `${name}: ${plan.reason}`;
  }
}

/** The fields that readers read. */
const TEXTS = ['headline', 'abstract', 'articleBody'] as const;

/** Says that a change of the text keeps its date, and what would tell readers of it; undefined if it has a new one. */
function mentionKeptDate({ plan, file, story }: Planned): string | undefined {
  if (plan.kind !== 'change' || plan.remote.status !== 'published') return undefined;
  const { record } = plan.remote;
  const before = lastChange(record);
  const after = lastChange(withDate(story, Date.parse(record.datePublished)));
  if (after > before || TEXTS.every((name) => story[name] === record[name])) return undefined;
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  return [
    `${nameOf(file)}: the text changes, and its date stays ${before.toISOString().slice(0, 10)}: feed readers that have the story may not show the change. Add one of these to the file, unless it is only a matter of style:`,
    `  dateModified: ${now}`,
    `  correction: [{ text: "What was wrong, and what is right.", datePublished: ${now} }]`,
  ].join('\n');
}

async function planAll(api: ApiClient, stories: readonly StoryFile[], options: Options): Promise<Planned[]> {
  const { force = false, asNew = false } = options;
  const planned: Planned[] = [];
  for (const each of stories) {
    const mention = summarizeWarnings(each);
    if (mention !== undefined) console.error(mention);
    const plan = await planPublishing(api, each, { isForced: force, isNew: asNew });
    planned.push({ ...each, plan });
    const kept = mentionKeptDate({ ...each, plan });
    if (kept !== undefined) console.error(kept);
  }
  return planned;
}

/** Asks for confirmation at the terminal; throws if there is none. */
async function confirm(count: number): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new CommandError(
      'Nothing published: without a terminal, you cannot confirm. Add --yes to publish all of these, or name the files to publish.',
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`\nPublish ${formatCount(count)}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

async function publish(api: ApiClient, paths: readonly string[], options: Options): Promise<void> {
  const isBare = paths.length === 0;
  const { stories, drafts } = await readStoryFiles(isBare ? DEFAULT_PATHS : paths, 'publish');
  const planned = await planAll(api, stories, options).catch((error) => {
    throw error instanceof ServerUnreachable ? withOutcome(error, 0) : error;
  });
  const ready = planned.filter(isReady);
  // In a folder, the file of a withdrawn story is skipped; naming it is an error.
  const refused = planned.filter(
    ({ plan, file }) => plan.kind === 'refused' || (plan.kind === 'withdrawn' && paths.includes(file)),
  );
  if (isBare) console.log(describeAll(planned, drafts));
  else for (const each of planned) if (!refused.includes(each)) console.log(describeOne(each));
  for (const each of refused) console.error(`\n${describeOne(each)}`);
  let failed = refused.length;
  if (!options.dryRun && ready.length > 0) {
    if (isBare && !options.yes && !(await confirm(ready.length))) {
      console.log('Nothing published.');
      return;
    }
    failed += await publishAll(api, ready);
  }
  if (failed > 0)
    throw new CommandError(
      `\n${failed} of ${formatCount(stories.length)} ${options.dryRun ? 'would not be' : 'not'} published. See the reasons above.`,
    );
}

/** `publish` and `diff`: publish story files, or show what that would change. */
export function addPublish(program: Command, createClient: CreateClient): void {
  program
    .command('publish')
    .argument('[paths...]', 'files and folders (default: data/stories, after a confirmation)')
    .option('--dry-run', 'show what would change, without publishing')
    .option('--yes', 'publish all of data/stories without asking')
    .option('--as-new', 'publish new stories even if the server has similar ones')
    .option('--force', "replace the server's revision, even if it is newer than the file")
    .description('publish new stories, and changes to published ones')
    .action(async (paths: string[], options: Options) => publish(await createClient(), paths, options));

  program
    .command('diff')
    .argument('[paths...]', 'files and folders (default: data/stories)')
    .description('show how story files differ from the published stories')
    .action(async (paths: string[]) => {
      const { stories } = await readStoryFiles(paths.length > 0 ? paths : DEFAULT_PATHS, 'publish');
      for (const each of await planAll(await createClient(), stories, {})) console.log(describeOne(each));
    });
}
