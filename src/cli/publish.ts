import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import identity from '../../data/site.json' with { type: 'json' };
import { printSite } from '../desk/press.ts';
import { parseSite } from '../site.ts';
import { BrokenStories, readStories } from './stories.ts';
import { runWrangler } from './wrangler.ts';

const stories = fileURLToPath(new URL('../../data/stories/', import.meta.url));

/** Where to publish: on Cloudflare, or on this machine in the folder of wrangler's state. */
type Place = 'remote' | { state: string };

/** Prints the stories of `data/stories` into KV and returns how many there are. */
export async function publishStories(place: Place): Promise<number> {
  // What is printed holds no address of the site, so any will do.
  const site = parseSite(identity, 'https://edgewire.example');
  const records = await readStories(stories);
  const entries = await printSite(records, site, new Date());
  const folder = await mkdtemp(join(tmpdir(), 'edgewire-'));
  try {
    const file = join(folder, 'entries.json');
    await writeFile(file, JSON.stringify(entries));
    const target = place === 'remote' ? ['--remote'] : ['--local', '--persist-to', place.state];
    await runWrangler(['kv', 'bulk', 'put', file, '--binding', 'STORIES', ...target], 'pipe');
  } finally {
    await rm(folder, { recursive: true });
  }
  return records.length;
}

/** What to tell the person at the terminal when stories could not be published. */
export const explain = (error: Error) =>
  error instanceof BrokenStories
    ? `Nothing was published, because some stories are not right:\n\n${error.message}\n\nCorrect them and try again.`
    : `Nothing was published. ${error.message}`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { remote } = parseArgs({ options: { remote: { type: 'boolean', default: false } } }).values;
    const count = await publishStories(remote ? 'remote' : { state: '.wrangler/state' });
    console.log(
      `Published the ${count} stories of data/stories ${remote ? 'on Cloudflare' : 'on this machine'}.`,
    );
  } catch (error) {
    console.error(explain(error as Error));
    process.exitCode = 1;
  }
}
