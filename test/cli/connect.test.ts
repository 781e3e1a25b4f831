import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRunningServer } from '../../src/cli/local/running-server.ts';
import { PUBLISHED, runStory, storyText } from './run.ts';
import { freePort, startServer, temporaryFolder } from './server.ts';

// How the command line finds its server, and what it prints if there is none.

test('commands find the server of npm start on any port, but not one that was killed', async () => {
  const state = temporaryFolder();
  const server = await startServer({ state });
  const env = { EDGEWIRE_STATE: state };
  try {
    assert.equal(findRunningServer(state), server.url);
    const { output, code } = await runStory(['status'], { env });
    assert.equal(code, 0, output);
    assert.match(output, /^\d+ stories published/);
    // A new server with the samples needs no attention.
    assert.match(output, /\nAll is well\.\n$/);
    assert.doesNotMatch(output, /Needs attention/);
  } finally {
    await server.kill();
  }
  assert.equal(existsSync(join(state, 'edgewire-server.json')), true);
  assert.equal(findRunningServer(state), undefined);

  const again = await startServer({ state });
  assert.equal(findRunningServer(state), again.url);
  await again.stop();
  assert.equal(existsSync(join(state, 'edgewire-server.json')), false);
});

test('without a server, commands print one message with the address that they tried and what to do', async () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'data/stories'), { recursive: true });
  for (const slug of ['one', 'two', 'three'])
    writeFileSync(join(cwd, `data/stories/${slug}.md`), storyText(PUBLISHED));
  const state = temporaryFolder();
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  for (const [flags, env, origin] of [
    [['--server', url], {}, 'The address comes from --server.'],
    [[], { EDGEWIRE_SERVER: url }, 'The address comes from EDGEWIRE_SERVER.'],
    [[], { PORT: port }, 'The port comes from PORT.'],
  ] as const) {
    for (const command of [
      ['publish', '--yes'],
      ['publish', 'data/stories'],
      ['diff'],
      ['pull'],
      ['status'],
    ]) {
      const { output, code } = await runStory([...flags, ...command], {
        cwd,
        env: { EDGEWIRE_STATE: state, ...env },
      });
      assert.equal(code, 1);
      assert.equal(
        output,
        `Server unreachable${command[0] === 'publish' ? '; nothing published' : ''}: ${url} (ECONNREFUSED). ${origin}

Start a server with \`npm start\`, or name another: npm run story -- --server https://news.example …
`,
      );
    }
  }
});

test('after a 429, the command line waits and tries again', async () => {
  let asked = 0;
  const stub = createServer((_request, response) => {
    asked++;
    if (asked === 1) response.writeHead(429, { 'Retry-After': '1' });
    response.end(JSON.stringify({ backups: [] }));
  });
  await once(stub.listen(0, '127.0.0.1'), 'listening');
  try {
    const url = `http://127.0.0.1:${(stub.address() as AddressInfo).port}`;
    const { output, code } = await runStory(['backups'], { url });
    assert.match(output, /Too many requests\. Trying again in 1 second\./);
    assert.match(output, /No backup yet\./);
    assert.deepEqual([asked, code], [2, 0]);
  } finally {
    stub.closeAllConnections();
    stub.close();
  }
});
