import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { callApi, changeOnServer, fetchStory, PUBLISHED, runStory, storyText } from '../run.ts';
import { type Server, startServer, temporaryFolder } from '../server.ts';

// `pull` and `revert`.

let server: Server;
const cwd = temporaryFolder();
const at = (slug: string, end = 'md') => join(cwd, `data/stories/${slug}.${end}`);
const text = (slug: string, end = 'md') => readFileSync(at(slug, end), 'utf8');
const write = (slug: string, content: string) => writeFileSync(at(slug), content);
const story = (...args: string[]) => runStory(args, { url: server.url, cwd });
const remembered = (slug: string) =>
  JSON.parse(readFileSync(join(cwd, 'data/stories/.edgewire.json'), 'utf8'))[server.url]?.[slug]?.revision;

before(async () => {
  mkdirSync(join(cwd, 'data/stories'), { recursive: true });
  server = await startServer();
});
after(() => server.stop());

const CORRECTION = { text: 'We had the year wrong.', datePublished: '2026-03-05T09:30:00Z' };
/** An author's own formatting: comments, quotes, both forms of lists, a folded line. */
const OWN = `---
# My notes on this one.
headline: "A headline"   # to be better
abstract: >-
  What happened,
  in two lines.
inLanguage: en
author:
    - name: 'Ann'
keywords: [ web-feeds,   open-standards ]
# Checked with the desk.
${PUBLISHED}
---

What we think.([a](https://a.example/))
`;

test('pull leaves a file alone that has the content of the server', async () => {
  write('same', OWN);
  await story('publish', at('same'));
  rmSync(join(cwd, 'data/stories/.edgewire.json'));
  const { output, code } = await story('pull', 'same');
  assert.equal(output, 'data/stories/same.md: up to date (revision 1).\n');
  assert.equal(code, 0);
  assert.equal(text('same'), OWN);
  assert.equal(remembered('same'), 1);
});

test("pull updates a file without local changes, and keeps the author's comments and formatting", async () => {
  write('behind', OWN);
  await story('publish', at('behind'));
  await changeOnServer(server.url, 'behind', {
    headline: 'A better: headline',
    correction: [CORRECTION],
    author: [],
  });
  assert.equal((await story('publish', at('behind'))).code, 1);

  const { output, code } = await story('pull', 'data/stories/behind.md');
  assert.equal(code, 0, output);
  assert.match(output, /behind\.md: updated from revision 1 to revision 2\.\n[\s\S]*^\+headline: /m);
  assert.equal(
    text('behind'),
    OWN.replace('"A headline"', '"A better: headline"')
      .replace("author:\n    - name: 'Ann'\n", '')
      .replace(
        '\n---\n\n',
        '\ncorrection:\n  - text: We had the year wrong.\n    datePublished: 2026-03-05T09:30:00Z\n---\n\n',
      ),
  );
  assert.equal(remembered('behind'), 2);
  const published = await story('publish', at('behind'));
  assert.equal(published.output, 'data/stories/behind.md: unchanged.\n');
});

test('pull overwrites unpublished changes only with --force', async () => {
  write('edited', storyText(PUBLISHED));
  await story('publish', at('edited'));
  const edited = storyText(PUBLISHED, 'What only this file says.');
  write('edited', edited);
  // The file is ahead of the server.
  const ahead = await story('pull', 'edited');
  assert.match(ahead.output, /nothing new on the server\. Your changes are not published yet/);
  assert.equal(ahead.code, 0);

  await changeOnServer(server.url, 'edited', { headline: 'Changed there' });
  const refused = await story('pull', 'edited');
  assert.equal(refused.code, 1);
  assert.match(refused.output, /It has unpublished changes, and the server has revision 2/);
  assert.match(refused.output, /Changes on the server since revision 1:[\s\S]*^\+headline: Changed there$/m);
  assert.match(refused.output, /Changes in the file since revision 1:[\s\S]*^\+What only this file says\.$/m);
  assert.equal(text('edited'), edited);
  rmSync(join(cwd, 'data/stories/.edgewire.json'));
  assert.equal((await story('pull', 'edited')).code, 1);
  assert.equal(text('edited'), edited);

  const forced = await story('pull', '--force', 'edited');
  assert.equal(forced.code, 0);
  assert.match(forced.output, /replaced with revision 2\.\n[\s\S]*^-What only this file says\.$/m);
  assert.match(text('edited'), /headline: Changed there[\s\S]*What we think\.\n$/);
  assert.equal(remembered('edited'), 2);
});

test('pull replaces a file with errors only with --force', async () => {
  write('faulty', storyText(PUBLISHED));
  await story('publish', at('faulty'));
  write('faulty', 'no front matter');
  const refused = await story('pull', 'faulty');
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /It has errors, so it cannot be compared[\s\S]*faulty\.md:1: must begin with front matter/,
  );
  assert.equal(text('faulty'), 'no front matter');
  assert.equal((await story('pull', '--force', 'faulty')).code, 0);
  assert.equal((await story('publish', at('faulty'))).output, 'data/stories/faulty.md: unchanged.\n');
});

test('pull creates the file of a story that has none', async () => {
  write('elsewhere', OWN);
  await story('publish', at('elsewhere'));
  rmSync(at('elsewhere'));
  const { output, code } = await story('pull', 'elsewhere');
  assert.equal(code, 0);
  assert.equal(output, 'Created data/stories/elsewhere.md from revision 1.\n');
  assert.equal((await story('publish', at('elsewhere'))).output, 'data/stories/elsewhere.md: unchanged.\n');
  const none = await story('pull', 'nobody-wrote-it');
  assert.equal(none.code, 1);
  assert.match(none.output, /Not found: no file or story is called "nobody-wrote-it"/);
});

test('pull prints each file before an error ends it', async () => {
  const { output, code } = await story('pull', at('elsewhere'), 'nobody-wrote-it');
  assert.equal(code, 1);
  assert.match(output, /^data\/stories\/elsewhere\.md: up to date \(revision 1\)\.\nNot found: /);
});

test('pull without arguments updates all files and counts them', async () => {
  write('unpublished', storyText(PUBLISHED));
  await changeOnServer(server.url, 'same', { headline: 'New there' });
  const { output, code } = await story('pull');
  assert.equal(code, 0, output);
  assert.match(output, /^data\/stories\/same\.md: updated from revision 1 to revision 2\./);
  assert.match(output, /\n1 updated, \d+ up to date, 1 not on the server\.\n$/);
  assert.match(text('same'), /^# My notes on this one\.\nheadline: New there {3}# to be better$/m);
});

test('pull follows a story that was renamed', async () => {
  write('old-name', OWN);
  await story('publish', at('old-name'));
  const { revision, record } = await fetchStory(server.url, 'old-name');
  const body = { ...record, slug: 'new-name', formerSlugs: ['old-name'] };
  assert.equal((await callApi(server.url, 'PUT', '/stories/new-name', { revision, body })).status, 200);
  const { output, code } = await story('pull', at('old-name'));
  assert.equal(code, 0, output);
  assert.match(output, /updated from revision 1 to revision 2 and renamed to data\/stories\/new-name\.md/);
  assert.equal(existsSync(at('old-name')), false);
  assert.match(text('new-name'), /^# My notes on this one\.$/m);
  assert.equal((await story('publish', at('new-name'))).output, 'data/stories/new-name.md: unchanged.\n');
});

test('a pulled file can be published, and a JSON file stays JSON', async () => {
  writeFileSync(
    at('as-json', 'json'),
    JSON.stringify({
      headline: 'x',
      abstract: 'x',
      articleBody: 'x',
      inLanguage: 'en',
      datePublished: '2026-01-01T00:00:00Z',
    }),
  );
  await story('publish', at('as-json', 'json'));
  await changeOnServer(server.url, 'as-json', { headline: 'y' });
  assert.equal((await story('pull', 'as-json')).code, 0);
  assert.equal(JSON.parse(text('as-json', 'json')).headline, 'y');
  assert.match((await story('publish', at('as-json', 'json'))).output, /: unchanged\./);
});

test('revert publishes an earlier revision again and keeps the corrections that readers have seen', async () => {
  write('reverted', storyText(PUBLISHED));
  await story('publish', at('reverted'));
  const change = { headline: 'Worse', dateModified: '2026-03-05T09:30:00Z', correction: [CORRECTION] };
  await changeOnServer(server.url, 'reverted', change);

  const { output, code } = await story('revert', 'reverted', '1');
  assert.equal(code, 0, output);
  assert.match(
    output,
    /^reverted: reverting to revision 1\.\n[\s\S]*^-headline: Worse\n\+headline: A headline$/m,
  );
  assert.match(
    output,
    /Kept 1 correction published since then\. To remove corrections as well, use --force\./,
  );
  assert.match(output, /reverted: published, revision 3: http/);
  assert.match(output, /npm run story -- pull reverted\n$/);
  const now = await fetchStory(server.url, 'reverted');
  assert.equal(now.revision, 3);
  assert.equal(now.record.headline, 'A headline');
  assert.deepEqual(now.record.correction, [CORRECTION]);

  const again = await story('revert', 'reverted', '1');
  assert.match(
    again.output,
    /^reverted: nothing to revert; revision 3 has the same content as revision 1\.\nKept 1 correction/,
  );
  const forced = await story('revert', 'reverted', '1', '--force');
  assert.equal(forced.code, 0);
  assert.match(forced.output, /This removes 1 correction\./);
  assert.deepEqual((await fetchStory(server.url, 'reverted')).record.correction, []);
});

test('revert names a story or revision that does not exist', async () => {
  write('short', storyText(PUBLISHED));
  await story('publish', at('short'));
  for (const [args, message] of [
    [['short', '7'], /^"short" has no revision 7\. The newest is revision 1\.\n$/],
    [['short', 'one'], /^"short" has no revision one\./],
    [['nobody', '1'], /^There is no story "nobody" on the server\.\n$/],
  ] as const) {
    const { output, code } = await story('revert', ...args);
    assert.equal(code, 1);
    assert.match(output, message);
  }
  await story('withdraw', 'short', '--reason', 'Wrong.');
  assert.match((await story('revert', 'short', '1')).output, /^"short" is withdrawn\. Restore it first/);
});
