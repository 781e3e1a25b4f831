import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { changeSite, copyOfProject } from '../copy.ts';
import { PUBLISHED, runStory, storyText } from '../run.ts';
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
    /^\d+ stories from data\/stories not published: "review" in data\/site\.json asks for a review of each\.$/m,
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
  assert.match(output, /ask for a review there:\n {2}npm run story -- draft push rates\.md\n/);
  const pushed = await story('draft', 'push', 'rates.md');
  assert.equal(pushed.code, 0, pushed.output);
  const refused = await story('draft', 'publish', 'rates.md');
  assert.equal(refused.code, 1);
  assert.match(refused.output, /nobody has approved this text/);
});
