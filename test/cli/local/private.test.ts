import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { unstable_getVarsForDev } from 'wrangler';
import { findPortProblem } from '../../../src/cli/local/port.ts';
import { explainFileError, isStateFolder, prepareState } from '../../../src/cli/local/private-state.ts';
import { writeSecrets } from '../../../src/cli/local/secrets.ts';
import { root } from '../run.ts';
import { freePort, startServer, TOKEN, temporaryFolder } from '../server.ts';

// What others who use the same machine see of `npm start`, and what it says if it cannot run.

const run = promisify(execFile);
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const start = (state: string, port: number, flags: string[] = []) =>
  run(process.execPath, ['src/cli/start.ts', '--state', state, ...flags], {
    cwd: root,
    env: { ...process.env, PORT: String(port), PUBLISH_TOKEN: `tester:${TOKEN}` },
  });

test('nobody else on the machine sees the token or the signing key, reads the state, or reaches the Desk', async () => {
  const state = join(temporaryFolder(), 'state');
  // As earlier versions left it.
  mkdirSync(join(state, 'v3'), { recursive: true, mode: 0o755 });
  const token = randomBytes(12).toString('hex');
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
  process.env.SIGNING_KEY = key;
  const server = await startServer({ state, token });
  delete process.env.SIGNING_KEY;
  const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  assert.match(processes, /wrangler\.js dev /);
  assert.ok(!processes.includes(token), 'the list of processes has no token');
  assert.ok(!processes.includes(key), 'the list of processes has no signing key');
  assert.equal(modeOf(state), '700');
  for (const file of ['edgewire-server.json', 'edgewire-secrets.env'])
    assert.equal(modeOf(join(state, file)), '600');
  for (const path of [
    '',
    '/api/d1/database',
    '/api/workers/durable_objects/namespaces',
    '/api/storage/kv/namespaces',
  ]) {
    const answer = await fetch(`${server.url}/cdn-cgi/local/explorer${path}`);
    assert.equal(answer.status, 404, path);
    assert.doesNotMatch(await answer.text(), /explorer|"success"/i);
  }
  // The token that the Worker got is the right one.
  const headers = { Authorization: `Bearer ${token}` };
  assert.equal((await fetch(`${server.url}/api/status`, { headers })).status, 200);
  // And it got the key, with which it has signed.
  const keys = await (await fetch(`${server.url}/.well-known/edgewire/keys.json`)).json();
  assert.equal((keys as { keys: unknown[] }).keys.length, 1);

  for (const path of ['/favicon.svg', '/logo.png', '/newsroom/assets/editor.js']) {
    const file = await fetch(`${server.url}${path}`);
    assert.equal(file.status, 200, path);
    assert.equal(file.headers.get('X-Content-Type-Options'), 'nosniff', path);
  }

  // A second start in the same folder says so, and takes nothing from the first.
  const second = start(state, await freePort());
  await assert.rejects(second, (error: { stderr: string }) => {
    assert.ok(error.stderr.includes(`\`npm start\` runs here already, at ${server.url}.`), error.stderr);
    return true;
  });
  assert.equal(JSON.parse(readFileSync(join(state, 'edgewire-server.json'), 'utf8')).url, server.url);
  await server.stop();
  assert.equal(existsSync(join(state, 'edgewire-secrets.env')), false);
  assert.equal(existsSync(join(state, 'edgewire-server.json')), false);
});

for (const secret of ['a$b', `$${'{HOME}'}`, 'a\\$b', '"', "it's", '`', '\\n', '#', ' spaced ', 'a=b', '€']) {
  test(`wrangler reads the secret ${JSON.stringify(secret)} unchanged`, () => {
    const file = writeSecrets(temporaryFolder(), secret);
    const read = unstable_getVarsForDev(join(root, 'wrangler.toml'), [file], {}, undefined, true);
    assert.deepEqual(read.PUBLISH_TOKEN, { type: 'secret_text', value: secret });
  });
}

const refusal = (state: string) => {
  try {
    prepareState(state);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

test('a state that is a file, or below one, is refused in words', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a-file');
  writeFileSync(file, 'mine');
  for (const state of [file, join(file, 'below')]) {
    assert.match(
      refusal(state),
      /^Cannot write .*a-file.*: .*is a file, not a folder\. .*\n.*--state <folder>$/,
    );
  }
  const { stderr } = (await start(file, await freePort()).catch((error) => error)) as { stderr: string };
  assert.match(stderr, /is a file, not a folder/);
  assert.doesNotMatch(stderr, /^ +at /m);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
});

for (const [code, said] of [
  ['ENOSPC', /the disk is full\. Make room/],
  ['EDQUOT', /your share of the disk is used up/],
  ['EROFS', /the disk can only be read\. Copy the project/],
  ['EACCES', /you may not write there\. Use a folder of your own/],
] as const) {
  test(`${code} is explained`, () => {
    const error = Object.assign(new Error(code), { code, path: '/srv/edgewire/dist' });
    assert.match(explainFileError(error) ?? '', said);
    assert.match(explainFileError(error) ?? '', /^Cannot write \/srv\/edgewire\/dist: /);
  });
}

test('a folder with other files is neither locked nor deleted', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'thesis.txt'), 'mine');
  chmodSync(folder, 0o755);
  assert.equal(isStateFolder(folder), false);
  assert.equal(refusal(folder), 'none');
  assert.equal(modeOf(folder), '755');
  assert.equal(modeOf(join(folder, 'v3')), '700');
  await assert.rejects(
    start(folder, await freePort(), ['--fresh']),
    /--fresh would delete .*which has other files/,
  );
  assert.equal(readFileSync(join(folder, 'thesis.txt'), 'utf8'), 'mine');
});

test('whatever has the port is named', async () => {
  const web = createHttpServer((_request, response) =>
    response.writeHead(404, { Server: 'Other/1.0' }).end(),
  );
  const chat = createServer((socket) => socket.end('HELLO\r\n'));
  const mute = createServer(() => undefined);
  for (const [server, said] of [
    [
      web,
      /already in use by a web server at \S+, which answers 404 and calls itself "Other\/1\.0"\. Stop it, or choose/,
    ],
    [chat, /already in use by a program that is no web server\. Stop it/],
    [mute, /already in use by a program that does not answer within 2 seconds/],
  ] as const) {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    assert.match((await findPortProblem((server.address() as AddressInfo).port)) ?? '', said);
    server.close();
    if (server === web) web.closeAllConnections();
  }
});
