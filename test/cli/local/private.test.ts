import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { unstable_getVarsForDev } from 'wrangler';
import { findPortProblem } from '../../../src/cli/local/port.ts';
import { isStateFolder, prepareState } from '../../../src/cli/local/private-state.ts';
import { writeSecrets } from '../../../src/cli/local/secrets.ts';
import { explainFileError } from '../../../src/cli/write-file.ts';
import { copyOfProject } from '../copy.ts';
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

/** Lists the command lines of what the server with this state has started. */
function startedFrom(state: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
    .map(([, pid = '', parent = '', command = '']) => ({ pid, parent, command }));
  const of = (parent: string): string[] =>
    all.filter((each) => each.parent === parent).flatMap(({ pid, command }) => [command, ...of(pid)]);
  return of(all.find(({ command }) => command.includes(`start.ts --state ${state}`))?.pid ?? '');
}

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
  assert.match(processes, /serve\.ts \{/);
  const runtimes = startedFrom(state).filter((command) => command.includes('workerd serve'));
  assert.ok(runtimes.length > 0);
  for (const command of runtimes) assert.doesNotMatch(command, /--inspector-addr/, 'there is no debugger');
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

for (const [what, stored] of [
  ['new', undefined],
  ['that earlier versions left open', 'OTHER=kept\nPUBLISH_TOKEN="ann:earlier"\n'],
  ['that has no token yet', 'OTHER=kept\n'],
] as const) {
  test(`a .dev.vars ${what} is one that nobody else can read`, async () => {
    const folder = copyOfProject();
    const file = join(folder, '.dev.vars');
    if (stored !== undefined) {
      writeFileSync(file, stored);
      chmodSync(file, 0o644);
    }
    const { PUBLISH_TOKEN: _, ...env } = process.env;
    const state = join(folder, 'state');
    const args = ['umask 0; exec "$0" src/cli/start.ts --state "$1"', process.execPath, state];
    const child = spawn('sh', ['-c', ...args], {
      cwd: folder,
      env: { ...env, PORT: String(await freePort()) },
      detached: true,
      stdio: 'ignore',
    });
    const secrets = join(state, 'edgewire-secrets.env');
    try {
      // The Worker gets its secrets last.
      while (!existsSync(secrets)) {
        assert.equal(child.exitCode, null);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      assert.equal(modeOf(file), '600');
      assert.equal(modeOf(secrets), '600');
      const text = readFileSync(file, 'utf8');
      assert.ok(text.startsWith(stored ?? ''), 'what it had is kept');
      assert.equal(text.match(/^PUBLISH_TOKEN="?[^\n]+$/gm)?.length, 1);
    } finally {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
    }
  });
}

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

/** Runs `npm start`, which must end with a sentence about this path, and returns it. */
async function refusedStart(state: string, path: string, options: { cwd?: string; uid?: number } = {}) {
  const { cwd = root, uid } = options;
  const ended = run(process.execPath, ['src/cli/start.ts', '--state', state], {
    cwd,
    ...(uid === undefined ? {} : { uid, gid: uid }),
    env: { ...process.env, PORT: String(await freePort()), PUBLISH_TOKEN: `tester:${TOKEN}` },
  });
  const { code, stdout, stderr } = await ended.then(
    () => assert.fail('it started'),
    (error: { code: unknown; stdout: string; stderr: string }) => error,
  );
  assert.equal(code, 1, stderr);
  assert.doesNotMatch(`${stdout}${stderr}`, /^ +at |node:internal|errno/m);
  assert.ok(stderr.includes(path), stderr);
  return stderr;
}

/** Mounts a disk of 1 MB on a folder until the test ends. Returns whether it could: only root may. */
function mountSmallDisk(t: TestContext, folder: string, ...flags: string[]): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', ['size=1m', ...flags].join(','), 'tmpfs', folder], {
      stdio: 'pipe',
    });
  } catch (error) {
    t.diagnostic(`Not run on a real disk, because it cannot be mounted: ${(error as Error).message}`);
    return false;
  }
  t.after(() => execFileSync('umount', ['-l', folder]));
  return true;
}

test('a disk that is too small, or full, is named in words', async (t) => {
  const disk = temporaryFolder();
  if (!mountSmallDisk(t, disk)) return;
  const state = join(disk, 'state');
  assert.match(
    await refusedStart(state, state),
    /^The disk of .* has [01] MB left, and the local KV and Desk need 64 MB\. Make room on it, or use another: npm start -- --state <folder>$/m,
  );
  assert.throws(() => writeFileSync(join(disk, 'others'), Buffer.alloc(2_000_000)), { code: 'ENOSPC' });
  assert.match(
    await refusedStart(state, state),
    /^Cannot write .*: the disk is full\. Make room on it, or use another \(ENOSPC\)\.$/m,
  );
  // Nothing is left on it that a later start would stumble over.
  rmSync(join(disk, 'others'));
  assert.match(await refusedStart(state, state), /MB left/);
});

test('a project on a full disk is named in words', async (t) => {
  const folder = copyOfProject();
  const built = join(folder, 'dist');
  mkdirSync(built);
  if (!mountSmallDisk(t, built)) return;
  assert.match(
    await refusedStart(temporaryFolder(), built, { cwd: folder }),
    /^Cannot write .*: the disk is full\. Make room on it, or use another \(ENOSPC\)\.$/m,
  );
});

test('a disk that can only be read is named in words', async (t) => {
  const disk = temporaryFolder();
  if (!mountSmallDisk(t, disk, 'ro')) return;
  const state = join(disk, 'state');
  assert.match(
    await refusedStart(state, state),
    /^Cannot write .*: the disk can only be read\. Copy the project to one that can be written \(EROFS\)\.\nAnother folder .*--state <folder>$/m,
  );
});

test('a folder in which one may not write is named in words', async () => {
  // Root may write everywhere.
  const user = process.getuid?.() === 0 ? { uid: 65_534 } : {};
  const folder = copyOfProject();
  const closed = join(folder, 'closed');
  mkdirSync(closed);
  for (const each of [closed, folder]) chmodSync(each, 0o555);
  try {
    for (const state of [closed, join(closed, 'state')]) {
      assert.match(
        await refusedStart(state, state, { cwd: folder, ...user }),
        /^Cannot write .*: you may not write there\. Use a folder of your own \(EACCES\)\.\nAnother folder .*--state <folder>$/m,
      );
    }
    // The project itself: what is built for the Worker has no place.
    const state = temporaryFolder();
    if (user.uid !== undefined) chownSync(state, user.uid, user.uid);
    assert.match(
      await refusedStart(state, folder, { cwd: folder, ...user }),
      /^Cannot write .*: you may not write there\. Use a folder of your own \(EACCES\)\.$/m,
    );
  } finally {
    for (const each of [closed, folder]) chmodSync(each, 0o755);
  }
});

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
