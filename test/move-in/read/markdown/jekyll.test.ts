import { expect, test } from 'vitest';
import { PICTURE, readFolder, withinFolder } from './folder.ts';

const CONFIG = `url: https://old.example
baseurl: /blog
title: Harbour News
timezone: Europe/Vienna
lang: en
author: Ann
`;

test('a post of Jekyll comes with what its name, folders and defaults say', async () => {
  const body = 'The harbour is dry.\n\n```\ncode\n```\n';
  const entries = await readFolder({
    '_config.yml': `${CONFIG}defaults:\n  - scope: { path: "", type: posts }\n    values: { author: bob, tags: [default] }\n`,
    '_data/authors.yml': 'bob:\n  name: Bob Bell\n  url: https://bob.example\n',
    'coast/_posts/2024-07-02-dry-harbour.md': `---\ntitle: Dry\ntags: ports water\nredirect_from:\n  - /old/\n  - older\nimage:\n  path: /assets/a.png\n  alt: Basin\n---\n${body}`,
    'assets/a.png': PICTURE,
    'README.md': '# Read me\n',
  });
  const { picture, ...post } = entries.post;
  expect(post).toEqual({
    type: 'post',
    key: 'jekyll:coast/_posts/2024-07-02-dry-harbour.md',
    place: { file: 'coast/_posts/2024-07-02-dry-harbour.md', entry: 'post "Dry"' },
    identifier: 'https://old.example/blog/coast/2024/07/02/dry-harbour',
    unpublished: null,
    slug: 'dry-harbour',
    title: 'Dry',
    content: {
      format: 'markdown',
      text: body,
      base: 'https://old.example/blog/coast/2024/07/02/dry-harbour.html',
    },
    excerpt: null,
    published: '2024-07-02T00:00:00+02:00',
    modified: null,
    authors: [{ name: 'Bob Bell', url: 'https://bob.example/' }],
    terms: [
      { name: 'coast', slug: 'coast' },
      { name: 'ports', slug: 'ports' },
      { name: 'water', slug: 'water' },
    ],
    language: null,
    canonical: null,
    addresses: [
      'https://old.example/blog/coast/2024/07/02/dry-harbour.html',
      'https://old.example/blog/old/',
      'https://old.example/blog/older',
    ],
  });
  expect(picture?.alt).toBe('Basin');
  expect(withinFolder(picture?.url)).toBe('assets/a.png');
  expect(entries.addresses).toMatchObject({
    'https://old.example/blog/feed.xml': { shows: 'feed', format: 'atom' },
    'https://old.example/blog/tag/ports/': { shows: 'term', name: 'ports', slug: 'ports' },
    'https://old.example/blog/categories/coast/': { shows: 'term', name: 'coast', slug: 'coast' },
    'https://old.example/blog/assets/a.png': { shows: 'picture', url: picture?.url },
  });
  expect(entries.lines).toEqual(['file: a file of the repository: # Read me → left out']);
});

test('the addresses of Jekyll follow the style or pattern of the configuration', async () => {
  const addressOf = async (permalink: string, path = '_posts/2009-04-29-slap-chop.md', fields = 'title: X') =>
    (
      await readFolder({
        '_config.yml': `url: https://old.example\npermalink: ${permalink}\n`,
        [path]: `---\n${fields}\n---\n`,
      })
    ).post.addresses[0]?.replace('https://old.example', '');
  expect(await addressOf('date')).toBe('/2009/04/29/slap-chop.html');
  expect(await addressOf('pretty')).toBe('/2009/04/29/slap-chop/');
  expect(await addressOf('ordinal')).toBe('/2009/119/slap-chop.html');
  expect(await addressOf('weekdate')).toBe('/2009/W18/Wed/slap-chop.html');
  expect(await addressOf('none')).toBe('/slap-chop.html');
  expect(await addressOf('/:month-:day-:year/:title.html')).toBe('/04-29-2009/slap-chop.html');
  expect(
    await addressOf('/news/:categories/:short_year/:i_month/:title/', undefined, 'categories: [A b, c]'),
  ).toBe('/news/a%20b/c/09/4/slap-chop/');
  expect(await addressOf('date', undefined, 'permalink: /here/')).toBe('/here/');
  expect(await addressOf('date', undefined, 'date: 2010-01-02 03:04:05 +0000\nslug: other')).toBe(
    '/2010/01/02/other.html',
  );
  expect(await addressOf('date', 'about.md', 'title: About')).toBe('/about.html');
  expect(await addressOf('pretty', 'info/about.md', 'title: About')).toBe('/info/about/');
  expect(await addressOf('date', 'info/index.md', 'title: About')).toBe('/info/');
});

test('the id of a post in the feed of Jekyll is its folder and slug, whatever its address ends with', async () => {
  const entries = await readFolder({
    '_config.yml': 'url: https://old.example\npermalink: pretty\n',
    '_posts/2009-04-29-slap-chop.md': '---\ntitle: X\n---\n',
  });
  expect(entries.post.identifier).toBe('https://old.example/2009/04/29/slap-chop');
});

test('Liquid becomes what it stands for, or is a loss', async () => {
  const body = `{% raw %}{{ kept }}{% endraw %} and {{ site.title }} of {{ page.title }}
{% highlight ruby linenos %}
puts "{{ x }}"
{% endhighlight %}
[a]({{ site.baseurl }}{% post_url 2024-07-01-other %}) [b]({% link about.md %}) [c]({{ "/c/" | relative_url }})
{% include figure.html src="a.png" %}
{% if page.x %}inner{% endif %}
{% comment %}secret{% endcomment %}
{% gist ann/12345 %}
{: .wide }
![a]({{ site.url }}{{ site.baseurl }}/assets/a.png) \`![a](/assets/a.png)\`
{% unclosed`;
  const entries = await readFolder({
    '_config.yml': CONFIG,
    '_posts/2024-07-02-a.md': `---\ntitle: A\n---\n${body}`,
    '_posts/2024-07-01-other.md': '---\ntitle: B\n---\n',
    'about.md': '---\ntitle: About\n---\n',
    'assets/a.png': PICTURE,
  });
  const post = entries.posts.find(({ title }) => title === 'A');
  expect(post?.content.text.replace(/file:\/\/\/[^)]*\//, 'file:///')).toBe(`{{ kept }} and Harbour News of A
\`\`\`ruby
puts "{{ x }}"
\`\`\`
[a](https://old.example/blog/2024/07/01/other.html) [b](https://old.example/blog/about.html) [c](https://old.example/blog/c/)

inner

<https://gist.github.com/ann/12345>
![a](file:///a.png) \`![a](/assets/a.png)\`
{% unclosed`);
  expect(entries.lines).toEqual([
    'template: secret → left out',
    'template: {% include figure.html src="a.png" %} → its content, if any',
    'template: {% if page.x %} → its content, if any',
    'embed: {% gist ann/12345 %} → a link to it',
    'template: {: .wide } → left out',
  ]);
});

test('drafts and unpublished posts of Jekyll become drafts; one of the future is scheduled', async () => {
  const entries = await readFolder({
    '_config.yml': CONFIG,
    '_drafts/idea.md': '---\ntitle: Idea\n---\n',
    '_posts/2024-07-02-a.md': '---\ntitle: A\npublished: false\n---\n',
    '_posts/2030-07-02-b.md': '---\ntitle: B\n---\n',
  });
  expect(
    entries.posts.map(({ title, unpublished, published, identifier }) => [
      title,
      unpublished,
      published,
      identifier,
    ]),
  ).toEqual([
    ['Idea', 'draft', null, null],
    ['A', 'draft', '2024-07-02T00:00:00+02:00', null],
    ['B', null, '2030-07-02T00:00:00+02:00', null],
  ]);
});

test('the addresses of Jekyll follow its collections and defaults, and so do the ids', async () => {
  const read = async (config: string, path: string, fields = 'title: X') => {
    const { post } = await readFolder({
      '_config.yml': `url: https://old.example\n${config}`,
      [path]: `---\n${fields}\n---\n`,
    });
    return [post.addresses[0], post.identifier].map((each) => each?.replace('https://old.example', ''));
  };
  const path = '_posts/2013-05-06-jekyll-1-0-0.md';
  const posts =
    'collections:\n  posts:\n    output: true\n    permalink: "/news/:year/:month/:day/:title/"\n';
  expect(await read(posts, path)).toEqual([
    '/news/2013/05/06/jekyll-1-0-0/',
    '/news/2013/05/06/jekyll-1-0-0',
  ]);
  // What is nearer to the text counts.
  expect(await read(`${posts}permalink: none\n`, path)).toEqual([
    '/news/2013/05/06/jekyll-1-0-0/',
    '/news/2013/05/06/jekyll-1-0-0',
  ]);
  const defaults = (...scopes: string[]) =>
    `${posts}defaults:\n${scopes.map((each, at) => `  - scope: ${each}\n    values: { permalink: "/${at}/:short_year/:y_day/:slug:output_ext" }\n`).join('')}`;
  expect(await read(defaults('{ path: "" }'), path)).toEqual([
    '/0/13/126/jekyll-1-0-0.html',
    '/0/13/126/jekyll-1-0-0',
  ]);
  // The longer path counts, and among equals a type, whatever their order.
  expect((await read(defaults('{ path: "_posts" }', '{ path: "" }'), path))[0]).toMatch(/^\/0\//);
  expect((await read(defaults('{ path: "", type: "posts" }', '{ path: "" }'), path))[0]).toMatch(/^\/0\//);
  expect((await read(defaults('{ path: "" }', '{ path: "", type: "post" }'), path))[0]).toMatch(/^\/1\//);
  expect((await read(defaults('{ path: "", type: "pages" }'), path))[0]).toMatch(/^\/news\//);
  expect((await read(defaults('{ path: "_posts/2013-*" }'), path))[0]).toMatch(/^\/0\//);
  expect(await read(defaults('{ path: "" }'), path, 'permalink: pretty')).toEqual([
    '/2013/05/06/jekyll-1-0-0/',
    '/2013/05/06/jekyll-1-0-0',
  ]);
  const of = async (permalink: string, fields?: string, at = path) =>
    (await read(`permalink: ${permalink}\n`, at, fields))[0];
  expect(await of('/:w_year/W:week/:w_day/:long_day/:long_month/:i_day/:title_9')).toBe(
    '/2013/W19/1/Monday/May/6/jekyll-1-0-0_9',
  );
  expect(await of('/:slugified_categories/:categories/:title', 'categories: [A b, C]')).toBe(
    '/a-b/c/a%20b/c/jekyll-1-0-0',
  );
  // Pages and collections end as posts do.
  expect(await of('/:title', 'title: A', 'about.md')).toBe('/about');
  expect(await of('/:year/:title:output_ext', 'title: A', 'about.md')).toBe('/about.html');
  expect(
    (
      await read('permalink: pretty\ncollections: { recipes: { output: true } }\n', '_recipes/soups/leek.md')
    )[0],
  ).toBe('/recipes/soups/leek/');
  expect(
    (
      await read('collections_dir: all\ncollections: { recipes: { output: true } }\n', 'all/_recipes/leek.md')
    )[0],
  ).toBe('/recipes/leek.html');
  expect((await read('source: src\n', 'src/_posts/2020-01-01-a.md'))[0]).toBe('/2020/01/01/a.html');
});
