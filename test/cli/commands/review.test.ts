import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { changeSite, copyOfProject } from '../copy.ts';
import { callApi, PUBLISHED, runStory, storyText } from '../run.ts';
import { type Server, startServer, temporaryFolder } from '../server.ts';

// Publishing where the newsroom asks for a review.

let server: Server;
const cwd = temporaryFolder();
const story = (...args: string[]) => runStory(args, { url: server.url, cwd });

before(async () => {
  const project = copyOfProject();
  changeSite(project, { review: 'one' });
  server = await startServer({ cwd: project });
});
after(() => server.stop());

test('npm start says once why no story is published', () => {
  assert.match(
    server.printed(),
    /^\d+ stories from data\/stories not published: the newsroom asks for a review of each \(under Settings, Review\)\.$/m,
  );
  assert.doesNotMatch(server.printed(), /Kept the stories/);
});

test('publish says that the review is missing, and how to get it', async () => {
  writeFileSync(join(cwd, 'rates.md'), storyText(PUBLISHED));
  const { output, code } = await story('publish', 'rates.md');
  assert.equal(code, 1);
  assert.match(
    output,
    /rates\.md: Invalid content\. This newsroom publishes a story once somebody who did not write it has approved it, and nobody has approved this text\./,
  );
  assert.match(
    output,
    /ask for a review, and publish the draft once it is approved:\n {2}npm run story -- draft push rates\.md\n/,
  );
  const pushed = await story('draft', 'push', 'rates.md');
  assert.equal(pushed.code, 0, pushed.output);
  const refused = await story('draft', 'publish', 'rates.md');
  assert.equal(refused.code, 1);
  assert.match(refused.output, /nobody has approved this text/);
});

test('a review is asked for, and what came of it is shown', async () => {
  writeFileSync(join(cwd, 'asked.md'), storyText(PUBLISHED));
  const early = await story('review', 'ask', 'asked.md');
  assert.match(
    early.output,
    /does not have this text\. Push it first: npm run story -- draft push asked\.md/,
  );
  await story('draft', 'push', 'asked.md');
  const unknown = await story('review', 'ask', 'asked.md', '--reviewer', 'Nobody');
  assert.match(unknown.output, /Nobody in this newsroom is called "Nobody"\./);
  const asked = await story('review', 'ask', 'asked.md', '--note', 'Are the numbers right?');
  assert.equal(asked.code, 0, asked.output);
  assert.match(
    asked.output,
    /^asked\.md: any editor is asked to review version 1: http.*\/newsroom\/drafts\/[0-9a-f]{32}\/review\n$/,
  );

  const { drafts } = (await (await callApi(server.url, 'GET', '/drafts')).json()) as {
    drafts: { id: string; name: string }[];
  };
  const id = drafts.find(({ name }) => name === 'asked')?.id;
  await callApi(server.url, 'POST', `/drafts/${id}/notes`, {
    body: {
      text: 'Who says so?',
      start: storyText(PUBLISHED).indexOf('What we think'),
      end: storyText(PUBLISHED).indexOf(' think.'),
    },
    revision: 1,
  });
  const { output } = await story('review', 'show', 'asked');
  assert.match(
    output,
    /asked {2}in review {2}A headline \(version 1, .*\)\nNo approval holds\.\nPublishing takes 1 approval\.\n/,
  );
  assert.match(
    output,
    /What happened:\n {2}.* {2}version 1: tester asked any editor for a review: Are the numbers right\?\n/,
  );
  assert.match(output, /1 open note:\n {2}tester on "What we": Who says so\?\n$/);
});
