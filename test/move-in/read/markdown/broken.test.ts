import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CommandError } from '../../../../src/cli/command-error.ts';
import { readMarkdown } from '../../../../src/move/in/read/markdown/read.ts';
import { cpuTime } from '../../cpu-time.ts';
import { inFolder, readAll } from '../entries.ts';
import { PICTURE, readFolder, withinFolder } from './folder.ts';

const HUGO = { 'hugo.toml': 'baseURL = "https://old.example/"\n' };

test('front matter that cannot be read becomes a draft with the whole file as its text, and the report names its line', async () => {
  const yaml = '---\ntitle: A\ntags: [a, "b\ndate: 2024-07-02\n---\nText\n';
  const toml = '+++\ntitle = "A"\ndate = = 1\n+++\nText\n';
  const open = '---\ntitle: A\nText that goes on\n';
  const entries = await readFolder({
    ...HUGO,
    'content/posts/a.md': yaml,
    'content/posts/b.md': toml,
    'content/posts/c.md': open,
  });
  expect(
    entries.posts.map(({ unpublished, content, addresses }) => [unpublished, content.text, addresses]),
  ).toEqual([
    ['draft', yaml, []],
    ['draft', toml, []],
    ['draft', open, []],
  ]);
  expect(entries.losses.map(({ kind, place }) => [kind, place.file, place.line])).toEqual([
    ['front matter', 'content/posts/a.md', expect.any(Number)],
    ['front matter', 'content/posts/b.md', 3],
    ['front matter', 'content/posts/c.md', 1],
  ]);
});

test('nothing outside the folder is read, whatever links in it say', async () => {
  await inFolder(
    {
      'outside/secret.md': '---\ntitle: Secret\n---\nsecret',
      'outside/secret.png': PICTURE,
      'site/hugo.toml': HUGO['hugo.toml'],
    },
    async (folder) => {
      const content = join(folder, 'site/content/posts');
      await mkdir(content, { recursive: true });
      await writeFile(
        join(content, 'a.md'),
        '---\ntitle: A\ndate: 2024-07-02\nimage: ../../../outside/secret.png\n---\n![a](linked.png) ![b](../../../outside/secret.png) ![c](own.png)\n',
      );
      await writeFile(join(content, 'own.png'), PICTURE);
      await symlink(join(folder, 'outside/secret.md'), join(content, 'linked.md'));
      await symlink(join(folder, 'outside/secret.png'), join(content, 'linked.png'));
      await symlink(join(folder, 'outside'), join(content, 'outside'));
      const entries = await readAll(readMarkdown, join(folder, 'site'));
      expect(entries.post.title).toBe('A');
      expect(entries.post.content.text).not.toContain('secret.md');
      const [, own] = /!\[c\]\(([^)]*)\)/.exec(entries.post.content.text) ?? [];
      expect(withinFolder(own)).toBe('site/content/posts/own.png');
      expect(entries.post.content.text.match(/file:/g)).toHaveLength(1);
      expect(entries.post.picture?.url).toBe('https://old.example/outside/secret.png');
    },
  );
});

test('templates that do not close cost time in proportion to the text', async () => {
  const parts = [
    '{{< ',
    '{{% highlight x %}}',
    '{% raw %}',
    '{% comment %}',
    '{{ ',
    '{/*',
    '<A ',
    '![',
    'import ',
    '{{</*',
    '-',
    '`',
  ];
  const timeOf = async (length: number) => {
    const body = parts.map((part) => part.repeat(length / part.length)).join('\n');
    return cpuTime(async () => {
      for (const config of ['hugo.toml', '_config.yml', 'astro.config.mjs'])
        await readFolder({
          [config]: '',
          'src/content/blog/2024-07-02-a.mdx': `---\ntitle: A\ndate: 2024-07-02\n---\n${body}`,
        });
    });
  };
  await timeOf(1000);
  const [short, long] = [await timeOf(8_000), await timeOf(32_000)];
  expect(long / short).toBeLessThan(12);
});

test('dates that are none are losses, and the post comes', async () => {
  for (const date of ['0000-01-01', '2024-13-01', 'soon', '[1]']) {
    const entries = await readFolder({
      ...HUGO,
      'content/posts/a.md': `---\ntitle: A\ndate: ${date}\n---\n`,
    });
    expect(entries.post.published, date).toBe(null);
    expect(entries.losses.map(({ kind }) => kind)).toEqual(['date']);
  }
});

test('Latin-1 in a file becomes the characters that were meant', async () => {
  const bytes = Buffer.concat([
    Buffer.from('---\ntitle: Größe\ndate: 2024-07-02\n---\nCaf'),
    Uint8Array.of(0xe9),
    Buffer.from('\n'),
  ]);
  const entries = await readFolder({ ...HUGO, 'content/posts/a.md': bytes });
  expect([entries.post.title, entries.post.content.text]).toEqual(['Größe', 'Café\n']);
  expect(entries.losses.map(({ kind }) => kind)).toEqual(['encoding']);
});

test('a configuration that is broken is a loss, and what is no folder of Markdown is refused', async () => {
  const entries = await readFolder(
    { '_config.yml': 'a: [', '_posts/2024-07-02-a.md': '---\ntitle: A\n---\n' },
    { site: 'https://old.example' },
  );
  expect(entries.post.addresses).toEqual(['https://old.example/2024/07/02/a.html']);
  expect(entries.losses.map(({ kind }) => kind)).toEqual(['setting']);
  await expect(readFolder({ 'a.txt': 'x' })).rejects.toBeInstanceOf(CommandError);
});

test('what only a program would tell of a draft makes a draft in any system', async () => {
  const { posts } = await readFolder(
    { 'content/a.md': '---js\n{ title: "A", date: "2020-01-01", draft: isSecret() }\n---\nText\n' },
    { system: 'Hugo' },
  );
  expect(posts.map(({ title, unpublished }) => [title, unpublished !== null])).toEqual([['A', true]]);
});
