import { expect, test } from 'vitest';
import { CommandError } from '../../../src/cli/command-error.ts';
import type { MarkdownSystem } from '../../../src/move/in/markdown-systems.ts';
import type { OldPost, Reader, ReadOptions } from '../../../src/move/in/old-site.ts';
import { readGhost } from '../../../src/move/in/read/ghost/read.ts';
import { readMarkdown } from '../../../src/move/in/read/markdown/read.ts';
import { readSubstack } from '../../../src/move/in/read/substack/read.ts';
import * as fc from '../../draw.ts';
import { type Entries, inFolder, readAll } from './entries.ts';
import { ghostPost } from './ghost/export.ts';
import { makeZip } from './zip.ts';

const SITE = 'https://old.example/';
const RUNS = 150;

/** Names and texts that break programs. */
const hostile = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  '../../../etc/passwd',
  'https://evil.example/',
  '//evil.example',
  '<script>alert(1)</script>',
  '\u{d800}',
  '\u0000',
  '%E0%A4%A',
  '{{< x',
  '{% y',
  '0000-00-00',
  '{"root":{"children":[{"type":"__proto__","children":[null,7]}]}}',
  '{"sections":[[1],[10,"x"],[3,4,5]],"markups":5,"cards":[[]]}',
);
const anything = fc.oneof(hostile, fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constant(null));

/** Gives some fields of an object other values. */
const withWrongFields = <T extends Record<string, unknown>>(row: T) =>
  fc
    .dictionary(fc.constantFrom(...Object.keys(row)), anything)
    .map((fields): Record<string, unknown> => ({ ...row, ...fields }));

const PUBLIC = /^https:\/\/old\.example\//;

/** What holds for each post, whatever the export was. */
function check(post: OldPost): void {
  for (const address of post.addresses) expect(address).toMatch(PUBLIC);
  expect(post.content.base).toMatch(PUBLIC);
  for (const date of [post.published, post.modified])
    if (date !== null) expect(Number.isNaN(Date.parse(date)), date).toBe(false);
  if (post.picture) expect(post.picture.url).toMatch(/^(https?|file):/);
  expect(typeof post.title).toBe('string');
}

/** Reads what may be anything: it comes as entries, or is refused in words. */
async function readWhatever(
  read: Reader,
  source: string,
  options: Partial<ReadOptions> = {},
): Promise<Entries | null> {
  try {
    const entries = await readAll(read, source, { site: SITE, ...options });
    entries.posts.forEach(check);
    for (const { was } of entries.losses) expect([...was].length).toBeLessThanOrEqual(200);
    expect(new Set(entries.posts.map(({ key }) => key)).size).toBe(entries.posts.length);
    return entries;
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    return null;
  }
}

test('each post of an export of Ghost with wrong types everywhere comes, or is a loss', async () => {
  const post = withWrongFields({
    ...ghostPost(),
    markdown: '',
    page: 0,
    image: '',
    author_id: '',
    language: '',
  });
  const id = fc.oneof(fc.constant(ghostPost().id), anything);
  const data = fc.record({
    posts: fc.array(fc.oneof({ weight: 5, arbitrary: post }, { weight: 1, arbitrary: anything }), {
      minLength: 1,
      maxLength: 5,
    }),
    posts_meta: fc.oneof(
      fc.array(
        withWrongFields({
          post_id: ghostPost().id,
          feature_image_alt: '',
          feature_image_caption: '',
          email_only: 0,
        }),
      ),
      anything,
    ),
    tags: fc.oneof(
      fc.array(fc.record({ id, name: anything, slug: anything, visibility: anything })),
      anything,
    ),
    posts_tags: fc.oneof(fc.array(fc.record({ post_id: id, tag_id: id, sort_order: anything })), anything),
    users: fc.oneof(
      fc.array(fc.record({ id, name: anything, slug: anything, profile_image: anything, website: anything })),
      anything,
    ),
    posts_authors: fc.oneof(
      fc.array(fc.record({ post_id: id, author_id: id, sort_order: anything })),
      anything,
    ),
    settings: fc.oneof(
      fc.array(
        fc.record({
          key: fc.constantFrom('timezone', 'locale', 'permalinks', 'title', 'url'),
          value: anything,
        }),
      ),
      anything,
    ),
  });
  await fc.assert(
    fc.asyncProperty(data, async (tables) => {
      const json = JSON.stringify({ db: [{ meta: { version: '6.0.0' }, data: tables }] });
      await inFolder({ 'a.json': json }, async (folder) => {
        const entries = await readWhatever(readGhost, `${folder}/a.json`);
        const lost = entries?.losses.filter(({ kind }) => kind === 'damage').length ?? 0;
        expect((entries?.posts.length ?? 0) + lost).toBe(tables.posts.length);
      });
    }),
    { numRuns: RUNS },
  );
});

test('each line of a list of Substack with anything in it comes, or is a loss', async () => {
  const cell = fc.oneof(
    hostile,
    fc.string({ unit: 'binary' }),
    fc.constantFrom('true', 'false', '2024-07-02T00:00:00.000Z', 'everyone', '12.a-slug', '"', 'a"b'),
  );
  const line = fc.array(cell, { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 6 }),
      fc.boolean(),
      fc.string({ unit: 'binary' }),
      async (lines, isQuoted, html) => {
        const write = (text: string) => (isQuoted ? `"${text.replaceAll('"', '""')}"` : text);
        const csv = [
          'post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url',
          ...lines.map((cells) => cells.map(write).join(',')),
        ].join('\n');
        const zip = makeZip({ 'posts.csv': csv, 'posts/12.a-slug.html': html });
        await inFolder({ 'a.zip': zip }, async (folder) => {
          const entries = await readWhatever(readSubstack, `${folder}/a.zip`);
          expect(entries).not.toBe(null);
          if (isQuoted)
            expect(entries?.posts.length).toBeGreaterThanOrEqual(
              lines.filter((cells) => cells.some((text) => text !== '')).length,
            );
          expect(
            entries?.posts.some(({ content }) => content.text.includes(Buffer.from(html).toString())) ||
              html === '',
          ).toBe(true);
        });
      },
    ),
    { numRuns: RUNS },
  );
});

test('each file of a folder of Markdown with anything in it comes, or is a loss', async () => {
  const scalar = fc.oneof(
    hostile,
    fc.string(),
    fc.constantFrom('2024-07-02', 'true', '[a, b]', '{ a: b }', '*x', '&x [*x]', '!!js/function x'),
  );
  const name = fc.constantFrom(
    'title',
    'date',
    'draft',
    'slug',
    'url',
    'permalink',
    'aliases',
    'tags',
    'categories',
    'author',
    'image',
    'cover',
    'expiryDate',
    '__proto__',
  );
  const matter = fc
    .array(fc.tuple(name, scalar))
    .map((fields) => fields.map(([key, value]) => `${key}: ${value}`).join('\n'));
  const file = fc.record({
    fence: fc.constantFrom('---', '+++', ';;;', '---js', '---json'),
    matter,
    body: fc.oneof(hostile, fc.string({ unit: 'binary' })),
  });
  const config = fc.constantFrom<[string, MarkdownSystem]>(
    ['hugo.toml', 'Hugo'],
    ['_config.yml', 'Jekyll'],
    ['astro.config.mjs', 'Astro'],
    ['eleventy.config.js', 'Eleventy'],
    ['_config.yml', 'Hexo'],
    ['nothing.txt', 'Markdown'],
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 1, maxLength: 4 }),
      config,
      scalar,
      async (files, [configName, system], setting) => {
        const texts = files.map(({ fence, matter: fields, body }, number) => [
          `content/posts/2024-07-0${number + 1}-x.md`,
          `${fence}\n${fields}\n${fence.slice(0, 3)}\n${body}`,
        ]);
        await inFolder(
          { [configName]: `title: ${setting}\npermalink: ${setting}\n`, ...Object.fromEntries(texts) },
          async (folder) => {
            const entries = await readWhatever(readMarkdown, folder, { system });
            const lost = entries?.losses.filter(({ kind }) => kind === 'file').length ?? 0;
            expect((entries?.posts.length ?? 0) + lost).toBe(files.length);
          },
        );
      },
    ),
    { numRuns: RUNS },
  );
});
