import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { callApi, changeOnServer, fetchStory, PUBLISHED, root, runStory, storyText } from '../run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from '../server.ts';

// What `publish` does, what it refuses, and when it asks.

let server: Server;
const folder = temporaryFolder();
const memory = join(folder, '.edgewire.json');

before(async () => {
  server = await startServer();
});
after(() => server.stop());

const story = (args: string[], options: Parameters<typeof runStory>[1] = {}) =>
  runStory(args, { url: server.url, ...options });
const write = (slug: string, text: string) => {
  const path = join(folder, `${slug}.md`);
  writeFileSync(path, text);
  return path;
};
const remembered = (slug: string) => JSON.parse(readFileSync(memory, 'utf8'))[server.url]?.[slug]?.revision;
const CORRECTION = { text: 'We had the year wrong.', datePublished: '2026-03-05T09:30:00Z' };
const CORRECTION_FIELD = `correction:\n  - text: ${CORRECTION.text}\n    datePublished: ${CORRECTION.datePublished}`;

test('npm start records the base revision of each sample story', () => {
  const known = JSON.parse(readFileSync(join(root, 'data/stories/.edgewire.json'), 'utf8'))[server.url];
  assert.equal(known['what-a-304-saves'].revision, 1);
});

test("publish does not undo a colleague's correction: it shows both changes, and --force replaces it", async () => {
  const path = write('guarded', storyText(PUBLISHED));
  assert.equal((await story(['publish', path])).code, 0);
  assert.equal(remembered('guarded'), 1);
  await changeOnServer(server.url, 'guarded', { headline: 'A right headline', correction: [CORRECTION] });

  writeFileSync(path, storyText(PUBLISHED, 'What we think now.'));
  const refused = await story(['publish', path]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /guarded\.md: not published\. The server has revision 2, and this file was made from revision 1\./,
  );
  assert.match(
    refused.output,
    /Changes on the server since revision 1:[\s\S]*^\+.*We had the year wrong\.$[\s\S]*^\+headline: A right headline$/m,
  );
  assert.match(refused.output, /Changes in the file since revision 1:[\s\S]*^\+What we think now\.$/m);
  assert.match(refused.output, /npm run story -- pull --force .*guarded\.md/);
  assert.match(refused.output, /npm run story -- publish --force .*guarded\.md/);
  assert.match(refused.output, /1 of 1 story not published/);
  assert.equal((await fetchStory(server.url, 'guarded')).revision, 2);
  assert.equal((await story(['publish', '--dry-run', path])).code, 1);

  const forced = await story(['publish', '--force', path]);
  assert.equal(forced.code, 0, forced.output);
  assert.match(forced.output, /changes revision 2\.[\s\S]*^-.*We had the year wrong\.$/m);
  assert.equal(remembered('guarded'), 3);
  assert.match((await story(['publish', path])).output, /guarded\.md: unchanged\.\n$/);
});

test('publish does not remove a published correction without --force, even from an up-to-date file', async () => {
  const path = write('corrected', storyText(`${PUBLISHED}\n${CORRECTION_FIELD}`));
  await story(['publish', path]);
  writeFileSync(path, storyText(PUBLISHED));
  const refused = await story(['publish', path]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /would remove 1 correction that readers have seen \(revision 1\):\n.*We had the year wrong\./,
  );
  assert.equal((await fetchStory(server.url, 'corrected')).record.correction.length, 1);
  // A second correction beside the first is published.
  writeFileSync(
    path,
    storyText(
      `${PUBLISHED}\n${CORRECTION_FIELD}\n  - text: Another.\n    datePublished: 2026-03-06T09:30:00Z`,
    ),
  );
  assert.equal((await story(['publish', path])).code, 0);
  writeFileSync(path, storyText(PUBLISHED));
  assert.equal((await story(['publish', '--force', path])).code, 0);
  assert.equal((await fetchStory(server.url, 'corrected')).record.correction.length, 0);
});

test('without a recorded base, the base is the revision with the content of the file', async () => {
  const path = write('cloned', storyText(PUBLISHED));
  await story(['publish', path]);
  await changeOnServer(server.url, 'cloned', { headline: 'Another headline' });
  await changeOnServer(server.url, 'cloned', { headline: 'Yet another headline' });
  rmSync(memory);
  const refused = await story(['publish', path]);
  assert.equal(refused.code, 1);
  assert.match(refused.output, /has revision 3, and this file was made from revision 1/);
  assert.match(refused.output, /^\+headline: Yet another headline$/m);
  assert.match(
    refused.output,
    /The file has not changed since revision 1\.\nUpdate the file:\n {2}npm run story -- pull /,
  );
  assert.doesNotMatch(refused.output, /--force/);

  // diff records the newest revision as the base of a file with the same content.
  writeFileSync(path, storyText(PUBLISHED).replace('A headline', 'Yet another headline'));
  assert.match((await story(['diff', path])).output, /: unchanged\./);
  assert.equal(remembered('cloned'), 3);
});

test('without a recorded base, a file that matches no revision is refused', async () => {
  const path = write('unknown', storyText(PUBLISHED));
  await story(['publish', path]);
  rmSync(memory);
  writeFileSync(path, storyText(PUBLISHED, 'Something else.'));
  const refused = await story(['publish', path]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /The server has revision 1, and the revision that this file was made from is unknown/,
  );
  assert.match(
    refused.output,
    /Publishing the file would change revision 1 as follows:[\s\S]*^\+Something else\.$/m,
  );
  assert.equal((await fetchStory(server.url, 'unknown')).revision, 1);
});

test('a recorded base whose content on the server is different is ignored', async () => {
  const path = write('restored', storyText(PUBLISHED));
  await story(['publish', path]);
  const known = JSON.parse(readFileSync(memory, 'utf8'));
  known[server.url].restored.record = 'another';
  writeFileSync(memory, JSON.stringify(known));
  writeFileSync(path, storyText(PUBLISHED, 'Something else.'));
  assert.match(
    (await story(['publish', path])).output,
    /the revision that this file was made from is unknown/,
  );
});

test('a change between planning and publishing is not replaced', async () => {
  const path = write('raced', storyText(PUBLISHED));
  await story(['publish', path]);
  writeFileSync(path, storyText(PUBLISHED, 'What we think now.'));
  // A proxy that lets a colleague change the story just before the first PUT.
  const proxy = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'PUT') await changeOnServer(server.url, 'raced', { headline: 'Faster' });
    const answer = await fetch(`${server.url}${request.url}`, {
      method: request.method ?? 'GET',
      headers: request.headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(await answer.text());
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  // `.edgewire.json` has the server under its own address, not the proxy's.
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const known = JSON.parse(readFileSync(memory, 'utf8'));
  writeFileSync(memory, JSON.stringify({ ...known, [url]: known[server.url] }));
  try {
    const refused = await story(['publish', path], { url });
    assert.equal(refused.code, 1);
    assert.match(refused.output, /Somebody changed the story just now\. Publish again to see the changes\./);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
  const { revision, record } = await fetchStory(server.url, 'raced');
  assert.deepEqual([revision, record.headline], [2, 'Faster']);
});

test('that a story is based on no reporting is a change', async () => {
  const path = write('based', storyText(PUBLISHED));
  await story(['publish', path]);
  writeFileSync(path, storyText(`${PUBLISHED}\nisBasedOn: []`));
  assert.equal((await story(['publish', path])).code, 0);
  assert.deepEqual((await fetchStory(server.url, 'based')).record.isBasedOn, []);
});

test('a draft that is named is refused with its line; one in a folder is skipped', async () => {
  const path = write('sketch', storyText(`${PUBLISHED}\ndraft: true`));
  const refused = await story(['publish', path]);
  assert.equal(refused.code, 1);
  assert.match(refused.output, /sketch\.md:6: is a draft: remove "draft: true" to publish it/);
  rmSync(path);
});

/** Creates a working copy with these files in its `data/stories`. */
function newsroom(name: string, files: Record<string, string>): string {
  const copy = join(temporaryFolder(), name);
  mkdirSync(join(copy, 'data/stories'), { recursive: true });
  for (const [slug, text] of Object.entries(files))
    writeFileSync(join(copy, `data/stories/${slug}.md`), text);
  return copy;
}

test('publish without paths lists what it would do, and without a terminal needs --yes', async () => {
  const cwd = newsroom('all', {
    'all-changed': storyText(PUBLISHED),
    'all-same': storyText(PUBLISHED),
    'all-withdrawn': storyText(PUBLISHED),
  });
  const env = { TZ: 'Europe/Berlin' };
  assert.equal((await story(['publish', '--yes'], { cwd })).code, 0);
  await story(['withdraw', 'all-withdrawn', '--reason', 'Wrong.']);
  const at = (slug: string) => join(cwd, `data/stories/${slug}.md`);
  writeFileSync(at('all-changed'), storyText(PUBLISHED, 'Changed.'));
  writeFileSync(at('all-new'), storyText(PUBLISHED));
  writeFileSync(at('all-later'), storyText('datePublished: 2199-01-01T00:00:00Z'));
  writeFileSync(at('all-draft'), storyText(`${PUBLISHED}\ndraft: true`));

  const asked = await story(['publish'], { cwd, env });
  assert.equal(asked.code, 1);
  assert.equal(
    asked.output.replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, 'NOW'),
    `New:
  data/stories/all-new.md  A headline
Changed:
  data/stories/all-changed.md  A headline
Scheduled:
  Tue, 1 Jan 2199, 01:00 CET  data/stories/all-later.md  A headline
Withdrawn, skipped:
  data/stories/all-withdrawn.md
Drafts, skipped:
  data/stories/all-draft.md
1 story unchanged.
data/stories/all-changed.md: the text changes, and its date stays 2026-03-04: feed readers that have the story may not show the change. Add one of these to the file, unless it is only a matter of style:
  dateModified: NOW
  correction: [{ text: "What was wrong, and what is right.", datePublished: NOW }]
Nothing published: without a terminal, you cannot confirm. Add --yes to publish all of these, or name the files to publish.
`,
  );
  assert.equal((await callApi(server.url, 'GET', '/stories/all-new')).status, 404);

  const done = await story(['publish', '--yes'], { cwd, env });
  assert.equal(done.code, 0, done.output);
  assert.match(done.output, /all-new\.md: published, revision 1: /);
  assert.match(done.output, /all-changed\.md: published, revision 2: /);
  assert.match(done.output, /all-later\.md: scheduled for Tue, 1 Jan 2199, 01:00 CET, revision 1: /);
  // A withdrawn story is not an error, and with nothing to publish, nothing is asked.
  const again = await story(['publish'], { cwd });
  assert.equal(again.code, 0);
  assert.match(
    again.output,
    /^Withdrawn, skipped:\n {2}data\/stories\/all-withdrawn\.md\nDrafts, skipped:[\s\S]*4 stories unchanged\.\n$/,
  );
  assert.equal((await story(['publish', 'data/stories'], { cwd })).code, 0);
  // Naming a withdrawn story is an error.
  const named = await story(['publish', 'data/stories/all-withdrawn.md'], { cwd });
  assert.equal(named.code, 1);
  assert.match(
    named.output,
    /: withdrawn\. To publish it, restore it first: npm run story -- restore all-withdrawn/,
  );
});

test('publish in a terminal asks, and publishes only after a yes', { timeout: 120_000 }, async () => {
  const cwd = newsroom('terminal', { 'asked-for': storyText(PUBLISHED) });
  const answer = async (text: string) => {
    const command = `${process.execPath} ${join(root, 'src/cli/story.ts')} publish --as-new`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], {
      cwd,
      env: { ...process.env, EDGEWIRE_SERVER: server.url, PUBLISH_TOKEN: TOKEN },
    });
    let output = '';
    terminal.stdout.on('data', (part) => {
      output += String(part);
      if (output.includes('[y/N]') && text !== '') {
        terminal.stdin.write(`${text}\n`);
        text = '';
      }
    });
    const [code] = await once(terminal, 'exit');
    return { output, code };
  };
  const no = await answer('no');
  assert.match(no.output, /asked-for\.md {2}A headline[\s\S]*Publish 1 story\? \[y\/N\]/);
  assert.match(no.output, /Nothing published\./);
  assert.equal(no.code, 0);
  assert.equal((await callApi(server.url, 'GET', '/stories/asked-for')).status, 404);
  const yes = await answer('y');
  assert.match(yes.output, /asked-for\.md: published, revision 1/);
  assert.equal((await callApi(server.url, 'GET', '/stories/asked-for')).status, 200);
});

test('a story that was renamed on the server is not published under its old slug', async () => {
  const path = write('old-name', storyText(PUBLISHED));
  await story(['publish', path]);
  const { revision, record } = await fetchStory(server.url, 'old-name');
  const body = { ...record, slug: 'new-name', formerSlugs: ['old-name'] };
  assert.equal((await callApi(server.url, 'PUT', '/stories/new-name', { revision, body })).status, 200);
  writeFileSync(path, storyText(PUBLISHED, 'Changed.'));
  const refused = await story(['publish', path]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /The server has revision 2 of "new-name", and this file was made from revision 1/,
  );
  // The author's own rename is published, and `.edgewire.json` has the new slug.
  const mine = write('mine-old', storyText(PUBLISHED));
  await story(['publish', mine]);
  rmSync(mine);
  const renamed = write('mine-new', storyText(`${PUBLISHED}\nformerSlugs: [mine-old]`));
  assert.equal((await story(['publish', renamed])).code, 0);
  assert.deepEqual([remembered('mine-old'), remembered('mine-new')], [undefined, 2]);
});
