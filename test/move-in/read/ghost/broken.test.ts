import { expect, test } from 'vitest';
import { CommandError } from '../../../../src/cli/command-error.ts';
import { readGhost } from '../../../../src/move/in/read/ghost/read.ts';
import { inFolder, MemoryIndex, readAll } from '../entries.ts';
import { makeZip } from '../zip.ts';
import { ghostExport, ghostPost, readExport, SITE } from './export.ts';

const posts = (count: number, fields: (number: number) => Record<string, unknown> = () => ({})) =>
  Array.from({ length: count }, (_, number) =>
    ghostPost({
      id: `65f0c0ffee00000000${String(number).padStart(6, '0')}`,
      slug: `s-${number}`,
      ...fields(number),
    }),
  );

test('an export that is cut short gives every post before the cut, and says so', async () => {
  const whole = ghostExport({ posts: posts(20) });
  const start = whole.indexOf('"s-10"');
  const entries = await readExport(whole.slice(0, start));
  expect(entries.posts.map(({ slug }) => slug)).toEqual(
    Array.from({ length: 10 }, (_, number) => `s-${number}`),
  );
  expect(entries.losses).toMatchObject([{ kind: 'cut short', now: 'what stands before it' }]);
});

test('wherever an export is cut, it is read or refused in words', async () => {
  const whole = ghostExport({ posts: posts(2) });
  for (let end = 0; end < whole.length; end += 23) {
    const read = readExport(whole.slice(0, end));
    const result = await read.catch((error: unknown) => error);
    if (result instanceof Error) expect(result).toBeInstanceOf(CommandError);
    else expect(result).toMatchObject({ losses: [{ kind: 'cut short' }] });
  }
});

test('Latin-1 in an export that says nothing of it becomes the characters that were meant', async () => {
  const json = ghostExport({ posts: [ghostPost({ title: 'CAF', html: '<p>Größe “x” — 日本</p>' })] });
  const bytes = Buffer.from(json);
  const at = bytes.indexOf('CAF') + 3;
  const mixed = Buffer.concat([bytes.subarray(0, at), Uint8Array.of(0xe9, 0x93), bytes.subarray(at)]);
  const entries = await readExport(mixed);
  expect(entries.post.title).toBe('CAFé“');
  expect(entries.post.content.text).toBe('<p>Größe “x” — 日本</p>');
  expect(entries.lines).toEqual(['encoding: 2 bytes that are no UTF-8 → the characters of Windows-1252']);
});

test('UTF-16 and byte order marks are read', async () => {
  const json = ghostExport({ posts: [ghostPost({ title: 'Größe 日本 😀' })] });
  for (const bytes of [
    Buffer.from(`\u{feff}${json}`),
    Buffer.from(`\u{feff}${json}`, 'utf16le'),
    Buffer.from(json, 'utf16le'),
  ])
    expect((await readExport(bytes)).post.title).toBe('Größe 日本 😀');
});

test('posts with the same id or slug are told apart, each with its own key', async () => {
  const same = { id: '65f0c0ffee0000000000000a', slug: 'same' };
  const entries = await readExport(
    ghostExport({
      posts: [
        ghostPost(same),
        ghostPost(same),
        ghostPost({ ...same, id: null }),
        ghostPost({ ...same, id: null }),
      ],
    }),
  );
  expect(entries.posts.map(({ key }) => key)).toEqual([
    'ghost:65f0c0ffee0000000000000a',
    'ghost:65f0c0ffee0000000000000a, number 2',
    'ghost:slug same',
    'ghost:slug same, number 2',
  ]);
  expect(entries.losses.map(({ kind }) => kind)).toEqual(['duplicate', 'duplicate']);
});

test('reading twice with the same index gives the same', async () => {
  const json = ghostExport({
    posts: posts(2),
    tags: [{ id: 't', name: 'T', slug: 't' }],
    posts_tags: posts(2).map(({ id }) => ({ post_id: id, tag_id: 't' })),
  });
  const index = new MemoryIndex();
  const [first, second] = [await readExport(json, { index }), await readExport(json, { index })];
  expect(second.all).toEqual(first.all);
  expect(first.posts[0]?.terms).toHaveLength(1);
});

test('dates that are none are losses, and the post comes', async () => {
  const dates = [
    '0000-00-00 00:00:00',
    '0000-01-01T00:00:00.000Z',
    '2024-02-30 10:00:00',
    'yesterday',
    1e300,
    {},
    [],
  ];
  for (const published_at of dates) {
    const entries = await readExport(ghostExport({ posts: [ghostPost({ published_at, created_at: null })] }));
    expect(entries.post.published, String(published_at)).toBe(null);
    expect(entries.losses.some(({ kind }) => kind === 'date')).toBe(true);
  }
});

test('20,000 tags of one post come in their order', async () => {
  const tags = Array.from({ length: 20_000 }, (_, number) => ({
    id: `t${number}`,
    name: `Tag ${number}`,
    slug: `tag-${number}`,
    visibility: 'public',
  }));
  const [post] = posts(1);
  const entries = await readExport(
    ghostExport({
      posts: [post],
      tags,
      posts_tags: tags.map(({ id }, number) => ({
        post_id: post?.id,
        tag_id: id,
        sort_order: tags.length - number,
      })),
    }),
  );
  expect(entries.post.terms).toHaveLength(20_000);
  expect(entries.post.terms[0]).toEqual({ name: 'Tag 19999', slug: 'tag-19999' });
});

test('a field of 20 MB comes whole', async () => {
  const html = `<p>${'ä'.repeat(10_000_000)}</p>`;
  expect((await readExport(ghostExport({ posts: [ghostPost({ html })] }))).post.content.text === html).toBe(
    true,
  );
});

test('names of prototypes in an export are fields like any other', async () => {
  const json = ghostExport({
    posts: [ghostPost()],
    tags: [{ id: '__proto__', name: 'constructor', slug: '__proto__' }],
  })
    .replace(
      '"title":',
      '"__proto__":{"unpublished":null,"excerpt":"x","custom_excerpt":"polluted"},"constructor":{"prototype":{"polluted":1}},"title":',
    )
    .replace('"posts":', '"__proto__":[{"title":"x"}],"toString":[1],"posts":');
  const entries = await readExport(json);
  expect(entries.post).toMatchObject({ title: 'The harbour is dry', excerpt: null });
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(({} as Record<string, unknown>).polluted).toBe(undefined);
});

test('the site, not the export, decides which addresses a post may have', async () => {
  const entries = await readExport(
    ghostExport({
      posts: [
        ghostPost({
          slug: '../../etc/passwd',
          uuid: '//evil.example/',
          feature_image: 'javascript:alert(1)',
          canonical_url: 'javascript:x',
        }),
        ghostPost({ id: 2, slug: 'https://evil.example/?a#b', feature_image: '//cdn.example/a.png' }),
      ],
    }),
  );
  for (const post of entries.posts)
    for (const address of post.addresses) expect(address).toMatch(/^https:\/\/old\.example\//);
  expect(entries.posts[0]).toMatchObject({ picture: null, canonical: null });
  expect(entries.posts[1]?.picture?.url).toBe('https://cdn.example/a.png');
});

test('an export within a zip is read, with the files beside it', async () => {
  const zip = makeZip({
    'content/data/other.json': '[]',
    'content/data/site.json': ghostExport({ posts: [ghostPost()] }),
    'content/settings/routes.yaml': 'collections:\n  /:\n    permalink: /n/{slug}/\n',
  });
  const entries = await inFolder({ 'a.zip': zip }, (folder) =>
    readAll(readGhost, `${folder}/a.zip`, { site: SITE }),
  );
  expect(entries.post.addresses[0]).toBe('https://old.example/n/the-harbour-is-dry/');
  expect(entries.post.place.file).toBe('content/data/site.json');
});

test('what is no export of Ghost is refused in words', async () => {
  for (const text of ['{}', '[]', '{"db":[]}', 'null', '{"db":[{"data":{}}]}', '\0\0\0\0'])
    await expect(readExport(text), text).rejects.toBeInstanceOf(CommandError);
  await expect(inFolder({}, (folder) => readAll(readGhost, folder))).rejects.toThrow('is not a file');
  await expect(readExport(ghostExport({ posts: [] }), { site: 'https://' })).rejects.toThrow(
    '--site https:// is not an address',
  );
});
