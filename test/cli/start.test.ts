import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleWorker, ENTRY_MODULE, OUTPUT_FOLDER } from '../../src/cli/worker/bundle.ts';
import { chooseDomainOptions } from '../../src/cli/worker/domain.ts';
import { runWrangler } from '../../src/cli/worker/wrangler.ts';
import { writeFiles } from '../../src/cli/worker/write-files.ts';
import { reachableUrl } from '../../src/lib/public-hosts.ts';
import { publishAfterDeploy } from '../../src/newsroom/pages/cli/after-deploy.ts';
import { readStories } from '../../src/newsroom/stories/cli/story-files.ts';
import { toModules } from '../campaigns/bench/build.ts';
import { openRuntime } from '../campaigns/bench/runtime.ts';
import { until } from '../websub/subscriber.ts';
import {
  gzipBytes,
  loadedWith,
  MOST_MODULES,
  MOST_SCRIPT_BYTES,
  packagesIn,
  READER_SOURCES,
} from './modules.ts';
import { callApi, runStory } from './run.ts';
import { freePort, startServer, TOKEN, temporaryFolder } from './server.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

/** Publishes, pulls, lists and withdraws a page by the command line; a colleague changes it meanwhile. */
async function tryPages(url: string): Promise<void> {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'data/pages'), { recursive: true });
  const file = join(cwd, 'data/pages/jobs.md');
  const pages = (...args: string[]) => runStory(['pages', ...args], { url, cwd });
  const write = (body: string) => writeFileSync(file, `---\ntitle: Jobs\n---\n\n${body}\n`);
  const expectSaid = async (args: string[], said: RegExp, code = 0) => {
    const result = await pages(...args);
    assert.match(result.output, said);
    assert.equal(result.code, code, result.output);
  };
  write('[none](jobs)');
  await expectSaid(['check'], /data\/pages\/jobs\.md:5: body: links must be absolute/, 1);
  write('None.');
  await expectSaid(['check'], /1 page checked, no errors\./);
  await expectSaid(['publish'], /jobs\.md: published at http:\S+\/jobs\n/);
  await expectSaid(['publish', file], /jobs\.md: unchanged\./);
  write('One.');
  await expectSaid(['publish'], /jobs\.md: changed at /);
  const colleague = { title: 'Jobs', body: 'Two.\n', slug: 'jobs' };
  await callApi(url, 'PUT', '/pages/jobs', { body: colleague, revision: 2 });
  await expectSaid(['publish'], /jobs\.md: kept\. The server has a newer one, by tester\./);
  write('Three.');
  await expectSaid(['publish'], /tester has changed the page on the server \(revision 3\)/, 1);
  // In a fresh checkout, nothing says what the file was made from.
  const records = join(cwd, 'data/pages/.edgewire.json');
  const known = readFileSync(records);
  rmSync(records);
  await expectSaid(['publish'], /another text \(revision 3, by tester\), and nothing here says whether/, 1);
  writeFileSync(records, known);
  await expectSaid(['pull', 'jobs'], /jobs\.md: not updated\. It has changes that were never published\./, 1);
  await expectSaid(['pull', '--force', 'jobs'], /jobs\.md: updated to revision 3\./);
  assert.equal(readFileSync(file, 'utf8'), '---\ntitle: Jobs\n---\n\nTwo.\n');
  const commented = "---\n# Ask Ann first.\ntitle: 'Jobs' # at most 200 characters\n---\n\n";
  writeFileSync(file, `${commented}Two.\n`);
  await expectSaid(['publish'], /jobs\.md: unchanged\./);
  await callApi(url, 'PUT', '/pages/jobs', { body: { ...colleague, body: 'Two!\n' }, revision: 3 });
  await expectSaid(['pull', 'jobs'], /jobs\.md: updated to revision 4\./);
  assert.equal(readFileSync(file, 'utf8'), `${commented}Two!\n`);
  const windows = `${commented}Two!\n`.replaceAll('\n', '\r\n');
  writeFileSync(file, windows);
  await expectSaid(['publish'], /jobs\.md: unchanged\./);
  await callApi(url, 'PUT', '/pages/jobs', { body: { ...colleague, body: 'Two!\n\nMore.\n' }, revision: 4 });
  await expectSaid(['pull', 'jobs'], /jobs\.md: updated to revision 5\./);
  assert.equal(readFileSync(file, 'utf8'), `${windows}\r\nMore.\r\n`);
  writeFileSync(file, `${commented}Two!\n\nMore.\n`);
  const titled = { ...colleague, title: 'Work', description: 'Who we look for' };
  await callApi(url, 'PUT', '/pages/jobs', { body: titled, revision: 5 });
  await expectSaid(['pull', 'jobs'], /jobs\.md: updated to revision 6\./);
  assert.equal(
    readFileSync(file, 'utf8'),
    '---\n# Ask Ann first.\ntitle: Work # at most 200 characters\ndescription: Who we look for\n---\n\nTwo.\n',
  );
  const elsewhere = join(cwd, 'data/pages/work.md');
  renameSync(file, elsewhere);
  writeFileSync(elsewhere, readFileSync(elsewhere, 'utf8').replace('title: Work', 'slug: jobs\ntitle: Work'));
  await callApi(url, 'PUT', '/pages/jobs', { body: colleague, revision: 6 });
  await expectSaid(['pull', 'jobs'], /work\.md: updated to revision 7\./);
  assert.deepEqual(
    readdirSync(join(cwd, 'data/pages')).filter((name) => name.endsWith('.md')),
    ['work.md'],
  );
  await callApi(url, 'PUT', '/pages/work', { body: { ...colleague, slug: 'work' } });
  await expectSaid(['pull', 'work'], /work\.md is the file of \/jobs, so \/work was not pulled\./, 1);
  await callApi(url, 'DELETE', '/pages/work');
  await callApi(url, 'PUT', '/pages/jobs', { body: titled, revision: 7 });
  await expectSaid(['pull', 'jobs'], /work\.md: updated to revision 8\./);
  writeFileSync(elsewhere, readFileSync(elsewhere, 'utf8').replace('slug: jobs\n', ''));
  renameSync(elsewhere, file);
  await expectSaid(['list'], /^\/jobs {2}Work \(revision 8, tester, /m);
  renameSync(file, join(cwd, 'data/pages/careers.md'));
  const forgotten =
    /\/jobs has no file any more, but is still published\. To withdraw it: .* pages withdraw jobs/;
  await expectSaid(['publish'], forgotten);
  await callApi(url, 'DELETE', '/pages/careers');
  renameSync(join(cwd, 'data/pages/careers.md'), file);
  await expectSaid(['withdraw', 'jobs'], /Withdrew \/jobs\./);
  await expectSaid(['publish'], /jobs\.md: not published\. tester has withdrawn the page\./);
  process.env.PUBLISH_TOKEN = `tester:${TOKEN}`;
  const page = {
    file,
    page: { slug: 'jobs', title: 'Jobs', inLanguage: null, description: null, body: 'Four.' },
  };
  await until('the page is gone', async () => (await fetch(`${url}/jobs`)).status === 404);
  assert.match(await publishAfterDeploy(url, [page]), /^Kept 1 page as the server has it\.$/);
  const links = ['/about', '/jobs', '/topics/none', '/', '/search', 'https://a.example/team'].map((path) => ({
    label: 'A',
    url: path,
  }));
  const footer = [{ heading: 'A', links: [{ label: 'A', url: '/team?x#y' }] }];
  assert.equal(
    await publishAfterDeploy(url, [page], { links: { nav: links, footer } }),
    `Kept 1 page as the server has it.
data/site.json: nav[1] leads to /jobs, which readers do not find. Write data/pages/jobs.md, or change the link.
data/site.json: footer[0].links[0] leads to /team, which readers do not find. Write data/pages/team.md, or change the link.`,
  );
  const unreachable = await publishAfterDeploy(`http://127.0.0.1:${await freePort()}`, [page], {
    attempts: 2,
    pause: 1,
  });
  assert.match(unreachable, /were not published: Server unreachable[\s\S]*pages publish$/);
  delete process.env.PUBLISH_TOKEN;
  await callApi(url, 'DELETE', '/pages/jobs');
}

test('start publishes the stories, prints the addresses, and keeps the stories of earlier runs', async () => {
  const state = temporaryFolder();
  const first = await startServer({ state });
  assert.match(first.printed(), /Published 14 stories from data\/stories\./);
  assert.match(first.printed(), /Published 5 pages from data\/pages\./);
  assert.match(await (await fetch(`${first.url}/about`)).text(), /<h1>About Open Wire<\/h1>/);
  await tryPages(first.url);
  for (const path of ['/', '/rss.xml', '/atom.xml', '/feed.json']) {
    assert.ok(first.printed().includes(`${first.url}${path}`), `prints the address of ${path}`);
    assert.equal((await fetch(`${first.url}${path}`)).status, 200);
  }
  const feed = (await (await fetch(`${first.url}/feed.json`)).json()) as { items: { url: string }[] };
  assert.equal(feed.items.length, 14);
  // Every absolute URL leads to this server.
  for (const { url } of feed.items) assert.equal((await fetch(url)).status, 200);
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };
  const story = {
    slug: 'by-hand',
    headline: 'By hand',
    abstract: 'x',
    articleBody: 'x',
    inLanguage: 'en',
    datePublished: '2026-01-01T00:00:00Z',
  };
  const put = (slug: string, body: object, condition: object) =>
    fetch(`${first.url}/api/stories/${slug}`, {
      method: 'PUT',
      headers: { ...headers, ...condition },
      body: JSON.stringify(body),
    });
  assert.equal((await put('by-hand', story, {})).status, 201);
  const { record } = (await (
    await fetch(`${first.url}/api/stories/what-a-304-saves`, { headers })
  ).json()) as { record: object };
  assert.equal(
    (await put('what-a-304-saves', { ...record, headline: 'Changed here' }, { 'If-Match': '*' })).status,
    200,
  );
  await first.stop();

  const second = await startServer({ state });
  assert.match(second.printed(), /Kept the stories from earlier runs/);
  assert.match(second.printed(), /Kept 5 pages as the server has them\./);
  assert.equal((await fetch(`${second.url}/stories/by-hand`)).status, 200);
  assert.match(
    await (await fetch(`${second.url}/stories/what-a-304-saves`)).text(),
    /<h1 class="p-name">Changed here<\/h1>/,
  );
  await second.stop();

  const fresh = await startServer({ state, flags: ['--fresh'] });
  assert.equal((await fetch(`${fresh.url}/stories/by-hand`)).status, 404);
  assert.doesNotMatch(await (await fetch(`${fresh.url}/stories/what-a-304-saves`)).text(), /Changed here/);
  await fresh.stop();
});

test('start serves sample sources, which the newsroom follows, and ends them with the server', async () => {
  const state = temporaryFolder();
  const first = await startServer({ state });
  assert.match(first.printed(), /Wire +http:\/\/\S+\/newsroom\/wire\n/);
  assert.match(first.printed(), /follows 5 invented outlets on this machine/);
  const feedsOf = async (url: string) => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const answer = await fetch(`${url}/api/feeds`, { headers });
    return ((await answer.json()) as { feeds: { url: string; state: string }[] }).feeds;
  };
  const feeds = await feedsOf(first.url);
  assert.equal(feeds.filter(({ state: word }) => word === 'active').length, 5);
  const ask = (url: string) => fetch(reachableUrl(new URL(url)));
  // The wire reaches them by their names, which make each a publisher of its own.
  assert.equal(new Set(feeds.map(({ url }) => new URL(url).hostname)).size, 5);
  for (const { url } of feeds) assert.equal((await ask(url)).status, 200);
  await first.stop();
  for (const { url } of feeds) await assert.rejects(ask(url), url);

  const second = await startServer({ state, port: Number(new URL(first.url).port) });
  assert.deepEqual(
    (await feedsOf(second.url)).map(({ url }) => url),
    feeds.map(({ url }) => url),
  );
  await second.stop();
});

test('start rejects a port that is in use or invalid', async () => {
  const server = await startServer();
  const start = (PORT: string) =>
    run(process.execPath, ['src/cli/start.ts', '--state', temporaryFolder()], {
      cwd: root,
      env: { ...process.env, PORT },
    });
  await assert.rejects(start(new URL(server.url).port), /is already in use by a web server at http/);
  await assert.rejects(start('http'), /PORT must be a number from 1 to 65535 \(is http\)/);
  await server.stop();
});

test('with SITE_URL, every link begins with that address', async () => {
  const siteUrl = `http://127.0.0.1:${await freePort()}`;
  const server = await startServer({ siteUrl });
  const text = await (await fetch(`${server.url}/rss.xml`)).text();
  assert.ok(text.includes(`<link>${siteUrl}/stories/`));
  assert.ok(!text.includes(server.url));
  await server.stop();
});

test('all errors in all story files are reported at once', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'one.md'), 'no front matter');
  writeFileSync(join(folder, 'two.md'), '---\nheadline: Two\n---\n\nText');
  writeFileSync(join(folder, 'three.json'), '{');
  writeFileSync(join(folder, 'four.md'), Buffer.from([0x2d, 0x2d, 0x2d, 0xff]));
  await assert.rejects(readStories([folder]), (error: Error) => {
    for (const part of [
      'one.md:1: must begin with front matter',
      'two.md: abstract: is required',
      'two.md: inLanguage: is required',
      'three.json: must be JSON',
      'four.md: must be UTF-8 text',
    ]) {
      assert.ok(error.message.includes(part), `${part} in:\n${error.message}`);
    }
    return true;
  });
});

test('two files with one slug are rejected', async () => {
  const folder = temporaryFolder();
  const text =
    '---\nslug: same\nheadline: x\nabstract: x\ninLanguage: en\ndatePublished: 2026-01-01T00:00:00Z\n---\n\nText';
  for (const name of ['a.md', 'b.md']) writeFileSync(join(folder, name), text);
  await assert.rejects(readStories([folder]), /b\.md: slug: is already used by .*a\.md \(is "same"\)/);
});

test('deploy rejects an address that readers could not use', async () => {
  for (const SITE_URL of ['https://edgewire.example', 'http://news.test', 'https://news.test/path', 'news']) {
    await assert.rejects(
      run(process.execPath, ['src/cli/deploy.ts', '--dry-run'], {
        cwd: root,
        env: { ...process.env, SITE_URL },
      }),
      /SITE_URL must be the https address/,
    );
  }
});

test('deploy rejects a setting that the Worker would reject, and names it', async () => {
  const folder = temporaryFolder();
  for (const [SITE_URL, says] of [
    ['https://news.test/?x=1', /SITE_URL/],
    ['https://user:pw@news.test', /SITE_URL/],
    ['https://news.test/#a', /SITE_URL/],
  ] as const) {
    await assert.rejects(
      run(process.execPath, ['src/cli/deploy.ts', '--dry-run', '--outdir', folder], {
        cwd: root,
        env: { ...process.env, SITE_URL },
      }),
      ({ stdout, stderr }: { stdout: string; stderr: string }) => {
        assert.match(stderr, /Invalid settings in wrangler\.toml or data\/site\.json/);
        assert.match(stderr, says);
        return stdout === '';
      },
    );
  }
  assert.deepEqual(readdirSync(folder), []);
});

test('deploy rejects a wrangler.toml without the flags that publishing needs, and names them', async () => {
  const folder = temporaryFolder();
  for (const name of ['src', 'data', 'package.json', 'tsconfig.json'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const ours = readFileSync(join(root, 'wrangler.toml'), 'utf8');
  const theirs = 'compatibility_flags = ["no_nodejs_compat", "no_nodejs_compat_v2"]';
  writeFileSync(join(folder, 'wrangler.toml'), ours.replace(/^compatibility_flags = .*$/m, theirs));
  await assert.rejects(
    run(process.execPath, ['src/cli/deploy.ts', '--dry-run'], {
      cwd: folder,
      env: { ...process.env, SITE_URL: 'https://news.test' },
    }),
    ({ stderr }: { stderr: string }) => {
      assert.match(stderr, /compatibility_flags must contain "new_module_registry" .*no_nodejs_compat_v2/);
      return true;
    },
  );
});

test('deploy makes the domain a Custom Domain, unless routes are configured', () => {
  assert.deepEqual(chooseDomainOptions('news.test', {}, ['--dry-run']), ['--domain', 'news.test']);
  for (const [hostname, config, options] of [
    ['edgewire.ann.workers.dev', {}, []],
    ['news.test', { routes: [{ pattern: 'news.test/*', zone_name: 'news.test' }] }, []],
    ['news.test', { routes: [] }, []],
    ['news.test', { route: 'news.test/*' }, []],
    ['news.test', {}, ['--domain', 'other.test']],
    ['news.test', {}, ['--routes=news.test/*']],
  ] as const) {
    assert.deepEqual(chooseDomainOptions(hostname, config, options), []);
  }
});

test('deploy says what it takes, without an address or an account', async () => {
  for (const flag of ['--help', '-h']) {
    const { stdout } = await run(process.execPath, ['src/cli/deploy.ts', flag], { cwd: root });
    assert.match(stdout, /^Usage: SITE_URL=\S+ npm run deploy -- /);
    assert.match(stdout, /CLOUDFLARE_ACCOUNT_ID/);
  }
});

test('deploy without an account says how to get one, log in, or name one', { timeout: 120_000 }, async () => {
  const { PATH } = process.env;
  const env = { PATH, HOME: temporaryFolder(), CI: 'true', SITE_URL: 'https://news.test' };
  await assert.rejects(
    run(process.execPath, ['src/cli/deploy.ts'], { cwd: root, env }),
    ({ stderr }: { stderr: string }) => {
      assert.match(stderr, /The deployment did not finish\. wrangler says above why\./);
      for (const said of ['dash.cloudflare.com/sign-up', 'npx wrangler login', 'CLOUDFLARE_ACCOUNT_ID='])
        assert.ok(stderr.includes(said), said);
      assert.doesNotMatch(stderr, /^ +at /m);
      return true;
    },
  );
});

test('deploy in a terminal offers to log in', { timeout: 60_000 }, async () => {
  const home = temporaryFolder();
  // A pseudo-terminal, in which nobody answers.
  const terminal = spawn('script', ['-qec', `${process.execPath} src/cli/deploy.ts`, '/dev/null'], {
    cwd: root,
    env: { PATH: process.env.PATH, TERM: 'xterm', HOME: home, SITE_URL: 'https://news.test' },
    detached: true,
  });
  try {
    const printed = await new Promise<string>((resolve, reject) => {
      let text = '';
      terminal.stdout.on('data', (part) => {
        text += String(part);
        if (/login via OAuth|non-interactive|failed/.test(text)) resolve(text);
      });
      terminal.on('error', reject);
      terminal.on('exit', () => resolve(text));
    });
    assert.match(printed, /login via OAuth/);
  } finally {
    process.kill(-(terminal.pid as number), 'SIGKILL');
  }
});

/** Reads the files in a folder, keyed by their paths in it. */
const filesIn = (folder: string): Map<string, Buffer> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [relative(folder, path), readFileSync(path)]),
  );

test('deploy uploads the modules of the build, with the same bytes each time', async () => {
  const folder = temporaryFolder();
  const { stdout } = await run(process.execPath, ['src/cli/deploy.ts', '--dry-run', '--outdir', folder], {
    cwd: root,
    env: { ...process.env, SITE_URL: 'https://news.test' },
  });
  // One module is called errors.
  assert.doesNotMatch(stdout, /warning|error(?!s-\w+\.js)/i);
  const deployed = filesIn(folder);
  deployed.delete('README.md');
  const { files } = await bundleWorker();
  const modules = [...files].filter(([name]) => !name.endsWith('.map'));
  assert.deepEqual([...deployed.keys()].sort(), modules.map(([name]) => name).sort());
  for (const [name, contents] of modules) assert.ok(deployed.get(name)?.equals(contents), name);
});

test('a build leaves unchanged files alone and removes stale ones', async () => {
  const folder = temporaryFolder();
  const { files } = await bundleWorker();
  writeFiles(files, folder, ENTRY_MODULE);
  const entry = join(folder, ENTRY_MODULE);
  const { ino } = statSync(entry);
  writeFileSync(join(folder, 'parts/app-OLD.js'), '');
  writeFiles(files, folder, ENTRY_MODULE);
  assert.equal(statSync(entry).ino, ino);
  assert.deepEqual([...filesIn(folder).keys()].sort(), [...files.keys()].sort());
});

test('deploy and start stop if the sources do not build, and show the errors of esbuild', async () => {
  const folder = temporaryFolder();
  for (const name of ['src', 'data', 'package.json', 'tsconfig.json', 'wrangler.toml'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'src/app.ts'), 'const = 1;');
  for (const [command, ...options] of [['deploy', '--dry-run'], ['start']]) {
    await assert.rejects(
      run(process.execPath, [`src/cli/${command}.ts`, ...options], {
        cwd: folder,
        env: { ...process.env, PORT: String(await freePort()), SITE_URL: 'https://news.test' },
      }),
      ({ code, stderr }: { code: number; stderr: string }) => {
        assert.match(stderr, /^✘ \[ERROR\] Expected identifier but found "="\s+src\/app\.ts:1:6:/);
        return code === 1;
      },
    );
  }
});

test('an isolate runs no code at its start but what readers need', async () => {
  const { metafile } = await bundleWorker();
  const forReaders = loadedWith(metafile, READER_SOURCES).map((path) =>
    path.slice(path.lastIndexOf('/') + 1),
  );
  const file = join(temporaryFolder(), 'startup.cpuprofile');
  await runWrangler(['check', 'startup', '--outfile', file], 'pipe');
  const { nodes } = JSON.parse(readFileSync(file, 'utf8')) as { nodes: { callFrame: { url: string } }[] };
  const run = nodes.flatMap(({ callFrame: { url } }) => (/[^/]+\.js$/.exec(url) ?? []) as string[]);
  // The profile shows what took a millisecond or more.
  assert.deepEqual(
    run.filter((name) => !forReaders.includes(name)),
    [],
  );
});

test('an isolate compiles only the modules that it imports', async () => {
  const { files, metafile } = await bundleWorker();
  // What answers a feed in an empty newsroom.
  const needed = loadedWith(metafile, [...READER_SOURCES, 'src/readers/rendered/edition.ts']).map((path) =>
    relative(OUTPUT_FOLDER, join(root, path)),
  );
  for (const name of files.keys()) {
    if (name.endsWith('.js') && !needed.includes(name))
      files.set(name, Buffer.from('This is no JavaScript.'));
  }
  const reader = { name: 'reader', modules: toModules(files), kv: { STORIES: 'stories' } };
  const runtime = await openRuntime([reader], { state: temporaryFolder() });
  try {
    const { status } = await fetch(`${runtime.urlOf('reader')}/rss.xml`);
    assert.equal(status, 200);
  } finally {
    await runtime.stop();
  }
});

test('an isolate loads only what readers need; the rest is imported dynamically', async () => {
  const bundle = await bundleWorker();
  const { metafile } = bundle;
  const forReaders = loadedWith(metafile, READER_SOURCES);
  const bytes = gzipBytes(bundle, forReaders);
  assert.ok(bytes > 0 && bytes <= MOST_SCRIPT_BYTES, `${bytes} bytes`);
  assert.ok(forReaders.length <= MOST_MODULES, forReaders.join());
  const packages = packagesIn(metafile, forReaders);
  assert.ok(packages.includes('hono/dist/hono-base'), 'packages are found');
  assert.deepEqual(
    packages.filter((name) => /^(zod|yaml|markdown-it|feed|hono\/dist\/jsx)\b/.test(name)),
    [],
  );
  for (const source of [
    'newsroom/api/routes.ts',
    'newsroom/desk/desk.ts',
    'push/hub.ts',
    'push/consumer.ts',
    'site/card/painter.ts',
  ]) {
    const [module = ''] = loadedWith(metafile, [`src/${source}`]);
    assert.ok(module !== '' && !forReaders.includes(module), source);
  }
  // The painter's renderer, fonts and logo, which esbuild only copies.
  const tools = Object.keys(metafile.outputs).filter((name) => /\.(wasm|ttf|woff2|png)$/.test(name));
  assert.equal(tools.length, 4);
  for (const { imports } of Object.values(metafile.outputs)) {
    for (const { path, kind } of imports)
      if (tools.includes(path)) assert.equal(kind, 'dynamic-import', path);
  }
});
