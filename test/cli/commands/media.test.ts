import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { fetchStory, PUBLISHED, root, runStory, storyText } from '../run.ts';
import { type Server, startServer, TOKEN, temporaryFolder } from '../server.ts';

// `media add`, `media list` and `media resize`.

let server: Server;
const cwd = temporaryFolder();
const media = (...args: string[]) => runStory(['media', ...args], { url: server.url, cwd });
const photo = join(root, 'test/site/pictures/files/photo.jpg');

before(async () => {
  server = await startServer({ flags: ['--empty'] });
});
after(() => server.stop());

test('a picture is uploaded, listed, and shown with a story by the lines that are printed', async () => {
  assert.equal((await media('list')).output, 'No pictures.\n');
  const { output, code } = await media('add', photo, '--alt', 'A "rose"', '--credit', 'Photo: Ann');
  assert.equal(code, 0, output);
  assert.match(output, /photo\.jpg: uploaded, 32 × 48 pixels: http.*\/media\/[0-9a-f]{64}\.jpg\n/);
  const [, lines = '', paragraph = ''] =
    /(^image:\n[\s\S]*?)\n\nTo show it in the text.*\n\n(.*)\n$/m.exec(output) ?? [];
  assert.match(paragraph, /^!\[A \\"rose\\"\]\(\/media\/[0-9a-f]{64}\.jpg#32x48 "Photo\\: Ann"\)$/);
  writeFileSync(join(cwd, 'rose.md'), `${storyText(`${PUBLISHED}\n${lines}`)}\n\n${paragraph}\n`);
  const published = await runStory(['publish', 'rose.md'], { url: server.url, cwd });
  assert.equal(published.code, 0, published.output);

  const [url = ''] = /\/media\/[0-9a-f]{64}\.jpg/.exec(output) ?? [];
  const readers = await fetch(`${server.url}${url}`);
  assert.equal(readers.headers.get('Content-Type'), 'image/jpeg');
  assert.ok((await readers.arrayBuffer()).byteLength < readFileSync(photo).byteLength, 'without metadata');
  const { record } = await fetchStory(server.url, 'rose');
  assert.ok(record.articleBody.endsWith(`\n\n${paragraph}\n`));
  assert.match((await media('add', photo)).output, /was uploaded before/);
  assert.match(
    (await media('list')).output,
    /photo\.jpg {2}32 × 48 {2}A "rose" \(tester, .*\)\n1 picture\.\n$/,
  );
});

test('smaller sizes are made for what is uploaded, and later for what has none', async () => {
  const hill = readFileSync(join(root, 'test/site/pictures/sizes/photo.jpg'));
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'image/jpeg' };
  const post = await fetch(`${server.url}/api/media?name=hill.jpg`, { method: 'POST', headers, body: hill });
  const { hash } = (await post.json()) as { hash: string };
  const missing = await fetch(`${server.url}/media/${hash}-640.webp`);
  assert.equal(missing.status, 404);

  const made = await media('resize');
  assert.match(made.output, /^hill\.jpg: 13 kB; 320 pixels \d kB, 640 pixels \d kB\n/m);
  assert.match(made.output, /, 1 of them with new sizes\.\nPages and feeds/);
  assert.match((await media('resize')).output, /, 0 of them with new sizes\.\n$/);
  const size = await fetch(`${server.url}/media/${hash}-640.webp`);
  assert.equal(size.headers.get('Content-Type'), 'image/webp');
  const { width, height } = await sharp(await size.arrayBuffer()).metadata();
  assert.deepEqual([width, height], [640, 427]);

  // Taken with the camera on its side.
  await sharp(hill).withMetadata({ orientation: 6 }).jpeg().toFile(join(cwd, 'tower.jpg'));
  const [, tower] = /(\/media\/[0-9a-f]{64})\.jpg/.exec((await media('add', 'tower.jpg')).output) ?? [];
  const upright = await sharp(await (await fetch(`${server.url}${tower}-320.webp`)).arrayBuffer()).metadata();
  assert.deepEqual([upright.width, upright.height, upright.exif], [320, 480, undefined]);
});

test('what is no picture is refused, and says why', async () => {
  writeFileSync(join(cwd, 'drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(join(cwd, 'large.jpg'), Buffer.alloc(10_000_001));
  const drawing = await media('add', 'drawing.svg');
  assert.equal(drawing.code, 1);
  assert.match(drawing.output, /This is an SVG drawing, which can contain programs\./);
  assert.match((await media('add', 'large.jpg')).output, /^large\.jpg: a picture has at most 10 MB\./);
  assert.match((await media('add', 'none.jpg')).output, /^File not found: none\.jpg\n/);
});
