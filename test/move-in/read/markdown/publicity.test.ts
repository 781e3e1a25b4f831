import { expect, test } from 'vitest';
import { readFolder } from './folder.ts';

const HUGO = 'baseURL = "https://old.example/"\n';
const text = (fields: string) => `---\ntitle: A\ndate: 2020-01-01\n${fields}\n---\nhidden`;

test.each([
  ['draft: true', 'draft'],
  ['isDraft: true', 'draft'],
  ['draft: 1', 'draft'],
  ['draft: until June', 'draft'],
  ['publish: false', 'draft'],
  ['status: Draft', 'draft'],
  ['private: true', 'private'],
  ['visibility: members', 'for subscribers'],
  ['password: 1234', 'protected by a password'],
  ['build:\n  render: never', 'draft'],
  ['_build:\n  render: false', 'draft'],
])('a text that says "%s" becomes a draft, without its addresses', async (fields, unpublished) => {
  const { post } = await readFolder({ 'hugo.toml': HUGO, 'content/posts/a.md': text(fields) });
  expect([post?.unpublished, post?.addresses, post?.identifier]).toEqual([unpublished, [], null]);
});

test.each([
  'private: false',
  'draft: ""',
  'draft: off',
  'password: ""',
  'status: published',
  'visibility: public',
  'build:\n  list: never',
])('a text that says "%s" is public', async (fields) => {
  const { post } = await readFolder({ 'hugo.toml': HUGO, 'content/posts/a.md': text(fields) });
  expect(post?.unpublished).toBeNull();
});

test('what a folder or the configuration of Hugo hides is a draft, and nothing beside it', async () => {
  const { posts } = await readFolder({
    'hugo.toml': HUGO,
    'content/secret/_index.md': '---\ncascade:\n  - build:\n      render: never\n---\n',
    'content/secret/deep/a.md': text(''),
    'content/secrets.md': text('type: posts'),
    'content/open/a.md': text(''),
  });
  expect(Object.fromEntries(posts.map(({ place, unpublished }) => [place.file, unpublished]))).toEqual({
    'content/secret/deep/a.md': 'draft',
    'content/secrets.md': null,
    'content/open/a.md': null,
  });
  const all = await readFolder({
    'hugo.toml': `${HUGO}[cascade]\ndraft = true\n`,
    'content/open/a.md': text(''),
  });
  expect(all.post?.unpublished).toBe('draft');
});

test('a text of Hugo whose publishDate is to come is scheduled, whatever its date', async () => {
  const { post } = await readFolder({
    'hugo.toml': HUGO,
    'content/posts/a.md': text('publishDate: 2031-05-04T10:00:00Z'),
  });
  expect([post?.published, post?.identifier]).toEqual(['2031-05-04T10:00:00Z', null]);
});

test('a comment of Hugo stays out of the text', async () => {
  const { post, lines } = await readFolder({
    'hugo.toml': HUGO,
    'content/posts/a.md': text('').replace('hidden', 'shown {{< comment >}}hidden{{< /comment >}}'),
  });
  expect(post?.content.text.trim()).toBe('shown');
  expect(lines).toEqual(['hidden text: hidden → nothing: readers did not see it']);
});

test('what Jekyll excludes or does not render is a draft', async () => {
  const { posts } = await readFolder({
    '_config.yml':
      'url: https://old.example\nexclude: [old, "*.tmp.md"]\ninclude: [_pages]\ncollections:\n  recipes: {output: true}\n  team: {}\n',
    'old/_posts/2020-01-01-a.md': text(''),
    'b.tmp.md': text(''),
    '_team/c.md': text(''),
    '_notes/d.md': text(''),
    '_recipes/e.md': text(''),
    '_pages/f.md': text(''),
    '_posts/2020-01-01-g.md': text(''),
    'older.md': text(''),
  });
  expect(Object.fromEntries(posts.map(({ place, unpublished }) => [place.file, unpublished]))).toEqual({
    'old/_posts/2020-01-01-a.md': 'draft',
    'b.tmp.md': 'draft',
    '_team/c.md': 'draft',
    '_notes/d.md': 'draft',
    '_recipes/e.md': null,
    '_pages/f.md': null,
    '_posts/2020-01-01-g.md': null,
    'older.md': null,
  });
});
