import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { readSiteFile } from '../../src/cli/worker/site-file.ts';
import { readStoryFiles } from '../../src/newsroom/stories/cli/story-files.ts';
import { TEMPLATE } from '../../src/newsroom/stories/cli/template.ts';
import { lookUpBase, recordBases } from '../../src/newsroom/stories/cli/working-copy.ts';
import { makeArticle } from '../../src/site/story/make-article.ts';
import { storyNotice } from '../../src/site/story/notice.ts';
import { parseStoryFile } from '../../src/site/story/parse/parse.ts';
import { withDate } from '../../src/site/story/story.ts';
import { PUBLISHED, root, runStory, storyText } from './run.ts';
import { temporaryFolder } from './server.ts';

// Drafts and the template's text, without a server.

const folder = temporaryFolder();
const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test("new creates a draft, and check lists each line that still has the template's text", async () => {
  const path = join(root, 'data/stories/made-by-a-test.md');
  try {
    const made = await runStory(['new', 'made-by-a-test']);
    assert.match(made.output, /^Created data\/stories\/made-by-a-test\.md\. Edit it, then preview it:/);
    assert.match(readFileSync(path, 'utf8'), /^draft: true$/m);

    const { output, code } = await runStory(['check', path]);
    assert.equal(code, 1);
    const lines = readFileSync(path, 'utf8').split('\n');
    for (const text of [
      'What happened, in one line',
      'The TL;DR: what',
      '- name: Your name',
      'digitalSourceType: # Who wrote it?',
      'What it means.',
    ]) {
      const line = lines.findIndex((each) => each.includes(text)) + 1;
      assert.match(output, new RegExp(`made-by-a-test\\.md:${line}: still has the template's text: "`), text);
    }
    assert.equal(output.match(/still has the template's text/g)?.length, 5);

    const again = await runStory(['new', 'made-by-a-test']);
    assert.equal(again.code, 1);
    assert.match(again.output, /^data\/stories\/made-by-a-test\.md already exists\./);
  } finally {
    rmSync(path, { force: true });
  }
  assert.equal(existsSync(path), false);
});

test('a new file claims nothing that nobody said: neither who wrote the story, nor when it appears', async () => {
  const parsed = parseStoryFile(TEMPLATE, 'a-story');
  assert.ok(parsed.ok);
  assert.equal(parsed.value.datePublished, null);
  const made = makeArticle(withDate(parsed.value, 0), 'tag:news.example,2026:stories/a-story');
  assert.doesNotMatch(storyNotice(made, await readSiteFile('https://news.example')), /AI/);
  // Every choice of the comment is one that the record takes.
  const choices = [...TEMPLATE.matchAll(/(\w+): (?:AI|a program|people) /g)].map(([, choice = '']) => choice);
  assert.equal(choices.length, 4);
  for (const choice of choices)
    assert.ok(parseStoryFile(TEMPLATE.replace('# Who wrote it?', choice), 'a-story').ok, choice);
});

test('check accepts a draft and counts it', async () => {
  const { output, code } = await runStory([
    'check',
    write('later.md', storyText(`${PUBLISHED}\ndraft: true`)),
  ]);
  assert.equal(output, '1 story checked (1 draft), no errors.\n');
  assert.equal(code, 0);
});

test('publish skips a draft in a folder, even a broken one, and rejects a draft that is named', async () => {
  const here = temporaryFolder();
  writeFileSync(join(here, 'ready.md'), storyText(PUBLISHED));
  writeFileSync(join(here, 'draft.md'), storyText(`${PUBLISHED}\ndraft: true`));
  writeFileSync(join(here, 'begun.md'), '---\nheadline: What: why\ndraft: true\n---\n');
  const { stories, drafts } = await readStoryFiles([here], 'publish');
  assert.deepEqual(
    stories.map(({ story }) => story.slug),
    ['ready'],
  );
  assert.deepEqual(
    drafts.map((each) => relative(here, each)),
    ['begun.md', 'draft.md'],
  );
  await assert.rejects(
    readStoryFiles([join(here, 'draft.md')], 'publish'),
    /draft\.md:6: is a draft: remove/,
  );
});

test('a story with text of the template is rejected, even if it is not a draft', async () => {
  const path = write('mine.md', storyText(PUBLISHED).replace('A headline', 'What happened, in one line'));
  for (const purpose of ['check', 'publish'] as const)
    await assert.rejects(
      readStoryFiles([path], purpose),
      /mine\.md:2: still has the template's text: "What happened, in one line"/,
    );
});

test('a file can be published from a folder that cannot be written to', () => {
  const here = temporaryFolder();
  mkdirSync(join(here, '.edgewire.json'));
  // A folder in place of the file, because root may write to any folder.
  const synced = { file: join(here, 'a.md'), story: { slug: 'a', formerSlugs: [] } as never, revision: 1 };
  assert.doesNotThrow(() => recordBases('http://127.0.0.1:1', [synced]));
  assert.equal(lookUpBase(synced.file, 'http://127.0.0.1:1', ['a']), undefined);
});

test('.edgewire.json beside the stories is not read as a story', async () => {
  const here = temporaryFolder();
  writeFileSync(join(here, '.edgewire.json'), '{}');
  assert.deepEqual((await readStoryFiles([here], 'check')).stories, []);
});
