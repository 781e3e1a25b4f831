import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { isLoopback } from '../lib/public-hosts.ts';
import { describePages } from '../newsroom/pages/cli/after-deploy.ts';
import { findDeadLinks, type SiteLinks } from '../newsroom/pages/cli/dead-links.ts';
import { type PageFile, readPages } from '../newsroom/pages/cli/page-files.ts';
import { findForgottenPages, publishPages } from '../newsroom/pages/cli/publish-pages.ts';
import { inviteFirstAdmin } from '../newsroom/people/cli/people.ts';
import { newsroomUrl } from '../newsroom/people/desk/invitation-link.ts';
import type { DeskStatus } from '../newsroom/status/desk/status.ts';
import { readStories, type StoryFile } from '../newsroom/stories/cli/story-files.ts';
import { recordBases, type SyncedFile } from '../newsroom/stories/cli/working-copy.ts';
import { type ImportSummary, importRecords } from '../newsroom/transfer/cli/import.ts';
import { escapeInvisible, formatFault } from '../site/story/parse/fault.ts';
import { endAtBrokenPipe } from './broken-pipe.ts';
import { ApiClient, jsonBody } from './client/api-client.ts';
import { CommandError } from './command-error.ts';
import { formatCount } from './format.ts';
import { findPortProblem, isReachable } from './local/port.ts';
import { isStateFolder, prepareState } from './local/private-state.ts';
import { recordRunningServer, refuseSecondServer, STATE_FOLDER } from './local/running-server.ts';
import { type SampleSources, serveSampleSources } from './local/sample-sources.ts';
import { closeDevVars, writeSecrets } from './local/secrets.ts';
import { createToken, readTokens } from './local/token.ts';
import { buildAll } from './worker/build.ts';
import { readSiteFile } from './worker/site-file.ts';
import { startServing } from './worker/wrangler.ts';
import { explainFileError } from './write-file.ts';

// `npm start`: runs the Worker on this machine, and publishes the sample stories through its API.

endAtBrokenPipe();

/** Seconds that the server may take to answer, and then to write what was published. */
const START_TIMEOUT = 180;

/** Milliseconds between two runs of the scheduled job, as in wrangler.toml. */
const JOB_INTERVAL = 600_000;

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

function fail(message: string): never {
  console.error(`\n${message}\n`);
  process.exit(1);
}

/** Waits for `value`; ends the program with the message of an error that the user can fix. */
async function orFail<T>(value: Promise<T>, prefix = ''): Promise<T> {
  try {
    return await value;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    fail(`${prefix}${error.message}`);
  }
}

async function waitFor(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT * 1000;
  while (!(await isThere())) {
    if (Date.now() > deadline)
      fail(`${what} within ${START_TIMEOUT} seconds. See the output above for the cause.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Publishes the stories that the server does not have; changes none that it has. */
async function publish(api: ApiClient, stories: readonly StoryFile[]): Promise<void> {
  const records = stories.map(({ story }) => JSON.stringify(story));
  const synced: SyncedFile[] = [];
  const { changed, same, refused } = await importRecords(api, records, {
    total: records.length,
    replace: false,
    answered: (result) => {
      const sent = stories[result.line - 1];
      if (sent && 'revision' in result) synced.push({ ...sent, revision: result.revision });
    },
  });
  recordBases(api.url, synced);
  const isUnreviewed = ({ why }: ImportSummary['refused'][number]) => why === 'review';
  const unreviewed = refused.filter(isUnreviewed).length;
  // Those that the server has otherwise are refused without faults.
  const kept = same + refused.filter((each) => !each.faults && !isUnreviewed(each)).length;
  if (changed > 0) console.log(`Published ${formatCount(changed)} from data/stories.`);
  if (kept > 0) console.log('Kept the stories from earlier runs. To start over: npm start -- --fresh');
  if (unreviewed > 0) {
    console.log(
      `${formatCount(unreviewed)} from data/stories not published: the newsroom asks for a review of each (under Settings, Review).`,
    );
  }
  for (const { line, detail, faults = [] } of refused.filter((each) => !isUnreviewed(each))) {
    console.log(`  ${stories[line - 1]?.story.slug} not published: ${detail}`);
    for (const fault of faults) console.log(`    ${escapeInvisible(formatFault(fault))}`);
  }
  const isWritten = async () => {
    const { outbox, rebuild } = await api.json<DeskStatus>('GET', '/status');
    return outbox.depth === 0 && rebuild?.isDone !== false;
  };
  await waitFor('The stories did not appear', isWritten);
}

/** Publishes the newsroom's own pages that are new or have changed, and reports pages without a file and links without a page. */
async function publishOwnPages(api: ApiClient, pages: readonly PageFile[], links: SiteLinks): Promise<void> {
  const said = describePages(await orFail(publishPages(api, pages)));
  if (said !== '') console.log(said);
  for (const line of await orFail(findForgottenPages(api, pages))) console.log(line);
  for (const line of await orFail(findDeadLinks(api, links))) console.log(line);
}

/** Has the newsroom follow the feeds of the sample sources. Those that it follows already stay as they are. */
async function followSamples(api: ApiClient, { outlets }: SampleSources): Promise<void> {
  const addresses = outlets.flatMap(({ feeds }) => feeds);
  const follow = (url: string) => api.json('POST', '/feeds', jsonBody({ url }));
  await Promise.all(addresses.map(follow)).catch(({ message }: Error) =>
    console.log(`The newsroom does not follow all of the sample sources: ${message}`),
  );
}

/** Runs the Worker's scheduled job, which locally nothing else does. The server logs its failures. */
const runScheduledJob = () => fetch(`${address}/cdn-cgi/handler/scheduled`).catch(() => undefined);

process.on('uncaughtException', (error) => {
  const why = explainFileError(error);
  if (why !== undefined) fail(why);
  console.error(error);
  process.exit(1);
});

const {
  empty,
  fresh,
  state: named,
} = new Command('npm start --')
  .description('Run the Worker on this machine and publish the sample stories to it.')
  .option('--empty', 'publish no sample stories, and follow no sample sources')
  .option('--fresh', 'delete the stories of earlier runs')
  .option('--state <folder>', 'folder of the local KV and Desk', STATE_FOLDER)
  .showHelpAfterError()
  .parse()
  .opts<{ empty?: boolean; fresh?: boolean; state: string }>();
const port = Number(process.env.PORT ?? 8787);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  fail(`PORT must be a number from 1 to 65535 (is ${process.env.PORT}).`);
}
const address = `http://127.0.0.1:${port}`;
const site = await orFail(readSiteFile(process.env.SITE_URL ?? address));
const siteUrl = site.url;
if (!existsSync(path('data/stories')))
  fail(
    'The folder data/stories is missing. `npm start` publishes the stories in it. Restore it (git checkout data/stories), or start without stories (mkdir data/stories).',
  );
const stories = empty ? [] : await orFail(readStories([path('data/stories')]));
const pages = await orFail(readPages([path('data/pages')]));
const state = resolve(named);
await orFail(refuseSecondServer(state));
const portProblem = await findPortProblem(port);
if (portProblem !== undefined) fail(portProblem);
if (fresh && existsSync(state)) {
  if (!isStateFolder(state))
    fail(
      `--fresh would delete ${state}, which has other files than the local KV and Desk. Name another folder: --state <folder>`,
    );
  await rm(state, { recursive: true });
}
await orFail((async () => prepareState(state))());
await orFail(recordRunningServer(state, address));
// wrangler builds as well, but buries errors in its own output.
await buildAll();

closeDevVars();
const tokens = (await readTokens()) || createToken();
const origin = process.env.PUBLISH_TOKEN === undefined ? '.dev.vars' : 'the environment';
const api = await orFail(
  ApiClient.create({ server: address, token: tokens }),
  `PUBLISH_TOKEN in ${origin}: `,
);
const secrets = await orFail((async () => writeSecrets(state, tokens))());
const isLocal = isLoopback(new URL(siteUrl).hostname);
// To try WebSub and the wire, let them call servers on this machine.
const vars = { SITE_URL: siteUrl, ...(isLocal ? { HUB_LOOPBACK: 'true' } : {}) };
// They end with this process.
const samples = isLocal && !empty ? await serveSampleSources(path('data/sources'), port) : undefined;
const serving = startServing({ port, state, secrets, vars });
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => serving.kill(signal));
serving.on('exit', (code) => process.exit(code ?? 0));
process.on('exit', () => serving.kill());

const addresses = [
  ['Front page', '/'],
  ['RSS 2.0', '/rss.xml'],
  ['Atom 1.0', '/atom.xml'],
  ['JSON Feed 1.1', '/feed.json'],
] as const;
// Not a page made from KV: the isolate would keep its absence for `REUSE_SECONDS`.
await waitFor(`${address} did not answer`, () => isReachable(`${address}/robots.txt`));
const followed = samples && followSamples(api, samples);
// Runs before publishing: it starts a rebuild if the address, the site or the program has changed.
await runScheduledJob();
await publishOwnPages(api, pages, site);
await publish(api, stories);
setInterval(runScheduledJob, JOB_INTERVAL);
for (const [, each] of addresses)
  await waitFor(`${address}${each} did not answer`, () => isReachable(`${address}${each}`));
const invitation = await orFail(inviteFirstAdmin(api, userInfo().username));
const newsroom = invitation
  ? `  ${'Newsroom'.padEnd(14)} ${invitation.url}\n${' '.repeat(17)}(signs you in once, until tomorrow, as ${escapeInvisible(invitation.person.name)})`
  : `  ${'Newsroom'.padEnd(14)} ${newsroomUrl(siteUrl)}`;
await followed;
const wire = samples
  ? `\n  ${'Wire'.padEnd(14)} ${newsroomUrl(siteUrl)}/wire\n${' '.repeat(17)}(follows ${samples.outlets.length} invented outlets on this machine, to draft a story from)`
  : '';
console.log(
  `\n${addresses.map(([name, each]) => `  ${name.padEnd(14)} ${siteUrl}${each}`).join('\n')}\n${newsroom}${wire}\n\nCtrl+C stops the server.`,
);
