import { join } from 'node:path';
import { startServer, TOKEN, temporaryFolder } from '../../cli/server.ts';
import { servePictures, writeExport } from './old-site.ts';
import { writeReport } from './report.ts';
import { runMove, type Sample } from './run.ts';
import { listStories, walk } from './walk.ts';

// `npm run move-in:campaign` moves 10,000 posts into a server of its own, kills the command three times, and walks through all old
// addresses. POSTS sets another number; then it writes no report.

const POSTS = Number(process.env.POSTS ?? 10_000);
const PICTURES = Math.round(POSTS / 5);
const isFull = POSTS >= 10_000;
/** What the issue demands of 10,000 posts on two cores. */
const [MAX_SECONDS, MAX_MEGABYTES] = [600, 300];

const folder = temporaryFolder();
const file = join(folder, 'old.example.xml');
const work = join(folder, 'work');
const addresses = await writeExport(file, POSTS, PICTURES);
const old = await servePictures();
const server = await startServer();
const before = (await listStories(server.url, TOKEN)).length;

/** When each run but the last is killed. */
const KILLS: ((sample: Sample) => boolean)[] = [
  ({ planned }) => planned > POSTS * 0.4,
  ({ stories }) => stories > POSTS * 0.3,
  ({ stories }) => stories > POSTS * 0.7,
];
const begun = Date.now();
const runs: Sample[][] = [];
for (const isTime of [...KILLS, undefined]) {
  const options = {
    server: server.url,
    args: [file, '--site', old.url],
    work,
    begun,
    ...(isTime && { isTime }),
  };
  const { samples, output, code } = await runMove(options);
  runs.push(samples);
  console.log(`${isTime ? 'Killed' : 'Ended'} after ${Math.round((Date.now() - begun) / 1000)} s.`);
  if (!isTime) console.log(output);
  // A run that was killed has no code.
  if (code !== null && code !== 0)
    throw new Error(`move-in ended with ${code}.\n${output}\n${server.printed()}`);
}
const seconds = (Date.now() - begun) / 1000;
const stories = await listStories(server.url, TOKEN);
const identifiers = new Set(stories.map(({ identifier }) => identifier));
// What was written last takes a while to reach readers.
const isWritten = async () => {
  const response = await fetch(`${server.url}/api/status`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  return ((await response.json()) as { outbox: { depth: number } }).outbox.depth === 0;
};
while (!(await isWritten())) await new Promise((resolve) => setTimeout(resolve, 500));
const wrong = await walk(server.url, addresses);
const result = {
  posts: POSTS,
  pictures: PICTURES,
  runs,
  seconds,
  memory: Math.max(...runs.flat().map(({ memory }) => memory)),
  found: stories.length - before,
  doubled: stories.length - identifiers.size,
  askedPictures: old.asked(),
  addresses: addresses.length,
  wrong,
};
if (isFull) writeReport(result);
old.stop();
await server.stop();
const { runs: _runs, ...shown } = result;
console.log({ ...shown, wrong: wrong.slice(0, 20) });
const faults = [
  ...(result.found === POSTS ? [] : [`${result.found} stories of ${POSTS}`]),
  ...(result.doubled === 0 ? [] : [`${result.doubled} stories twice`]),
  ...(wrong.length === 0 ? [] : [`${wrong.length} old addresses wrong`]),
  ...(result.memory < MAX_MEGABYTES ? [] : [`${result.memory} MB`]),
  ...(!isFull || seconds < MAX_SECONDS ? [] : [`${seconds} s`]),
];
if (faults.length > 0) {
  console.error(`Failed: ${faults.join(', ')}`);
  process.exitCode = 1;
}
