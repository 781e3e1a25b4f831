import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { readStoryFile } from '../../../src/newsroom/stories/cli/story-files.ts';
import { root, runStory } from '../run.ts';
import { startServer, temporaryFolder } from '../server.ts';

// `check` with evidence, in copies of the program whose data/site.json has each policy.

interface Run {
  stdout: string;
  stderr: string;
  code: number;
}

const folders: Record<string, string> = {};

before(() => {
  const identity = JSON.parse(readFileSync(join(root, 'data/site.json'), 'utf8'));
  for (const evidence of ['off', 'warn', 'require', 'sometimes']) {
    const folder = temporaryFolder();
    for (const name of ['src', 'data/public', 'package.json', 'tsconfig.json', 'wrangler.toml'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'data/site.json'), JSON.stringify({ ...identity, evidence }, null, 2));
    folders[evidence] = folder;
  }
});

/** Runs `check` on files by the policy; returns what it prints and its exit status. */
const check = (policy: string, files: Record<string, string>, ...flags: string[]): Promise<Run> => {
  const cwd = folders[policy] as string;
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return new Promise((resolve) => {
    const args = ['src/cli/story.ts', 'check', ...flags, ...Object.keys(files)];
    execFile(process.execPath, args, { cwd }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, code: error ? Number(error.code ?? -1) : 0 });
    });
  });
};

const AI = 'trainedAlgorithmicMedia';

interface Parts {
  abstract: string;
  evidence?: [claim: string, exact: string, source?: string][];
  made?: string;
  reviewedBy?: string;
}

/** Makes the text of a story file. Its sources are in English and in German, and one has no stated language. */
const story = ({ abstract, evidence = [], made = AI, reviewedBy = 'Ann Lee' }: Parts): string => {
  const sources = { en: 'https://en.example/', de: 'https://de.example/' };
  const front = {
    headline: 'A headline',
    abstract,
    datePublished: '2026-03-04T09:30:00Z',
    inLanguage: 'en',
    citation: Object.entries(sources).map(([inLanguage, url]) => ({ url, inLanguage })),
    evidence: evidence.map(([claim, exact, source = sources.en]) => ({ claim, source, quote: { exact } })),
    provenance: {
      abstract: {
        digitalSourceType: made,
        ...(reviewedBy === '' ? {} : { reviewedBy: { name: reviewedBy } }),
      },
    },
  };
  // JSON is YAML.
  const lines = Object.entries(front).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const body = 'We read both.([a](https://en.example/), [b](https://de.example/))';
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`;
};

const GROWTH = 'Exports grew by 5.9 % in 2019';
const QUOTE = 'In 2019, exports grew by 5.9 percent.';

const bad = story({
  abstract: `${GROWTH}, and 12 ports closed. They reopened.`,
  evidence: [
    [GROWTH, QUOTE],
    ['12 ports closed', '14 ports closed.'],
  ],
});

test('check prints each claim with its verdict under its sentence, and sums up', async () => {
  const { stdout, code } = await check('warn', { 'bad.md': bad });
  assert.equal(code, 0);
  assert.equal(
    stdout,
    `bad.md
  ${GROWTH}, and 12 ports closed.
    found         ${GROWTH}
    contradicted  12 ports closed
                  the number "12" stands where the quote has "14"
  They reopened.
    no evidence
2 claims: 1 contradicted, 1 found; 1 sentence without evidence.
1 story checked, no errors, 1 warning.
`,
  );
});

test('check --strict fails if a claim is contradicted, but not if one is to be read or a sentence has no evidence', async () => {
  assert.equal((await check('warn', { 'bad.md': bad }, '--strict')).code, 1);
  const without = story({
    abstract: `${GROWTH}. 12 ports closed. They reopened.`,
    evidence: [
      [`${GROWTH}.`, QUOTE],
      ['12 ports closed', 'Ports closed.'],
    ],
  });
  const { stdout, code } = await check('warn', { 'without.md': without }, '--strict');
  assert.equal(code, 0, stdout);
  assert.match(stdout, /^2 claims: 1 found, 1 to be read; 1 sentence without evidence\.$/m);
});

test('a TL;DR without evidence takes one line if AI wrote it, and none if a human did', async () => {
  const abstract = 'What happened. And more.';
  const byAi = await check('warn', { 'ai.md': story({ abstract }) });
  assert.equal(
    byAi.stdout,
    'ai.md: no evidence for 2 sentences.\n2 sentences without evidence.\n1 story checked, no errors.\n',
  );
  const byHuman = await check('warn', { 'human.md': story({ abstract, made: 'digitalCreation' }) });
  assert.equal(byHuman.stdout, '1 story checked, no errors.\n');
});

test('with "require", check names each claim and finding that is refused, with its line, and exits with 1', async () => {
  const { stdout, stderr, code } = await check('require', {
    'bad.md': bad,
    'unread.md': story({ abstract: `${GROWTH}.`, evidence: [[`${GROWTH}.`, QUOTE]], reviewedBy: '' }),
  });
  assert.equal(code, 1);
  assert.match(stdout, /^ {4}contradicted {2}12 ports closed$/m);
  assert.match(
    stderr,
    /^bad\.md:7: evidence\[1\]\.claim: is contradicted by its quotes: the number "12" stands where the quote has "14"\. .* \(is "12 ports closed"\)$/m,
  );
  assert.match(
    stderr,
    /^bad\.md:3: abstract: must have evidence for each sentence, and has none for this one\. .* \(is "They reopened\."\)$/m,
  );
  assert.match(stderr, /^unread\.md:8: provenance\.abstract\.reviewedBy: must name who reviewed the TL;DR/m);
  assert.match(stderr, /^data\/site\.json refuses these: it has "evidence": "require"\.$/m);
  assert.doesNotMatch(stdout + stderr, /no errors/);
});

test('with "require", what a human wrote or edited is not refused', async () => {
  for (const made of ['digitalCreation', 'compositeWithTrainedAlgorithmicMedia']) {
    const text = story({
      abstract: 'Ports: 12 closed.',
      evidence: [['12 closed', '14 closed.']],
      made,
      reviewedBy: '',
    });
    const { stdout, code } = await check('require', { 'human.md': text });
    assert.equal(code, 0);
    assert.match(stdout, /contradicted {2}12 closed/);
    assert.match(stdout, /no errors, 1 warning\.$/m);
  }
});

test('with "off", check prints nothing about evidence', async () => {
  assert.deepEqual(await check('off', { 'bad.md': bad }), {
    stdout: '1 story checked, no errors.\n',
    stderr: '',
    code: 0,
  });
  assert.deepEqual(JSON.parse((await check('off', { 'bad.md': bad }, '--json')).stdout), []);
});

test('--json prints an array on standard output, and everything else on standard error', async () => {
  const { stdout, stderr, code } = await check('warn', { 'bad.md': bad }, '--json');
  assert.equal(code, 0);
  const sentence = `${GROWTH}, and 12 ports closed.`;
  const entries = JSON.parse(stdout);
  const { findings, ...second } = entries[1];
  assert.deepEqual(second, { file: 'bad.md', claim: '12 ports closed', sentence, verdict: 'contradicted' });
  assert.deepEqual(findings[0], { kind: 'number', text: '12', result: 'contradicted', quoted: '14' });
  assert.deepEqual(entries[2], {
    file: 'bad.md',
    claim: null,
    sentence: 'They reopened.',
    verdict: 'no evidence',
    findings: [],
  });
  assert.equal(entries[0].verdict, 'found');
  assert.equal(entries.length, 3);
  assert.match(stderr, /^1 story checked, no errors, 1 warning\.$/m);
});

test('--json exits with 1 where the policy refuses, or a file has errors, and still prints the array', async () => {
  const refused = await check('require', { 'bad.md': bad }, '--json');
  assert.equal(refused.code, 1);
  assert.equal(JSON.parse(refused.stdout).length, 3);
  assert.match(refused.stderr, /evidence\[1\]\.claim: is contradicted by its quotes/);
  const broken = await check('warn', { 'bad.md': bad, 'broken.md': 'no front matter' }, '--json');
  assert.equal(broken.code, 1);
  assert.deepEqual(
    [...new Set(JSON.parse(broken.stdout).map(({ file }: { file: string }) => file))],
    ['bad.md'],
  );
  assert.match(broken.stderr, /broken\.md:1: must begin with front matter/);
  const alone = await check('warn', { 'broken.md': 'no front matter' }, '--json');
  assert.deepEqual(JSON.parse(alone.stdout), []);
});

test('what is hostile in a claim does not reach the terminal, and is whole in the JSON', async () => {
  const claim = 'Paid \u202e21 euros\u2069 to\u2028A\u061cB';
  const text = story({ abstract: `${claim}. Then more.`, evidence: [[claim, 'Paid \u202e12 euros.']] });
  for (const policy of ['warn', 'require']) {
    const { stdout, stderr } = await check(policy, { 'hostile.md': text });
    assert.match(stdout, /Paid \\u202e21 euros\\u2069/);
    assert.doesNotMatch(stdout + stderr, /(?!\n)\p{Cc}|[\u202e\u2069\u2028\u061c]/u);
    const json = await check(policy, { 'hostile.md': text }, '--json');
    assert.doesNotMatch(json.stdout, /(?!\n)\p{Cc}|[\u202e\u2069\u2028\u061c]/u);
    assert.equal(JSON.parse(json.stdout)[0].claim, claim);
  }
});

test('the example in docs/publishing.md prints what it says there', async () => {
  const [, section = ''] = readFileSync(join(root, 'docs/publishing.md'), 'utf8').split('\n## Evidence\n');
  const [, front = '', printed = '', json = ''] =
    /```yaml\n(.*?)```.*?```\n(data.*?)```.*?```json\n(.*?)```/s.exec(section) ?? [];
  const fields = `headline: A headline\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\n${front}`;
  const body = 'We read it.([statistics.example](https://statistics.example/2019))';
  const files = { 'data/stories/exports.md': `---\n${fields}---\n\n${body}\n` };
  mkdirSync(join(folders.warn as string, 'data/stories'));
  assert.equal((await check('warn', files)).stdout, printed);
  const [example] = JSON.parse(json);
  const [, second] = JSON.parse((await check('warn', files, '--json')).stdout);
  assert.deepEqual(second, example);
});

test('npm start and publish say why the server refuses a TL;DR', async () => {
  const cwd = folders.require as string;
  mkdirSync(join(cwd, 'data/stories'));
  writeFileSync(join(cwd, 'data/stories/bad.md'), bad);
  writeFileSync(join(cwd, 'data/stories/good.md'), story({ abstract: 'A word.', made: 'digitalCreation' }));
  const refusal =
    /evidence\[1\]\.claim: is contradicted by its quotes: the number "12" stands where the quote has "14"\. .* \(is "12 ports closed"\)$/m;
  const server = await startServer({ cwd });
  try {
    assert.match(server.printed(), /^Published 1 story from data\/stories\.$/m);
    assert.match(
      server.printed(),
      /^ {2}bad not published: This newsroom publishes a TL;DR that AI wrote only if/m,
    );
    assert.match(server.printed(), refusal);
    assert.doesNotMatch(server.printed(), /Kept the stories/);
    const published = await runStory(['publish', 'data/stories/bad.md'], { url: server.url, cwd });
    assert.equal(published.code, 1);
    assert.match(published.output, /^data\/stories\/bad\.md: Invalid content\. This newsroom publishes/m);
    assert.match(published.output, refusal);
    const lines = join(cwd, 'lines.ndjson');
    const read = await readStoryFile(join(cwd, 'data/stories/bad.md'));
    writeFileSync(lines, `${JSON.stringify('story' in read && read.story)}\n`);
    const imported = await runStory(['import', lines], { url: server.url, cwd });
    assert.equal(imported.code, 1);
    assert.match(imported.output, refusal);
  } finally {
    await server.stop();
  }
});

test('an evidence policy that does not exist is an error in data/site.json, with its line', async () => {
  const { stderr, code } = await check('sometimes', { 'bad.md': bad });
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^data\/site\.json:\d+: evidence: must be "off", "warn" or "require" \(is "sometimes"\)$/m,
  );
});
