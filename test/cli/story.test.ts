import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { fetchStory, PUBLISHED, root, runStory, storyText } from './run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from './server.ts';

let server: Server;
const folder = temporaryFolder();

before(async () => {
  server = await startServer();
});
after(() => server.stop());

/** Runs a command against the server. */
const story = (args: string[], options: Parameters<typeof runStory>[1] = {}) =>
  runStory(args, { url: server.url, ...options });

const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test('a story is checked, published, corrected, withdrawn and restored', async () => {
  const path = file('walk.md', storyText(PUBLISHED));
  assert.deepEqual(await story(['check', path]), {
    output: '1 story checked, no errors.\n',
    code: 0,
  });

  const dry = await story(['publish', '--dry-run', path]);
  assert.match(dry.output, /walk\.md: new story\./);
  assert.equal((await fetch(`${server.url}/stories/walk`)).status, 404);

  const published = await story(['publish', path]);
  assert.match(published.output, /published, revision 1: http.*\/stories\/walk/);
  assert.match((await story(['publish', path])).output, /walk\.md: unchanged\./);

  writeFileSync(path, storyText(PUBLISHED, 'What we think now.'));
  const difference = await story(['diff', path]);
  assert.match(difference.output, /^-What we think\.$/m);
  assert.match(difference.output, /^\+What we think now\.$/m);
  const kept =
    /walk\.md: the text changes, and its date stays 2026-03-04: .*\n {2}dateModified: \S+Z\n {2}correction: \[\{ text: /;
  assert.match(difference.output, kept);
  const changed = await story(['publish', path]);
  assert.match(changed.output, /published, revision 2/);
  assert.match(changed.output, kept);
  // What readers are told of needs no mention, nor does what they do not read.
  for (const [fields, body, revision] of [
    [`${PUBLISHED}\ndateModified: 2026-03-05T09:30:00Z`, 'What we think today.', 3],
    [`${PUBLISHED}\ndateModified: 2026-03-05T09:30:00Z\nkeywords: [web-feeds]`, 'What we think today.', 4],
    [
      `${PUBLISHED}\ndateModified: 2026-03-05T09:30:00Z\nkeywords: [web-feeds]\ncorrection: [{ text: No., datePublished: 2026-03-06T09:30:00Z }]`,
      'What we know.',
      5,
    ],
  ] as const) {
    writeFileSync(path, storyText(fields, body));
    const { output } = await story(['publish', path]);
    assert.ok(output.includes(`published, revision ${revision}`), output);
    assert.doesNotMatch(output, /its date stays/);
  }

  assert.match((await story(['withdraw', 'walk', '--reason', 'Wrong.'])).output, /Withdrew walk\./);
  const refused = await story(['publish', path]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /walk\.md: withdrawn\. To publish it, restore it first: npm run story -- restore walk/,
  );
  assert.match((await story(['restore', 'walk'])).output, /Restored walk: http/);
  assert.match((await story(['status'])).output, /^\d+ stories published, none scheduled, 0 withdrawn\.$/m);
  assert.equal(JSON.parse((await story(['status', '--json'])).output).stories.withdrawn, 0);
});

test('a file without a date is dated when it is published, and once', async () => {
  const path = file('undated.md', storyText('keywords: [web-feeds]'));
  assert.equal((await story(['check', path])).code, 0);
  const before = Math.floor(Date.now() / 1000) * 1000;
  assert.match((await story(['publish', path])).output, /undated\.md: published, revision 1: /);
  const { datePublished } = (await fetchStory(server.url, 'undated')).record;
  assert.ok(Date.parse(datePublished) >= before && Date.parse(datePublished) <= Date.now());
  assert.match((await story(['publish', path])).output, /undated\.md: unchanged\./);
  assert.equal((await story(['diff', path])).output, `${relative('.', path)}: unchanged.\n`);
  writeFileSync(path, storyText('keywords: [web-feeds]', 'What we think now.'));
  const changed = await story(['publish', path]);
  assert.match(changed.output, /published, revision 2/);
  assert.doesNotMatch(changed.output, /^[-+]datePublished/m);
  const pulled = await story(['pull', path]);
  assert.ok(pulled.output.includes(`has the date of its publication now, ${datePublished}.`), pulled.output);
  assert.ok(readFileSync(path, 'utf8').includes(`datePublished: ${datePublished}\n`));
  assert.match((await story(['publish', path])).output, /undated\.md: unchanged\./);
});

test('a scheduled story is listed with its headline and its local time', async () => {
  await story(['publish', file('later.md', storyText('datePublished: 2199-01-01T00:00:00Z'))]);
  const { output } = await story(['schedule'], { env: { TZ: 'America/New_York' } });
  assert.equal(output, 'Mon, 31 Dec 2198, 19:00 GMT-5  later  A headline\n');
});

test('a scheduled story appears on time, and not before', {
  timeout: 300_000,
}, async () => {
  const due = Date.now() + 6000;
  await story(['publish', file('soon.md', storyText(`datePublished: ${new Date(due).toISOString()}`))]);
  const isThere = async () => {
    const page = (await fetch(`${server.url}/stories/soon`)).status === 200;
    return page && (await (await fetch(`${server.url}/feed.json`)).text()).includes('/stories/soon"');
  };
  while (Date.now() < due) {
    const wasThere = await isThere();
    if (Date.now() < due) assert.equal(wasThere, false);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  while (!(await isThere())) {
    assert.ok(Date.now() < due + 120_000, 'it appeared');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});

test('what is wrong is told, and the exit code says so', async () => {
  const broken = await story(['check', file('broken.md', 'no front matter')]);
  assert.equal(broken.code, 1);
  assert.match(broken.output, /broken\.md:1: must begin with front matter/);
  const cited = `${'([a])'.repeat(15_000)}\n\n[a]: https://a.example/page/of/a/source/with/a/long/address`;
  const huge = await story(['check', file('huge.md', storyText(PUBLISHED, cited))]);
  assert.equal(huge.code, 1);
  assert.match(huge.output, /huge\.md: articleBody: links must take at most .* \(is [\d,]+ characters\)/);
  for (const [args, options, message] of [
    [
      ['status'],
      { token: 'wrong' },
      /^Not authorised\. The server does not accept this token\. Pass another with --token, or set PUBLISH_TOKEN\.\n$/,
    ],
    [['status'], { url: 'http://127.0.0.1:1' }, /^Server unreachable: http:\/\/127\.0\.0\.1:1 \(/],
    [
      ['status'],
      { url: 'http://news.example' },
      /must be https: over http, others on the network could read the token/,
    ],
    [['restore', 'none'], {}, /There is no story "none"/],
    [['withdraw', 'none'], {}, /required option '--reason/],
    [['import', 'nothing.ndjson'], {}, /^File not found: nothing\.ndjson\n$/],
    [['publish', 'nothing.md'], {}, /^File not found: nothing\.md\n$/],
    [['preview', 'nothing.md'], {}, /^File not found: nothing\.md\n$/],
    [['export', 'nowhere/all.ndjson'], {}, /^Folder not found: nowhere\. Create it first\.\n$/],
    [['check', 'nothing'], {}, /^File not found: nothing\n$/],
    [['import', 'data/stories'], {}, /^A file is needed, not a folder\. Give the path of one file\.\n$/],
    [['preview', 'data/stories'], {}, /^A file is needed, not a folder\. Give the path of one file\.\n$/],
    [['new', 'Not A Slug'], {}, /must be lower-case ASCII words/],
    [['frobnicate'], {}, /unknown command/],
  ] as const) {
    const result = await story([...args], options);
    assert.equal(result.code, 1, args.join(' '));
    assert.match(result.output, message);
  }
});

const record = (n: number) =>
  JSON.stringify({
    slug: `import-${n}`,
    headline: `Story ${n}`,
    abstract: 'x',
    articleBody: `Text ${n}.([a](https://a.example/${n}))`,
    inLanguage: 'en',
    datePublished: '2026-01-01T00:00:00Z',
    keywords: [`t-${n % 5}`],
  });

const status = async (url: string) =>
  (await (await fetch(`${url}/api/status`, { headers: { Authorization: `Bearer ${TOKEN}` } })).json()) as {
    stories: { published: number };
    outbox: { depth: number; failing: number };
    troubles: unknown[];
  };

/** The archive of a newsroom; fewer stories test the same in less time. */
const IMPORTED = Number(process.env.IMPORTED ?? 10_000);

test(`an import of ${IMPORTED} stories resumes after an interruption, and a second one writes nothing`, {
  timeout: 1_500_000,
}, async () => {
  const other = await startServer();
  const path = file('many.ndjson', `${Array.from({ length: IMPORTED }, (_, n) => record(n)).join('\n')}\n`);
  const child = spawn(process.execPath, ['src/cli/story.ts', 'import', path], {
    cwd: root,
    env: { ...process.env, EDGEWIRE_SERVER: other.url, PUBLISH_TOKEN: TOKEN },
  });
  while (!existsSync(`${path}.progress`)) await new Promise((resolve) => setTimeout(resolve, 50));
  child.kill('SIGKILL');
  const second = await story(['import', path], { url: other.url });
  assert.match(second.output, /Resumed: the server already has \d+ lines\./);
  assert.equal(second.code, 0, second.output);
  assert.equal(existsSync(`${path}.progress`), false);
  assert.equal((await status(other.url)).stories.published, IMPORTED + 14);

  while ((await status(other.url)).outbox.depth > 0) await new Promise((resolve) => setTimeout(resolve, 500));
  assert.deepEqual((await status(other.url)).troubles, []);
  for (const n of [0, IMPORTED / 2, IMPORTED - 1])
    assert.equal((await fetch(`${other.url}/stories/import-${n}`)).status, 200);

  const third = await story(['import', path], { url: other.url });
  assert.ok(third.output.startsWith(`0 published, ${IMPORTED} unchanged, 0 refused.`), third.output);
  assert.equal((await status(other.url)).outbox.depth, 0);
  await other.stop();
});

test('an import publishes the valid lines and sums up the others', async () => {
  const path = file('bad.ndjson', `${record(1)}\n{"slug":\n\n${record(2)}\n{"slug":"x"}\n`);
  const { output, code } = await story(['import', path]);
  assert.equal(code, 1);
  assert.match(output, /^2 published, 0 unchanged, 2 refused\./);
  assert.match(output, /line 2: /);
  assert.match(output, /headline: is required/);
});

test('an export is imported into another server', async () => {
  const path = join(folder, 'everything.ndjson');
  await story(['export', path]);
  const { stories } = await status(server.url);
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  assert.ok(lines.length >= stories.published);
  assert.match((await story(['import', path])).output, /^0 published/);

  // Two lines, one with a story and one with its earlier revisions, are one story.
  const long = lines.findIndex((line) => JSON.parse(line).exported.revisions.length > 1);
  const { exported } = JSON.parse(lines[long] ?? '');
  const revisions = exported.revisions.splice(0, exported.revisions.length - 1);
  const { identifier } = exported.revisions[0].record;
  lines.splice(long, 1, JSON.stringify({ exported }), JSON.stringify({ history: { identifier, revisions } }));
  const other = await startServer();
  const { output } = await story(['import', file('moved.ndjson', lines.join('\n'))], { url: other.url });
  // Both servers have the samples: stories, which are counted, and pages.
  const [samples, pages] = [14, 5];
  const published = lines.length - 1 - samples - pages;
  assert.equal(output.trim(), `${published} published, ${samples} unchanged, 0 refused.`);
  await other.stop();
});

test('an import of a file that changed since the interruption starts from the beginning', async () => {
  const path = file('resumed.ndjson', `${record(1)}\n${record(2)}\n`);
  const mark = {
    server: server.url,
    hash: 'another',
    replace: false,
    sent: 1,
    changed: 1,
    same: 0,
    refused: [],
  };
  writeFileSync(`${path}.progress`, JSON.stringify(mark));
  assert.match((await story(['import', path])).output, /^\d published, \d unchanged, 0 refused\./);
});

test('an import into a server that was emptied since the interruption starts from the beginning', async () => {
  const path = file('emptied.ndjson', `${record(501)}\n${record(502)}\n`);
  const hash = createHash('sha256').update(readFileSync(path)).digest('hex');
  const mark = { server: server.url, hash, replace: false, sent: 1, changed: 1, same: 0, refused: [] };
  writeFileSync(`${path}.progress`, JSON.stringify({ ...mark, last: 'import-501' }));
  const { output } = await story(['import', path]);
  assert.match(output, /^2 published, 0 unchanged, 0 refused\./);
  // It resumes, because the server now has the story that it acknowledged.
  writeFileSync(`${path}.progress`, JSON.stringify({ ...mark, last: 'import-501' }));
  assert.match(
    (await story(['import', path])).output,
    /^Resumed: the server already has 1 line\.\n1 published, 1 unchanged/,
  );
});

test('a Unicode line separator does not split a line', async () => {
  const { abstract, ...rest } = JSON.parse(record(77));
  const path = file(
    'separator.ndjson',
    `${JSON.stringify({ ...rest, slug: 'separator', abstract: `${abstract}\u2028y` })}\n`,
  );
  assert.match((await story(['import', path])).output, /^1 published, 0 unchanged, 0 refused\./);
});

test('a story that is refused does not stop the others', async () => {
  const [first, second, third] = ['r-1', 'r-2', 'r-3'].map((name) =>
    file(`${name}.md`, storyText(PUBLISHED)),
  );
  await story(['publish', String(second)]);
  await story(['withdraw', 'r-2', '--reason', 'x']);
  const { output, code } = await story(['publish', String(first), String(second), String(third)]);
  assert.equal(code, 1);
  assert.match(output, /r-2\.md: withdrawn/);
  assert.match(output, /1 of 3 stories not published/);
  for (const slug of ['r-1', 'r-3']) assert.match(output, new RegExp(`stories/${slug}`));
});

test('rebuild shows its progress', async () => {
  assert.match((await story(['rebuild'])).output, /(\d+) of \1 stories rendered, 0 keys to write\.\s*$/);
});

/** Runs a server with this listener while `use` runs. */
async function withServer(answer: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const stub = createServer(answer);
  await once(stub.listen(0, '127.0.0.1'), 'listening');
  try {
    await use(`http://127.0.0.1:${(stub.address() as AddressInfo).port}`);
  } finally {
    stub.closeAllConnections();
    stub.close();
  }
}

test('rebuild exits if writes fail, because retrying may take a day', () =>
  withServer(
    (_request, response) => {
      const state = { rebuild: { done: 17, total: 17, isDone: true }, outbox: { depth: 5, failing: 5 } };
      response.end(JSON.stringify(state));
    },
    async (url) => {
      const { output, code } = await story(['rebuild'], { url });
      assert.match(output, /17 of 17 stories rendered, 5 keys to write\.\nSome writes to KV fail/);
      assert.match(output, /story -- status/);
      assert.equal(code, 1);
    },
  ));

test('an export that is cut off leaves only a part, and names the request for the log', () =>
  withServer(
    (_request, response) => {
      response.writeHead(200, { 'X-Request-Id': 'the-id-of-it' });
      response.write('{"exported":{}}\n');
      setTimeout(() => response.destroy(), 100);
    },
    async (url) => {
      const path = join(folder, 'broken.ndjson');
      const { output, code } = await story(['export', path], { url });
      assert.match(output, /The download was cut off\. .*broken\.ndjson\.part holds what arrived\./);
      assert.match(output, /the-id-of-it/);
      assert.doesNotMatch(output, /Exported everything/);
      assert.equal(code, 1);
      assert.equal(existsSync(path), false);
    },
  ));

test('a token that does not fit into a header is rejected without a request', async () => {
  for (const token of ['correct horse', 'p\u00e4ssword', '\u20ac']) {
    const { output, code } = await story(['status'], { token });
    assert.match(output, /^The token must consist of ASCII letters, digits and punctuation, without spaces/);
    assert.equal(code, 1);
  }
});

test('preview updates as the file changes, and publishes nothing', async () => {
  const path = file('draft.md', storyText(PUBLISHED, 'First version.'));
  const child = spawn(process.execPath, ['src/cli/story.ts', 'preview', path], {
    cwd: root,
    env: { ...process.env, EDGEWIRE_SERVER: server.url, PUBLISH_TOKEN: TOKEN },
  });
  let output = '';
  child.stdout.on('data', (part) => (output += String(part)));
  const until = async (text: string) => {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const [address] = /http\S+previews\S+/.exec(output) ?? [];
      if (address && (await (await fetch(address)).text()).includes(text)) return;
      assert.ok(Date.now() < deadline, `the preview shows ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  await until('First version.');
  writeFileSync(path, storyText(PUBLISHED, 'Second version.'));
  await until('Second version.');
  child.kill();
  assert.equal((await fetch(`${server.url}/stories/draft`)).status, 404);
});

test('the walk-through of docs/api.md works as written', async () => {
  const guide = readFileSync(join(root, 'docs/api.md'), 'utf8');
  const [, script = ''] = /runs this block as it stands\. -->\n```sh\n([\s\S]*?)```/.exec(guide) ?? [];
  assert.match(script, /curl/);
  const here = script
    .replace('http://127.0.0.1:8787', server.url)
    .replace('Bearer secret', `Bearer ${TOKEN}`);
  const output = await new Promise<string>((resolve, reject) => {
    execFile('bash', ['-euo', 'pipefail', '-c', here], { cwd: folder }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stdout}${stderr}`)) : resolve(stdout),
    );
  });
  assert.match(output, /"status":"published","revision":4/);
  assert.match(output, /"line":1,"ok":true/);
});
