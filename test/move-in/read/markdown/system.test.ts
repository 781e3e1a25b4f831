import { expect, test } from 'vitest';
import { recognize } from '../../../../src/move/in/read/recognize.ts';
import { inFolder } from '../entries.ts';
import { readFolder } from './folder.ts';

const POST = '---\ntitle: A\ndate: 2020-01-01\n---\nText\n';

test.each<[string, string, Record<string, string>]>([
  ['Eleventy', '.eleventy.js', { '.eleventy.js': '', 'content/a.md': POST }],
  ['Eleventy', 'eleventy.config.mjs', { 'eleventy.config.mjs': '', '_posts/a.md': POST }],
  [
    'Eleventy',
    '@11ty/eleventy in package.json',
    { 'package.json': '{"devDependencies": {"@11ty/eleventy": "^3.0.0"}}', 'content/a.md': POST },
  ],
  ['Hugo', 'hugo.yaml', { 'hugo.yaml': '', 'content/a.md': POST }],
  [
    'Hugo',
    'config.toml with settings of Hugo',
    { 'config.toml': 'baseURL = "https://a.example/"', 'content/a.md': POST },
  ],
  ['Astro', 'astro.config.mjs', { 'astro.config.mjs': '', 'src/content/blog/a.md': POST }],
  ['Jekyll', '_config.yml', { '_config.yml': 'title: A', 'a.md': POST }],
  ['Jekyll', 'files in _posts/ that begin with their dates', { '_posts/2020-01-01-a.md': POST }],
  [
    'Octopress',
    '_config.yml and source/_posts/',
    {
      '_config.yml': 'url: https://a.example\nsource: source\ncategory_dir: blog/categories\n',
      Rakefile: 'task :install',
      'source/_posts/2013-01-01-a.markdown': POST,
    },
  ],
  [
    'Hexo',
    '_config.yml with settings of Hexo',
    { '_config.yml': 'source_dir: source\nnew_post_name: :title.md', 'source/_posts/a.md': POST },
  ],
])('a site of %s is known by %s', async (name, why, files) => {
  expect(await inFolder(files, (folder) => recognize(folder))).toEqual({ system: 'Markdown', name, why });
});

test.each<[string, Record<string, string>, RegExp]>([
  ['content/ alone', { 'content/posts/a.md': POST }, /content\/, which several systems have/],
  ['files of Markdown alone', { 'a.md': POST }, /Nothing in it says so/],
  ['posts without dates', { '_posts/a.md': POST }, /_posts\/, which several systems have/],
  [
    'posts with data of Eleventy',
    { '_posts/2020-01-01-a.md': POST, '_posts/_posts.11tydata.js': '' },
    /_posts\//,
  ],
  ['Zola', { 'config.toml': 'base_url = "https://a.example"', 'content/a.md': POST }, /Zola/],
  [
    'Gatsby',
    { 'package.json': '{"dependencies": {"gatsby": "5"}}', 'content/a.md': POST },
    /gatsby in package/,
  ],
  [
    'two systems',
    { '_config.yml': 'title: A', '.eleventy.js': '', '_posts/2020-01-01-a.md': POST },
    /\.eleventy\.js \(Eleventy\); _config\.yml and _posts\/ \(Jekyll\)/,
  ],
])('nobody guesses of which system %s is, and what to do is said', async (_name, files, found) => {
  await inFolder(files, async (folder) => {
    await expect(recognize(folder)).rejects.toThrow(found);
    await expect(recognize(folder)).rejects.toThrow(/--system eleventy\|jekyll\|octopress\|hugo/);
    expect(await recognize(folder, 'Hugo')).toMatchObject({ name: 'Hugo', why: 'what you said (--system)' });
  });
});

test('a site of Octopress has its texts in source, and the addresses of its configuration', async () => {
  const { posts, addresses } = await readFolder(
    {
      '_config.yml':
        'url: http://old.example\nsource: source\npermalink: /blog/:year/:month/:day/:title/\ncategory_dir: blog/categories\ncategory_title_prefix: x\n',
      '.themes/classic/a.md': 'a theme',
      'source/_posts/2013-01-02-dry-harbour.markdown':
        '---\nlayout: post\ntitle: "Dry"\ncategories: [Ports]\n---\nText\n',
      'source/_posts/2013-01-03-b.markdown': '---\ntitle: "B"\npublished: false\n---\nText\n',
      'source/about/index.markdown': '---\nlayout: page\ntitle: About\n---\nUs\n',
      'README.markdown': '## What is Octopress?\n',
    },
    { system: 'Octopress' },
  );
  expect(posts.map(({ type, addresses: each, identifier, why }) => [type, each, identifier, why])).toEqual([
    [
      'post',
      ['http://old.example/blog/2013/01/02/dry-harbour/'],
      'http://old.example/blog/2013/01/02/dry-harbour',
      undefined,
    ],
    ['post', [], null, 'published: false'],
    ['page', ['http://old.example/about/'], null, undefined],
  ]);
  expect(addresses['http://old.example/blog/categories/ports/']).toMatchObject({
    shows: 'term',
    name: 'Ports',
  });
});

test('a site of Hexo has the addresses of its configuration, and front matter without its first fence', async () => {
  const { posts } = await readFolder({
    '_config.yml':
      'url: https://old.example/blog\nroot: /blog/\nsource_dir: source\nnew_post_name: :year-:month-:day-:title.md\npermalink: news/:year/:i_month/:category/:name-:hash.html\ntimezone: UTC\ndefault_category: other\n',
    'source/_posts/2013-07-14-hello-world.md':
      'title: Hello\ndate: 2013-07-14 17:01:34\ncategories:\n- foo\n- bar\n---\nText\n',
    'source/_posts/json.md': '"title": "J",\n"date": "2014-01-02",\n"permalink": "own"\n;;;\nText\n',
    'source/_posts/dark.md': '---\ntitle: D\ndate: 2014-01-02\npublished: false\n---\nText\n',
    'source/_drafts/idea.md': '---\ntitle: I\n---\nText\n',
    'source/about/index.md': '---\ntitle: About\n---\nUs\n',
    'scaffolds/post.md': '---\ntitle: {{ title }}\n---\n',
  });
  expect(Object.fromEntries(posts.map(({ title, addresses, why }) => [title, why ?? addresses]))).toEqual({
    Hello: ['https://old.example/blog/news/2013/7/foo/bar/hello-world-a2c8ac003b43.html'],
    J: ['https://old.example/blog/own.html'],
    D: 'published: false',
    I: 'in _drafts/',
    About: ['https://old.example/blog/about/'],
  });
});
