import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runStory } from '../run.ts';
import { type Server, startServer } from '../server.ts';

let server: Server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

const front = (...args: string[]) => runStory(['front', ...args], { url: server.url });

test('a lead, an order and topics are arranged one by one, and taken back', async () => {
  const slug = 'atom-becomes-a-standard';
  assert.equal((await front()).output, 'All by date.\n');
  assert.match(
    (await front('lead', slug, '--hours', '6')).output,
    /^Lead until .*: atom-becomes-a-standard\nSince /,
  );
  assert.match(
    (await front('topics', 'web-feeds:3', 'provenance:2')).output,
    /Topic web-feeds: 3\nTopic provenance: 2\n/,
  );
  const shown = (await front('order', slug)).output;
  assert.match(shown, /^Lead until .*\nOrder until .*: atom-becomes-a-standard\nTopic web-feeds: 3\n/);
  for (const [args, said] of [
    [['lead', 'no-such-story'], /There is no story “no-such-story”/],
    [['lead', slug, '--hours', 'soon'], /must be a number of hours/],
    [['topics', 'web-feeds'], /like web-feeds:4/],
  ] as const) {
    const refused = await front(...args);
    assert.notEqual(refused.code, 0);
    assert.match(refused.output, said);
  }
  for (const part of ['lead', 'order', 'topics']) await front(part);
  assert.match((await front('show')).output, /^All by date\.\nSince /);
});
