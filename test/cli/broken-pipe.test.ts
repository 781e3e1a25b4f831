import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from './run.ts';

// What `… | head` does: it reads a little, and goes.

const redirects = Array.from({ length: 20_000 }, (_, at) => ({
  from: `/old/${at}/${'a'.repeat(100)}`,
  to: `/stories/story-${at}`,
  hiddenBy: null,
}));
const server = createServer((_request, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ redirects, next: null, total: redirects.length }));
});

before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => server.close());

/** Runs a command whose output is read only to its first part. */
const readLittle = (args: readonly string[]) =>
  new Promise<{ code: number | null; errors: string }>((resolve) => {
    const { port } = server.address() as AddressInfo;
    const child = spawn(process.execPath, [join(root, 'src/cli/story.ts'), ...args], {
      cwd: root,
      env: {
        ...process.env,
        EDGEWIRE_SERVER: `http://127.0.0.1:${port}`,
        PUBLISH_TOKEN: `me:${'a'.repeat(40)}`,
      },
    });
    let errors = '';
    child.stderr.on('data', (part) => {
      errors += String(part);
    });
    child.stdout.once('data', () => child.stdout.destroy());
    child.on('exit', (code) => resolve({ code, errors }));
  });

for (const args of [
  ['redirects', 'list'],
  ['redirects', 'list', '--json'],
  ['redirects', 'export'],
])
  test(`story ${args.join(' ')} ends quietly when nobody reads on`, async () => {
    assert.deepEqual(await readLittle(args), { code: 0, errors: '' });
  });
