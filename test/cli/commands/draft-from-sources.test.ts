import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type SampleSources, serveSampleSources } from '../../../src/cli/local/sample-sources.ts';
import { root, runStory } from '../run.ts';
import { freePort, type Server, startServer, temporaryFolder } from '../server.ts';

let server: Server;
let samples: SampleSources;

before(async () => {
  server = await startServer();
  const served = await serveSampleSources(join(root, 'data/sources'), await freePort());
  assert.ok(served);
  samples = served;
});
after(async () => {
  samples.stop();
  await server.stop();
});

const sample = (host: string, path: string): string =>
  `${samples.outlets.find(({ name }) => name.startsWith(host))?.url}/${path}`;

/** Runs `npm run story -- draft …`. */
const draft = (...args: string[]) => runStory(['draft', ...args], { url: server.url });

test('a draft is made from addresses; what was read and what was not is printed', async () => {
  const urls = [
    sample('tarnwick-courier', 'news/mill-bridge-closed.html'),
    sample('vale-radio', 'n/20817.html'),
    sample('the-lantern', 'essays/mill-bridge.html'),
  ] as const;
  const { output, code } = await draft(...urls);
  assert.equal(code, 0, output);
  assert.ok(output.includes(`Read: ${urls[0]}\n`), output);
  assert.ok(output.includes(`Read: ${urls[1]}\n`), output);
  assert.ok(output.includes(`Not read: ${urls[2]}\n`), output);
  assert.match(output, /refuses that machines write/);
  assert.match(output, /Draft [a-z\d-]+ from 2 sources: http\S+\/newsroom\/drafts\/[\da-f]{32}\n/);

  const [, id = ''] = /npm run story -- draft pull ([\da-f]{8})/.exec(output) ?? [];
  const file = join(temporaryFolder(), 'draft.md');
  const pulled = await draft('pull', id, file);
  assert.equal(pulled.code, 0, pulled.output);
  assert.ok(readFileSync(file, 'utf8').includes(urls[0]));
});

test('the draft is in the language that is asked for', async () => {
  const { output, code } = await draft(
    sample('kaltenrieder-bote', 'wirtschaft/lager.html'),
    '--language',
    'de',
    '--drafter',
    'extractive',
  );
  assert.equal(code, 0, output);
  assert.match(output, /Drafting in de|Draft [a-z\d-]+ from 1 source:/);
});

test('if nothing can be read, there is no draft', async () => {
  const { output, code } = await draft(sample('the-lantern', 'essays/mill-bridge.html'));
  assert.equal(code, 1);
  assert.match(output, /No draft was made\. .+\./);
  assert.match(output, /Not read: http/);
});

test('what is no address is named, before anything is sent', async () => {
  const { output, code } = await runStory(['draft', 'lsit', 'www.a.example'], { url: 'http://127.0.0.1:9' });
  assert.equal(code, 1);
  assert.match(
    output,
    /^No draft was begun:\n {2}lsit must be an absolute http or https URL\.\n {2}www\.a\.example must/,
  );
  assert.match(output, /The other commands are draft list, pull, push and publish/);
});

test('the server names an address that it must not read', async () => {
  const { output, code } = await draft('http://10.0.0.1/');
  assert.equal(code, 1);
  assert.match(output, /urls\[0\]: must be on a host of the public Internet \(is "http:\/\/10\.0\.0\.1\/"\)/);
});

test('no server, and no argument', async () => {
  const unreachable = await runStory(['draft', 'https://a.example/'], { url: 'http://127.0.0.1:9' });
  assert.equal(unreachable.code, 1);
  assert.match(unreachable.output, /Server unreachable: http:\/\/127\.0\.0\.1:9/);
  const nothing = await draft();
  assert.equal(nothing.code, 1);
  assert.match(nothing.output, /missing required argument 'url'/);
});
