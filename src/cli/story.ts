import { createWriteStream, watch } from 'node:fs';
import { access, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import type { Backup, DeskState } from '../desk/state.ts';
import type { Story } from '../story/story.ts';
import { slug as slugSchema } from '../story/text.ts';
import { describeDifference } from './difference.ts';
import { describeSummary, importFile } from './send.ts';
import { type Published, Server, ServerError } from './server.ts';
import { describeStatus } from './status.ts';
import { BrokenStories, readStories, readStoryFile, type StoryFile } from './stories.ts';
import { storyTemplate } from './template.ts';

// `npm run story -- <command>`: what a newsroom does with its stories.

const program = new Command('npm run story --')
  .description('Publish, correct and look after the stories of an Edgewire server.')
  .option('--server <address>', 'the server (EDGEWIRE_SERVER; the one of `npm start` where it is left out)')
  .option('--token <token>', 'the token to publish with (PUBLISH_TOKEN, or .dev.vars)')
  .showHelpAfterError();

const server = () => Server.find(program.opts());
const DEFAULT_PATHS = ['data/stories'];

/** The published story that the local one is a version of: under its slug, or under one that it had. */
async function counterpart(at: Server, story: Story): Promise<Published | undefined> {
  for (const slug of [story.slug, ...story.formerSlugs]) {
    const found = await at.find(slug);
    if (found) return found;
  }
  return undefined;
}

program
  .command('new')
  .argument('<slug>', 'the name of the story in its address')
  .description('begin a story: a file in data/stories to be filled in')
  .action(async (slug: string) => {
    const parsed = slugSchema(120).safeParse(slug);
    if (!parsed.success)
      throw new BrokenStories(`slug: ${parsed.error.issues[0]?.message} (is ${JSON.stringify(slug)})`);
    const file = `data/stories/${slug}.md`;
    if (
      await access(file).then(
        () => true,
        () => false,
      )
    )
      throw new BrokenStories(`${file} is there already.`);
    await writeFile(file, storyTemplate(new Date()));
    console.log(`${file} is waiting for its story. Look at it with: npm run story -- preview ${file}`);
  });

program
  .command('check')
  .argument('[paths...]', 'files and folders; data/stories where they are left out')
  .description('find all that is wrong with stories, without a server')
  .action(async (paths: string[]) => {
    const found = await readStories(paths.length > 0 ? paths : DEFAULT_PATHS);
    console.log(`${found.length} stories, nothing wrong with them.`);
  });

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

program
  .command('withdraw')
  .argument('<slug>')
  .requiredOption('--reason <text>', 'why; readers will see it')
  .description('take a story back: its page says why, the feeds leave it out, its record stays')
  .action(async (slug: string, { reason }: { reason: string }) => {
    await (await server()).request(
      'DELETE',
      `/stories/${encodeURIComponent(slug)}?reason=${encodeURIComponent(reason)}`,
    );
    console.log(`${slug} is withdrawn. It can be brought back: npm run story -- restore ${slug}`);
  });

program
  .command('restore')
  .argument('<slug>')
  .description('bring a withdrawn story back')
  .action(async (slug: string) => {
    const { url } = await (await server()).json<{ url: string }>(
      'POST',
      `/stories/${encodeURIComponent(slug)}/restore`,
    );
    console.log(`${slug} is back: ${url}`);
  });

program
  .command('schedule')
  .description('list the stories that wait for their time')
  .action(async () => {
    const at = await server();
    const waiting: { slug: string; datePublished: string; status: string }[] = [];
    for (let after: number | undefined = 0; after !== undefined; ) {
      const page: { stories: typeof waiting; next?: number } = await at.json(
        'GET',
        `/stories?limit=1000&after=${after}`,
      );
      waiting.push(...page.stories.filter(({ status }) => status === 'scheduled'));
      after = page.next;
    }
    waiting.sort((a, b) => a.datePublished.localeCompare(b.datePublished));
    console.log(
      waiting.map(({ slug, datePublished }) => `${datePublished}  ${slug}`).join('\n') ||
        'Nothing is scheduled.',
    );
  });

/** Writes what the address gives to a file, or to the terminal. A file that is there is whole. */
async function save(path: string, file: string | undefined): Promise<void> {
  const { body, headers } = await (await server()).request('GET', path);
  if (!body) return;
  const content = Readable.fromWeb(body as never);
  content.once('error', () => {
    const part = file === undefined ? '' : ` What there is of it is in ${file}.part.`;
    const more = `The server's log has more under ${headers.get('X-Request-Id')}.`;
    console.error(`The answer broke off before it was whole.${part} Try again. ${more}`);
  });
  if (file === undefined) return pipeline(content, process.stdout, { end: false });
  await pipeline(content, createWriteStream(`${file}.part`));
  await rename(`${file}.part`, file);
}

program
  .command('export')
  .argument('[file]', 'where to write it; the terminal where it is left out')
  .description('everything with all revisions, a story a line')
  .action(async (file?: string) => {
    await save('/export', file);
    if (file !== undefined)
      console.log(`Everything is in ${file}. It is imported with: npm run story -- import ${file}`);
  });

program
  .command('import')
  .argument('<file>', 'NDJSON: an exported story or a record a line')
  .option('--replace', 'replace stories that are there with other content')
  .description('publish any number of stories; goes on where it was interrupted')
  .action(async (file: string, { replace = false }: { replace?: boolean }) => {
    const { resumed, ...summary } = await importFile(await server(), file, replace);
    if (resumed > 0) console.log(`Went on after the ${resumed} stories that were sent before.`);
    console.log(describeSummary(summary));
    if (summary.refused.length > 0) process.exitCode = 1;
  });

program
  .command('status')
  .option('--json', 'all that the server says, for programs')
  .description('how the server is doing, what needs attention, and what to do')
  .action(async ({ json = false }: { json?: boolean }) => {
    const state = await (await server()).json<DeskState>('GET', '/status');
    console.log(json ? JSON.stringify(state, null, 2) : describeStatus(state));
  });

program
  .command('backups')
  .description('list the backups that are kept')
  .action(async () => {
    const { backups } = await (await server()).json<{ backups: Backup[] }>('GET', '/backups');
    console.log(
      backups.map(({ name, stories, bytes }) => `${name}  ${stories} stories, ${bytes} bytes`).join('\n') ||
        'There is no backup yet.',
    );
  });

program
  .command('backup')
  .argument('<name>', 'which one, as `backups` lists it')
  .argument('<file>', 'where to write it')
  .description('fetch a backup, to be imported')
  .action(async (name: string, file: string) => {
    await save(`/backups/${encodeURIComponent(name)}`, file);
    console.log(`The backup is in ${file}. It is imported with: npm run story -- import ${file}`);
  });

program
  .command('rebuild')
  .description('render and print everything anew')
  .action(async () => {
    const at = await server();
    await at.request('POST', '/rebuild');
    for (;;) {
      const { rebuild, outbox } = await at.json<{
        rebuild: { done: number; total: number; isDone: boolean };
        outbox: { depth: number; failing: number };
      }>('GET', '/status');
      console.log(`${rebuild.done} of ${rebuild.total} stories rendered, ${outbox.depth} keys to print.`);
      if (rebuild.isDone && outbox.depth === 0) return;
      if (outbox.failing > 0) {
        throw new ServerError(
          'Writing to KV fails for some of them. It goes on by itself; `npm run story -- status` says what is wrong.',
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  });

program
  .command('preview')
  .argument('<file>')
  .description('show a file as it will look, page and feed, without publishing it; follows its changes')
  .action(async (file: string) => {
    const at = await server();
    const id = crypto.randomUUID();
    const show = async () => {
      const read = await readStoryFile(file);
      if ('troubles' in read) return console.error(`\n${read.troubles.join('\n')}`);
      const body = JSON.stringify(read.story);
      await at.request('PUT', `/previews/${id}`, { headers: { 'Content-Type': 'application/json' }, body });
      console.log(`${new Date().toLocaleTimeString()}  ${file} is shown.`);
    };
    await readFile(file);
    await show();
    console.log(`\n  ${at.url}/api/previews/${id}\n\nCtrl+C ends the preview.`);
    let timer: NodeJS.Timeout | undefined;
    // The folder is watched, as many editors put a new file in the place of the old one.
    watch(dirname(file), (_event, name) => {
      if (name !== basename(file)) return;
      clearTimeout(timer);
      timer = setTimeout(() => show().catch((error) => console.error(String(error))), 100);
    });
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof BrokenStories)
    console.error(`Some stories are not right:\n\n${error.message}\n\nMend them and try again.`);
  else if (error instanceof ServerError) console.error(error.message);
  else console.error(`It did not work: ${(error as Error).message}`);
  process.exitCode = 1;
}
