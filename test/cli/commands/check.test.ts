import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readStories } from '../../../src/newsroom/stories/cli/story-files.ts';
import { temporaryFolder } from '../server.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = temporaryFolder();

/** Runs `npm run story -- check …`; returns its output and exit code. */
const check = (...args: string[]) =>
  new Promise<{ output: string; code: number }>((resolve) => {
    execFile(
      process.execPath,
      ['src/cli/story.ts', 'check', ...args],
      { cwd: root },
      (error, stdout, stderr) => {
        resolve({ output: `${stderr}${stdout}`, code: error ? Number(error.code ?? 1) : 0 });
      },
    );
  });

function file(name: string, front: string, body: string): string {
  const path = join(folder, name);
  const text = `---\nheadline: A headline\nabstract: What happened.\ndatePublished: 2026-03-04T09:30:00Z\n${front}\n---\n\n${body}\n`;
  writeFileSync(path, text);
  return path;
}

test('check warns of links that only look like citations, with line and summary; --strict fails', async () => {
  const path = file(
    'warned.md',
    'inLanguage: en\ncitation:\n  - url: https://a.example/\n  - url: https://b.example/',
    'One.([a](https://a.example/))\nTwo.([b] (https://b.example/))',
  );
  const { output, code } = await check(path);
  assert.equal(code, 0);
  assert.match(output, /warned\.md:8: warning: citation\[1\]: is a source that the analysis does not cite/);
  assert.match(
    output,
    /warned\.md:12: warning: articleBody: looks like a citation but is not: there is a space/,
  );
  assert.match(output, /warned\.md: 1 of 2 sources are cited; line 12 looks like a citation but is not\.$/m);
  assert.match(output, /^1 story checked, no errors, 2 warnings\.$/m);
  assert.equal((await check('--strict', path)).code, 1);
});

test('check warns of pictures that are not in data/public, of the story and of its text', async () => {
  const path = file(
    'pictured.md',
    'inLanguage: en\nimage: { url: /pictures/none.png, width: 1, height: 1, encodingFormat: image/png }',
    `One.\n\n![a](/pictures/nothing.png#1x1)\n\n![b](/pictures/ann-lee.png#256x256)\n\n![c](/media/${'0'.repeat(64)}.png)`,
  );
  const { output } = await check(path);
  assert.match(output, /pictured\.md:6: warning: image\.url: is not a file in data\/public/);
  assert.match(
    output,
    /pictured\.md:11: warning: articleBody: is not a file in data\/public, so .*nothing\.png/,
  );
  assert.match(output, /^1 story checked, no errors, 2 warnings\.$/m);
});

test('an error fails check without --strict too', async () => {
  const { output, code } = await check(file('english.md', 'inLanguage: english', 'Text.'));
  assert.equal(code, 1);
  assert.match(output, /english\.md:5: inLanguage: must begin with a language code .*; english is "en"/);
});

test('the stories in data/stories pass check --strict', async () => {
  const { output, code } = await check('--strict');
  assert.equal(code, 0, output);
  assert.match(output, /^\d+ stories checked, no errors\.$/m);
});

const image = (url: string) =>
  `inLanguage: en\nimage:\n  url: ${url}\n  width: 10\n  height: 10\n  encodingFormat: image/png`;

test('check warns of a picture on this site whose file does not exist', async () => {
  const { output, code } = await check(file('picture.md', image('/pictures/missing.png'), 'Text.'));
  assert.equal(code, 0);
  assert.match(
    output,
    /picture\.md:7: warning: image\.url: is not a file in data\/public, .* \(is "\/pictures\/missing\.png"\)/,
  );
  const folderOnly = await check(file('folder.md', image('/pictures'), 'Text.'));
  assert.match(folderOnly.output, /warning: image\.url: is not a file/);
  for (const url of ['/logo.png', 'https://img.example/missing.png']) {
    const found = await check(file('found.md', image(url), 'Text.'));
    assert.match(found.output, /^1 story checked, no errors\.$/m);
  }
});

test('the sample stories have pictures of the stated size, with and without a caption, two authors, and a licence', async () => {
  const stories = await readStories(['data/stories']);
  const pictures = stories.flatMap(({ story }) => story.image ?? []);
  for (const { url, width, height, encodingFormat } of pictures) {
    const png = readFileSync(join(root, 'data/public', url));
    assert.equal(encodingFormat, 'image/png');
    // In a PNG, width and height follow the signature and the header of the first chunk.
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [width, height], url);
    assert.ok(png.byteLength < 60_000, `${url} has ${png.byteLength} bytes`);
  }
  assert.ok(pictures.some(({ alt, caption, credit }) => alt && caption && credit));
  assert.ok(pictures.some(({ alt, caption }) => alt && caption === null));
  assert.ok(stories.some(({ story }) => story.author.filter(({ url }) => url !== null).length === 2));
  assert.ok(stories.some(({ story }) => story.license !== null));
});

test('of one time, an original comes before its translation, and that before one of its own', async () => {
  const names = ['a-third', 'b-second', 'c-first'];
  const paths = names.map((name, index) => {
    const original = names[index + 1];
    const field = original ? `\ntranslationOfWork: ${original}` : '';
    return file(`${name}.md`, `inLanguage: ${['de', 'fr', 'en'][index]}${field}`, 'One.');
  });
  const stories = await readStories(paths);
  assert.deepEqual(
    stories.map(({ story }) => story.slug),
    names.toReversed(),
  );
});
