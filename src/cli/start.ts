import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { explain, publishStories } from './publish.ts';
import { startWrangler } from './wrangler.ts';

// `npm start`: the sample stories in a local KV, served as Cloudflare would serve them.

/** Seconds that the server may take to answer. */
const PATIENCE = 60;

function fail(message: string): never {
  console.error(`\n${message}\n`);
  process.exit(1);
}

async function fillStore(state: string, fresh: boolean): Promise<void> {
  // Stands there once the sample stories were published, so that a second start keeps what came after them.
  const published = join(state, 'published');
  if (fresh) await rm(state, { recursive: true, force: true });
  if (existsSync(published)) {
    console.log('Keeping what was published before (npm start -- --fresh starts over).');
    return;
  }
  try {
    const count = await publishStories({ state });
    await mkdir(state, { recursive: true });
    await writeFile(published, '');
    console.log(`Published the ${count} stories of data/stories.`);
  } catch (error) {
    fail(explain(error as Error));
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { method: 'HEAD' })).ok;
  } catch {
    return false;
  }
}

async function serve(port: number, siteUrl: string, state: string): Promise<void> {
  const address = `http://127.0.0.1:${port}`;
  if (await answers(`${address}/`)) {
    fail(`Something answers at ${address} already. Stop it, or choose another port: PORT=8788 npm start`);
  }
  const quiet = ['--show-interactive-dev-session=false', '--log-level', 'warn'];
  const where = ['--ip', '127.0.0.1', '--port', String(port), '--persist-to', state];
  const server = startWrangler(['dev', ...where, ...quiet, '--var', `SITE_URL:${siteUrl}`], 'inherit');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
  server.on('exit', (code) => process.exit(code ?? 0));

  const deadline = Date.now() + PATIENCE * 1000;
  const list = [
    ['Front page', '/'],
    ['RSS 2.0', '/rss.xml'],
    ['Atom 1.0', '/atom.xml'],
    ['JSON Feed 1.1', '/feed.json'],
  ] as const;
  for (const [, path] of list) {
    while (!(await answers(`${address}${path}`))) {
      if (Date.now() > deadline) {
        server.kill();
        fail(`${address}${path} did not answer within ${PATIENCE} seconds. What is printed above says why.`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const lines = list.map(([name, path]) => `  ${name.padEnd(14)} ${siteUrl}${path}`);
  console.log(`\n${lines.join('\n')}\n\nCtrl+C stops the server.`);
}

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    // Where the local KV stands.
    state: { type: 'string', default: fileURLToPath(new URL('../../.wrangler/state', import.meta.url)) },
  },
});
const port = Number(process.env.PORT ?? 8787);
if (!Number.isInteger(port) || port < 1 || port > 65_535) {
  fail(`PORT must be a number from 1 to 65535 (is ${process.env.PORT}).`);
}
await fillStore(values.state, values.fresh);
await serve(port, process.env.SITE_URL ?? `http://127.0.0.1:${port}`, values.state);
