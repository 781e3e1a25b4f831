import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createListener, type Server } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOfProject } from './copy.ts';
import { root } from './run.ts';
import { freePort, temporaryFolder } from './server.ts';

// `npm start`, `deploy` and `import` report what went wrong in one message, never with a stack trace.

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );

interface Run {
  output: string;
  code: number;
}

/** Runs a program of the command line; returns its output and exit code. */
const run = (cwd: string, args: string[], env: Record<string, string | undefined>): Promise<Run> =>
  new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: 60_000 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ output: `${stdout}${stderr}`, code: error ? Number(error.code ?? -1) : 0 });
    });
  });

/** Runs `npm start`, which must fail; returns its output. */
async function start(cwd: string, env: Record<string, string | undefined> = {}): Promise<string> {
  const port = env.PORT ?? String(await freePort());
  const { output, code } = await run(cwd, ['src/cli/start.ts', '--state', temporaryFolder()], {
    ...env,
    PORT: port,
  });
  assert.equal(code, 1, output);
  assert.doesNotMatch(output, /^\s+at |node:internal|Error:/m);
  return output;
}

test('start --help shows the options, and an unknown option is named', async () => {
  const help = await run(root, ['src/cli/start.ts', '--help'], {});
  assert.equal(help.code, 0);
  assert.match(help.output, /^Usage: npm start -- \[options\]\n[\s\S]*--fresh/);
  const unknown = await run(root, ['src/cli/start.ts', '--frehs'], {});
  assert.equal(unknown.code, 1);
  assert.match(unknown.output, /^error: unknown option '--frehs'\n[\s\S]*Usage: npm start --/);
  assert.doesNotMatch(help.output + unknown.output, /^\s+at |node:internal/m);
});

test('start names the port that a silent program holds, and does not wait for it', async () => {
  const silent = createListener(() => undefined);
  const port = await listen(silent);
  const output = await start(root, { PORT: String(port) });
  assert.match(
    output,
    new RegExp(`Port ${port} is already in use by a program that does not answer within 2 seconds`),
  );
  assert.match(output, /PORT=\d+ npm start/);
  silent.close();
});

test('start rejects a token that does not fit into a header, and says where it found it', async () => {
  const folder = copyOfProject();
  assert.match(
    await start(folder, { PUBLISH_TOKEN: 'ann:two words' }),
    /PUBLISH_TOKEN in the environment: The token must consist of ASCII letters, digits and punctuation/,
  );
  writeFileSync(join(folder, '.dev.vars'), 'PUBLISH_TOKEN="ann:schlüssel"\n');
  assert.match(
    await start(folder, { PUBLISH_TOKEN: undefined }),
    /PUBLISH_TOKEN in \.dev\.vars: The token must consist of/,
  );
});

test('start reports errors in data/site.json with file, line and rule', async () => {
  const folder = copyOfProject();
  const file = join(folder, 'data/site.json');
  const whole = readFileSync(file, 'utf8');
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

  const unclosed = whole.replace(/"tagline": "([^"]*)",/, '"tagline": "$1"');
  writeFileSync(file, unclosed);
  // The parser stops at the name after the missing comma.
  const [, line] = /data\/site\.json:(\d+): must be JSON: /.exec(await start(folder)) ?? [];
  assert.equal(Number(line), lineOf(unclosed, '"tagline"') + 1);

  const site = JSON.parse(whole) as { topics: { slug: string; title: string }[]; language: string };
  const [topic] = site.topics;
  assert.ok(topic);
  const wrong = JSON.stringify(
    {
      ...site,
      language: 'not a language',
      topics: [topic, { ...topic, title: 'Again' }],
      brand: { accent: { light: '#f5d547', dark: '#86b7f2' } },
    },
    null,
    2,
  );
  writeFileSync(file, wrong);
  const output = await start(folder);
  assert.ok(
    output.includes(
      `data/site.json:${lineOf(wrong, '"not a language"')}: language: must be a BCP 47 language tag`,
    ),
    output,
  );
  const second = wrong.lastIndexOf(`"${topic.slug}"`);
  const rule = `topics[1].slug: must not be given twice (topics[0] has it already) (is "${topic.slug}")`;
  assert.ok(output.includes(`data/site.json:${wrong.slice(0, second).split('\n').length}: ${rule}`), output);

  assert.ok(
    output.includes(
      `data/site.json:${lineOf(wrong, '"#f5d547"')}: brand.accent.light: must have a contrast of at least 4.5 to 1, but has 1.44 with the page (#ffffff), 1.34 with the TL;DR (#fdf6e7), and 1.41 with the card (#fdfcf9). #7f6f25 has enough (is "#f5d547")`,
    ),
    output,
  );

  const branded = JSON.stringify({ ...site, brand: { face: { file: '/fonts/title.woff2' } } }, null, 2);
  writeFileSync(file, branded);
  assert.ok(
    (await start(folder)).includes(
      `data/site.json:${lineOf(branded, '"/fonts/title.woff2"')}: brand.face.file: must be a file in data/public, but data/public/fonts/title.woff2 is not there`,
    ),
  );

  rmSync(file);
  assert.match(await start(folder), /data\/site\.json is missing/);
});

test('start says what to do if data/stories is missing', async () => {
  const folder = copyOfProject();
  rmSync(join(folder, 'data/stories'), { recursive: true });
  assert.match(await start(folder), /The folder data\/stories is missing\..*mkdir data\/stories/s);
});

/** Runs a server that accepts imports, and closes the connection in the middle of its second response. */
async function breakingServer() {
  const received: string[][] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET')
      return response.end('{"slug":"s","revision":1,"status":"published","record":{}}');
    let body = '';
    for await (const part of request) body += part;
    const lines = body.trim().split('\n');
    received.push(lines);
    const results = lines.map(
      (_line, at) => `${JSON.stringify({ line: at + 1, ok: true, slug: 's', changed: true })}\n`,
    );
    if (received.length !== 2) return response.end(results.join(''));
    response.write(results.slice(0, 3).join(''));
    return setTimeout(() => request.socket.destroy(), 100);
  };
  const server = createServer((request, response) => void answer(request, response));
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, received, close: () => server.close() };
}

test('an import whose server is killed prints its progress, and resumes when it runs again', async () => {
  const server = await breakingServer();
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'all.ndjson');
  writeFileSync(file, Array.from({ length: 450 }, (_, n) => `{"n":${n}}\n`).join(''));
  const args = ['src/cli/story.ts', '--server', server.url, 'import', file];
  const first = await run(root, args, { PUBLISH_TOKEN: 'me:token' });
  assert.equal(first.code, 1);
  assert.match(first.output, /The connection to the server broke during the import/);
  assert.match(
    first.output,
    /200 of 450 lines imported\. Start the server and run the same command again to resume\./,
  );
  assert.doesNotMatch(first.output, /terminated|^\s+at /m);
  const second = await run(root, args, { PUBLISH_TOKEN: 'me:token' });
  assert.equal(second.code, 0, second.output);
  assert.match(second.output, /Resumed: the server already has 200 lines/);
  assert.match(second.output, /450 published/);
  assert.deepEqual(
    server.received.map((lines) => lines[0]),
    ['{"n":0}', '{"n":200}', '{"n":200}', '{"n":400}'],
  );
  server.close();
});

test('deploy reports errors in data/site.json with the line', async () => {
  const folder = copyOfProject();
  writeFileSync(join(folder, 'data/site.json'), '{\n  "title": "A"\n  "tagline": "B"\n}\n');
  const args = ['src/cli/deploy.ts', '--dry-run', '--outdir', temporaryFolder()];
  const { output, code } = await run(folder, args, { SITE_URL: 'https://news.test' });
  assert.equal(code, 1);
  assert.match(output, /data\/site\.json:3: must be JSON/);
  assert.doesNotMatch(output, /^\s+at |node:internal/m);
});

test('control characters from a server do not reach the terminal', async () => {
  const problem = {
    title: 'No',
    detail: 'a\u009b2J\u001b[31m\u202eb',
    faults: [{ field: 'x\u009b', rule: '\ufdd0' }],
  };
  const server = createServer((_request, response) => {
    response.writeHead(422, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  const args = ['src/cli/story.ts', '--server', url, 'withdraw', 's', '--reason', 'x'];
  const { output } = await run(root, args, { PUBLISH_TOKEN: 'me:token' });
  assert.ok(output.includes('a\\u009b2J\\u001b[31m\\u202eb'), output);
  assert.doesNotMatch(output, /(?!\n)\p{Cc}|[\u202e\ufdd0]/u);
  server.close();
});
