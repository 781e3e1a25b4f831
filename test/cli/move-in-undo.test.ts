import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { callApi, changeOnServer, root, runStory } from './run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from './server.ts';

// One small site is moved in, taken back, and moved in again. Each test goes on where the one before it ended.

const folder = temporaryFolder();
const site = join(folder, 'harbour');
const work = join(folder, 'work');
const FILES = {
  'hugo.toml': 'baseURL = "https://harbour.example/"\ntitle = "Harbour"\n',
  'content/posts/a.md':
    '---\ntitle: The harbour is dry\ndate: 2020-01-01T10:00:00Z\n---\nWords of the first.\n',
  'content/posts/b.md':
    '---\ntitle: The crane is sold\ndate: 2020-01-02T10:00:00Z\n---\nWords of the second.\n',
  'content/posts/c.md':
    '---\ntitle: Nobody knows yet\ndate: 2020-01-03T10:00:00Z\ndraft: true\n---\nWords of a draft.\n',
  'content/posts/d.md':
    '---\ntitle: Nobody knows either\ndate: 2020-01-04T10:00:00Z\ndraft: true\n---\nWords of a draft.\n',
  'content/about.md': '---\ntitle: About Harbour\n---\nWe have read tides since 1904.\n',
  'content/contact.md': '---\ntitle: Write to Harbour\n---\nQuay 4.\n',
  'content/team.md': '---\ntitle: The team of Harbour\n---\nAnn and Bob.\n',
};

/** A second site, whose undo is killed. */
const killedSite = join(folder, 'north');
const NORTH = {
  'hugo.toml': 'baseURL = "https://north.example/"\ntitle = "North"\n',
  'content/posts/north-a.md': '---\ntitle: The ice is thin\ndate: 2020-01-01T10:00:00Z\n---\nWords of ice.\n',
  'content/posts/north-b.md':
    '---\ntitle: The ship is late\ndate: 2020-01-02T10:00:00Z\n---\nWords of ships.\n',
  'content/posts/north-c.md':
    '---\ntitle: Unheard of\ndate: 2020-01-03T10:00:00Z\ndraft: true\n---\nWords of a draft.\n',
  'content/about.md': '---\ntitle: About North\n---\nWe know the ports of the north.\n',
  'content/north.md': '---\ntitle: North\n---\nAs far as it goes.\n',
};

let server: Server;
before(async () => {
  for (const [name, text] of Object.entries(NORTH)) {
    mkdirSync(dirname(join(killedSite, name)), { recursive: true });
    writeFileSync(join(killedSite, name), text);
  }
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(site, name)), { recursive: true });
    writeFileSync(join(site, name), text);
  }
  server = await startServer();
});
after(() => server.stop());

async function move(...flags: string[]): Promise<string> {
  const { output, code } = await runStory(['move-in', site, '--work', work, ...flags], { url: server.url });
  assert.equal(code, 0, output);
  return output;
}
const json = async (path: string) => (await callApi(server.url, 'GET', path)).json();
const storyStatus = async (slug: string) => ((await json(`/stories/${slug}`)) as { status: string }).status;
const pageText = async (slug: string) =>
  ((await json(`/pages/${slug}`)) as { record: { body: string } | null }).record?.body;
const redirects = async () =>
  ((await json('/redirects?prefix=/posts/')) as { redirects: { from: string }[] }).redirects.map(
    ({ from }) => from,
  );
const drafts = async () =>
  ((await json('/drafts')) as { drafts: { id: string; name: string }[] }).drafts.filter(
    ({ name }) => name === 'c' || name === 'd',
  );

test('a page of the samples that nobody has edited gives way to the old site’s, and the report says so', async () => {
  const sample = await pageText('about');
  assert.ok(sample);
  assert.match(await move('--dry-run'), /3 pages: 3 would be new/);
  assert.equal(await pageText('about'), sample);
  const current = (await json('/pages/contact')) as { revision: number; record: object };
  const edited = { ...current.record, body: 'Ours.' };
  await callApi(server.url, 'PUT', '/pages/contact', { body: edited, revision: current.revision });
  const output = await move();
  assert.match(output, /2 stories: 2 new/);
  assert.match(output, /2 drafts: 2 new/);
  assert.match(output, /3 pages: 3 new/);
  assert.match((await pageText('about')) ?? '', /tides since 1904/);
  assert.equal(await pageText('contact'), 'Ours.');
  assert.match((await pageText('contact-2')) ?? '', /Quay 4/);
  const report = readFileSync(join(work, 'report.md'), 'utf8');
  assert.match(report, /the page \/about of the samples, which nobody has edited/);
  assert.match(
    report,
    /From `harbour` \(Hugo, Harbour, https:\/\/harbour\.example\/\)\. It was recognised by `hugo\.toml`/,
  );
  assert.match(report, /content\/posts\/c\.md, post "Nobody knows yet": `draft: true` → a draft/);
  // The same again changes nothing.
  assert.match(await move(), /3 pages: 3 already here/);
});

test('a dry run of an undo changes nothing and says what it would do', async () => {
  const output = await move('--undo', '--dry-run');
  assert.match(output, /2 stories: 2 would be withdrawn/);
  assert.match(output, /2 drafts: 2 would be discarded/);
  assert.equal(await storyStatus('a'), 'published');
  assert.equal((await drafts()).length, 2);
});

test('an undo takes back what nobody has edited, and names what stays', async () => {
  await changeOnServer(server.url, 'b', { headline: 'A headline of the newsroom' });
  const [touched] = await drafts();
  assert.ok(touched);
  const text = await callApi(server.url, 'GET', `/drafts/${touched.id}/text`);
  const saved = await fetch(`${server.url}/api/drafts/${touched.id}/text`, {
    method: 'PUT',
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      'Content-Type': 'text/markdown',
      'If-Match': text.headers.get('ETag') ?? '',
    },
    body: `${await text.text()}More.\n`,
  });
  assert.equal(saved.status, 200);
  const output = await move('--undo');
  assert.match(output, /2 stories: 1 withdrawn, 1 kept/);
  assert.match(output, /kept: the story b: somebody has edited it since/);
  assert.match(output, /3 pages: 3 withdrawn, or as it was before/);
  assert.match(output, /2 drafts: 1 discarded, 1 kept/);
  assert.match(output, new RegExp(`kept: the draft ${touched.id}: somebody has edited it since`));
  assert.equal(await storyStatus('a'), 'withdrawn');
  assert.equal(await storyStatus('b'), 'published');
  assert.doesNotMatch((await pageText('about')) ?? '', /tides/);
  assert.ok(await pageText('about'), 'the sample is back');
  assert.equal(await pageText('team'), undefined);
  assert.equal(await pageText('contact'), 'Ours.');
  assert.deepEqual(await redirects(), []);
  assert.deepEqual(
    (await drafts()).map(({ id }) => id),
    [touched.id],
  );
});

test('the same undo again changes nothing, and names again what stays', async () => {
  const output = await move('--undo');
  assert.match(output, /1 story: 0 withdrawn, 1 kept/);
  assert.match(output, /1 draft: 0 discarded, 1 kept/);
  assert.doesNotMatch(output, /page|redirect/);
});

test('what was taken back moves in again', async () => {
  const output = await move();
  assert.match(output, /2 stories: 1 new, 1 different here, kept/);
  assert.match(output, /2 drafts: 1 new, 1 different here, kept/);
  assert.match(output, /3 pages: 3 new/);
  assert.equal(await storyStatus('a'), 'published');
  assert.match((await pageText('about')) ?? '', /tides since 1904/);
  assert.equal((await drafts()).length, 2);
  assert.ok((await redirects()).length > 0);
  assert.match(await move('--undo'), /2 stories: 1 withdrawn, 1 kept/);
  assert.ok(!/tides/.test((await pageText('about')) ?? 'tides'));
});

test('what an editor withdrew before an undo stays withdrawn when the site moves in again', async () => {
  await move();
  const { revision } = (await json('/stories/a')) as { revision: number };
  await callApi(server.url, 'DELETE', '/stories/a?reason=Wrong', { revision });
  assert.match(await move('--undo'), /2 stories: 0 withdrawn, 1 gone already, 1 kept/);
  assert.match(await move(), /2 stories: 2 different here, kept/);
  assert.equal(await storyStatus('a'), 'withdrawn');
  await move('--undo');
});

test('an undo that is killed before it hears what came of a change goes on, and all can move in again', async () => {
  // Between both, so that the program is killed when the server has done what it was asked for.
  let victim: ChildProcess | undefined;
  let method = '';
  const between = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(`${server.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(parts.length === 0 ? {} : { body: Buffer.concat(parts) }),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (victim && request.method === method && !request.url?.includes('/redirects')) {
      victim.kill('SIGKILL');
      return void response.destroy();
    }
    response.writeHead(answer.status, {
      'Content-Type': answer.headers.get('Content-Type') ?? 'text/plain',
      ...(answer.headers.has('ETag') ? { ETag: answer.headers.get('ETag') ?? '' } : {}),
    });
    response.end(body);
  });
  await new Promise<void>((done) => between.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(between.address() as AddressInfo).port}`;
  const args = ['move-in', killedSite, '--work', join(folder, 'killed')];
  const through = async (...flags: string[]) => {
    const { output, code } = await runStory([...args, ...flags], { url });
    assert.equal(code, 0, output);
    return output;
  };
  const revisions = () =>
    Promise.all(
      ['north-a', 'north-b'].map(
        async (slug) => ((await json(`/stories/${slug}`)) as { revision: number }).revision,
      ),
    );
  try {
    for (method of ['DELETE', 'PUT']) {
      await through();
      const before = await revisions();
      assert.match((await pageText('about')) ?? '', /ports of the north/);
      const env = { ...process.env, EDGEWIRE_SERVER: url, PUBLISH_TOKEN: `me:${TOKEN}` };
      victim = spawn(process.execPath, [join(root, 'src/cli/story.ts'), ...args, '--undo'], {
        env,
        stdio: 'ignore',
      });
      const [, signal] = await once(victim, 'exit');
      assert.equal(signal, 'SIGKILL');
      victim = undefined;
      const output = await through('--undo');
      assert.doesNotMatch(output, /kept/);
      assert.equal(await storyStatus('north-a'), 'withdrawn');
      assert.equal(await storyStatus('north-b'), 'withdrawn');
      assert.ok(
        !/ports of the north/.test((await pageText('about')) ?? 'ports of the north'),
        'the sample is back',
      );
      assert.equal(await pageText('north'), undefined);
      // Each was taken back once: by the first undo or by the second.
      assert.deepEqual(
        await revisions(),
        before.map((revision) => revision + 1),
      );
      assert.match(await through('--undo'), /Nothing that this move brought .* is left/);
      const again = await through();
      assert.match(again, /2 stories: 2 new/);
      assert.match(again, /2 pages: 2 new/);
      assert.match(again, /1 draft: 1 new/);
      assert.match(await through('--undo'), /2 stories: 2 withdrawn/);
    }
  } finally {
    between.close();
    between.closeAllConnections();
  }
});

test('without a move, and after one that was stopped while it sent, there is no undo', async () => {
  const none = await runStory(['move-in', site, '--work', join(folder, 'none'), '--undo'], {
    url: server.url,
  });
  assert.equal(none.code, 1);
  assert.match(none.output, /There is no move to undo/);
  const database = new DatabaseSync(join(work, 'work.sqlite'));
  database
    .prepare("INSERT OR REPLACE INTO sent VALUES (?, 'story', 'x', '', 'sending', NULL)")
    .run(server.url);
  database.close();
  const stopped = await runStory(['move-in', site, '--work', work, '--undo'], { url: server.url });
  assert.equal(stopped.code, 1);
  assert.match(stopped.output, /Run it to its end/);
});

test('a folder whose system is not certain is not read, and a person is told what to do', async () => {
  const unsure = join(folder, 'unsure');
  mkdirSync(join(unsure, 'content'), { recursive: true });
  writeFileSync(join(unsure, 'content/a.md'), '---\ntitle: A\n---\nText\n');
  const { output, code } = await runStory(['move-in', unsure, '--work', join(folder, 'unsure-work')], {
    url: server.url,
  });
  assert.equal(code, 1);
  assert.match(output, /of which system is not certain[\s\S]*--system eleventy\|jekyll/);
  const wrong = await runStory(['move-in', unsure, '--system', 'gatsby'], { url: server.url });
  assert.equal(wrong.code, 1);
  assert.match(wrong.output, /--system must be one of eleventy, /);
  rmSync(unsure, { recursive: true });
});
