import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { callApi, runStory } from '../run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from '../server.ts';

// `export` and `import` with pictures, from one server to another.

let server: Server;
const folder = temporaryFolder();
before(async () => {
  server = await startServer();
});
after(() => server.stop());

const gif = readFileSync(new URL('../../site/pictures/files/still.gif', import.meta.url));
const url = `/media/${createHash('sha256').update(gif).digest('hex')}.gif`;
const lost = `/media/${'0'.repeat(64)}.png`;

const facts = {
  picture: {
    url,
    width: 48,
    height: 32,
    bytes: gif.byteLength,
    name: 'rose.gif',
    alt: 'A rose',
    credit: null,
    by: 'ann',
    at: '2026-11-26T12:00:00.000Z',
  },
};
const whole = { picture: { ...facts.picture, data: gif.toString('base64') } };
const story = (slug: string, picture: string) =>
  JSON.stringify({
    slug,
    headline: `Story ${slug}`,
    abstract: 'What happened.',
    articleBody: 'What we think.',
    inLanguage: 'en',
    datePublished: '2026-03-04T09:30:00Z',
    image: { url: picture, width: 48, height: 32, encodingFormat: 'image/gif' },
  });
const file = (name: string, ...lines: string[]) => {
  const path = join(folder, name);
  writeFileSync(path, `${lines.map((line) => line.trim()).join('\n')}\n`);
  return path;
};
const run = (args: string[], { url: at }: Server = server) => runStory(args, { url: at });
const served = async ({ url: at }: Server) => Buffer.from(await (await fetch(`${at}${url}`)).arrayBuffer());

test('an import stores pictures, and says which ones stories name that are nowhere', async () => {
  const path = file(
    'all.ndjson',
    story('with-picture', url),
    story('with-lost-picture', lost),
    JSON.stringify(whole),
  );
  const { output, code } = await run(['import', path]);
  assert.match(output, /^2 published, 0 unchanged, 0 refused, 1 picture stored\./);
  assert.match(output, /1 picture is missing from the file, and the server does not have them either:/);
  assert.ok(output.includes(`\n  ${lost}\n`) && !output.includes(url));
  assert.equal(code, 0);
  assert.deepEqual(await served(server), gif);
  // What the server has is not missing, even if the file does not have it.
  const again = await run(['import', file('story.ndjson', story('with-picture', url))]);
  assert.match(again.output, /^0 published, 1 unchanged, 0 refused\.\s*$/);
});

test('an export has the pictures, says which are missing, and brings them to another server', async () => {
  const path = join(folder, 'everything.ndjson');
  for (const body of ['One.', 'Two.'])
    await callApi(server.url, 'PUT', '/pages/team', {
      body: { title: 'Team', body },
      ...(body === 'One.' ? {} : { revision: 1 }),
    });
  const { output } = await run(['export', path]);
  assert.match(output, /1 picture is missing from .*everything\.ndjson, because the server does not have/);
  assert.ok(output.includes(`\n  ${lost}\n`));
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const picture = lines.find((line) => line.startsWith('{"picture"')) ?? '';
  assert.deepEqual(JSON.parse(picture), whole);
  assert.ok((await run(['export'])).output.includes(picture));
  const other = await startServer({ flags: ['--empty'] });
  try {
    assert.match(
      (await run(['import', path], other)).output,
      /^\d+ published, 0 unchanged, 0 refused, 1 picture stored, 1 page imported\./,
    );
    assert.deepEqual(await served(other), gif);
    assert.match((await run(['import', path], other)).output, /0 refused\.\n/);
    assert.match(await (await fetch(`${other.url}/team`)).text(), /Two\./);
  } finally {
    await other.stop();
  }
});

test('an import makes the smaller sizes of its pictures, which no export has', async () => {
  const jpeg = readFileSync(new URL('../../site/pictures/sizes/photo.jpg', import.meta.url));
  const hash = createHash('sha256').update(jpeg).digest('hex');
  const { width, height } = await sharp(jpeg).metadata();
  const own = {
    url: `/media/${hash}.jpg`,
    width,
    height,
    bytes: jpeg.byteLength,
    data: jpeg.toString('base64'),
  };
  const picture = { ...whole.picture, ...own };
  const { output } = await run(['import', file('wide.ndjson', JSON.stringify({ picture }))]);
  assert.match(output, /1 picture stored\.[\s\S]* of them with new sizes\./);
  assert.equal((await fetch(`${server.url}/media/${hash}-320.webp`)).status, 200);
});

test('an export of the whole newsroom brings people and drafts to another server, where nobody is doubled', async () => {
  const other = await startServer({ flags: ['--empty'] });
  const run = (...args: string[]) => runStory(args, { url: other.url });
  try {
    await runStory(['invite', 'Ann Lee', '--role', 'editor'], { url: server.url });
    const made = await fetch(`${server.url}/api/drafts?name=a-draft`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'text/markdown' },
      body: '---\nheadline: A draft\n---\n\nNot yet.\n',
    });
    assert.equal(made.status, 201);
    const file = join(temporaryFolder(), 'newsroom.ndjson');
    const exported = await runStory(['export', file, '--newsroom'], { url: server.url });
    assert.match(exported.output, /Exported the whole newsroom to/);
    const first = await run('import', file);
    assert.match(first.output, /1 draft restored, 2 people restored/);
    assert.match((await run('people')).output, /Ann Lee: editor/);
    assert.match((await run('draft', 'list')).output, /A draft/);
    const again = await run('import', file);
    assert.doesNotMatch(again.output, /restored/);
    const both = await runStory(['export', file, '--newsroom', '--format', 'ghost'], { url: server.url });
    assert.match(both.output, /exclude each other/);
  } finally {
    await other.stop();
  }
});

test('an export in another format has the public stories, and says what that does not hold', async () => {
  const path = join(folder, 'wordpress.xml');
  const { output, code } = await run(['export', '--format', 'wxr', path]);
  assert.equal(code, 0, output);
  assert.match(output, /^\d+ stories, \d+ pages and \d+ pictures are in .*wordpress\.xml, for WordPress\.\n/);
  assert.match(output, /\n {2}evidence +\d+ {2}left out\n/);
  assert.match(output, /\nLine by line: .*wordpress\.xml\.report\.md\n$/);
  const xml = readFileSync(path, 'utf8');
  assert.ok(xml.includes(`<wp:attachment_url><![CDATA[${server.url}${url}]]></wp:attachment_url>`));
  assert.ok(xml.includes(`<link>${server.url}/stories/with-picture</link>`));
  assert.match(readFileSync(`${path}.report.md`, 'utf8'), /^# Moved out for WordPress\n/);

  const hugo = join(folder, 'hugo');
  const { output: said } = await run(['export', '--format', 'markdown', hugo]);
  assert.match(said, /are in .*hugo, for Hugo\.\n/);
  assert.deepEqual(readFileSync(join(hugo, 'static', url)), gif);
  assert.ok(said.includes('picture'), said);

  const wrong = await run(['export', '--format', 'word']);
  assert.match(wrong.output, /^--format must be one of wxr, ghost, markdown, jsonfeed \(is word\)\.\n$/);
  assert.equal(wrong.code, 1);
});
