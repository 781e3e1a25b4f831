import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { StoryHistory } from '../../src/site/story/history/history.ts';
import { hashOf } from '../../src/site/story/history/statement.ts';
import { callApi, changeOnServer, root, runStory } from './run.ts';
import { type Server, startServer, temporaryFolder } from './server.ts';

// `docs/verify.mjs`, run as a program against a server, on a good chain and on ones that somebody has tampered with.

const folder = temporaryFolder();
let server: Server;
/** A server between the program and the newsroom, which changes what passes. */
let between: HttpServer;
let address: string;

interface Documents {
  history: StoryHistory;
  keys: { keys: { x: string; kid: string }[] };
}

let genuine: Documents;
let tampered: Documents;
/** What the server between answers for the story's own JSON, if not what the newsroom answers. */
let story: string | undefined;

async function fetchDocuments(slug: string): Promise<Documents> {
  const fetchJson = async (path: string) => (await fetch(server.url + path)).json();
  return {
    history: (await fetchJson(`/stories/${slug}/history.json`)) as StoryHistory,
    keys: (await fetchJson('/.well-known/edgewire/keys.json')) as Documents['keys'],
  };
}

const body = {
  headline: 'A headline',
  abstract: 'What happened.',
  articleBody: 'What we think.',
  inLanguage: 'en',
  datePublished: '2026-03-04T09:30:00Z',
};

/** Runs the program. */
const run = (...args: string[]) =>
  new Promise<{ code: number; output: string; errors: string }>((resolve) => {
    execFile(process.execPath, [join(root, 'docs/verify.mjs'), ...args], (error, output, errors) =>
      resolve({ code: Number(error?.code ?? 0), output, errors }),
    );
  });

async function waitUntil(isThere: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('It did not happen within 30 seconds.');
}

before(async () => {
  const made = await runStory(['keys']);
  process.env.SIGNING_KEY = /^SIGNING_KEY=(.*)$/m.exec(made.output)?.[1];
  server = await startServer();
  await callApi(server.url, 'PUT', '/stories/checked', { body });
  for (const headline of ['Another headline', 'A third headline', 'A fourth headline'])
    await changeOnServer(server.url, 'checked', { headline });
  await waitUntil(async () => {
    const response = await fetch(`${server.url}/stories/checked/history.json`);
    return response.ok && ((await response.json()) as StoryHistory).revisions.length === 4;
  });
  genuine = await fetchDocuments('checked');
  between = createServer(async (request, response) => {
    const path = request.url ?? '';
    const changed = path.endsWith('/history.json')
      ? tampered.history
      : path.endsWith('/keys.json')
        ? tampered.keys
        : undefined;
    if (story !== undefined && path.endsWith('/checked.json')) response.end(story);
    else response.end(changed ? JSON.stringify(changed) : await (await fetch(server.url + path)).text());
  });
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(between.address() as AddressInfo).port}/stories/checked`;
});

after(async () => {
  between.close();
  await server.stop();
});

test('all holds of a good chain, by its page, its JSON or a file', async () => {
  const page = await run(`${server.url}/stories/checked`);
  assert.deepEqual([page.code, page.errors], [0, '']);
  const lines = page.output.trim().split('\n');
  assert.equal(lines.length, 6);
  assert.match(lines[1] ?? '', /^revision 1 · 2026-.* · publish · signed by key [\w-]{43}: holds$/);
  assert.equal(lines[5], 'Everything holds (revisions: 4, unsigned: 0).');
  const json = await run(`${server.url}/stories/checked/history.json`);
  assert.equal(json.output, page.output);
  const [history, keys] = [join(folder, 'history.json'), join(folder, 'keys.json')];
  writeFileSync(history, JSON.stringify(genuine.history));
  writeFileSync(keys, JSON.stringify(genuine.keys));
  assert.equal((await run(history, '--keys', keys)).output, page.output);
  const keyless = await run(history);
  assert.equal(keyless.code, 1);
  assert.match(keyless.output, /key unknown: [\s\S]*Name their address or file with --keys/);
});

describe('it says what does not hold if somebody', () => {
  type Revisions = StoryHistory['revisions'];
  const at = (revisions: Revisions, index: number) => revisions[index] as Revisions[number];
  const cases: [string, (documents: Documents) => unknown, RegExp[]][] = [
    [
      'changes a record',
      ({ history: { revisions } }) => Object.assign(at(revisions, 1).record ?? {}, { headline: 'Forged' }),
      [/^revision 2 .*: record does not match its hash$/m, /^revision 3 .*: holds$/m],
    ],
    [
      'changes a record and its hash in the statement',
      async ({ history: { revisions } }) => {
        const { record, statement } = at(revisions, 1);
        Object.assign(record ?? {}, { headline: 'Forged' });
        statement.record = await hashOf('{}');
      },
      [/^revision 2 .*: hash does not match; record does not match its hash; signature does not match$/m],
    ],
    [
      'changes a signature',
      ({ history: { revisions } }) => {
        at(revisions, 1).signature = at(revisions, 2).signature;
      },
      [/^revision 2 .*: signature does not match$/m, /^revision 1 .*: holds$/m],
    ],
    [
      'removes a signature',
      ({ history: { revisions } }) => {
        at(revisions, 1).signature = null;
      },
      [/^revision 2 .*: its signature is missing$/m, /^revision 3 .*: holds$/m],
    ],
    [
      'removes a revision',
      ({ history: { revisions } }) => revisions.splice(1, 1),
      [/^revision 3 .*: a gap: revision 2 is missing, or revision 1 was changed$/m],
    ],
    [
      'removes the first revision',
      ({ history: { revisions } }) => revisions.shift(),
      [/^revision 2 .*: a gap: the first revision is missing$/m],
    ],
    [
      'removes the newest revision',
      ({ history: { revisions } }) => revisions.pop(),
      [/^The newest record differs from .*\.json in headline\./m],
    ],
    [
      'removes the newest revision and the record before it',
      ({ history: { revisions } }) => {
        revisions.pop();
        at(revisions, 2).record = null;
      },
      [/^The newest record is missing, so nothing shows that this is the newest revision\.$/m],
    ],
    [
      'changes the headline of the history',
      ({ history }) => {
        history.headline = 'Forged';
      },
      [/^The headline of the history is not that of the newest record\.$/m],
    ],
    [
      'swaps two revisions',
      ({ history: { revisions } }) => revisions.splice(1, 2, at(revisions, 2), at(revisions, 1)),
      [
        /^revision 3 .*: out of order: it follows revision 2/m,
        /its number is not higher than the one before/,
      ],
    ],
    [
      'changes a hash',
      ({ history: { revisions } }) => {
        at(revisions, 2).hash = at(revisions, 0).hash;
      },
      [/^revision 3 .*: hash does not match$/m, /^revision 4 .*: holds$/m],
    ],
    [
      'changes a time',
      ({ history: { revisions } }) => {
        at(revisions, 1).statement.at = '2026-03-04T09:30:01.000Z';
      },
      [/^revision 2 .*: hash does not match; .*signature does not match$/m],
    ],
    [
      'replaces a key',
      ({ keys: { keys } }) => {
        // The key of RFC 8037, appendix A.2, under the name of ours.
        for (const key of keys) key.x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
      },
      [/^revision 1 .*: key unknown: [\w-]{43}$/m],
    ],
    [
      'takes the story for another',
      ({ history }) => {
        history.story = 'tag:other.example,2026:stories/other';
      },
      [/^revision 1 .*: it belongs to another story$/m],
    ],
  ];
  for (const [name, tamper, expected] of cases) {
    test(name, async () => {
      tampered = structuredClone(genuine);
      await tamper(tampered);
      const { code, output } = await run(address);
      assert.equal(code, 1, output);
      for (const pattern of expected) assert.match(output, pattern);
    });
  }
});

test('it says what is only left out or unsigned, which is no fault', async () => {
  tampered = structuredClone(genuine);
  const { history } = tampered;
  history.revisions.splice(0, 1);
  history.omitted = 1;
  Object.assign(history.revisions[0] ?? {}, { record: null, signature: null, keyId: null });
  const { code, output } = await run(address);
  assert.equal(code, 0, output);
  assert.match(output, /^Earlier revisions that this history leaves out: 1\.$/m);
  assert.match(output, /^revision 2 .* · record left out: hash only · unsigned: holds$/m);
  assert.match(output, /^Everything holds \(revisions: 3, unsigned: 1\)\.$/m);
});

test('it does not say that all holds where no signature covers the newest revisions', async () => {
  tampered = structuredClone(genuine);
  const { revisions } = tampered.history;
  Object.assign(revisions[3] ?? {}, { signature: null, keyId: null });
  const newest = await run(address);
  assert.equal(newest.code, 3, newest.output);
  assert.match(
    newest.output,
    /no signature covers the newest revisions \(1\): .* \(revisions: 4, unsigned: 1\)\.$/m,
  );
  for (const revision of revisions) Object.assign(revision, { signature: null, keyId: null });
  const all = await run(address);
  assert.equal(all.code, 3, all.output);
  assert.match(all.output, /no signature covers the revisions: /);
  assert.doesNotMatch(all.output, /Everything holds/);
});

test('it says of a field that only the story has that the newest record differs', async () => {
  tampered = structuredClone(genuine);
  const text = await (await fetch(`${server.url}/stories/checked.json`)).text();
  const document = JSON.parse(text) as { record: object };
  story = JSON.stringify({ ...document, record: { ...document.record, license: 'https://forged.example/' } });
  const { code, output } = await run(address);
  story = undefined;
  assert.equal(code, 1, output);
  assert.match(output, /^The newest record differs from .*\.json in license\./m);
});

test('it says where a redirect leads', async () => {
  await callApi(server.url, 'PUT', '/stories/moved', { body });
  await callApi(server.url, 'PUT', '/stories/elsewhere', {
    revision: 1,
    body: { ...body, slug: 'elsewhere', formerSlugs: ['moved'] },
  });
  await waitUntil(async () => (await fetch(`${server.url}/stories/moved/history.json`)).redirected);
  await waitUntil(async () => (await fetchDocuments('moved')).history.revisions.length === 2);
  const { code, output } = await run(`${server.url}/stories/moved`);
  assert.equal(code, 0, output);
  assert.match(
    output,
    /^http:.*\/stories\/moved\/history\.json leads to http:.*\/stories\/elsewhere\/history\.json\.$/m,
  );
});

test('what the other side sends cannot act on the terminal', async () => {
  tampered = structuredClone(genuine);
  tampered.history.headline = '\u001b[31mred\u0007\u202e\n';
  Object.assign(tampered.history.revisions[0]?.statement ?? {}, {
    at: '\u001b]0;title\u0007',
    action: ['\u009b'],
  });
  const { output } = await run(address);
  assert.match(output, /^\\u\{1b\}\[31mred\\u\{7\}\\u\{202e\}\\u\{a\} · tag:/);
  assert.doesNotMatch(output.replaceAll('\n', ''), /\p{C}/u);
});

test('it says why a history cannot be read', async () => {
  const unreadable = async (args: string[], expected: RegExp) => {
    const { code, output, errors } = await run(...args);
    assert.deepEqual([code, output], [2, '']);
    assert.match(errors, expected);
  };
  await unreadable([], /^Usage: node verify\.mjs /);
  await unreadable([`${server.url}/stories/unknown`], /answered with status 404\.$/m);
  await unreadable([join(folder, 'nothing.json')], /could not be read: ENOENT$/m);
  const file = join(folder, 'other.json');
  writeFileSync(file, '{"revisions":[null]}');
  await unreadable([file], /is not the history of a story\.$/m);
  writeFileSync(file, '{"revisions":[{"record":{"headline":"Shown","headline":"Checked"}}]}');
  await unreadable([file], /has a name twice in one object\.$/m);
  writeFileSync(file, '{"revisions":[{"statement":{"at":1e400},"record":null}]}');
  await unreadable([file], /^A number is too large\.$/m);
  writeFileSync(file, `{"revisions":[${Array(10_001).fill('{"statement":{},"record":null}')}]}`);
  await unreadable([file], /has more than 10000 revisions\.$/m);
  writeFileSync(file, '<!doctype html><p>"revisions": no');
  await unreadable([file], /is not JSON\.$/m);
  writeFileSync(file, '[');
  await unreadable([file], /is not JSON\.$/m);
  writeFileSync(
    file,
    `{"revisions":[{"statement":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)},"record":null}]}`,
  );
  await unreadable([file], /^It could not be read: /);
  await callApi(server.url, 'DELETE', '/stories/checked?reason=Wrong.');
  await waitUntil(async () => (await fetch(`${server.url}/stories/checked`)).status === 410);
  await unreadable([`${server.url}/stories/checked`], /the story was withdrawn, and its history with it\.$/m);
});
