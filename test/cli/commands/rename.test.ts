import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { changeOnServer, fetchStory, runStory, storyText } from '../run.ts';
import { type Server, startServer, temporaryFolder } from '../server.ts';

// `rename` and `merge`, and what `publish` says of stories that need them.

let server: Server;
const cwd = temporaryFolder();
const folder = join(cwd, 'data/stories');

before(async () => {
  server = await startServer({ flags: ['--empty'] });
});
after(() => server.stop());
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

const story = (...args: string[]) => runStory(args, { url: server.url, cwd, checksDuplicates: true });
const pathOf = (slug: string) => join(folder, `${slug}.md`);
let minute = 0;
/** Writes a story that resembles no other; returns its text. */
function write(slug: string, fields = ''): string {
  const time = new Date(Date.parse('2026-03-04T09:30:00Z') + ++minute * 60_000)
    .toISOString()
    .replace('.000', '');
  const text = storyText(`datePublished: ${time}${fields}`).replace('A headline', `About ${slug}`);
  writeFileSync(pathOf(slug), text);
  return text;
}
async function locationOf(slug: string): Promise<string | number> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const response = await fetch(`${server.url}/stories/${slug}`, { redirect: 'manual' });
    if (response.status === 301) return new URL(response.headers.get('Location') ?? '').pathname;
    if (Date.now() > deadline) return response.status;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test('rename gives the story and its file the new slug, and the old URL redirects', async () => {
  const text = write('first', '\n# A comment of the author.\nkeywords: [web-feeds]');
  assert.equal((await story('publish', pathOf('first'))).code, 0);
  const renamed = await story('rename', 'first', 'second');
  assert.equal(renamed.code, 0, renamed.output);
  assert.match(
    renamed.output,
    /Renamed "first" to "second"\. The old URL redirects to http.*\/stories\/second/,
  );
  assert.equal(existsSync(pathOf('first')), false);
  assert.equal(
    readFileSync(pathOf('second'), 'utf8'),
    text.replace('\n---\n\n', '\nformerSlugs:\n  - first\n---\n\n'),
  );
  assert.equal((await fetchStory(server.url, 'second')).revision, 2);
  assert.match((await story('publish', pathOf('second'))).output, /second\.md: unchanged\./);
  assert.equal(await locationOf('first'), '/stories/second');
  // A second rename extends the list of former slugs.
  assert.equal((await story('rename', 'second', 'third')).code, 0);
  assert.match(readFileSync(pathOf('third'), 'utf8'), /^formerSlugs:\n {2}- first\n {2}- second\n---$/m);
});

test('rename refuses a file with unpublished edits, or one that is behind the server', async () => {
  const text = write('edited');
  await story('publish', pathOf('edited'));
  writeFileSync(pathOf('edited'), text.replace('What we think.', 'What we think now.'));
  const mine = await story('rename', 'edited', 'elsewhere');
  assert.equal(mine.code, 1);
  assert.match(
    mine.output,
    /Not renamed: .*edited\.md differs from the published story\.[\s\S]*^\+What we think now\.$/m,
  );
  writeFileSync(pathOf('edited'), text);
  await changeOnServer(server.url, 'edited', { headline: 'Corrected' });
  const theirs = await story('rename', 'edited', 'elsewhere');
  assert.equal(theirs.code, 1);
  assert.match(theirs.output, /headline: Corrected/);
  assert.equal((await fetchStory(server.url, 'edited')).revision, 2);
  assert.equal(readFileSync(pathOf('edited'), 'utf8'), text);
});

test("rename without a file keeps the server's newest record", async () => {
  write('remote');
  await story('publish', pathOf('remote'));
  rmSync(pathOf('remote'));
  await changeOnServer(server.url, 'remote', { headline: 'Corrected there' });
  assert.equal((await story('rename', 'remote', 'remote-2')).code, 0);
  assert.equal((await fetchStory(server.url, 'remote-2')).record.headline, 'Corrected there');
  for (const [args, message] of [
    [['rename', 'nothing', 'else'], /There is no story "nothing" on the server/],
    [
      ['rename', 'remote', 'remote-3'],
      /"remote" was renamed to "remote-2"\. Use that slug: npm run story -- rename remote-2 remote-3/,
    ],
    [['rename', 'remote-2', 'Not A Slug'], /slug: must be lower-case ASCII words/],
    [['rename', 'remote-2', 'remote-2'], /the two slugs are the same/],
  ] as const) {
    const { output, code } = await story(...args);
    assert.equal(code, 1);
    assert.match(output, message);
  }
});

test('publish refuses a file that was renamed by hand, and names the rename command', async () => {
  const text = write('before');
  await story('publish', pathOf('before'));
  rmSync(pathOf('before'));
  writeFileSync(pathOf('after'), text);
  const refused = await story('publish', pathOf('after'));
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /after\.md: not published\. It is new, but the server seems to have it under another slug:/,
  );
  assert.match(refused.output, /^ {2}before {2}About before \(published; the same headline\)$/m);
  assert.match(refused.output, /npm run story -- rename before after/);
  assert.match(refused.output, /npm run story -- publish --as-new data\/stories\/after\.md/);
  const renamed = await story('rename', 'before', 'after');
  assert.equal(renamed.code, 0, renamed.output);
  assert.match(readFileSync(pathOf('after'), 'utf8'), /^formerSlugs:\n {2}- before\n---$/m);
  assert.match((await story('publish', pathOf('after'))).output, /: unchanged\./);
});

test('publish refuses a copy of a file that states its identifier, even with --as-new', async () => {
  write('original');
  await story('publish', pathOf('original'));
  rmSync(pathOf('original'));
  await story('pull', 'original');
  const text = readFileSync(pathOf('original'), 'utf8');
  assert.match(text, /^identifier: /m);
  writeFileSync(pathOf('copy'), text.replace('About original', 'Something else'));
  for (const flags of [[], ['--as-new']]) {
    const { output, code } = await story('publish', ...flags, pathOf('copy'));
    assert.equal(code, 1);
    assert.match(output, /^ {2}original {2}About original \(published; the same identifier\)$/m);
    assert.match(output, /If this is a different story, remove "identifier" from the file, then:/);
    assert.doesNotMatch(output, /Somebody changed the story/);
  }
  writeFileSync(pathOf('copy'), readFileSync(pathOf('copy'), 'utf8').replace(/^identifier: .*\n/m, ''));
  const published = await story('publish', pathOf('copy'));
  assert.equal(published.code, 0, published.output);
});

test('rename refuses the slug of another story, whichever files exist', async () => {
  write('mine');
  write('theirs');
  await story('publish', pathOf('mine'), pathOf('theirs'));
  const { output, code } = await story('rename', 'mine', 'theirs');
  assert.equal(code, 1);
  assert.match(output, /^Not renamed: "theirs" is another story, About theirs\. Choose another slug\./);
  assert.match(output, /npm run story -- merge theirs mine/);
  assert.doesNotMatch(output, /Delete one of them/);
  assert.equal((await fetchStory(server.url, 'mine')).revision, 1);
});

test('publish refuses a former slug that is another story, and merge makes them one', async () => {
  const text = write('double');
  await story('publish', pathOf('double'));
  rmSync(pathOf('double'));
  writeFileSync(pathOf('single'), text);
  const published = await story('publish', '--as-new', pathOf('single'));
  assert.equal(published.code, 0, published.output);
  writeFileSync(pathOf('single'), text.replace('\n---\n\n', '\nformerSlugs: [double]\n---\n\n'));
  const refused = await story('publish', pathOf('single'));
  assert.equal(refused.code, 1);
  assert.match(
    refused.output,
    /The file lists "double" in formerSlugs, but on the server that is another story\./,
  );
  assert.match(refused.output, /npm run story -- merge double single/);
  const merged = await story('merge', 'double', 'single');
  assert.equal(merged.code, 0, merged.output);
  assert.match(merged.output, /Merged "double" into "single"\. Its URLs redirect there/);
  assert.equal(await locationOf('double'), '/stories/single');
  assert.match((await story('publish', pathOf('single'))).output, /: unchanged\./);
  writeFileSync(pathOf('double'), text);
  assert.match(
    (await story('publish', pathOf('double'))).output,
    /double\.md: merged into another story\. Delete the file/,
  );
  assert.equal((await story('restore', 'double')).code, 0);
  // After the separation, publish refuses a file that still lists the duplicate.
  writeFileSync(pathOf('single'), text.replace('\n---\n\n', '\nformerSlugs: [double]\n---\n\n'));
  const separated = await story('publish', pathOf('single'));
  assert.equal(separated.code, 1);
  assert.match(
    separated.output,
    /If they are different stories, remove "double" from formerSlugs in the file\./,
  );
});

test('publish and diff sum up warnings in a line', async () => {
  const text = write('warned');
  writeFileSync(pathOf('warned'), text.replace('What we think.', 'So.([b] (https://b.example/two))'));
  const mention =
    /warned\.md: 0 of 0 sources are cited; line 8 looks like a citation but is not\. See: npm run story -- check/;
  assert.match((await story('diff', pathOf('warned'))).output, mention);
  const { output, code } = await story('publish', pathOf('warned'));
  assert.equal(code, 0, output);
  assert.match(output, mention);
});
