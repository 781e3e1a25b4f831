import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import identity from '../../data/site.json' with { type: 'json' };
import { printSite } from '../desk/press.ts';
import { parseSite } from '../site.ts';
import { BrokenStories, readStories } from './stories.ts';
import { runWrangler } from './wrangler.ts';

const stories = fileURLToPath(new URL('../../data/stories/', import.meta.url));

/** Prints the stories of `data/stories` into KV, on this machine or on Cloudflare, and returns how many there are. */
export async function publishStories(where: 'local' | 'remote'): Promise<number> {
  // What is printed holds no address of the site, so any will do.
  const site = parseSite(identity, 'https://edgewire.example');
  const records = await readStories(stories);
  const entries = await printSite(records, site, new Date());
  const folder = await mkdtemp(join(tmpdir(), 'edgewire-'));
  try {
    const file = join(folder, 'entries.json');
    await writeFile(file, JSON.stringify(entries));
    await runWrangler(['kv', 'bulk', 'put', file, '--binding', 'STORIES', `--${where}`], 'pipe');
  } finally {
    await rm(folder, { recursive: true });
  }
  return records.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const where = process.argv.includes('--remote') ? 'remote' : 'local';
  try {
    const count = await publishStories(where);
    console.log(`Published the ${count} stories of data/stories (${where}).`);
  } catch (error) {
    console.error(
      error instanceof BrokenStories
        ? `Nothing was published, because some stories are not right:\n\n${error.message}\n\nCorrect them and publish again.`
        : `Nothing was published. ${(error as Error).message}`,
    );
    process.exitCode = 1;
  }
}
