import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { callApi, changeOnServer, PUBLISHED, runStory, storyText } from '../run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from '../server.ts';

// `draft list`, `pull`, `push` and `publish`.

let server: Server;
const cwd = temporaryFolder();
const at = (name: string) => join(cwd, name);
const bytes = (name: string) => readFileSync(at(name));
const write = (name: string, text: string) => writeFileSync(at(name), text);
const story = (...args: string[]) => runStory(args, { url: server.url, cwd });
const draft = (...args: string[]) => story('draft', ...args);

before(async () => {
  server = await startServer({ flags: ['--empty'] });
});
after(() => server.stop());

const send = (method: string, path: string, text?: string, ifMatch?: string) =>
  fetch(`${server.url}/api${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${TOKEN}`,
      'Content-Type': 'text/markdown',
      ...(ifMatch ? { 'If-Match': ifMatch } : {}),
    },
    ...(text === undefined ? {} : { body: text }),
  });
const begin = async (name: string, text: string): Promise<string> =>
  ((await (await send('POST', `/drafts?name=${name}`, text)).json()) as { id: string }).id;
/** Saves a text in place of a version, like a colleague in the browser. */
async function saveOnServer(id: string, version: number, text: string): Promise<void> {
  const saved = await send('PUT', `/drafts/${id}/text`, text, `"${version}"`);
  if (!saved.ok) throw new Error(await saved.text());
}
const textOnServer = async (id: string) =>
  Buffer.from(await (await send('GET', `/drafts/${id}/text`)).arrayBuffer());

const TEXT = storyText(PUBLISHED);
const WINDOWS = `\uFEFF${storyText(PUBLISHED).replaceAll('\n', '\r\n')}  trailing \t\r\n`;

test('a draft comes as a file and goes back, byte for byte', async () => {
  const id = await begin('of-windows', WINDOWS);
  const pulled = await draft('pull', 'of-windows');
  assert.equal(pulled.code, 0, pulled.output);
  assert.match(pulled.output, /^Created data\/drafts\/of-windows\.md from version 1\./);
  const file = 'data/drafts/of-windows.md';
  assert.deepEqual(bytes(file), Buffer.from(WINDOWS));

  write(file, WINDOWS.replace('A headline', 'Another headline'));
  const pushed = await draft('push', file);
  assert.equal(pushed.code, 0, pushed.output);
  assert.match(
    pushed.output,
    new RegExp(`of-windows\\.md: version 2 \\(draft\\): .*/newsroom/drafts/${id}\n$`),
  );
  assert.deepEqual(await textOnServer(id), bytes(file));

  assert.match((await draft('push', file)).output, /of-windows\.md: unchanged \(draft\)/);
  assert.match((await draft('pull', id.slice(0, 8), file)).output, /: up to date \(version 2\)\.\n$/);
});

test('drafts are listed, in one state or in all', async () => {
  const id = await begin('to-be-listed', TEXT);
  const { output } = await draft('list');
  assert.match(
    output,
    new RegExp(`^${id.slice(0, 8)}  to-be-listed  draft  A headline \\(version 1, saved by tester, `, 'm'),
  );
  assert.match(output, /^\d+ drafts?\.\n$/m);
  assert.equal((await draft('list', '--state', 'in review')).output, 'No drafts.\n');
});

test('pull updates a file that has not changed, and shows what is new', async () => {
  const id = await begin('behind', TEXT);
  await draft('pull', id, 'behind.md');
  await saveOnServer(id, 1, TEXT.replace('What we think.', 'What we know.'));
  const pushed = await draft('push', 'behind.md');
  assert.equal(pushed.code, 1);
  assert.match(
    pushed.output,
    /The file has not changed since then\. To update it: npm run story -- draft pull /,
  );
  const { output, code } = await draft('pull', id, 'behind.md');
  assert.equal(code, 0, output);
  assert.match(
    output,
    /behind\.md: updated from version 1 to version 2\.\n[\s\S]*^-What we think\.\n\+What we know\.$/m,
  );
  assert.deepEqual(bytes('behind.md'), await textOnServer(id));
});

test('neither side overwrites what it has not seen, and both are shown', async () => {
  const id = await begin('contested', TEXT);
  await draft('pull', 'contested', 'contested.md');
  const theirs = TEXT.replace('What we think.', 'What they think.');
  const mine = TEXT.replace('A headline', 'My headline');
  await saveOnServer(id, 1, theirs);
  write('contested.md', mine);
  for (const args of [
    ['push', 'contested.md'],
    ['pull', 'contested', 'contested.md'],
  ]) {
    const { output, code } = await draft(...args);
    assert.equal(code, 1);
    assert.match(output, /Changes on the server since version 1:[\s\S]*^\+What they think\.$/m);
    assert.match(output, /Changes in the file since version 1:[\s\S]*^\+headline: My headline$/m);
    assert.match(output, /draft pull (--force contested|[0-9a-f]{32}) contested\.md/);
    assert.equal(bytes('contested.md').toString(), mine);
    assert.equal((await textOnServer(id)).toString(), theirs);
  }
  const forced = await draft('push', '--force', 'contested.md');
  assert.equal(forced.code, 0, forced.output);
  assert.equal((await textOnServer(id)).toString(), mine);
  const replaced = await send('GET', `/drafts/${id}/versions/2`);
  assert.equal(await replaced.text(), theirs);
});

test('pull leaves changes alone that were not pushed; --force replaces them', async () => {
  const id = await begin('mine', TEXT);
  await draft('pull', id, 'mine.md');
  write('mine.md', 'My own.\n');
  const kept = await draft('pull', id, 'mine.md');
  assert.match(kept.output, /mine\.md: nothing new on the server\. Your changes are not pushed yet\./);
  assert.equal(bytes('mine.md').toString(), 'My own.\n');
  const forced = await draft('pull', '--force', id, 'mine.md');
  assert.match(forced.output, /mine\.md: replaced with version 1\./);
  assert.equal(bytes('mine.md').toString(), TEXT);
});

test('a file that no draft was made from becomes a new draft, but no second one by chance', async () => {
  write('fresh.md', 'Not even front matter.\r\n');
  const { output } = await draft('push', 'fresh.md');
  assert.match(output, /^fresh\.md: a new draft: http.*\/newsroom\/drafts\/[0-9a-f]{32}\n$/);
  const id = output.trim().slice(-32);
  assert.deepEqual(await textOnServer(id), bytes('fresh.md'));

  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, 'fresh.md'), 'Another.\n');
  const again = await runStory(['draft', 'push', 'fresh.md'], { url: server.url, cwd: elsewhere });
  assert.equal(again.code, 1);
  assert.match(again.output, /which has a draft with this name:\n {2}[0-9a-f]{8} {2}fresh {2}draft/);
  const pulled = await runStory(['draft', 'pull', id, 'fresh.md'], { url: server.url, cwd: elsewhere });
  assert.match(
    pulled.output,
    /Which version the file was made from is not known\. From version 1 to the file:/,
  );
  const other = await runStory(['draft', 'push', '--new', 'fresh.md'], { url: server.url, cwd: elsewhere });
  assert.equal(other.code, 0, other.output);
  const several = await draft('pull', 'fresh');
  assert.match(several.output, /^Several drafts are called "fresh"\. Name one by its id:\n/);
});

test('a published story becomes a draft of the revision that its file was made from', async () => {
  write('known.md', TEXT);
  await story('publish', 'known.md');
  write('known.md', TEXT.replace('A headline', 'A corrected headline'));
  await changeOnServer(server.url, 'known', { abstract: 'What happened, in other words.' });
  const { output, code } = await draft('push', 'known.md');
  assert.equal(code, 0, output);
  assert.match(output, /^known\.md: a new draft of "known", revision 1: /);
  const refused = await draft('publish', 'known.md');
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /tester has changed the story meanwhile\. The draft replaces revision 1, and the story is at revision 2 now/,
  );
});

test('a draft is published once the newsroom has its text', async () => {
  write('ready.md', TEXT);
  await draft('push', 'ready.md');
  write('ready.md', TEXT.replace('What we think.', 'What we think now.'));
  const early = await draft('publish', 'ready.md');
  assert.equal(early.code, 1);
  assert.match(
    early.output,
    /does not have this text\. Push it first: npm run story -- draft push ready\.md/,
  );
  await draft('push', 'ready.md');
  const { output, code } = await draft('publish', 'ready.md');
  assert.equal(code, 0, output);
  assert.match(output, /^ready: published, revision 1: .*\/stories\/ready\n$/);
  assert.equal((await callApi(server.url, 'GET', '/stories/ready')).status, 200);
});

test('what cannot be a draft is refused, and says why', async () => {
  write('latin.md', '');
  writeFileSync(at('latin.md'), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
  write('record.json', '{}');
  assert.match((await draft('push', 'latin.md')).output, /^latin\.md: must be UTF-8 text/);
  assert.match((await draft('push', 'record.json')).output, /^record\.json: a draft is Markdown/);
  assert.match((await draft('push', 'none.md')).output, /^File not found: none\.md/);
  assert.match((await draft('pull', 'none')).output, /^There is no draft "none" that you may open\./);
  write('large.md', 'x'.repeat(1_900_001));
  assert.match(
    (await draft('push', 'large.md')).output,
    /^large\.md: a draft must have at most 1,900,000 bytes \(has 1,900,\d+\)\. /,
  );
  assert.equal(existsSync(at('data/drafts/none.md')), false);
});
