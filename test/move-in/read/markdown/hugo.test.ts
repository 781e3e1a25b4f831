import { expect, test } from 'vitest';
import { PICTURE, readFolder, withinFolder } from './folder.ts';

const CONFIG = `baseURL = "https://old.example/"
title = "Harbour News"
languageCode = "en-gb"
timeZone = "Europe/Vienna"
[pagination]
pagerSize = 1
`;

test('a post of Hugo comes with its text, byte for byte', async () => {
  const body = '\r\n# A  heading\n\n“The harbour”\tis dry. {{ not a shortcode }}\n\n```\n{{ x }}\n```\n';
  const entries = await readFolder({
    'hugo.toml': CONFIG,
    'content/posts/Dry Harbour.md': `+++
title = "The harbour: dry"
date = 2024-07-02T22:30:00Z
lastmod = 2024-07-03
tags = ["Water Supply", "ports"]
categories = ["Coast"]
authors = ["Ann", "Bob"]
description = "No water."
aliases = ["/old/harbour/", "2019-harbour"]
[cover]
image = "/img/harbour.jpg"
alt = "A dry basin"
caption = "Photo: <b>Ann</b>"
+++
${body}`,
    'static/img/harbour.jpg': PICTURE,
  });
  expect(entries.site).toEqual({
    kind: 'site',
    title: 'Harbour News',
    url: 'https://old.example/',
    language: 'en-GB',
    system: 'Hugo',
    zone: 'Europe/Vienna',
  });
  const { picture, ...post } = entries.post;
  expect(post).toEqual({
    type: 'post',
    key: 'hugo:content/posts/Dry Harbour.md',
    place: { file: 'content/posts/Dry Harbour.md', entry: 'post "The harbour: dry"' },
    identifier: 'https://old.example/posts/dry-harbour/',
    unpublished: null,
    slug: 'dry-harbour',
    title: 'The harbour: dry',
    content: { format: 'markdown', text: body, base: 'https://old.example/posts/dry-harbour/' },
    excerpt: 'No water.',
    published: '2024-07-03T00:30:00+02:00',
    modified: '2024-07-03T00:00:00+02:00',
    authors: [
      { name: 'Ann', url: null },
      { name: 'Bob', url: null },
    ],
    terms: [
      { name: 'Coast', slug: 'coast' },
      { name: 'Water Supply', slug: 'water-supply' },
      { name: 'ports', slug: 'ports' },
    ],
    language: null,
    canonical: null,
    addresses: [
      'https://old.example/posts/dry-harbour/',
      'https://old.example/old/harbour/',
      'https://old.example/posts/2019-harbour',
    ],
  });
  expect(picture).toMatchObject({ alt: 'A dry basin', caption: 'Photo: Ann', credit: null });
  expect(withinFolder(picture?.url)).toBe('static/img/harbour.jpg');
  expect(entries.lines).toEqual([]);
  expect(entries.addresses).toMatchObject({
    'https://old.example/': { shows: 'home' },
    'https://old.example/index.xml': { shows: 'feed', format: 'rss' },
    'https://old.example/posts/index.xml': { shows: 'feed', format: 'rss' },
    'https://old.example/tags/water-supply/': { shows: 'term', name: 'Water Supply', slug: 'water-supply' },
    'https://old.example/tags/water-supply/index.xml': {
      shows: 'feed',
      format: 'rss',
      of: { shows: 'term', name: 'Water Supply', slug: 'water-supply' },
    },
    'https://old.example/categories/coast/': { shows: 'term', name: 'Coast', slug: 'coast' },
    'https://old.example/img/harbour.jpg': { shows: 'picture', url: picture?.url },
  });
});

test('the addresses of Hugo follow url, slug, bundles and the patterns of the configuration', async () => {
  const addressOf = async (path: string, fields: string, config = '') =>
    (
      await readFolder({
        'hugo.toml': `${CONFIG}${config}`,
        [path]: `---\ndate: 2024-07-02T10:00:00Z\n${fields}\n---\n`,
      })
    ).posts[0]?.addresses[0];
  const patterns =
    '[permalinks]\nposts = "/:year/:month/:day/:slug/"\nnews = "/n/:sections/:contentbasename"\n';
  expect(await addressOf('content/posts/a.md', 'title: A')).toBe('https://old.example/posts/a/');
  expect(await addressOf('content/posts/deep/er/index.md', 'title: A')).toBe(
    'https://old.example/posts/deep/er/',
  );
  expect(await addressOf('content/posts/a.md', 'slug: Other One')).toBe(
    'https://old.example/posts/other-one/',
  );
  expect(await addressOf('content/posts/a.md', 'url: /exactly/Here.html')).toBe(
    'https://old.example/exactly/Here.html',
  );
  expect(await addressOf('content/posts/a.md', 'title: A Größe!', patterns)).toBe(
    'https://old.example/2024/07/02/a-gr%C3%B6%C3%9Fe/',
  );
  expect(await addressOf('content/news/b/c.md', 'title: A', patterns)).toBe(
    'https://old.example/n/news/b/c/',
  );
  expect(await addressOf('content/posts/2019-05-04-a.md', 'title: A')).toBe(
    'https://old.example/posts/2019-05-04-a/',
  );
  expect(
    await addressOf(
      'content/posts/2019-05-04-a.md',
      'title: A',
      '[frontmatter]\ndate = [":filename", ":default"]\n',
    ),
  ).toBe('https://old.example/posts/a/');
  expect(await addressOf('content/about.md', 'title: About')).toBe('https://old.example/about/');
  const german = await readFolder({
    'hugo.yaml': 'baseURL: https://old.example/\ndefaultContentLanguage: en\nlanguages: { en: {}, de: {} }\n',
    'content/posts/a.de.md': '---\ntitle: A\ndate: 2024-07-02\n---\n',
  });
  expect(german.post.addresses).toEqual(['https://old.example/de/posts/a/']);
  expect(german.post.language).toBe('de');
});

test('shortcodes of Hugo become what they show, or are losses', async () => {
  const body = `{{< figure src="harbour.png" caption="A \\"dry\\" basin" alt="Basin" >}}
{{< youtube dQw4w9WgXcQ >}}
{{< highlight go "linenos=table" >}}
a := \`b\`
{{< /highlight >}}
[other]({{< ref "posts/b.md#part" >}}) [none]({{< relref "gone.md" >}})
{{% notice tip %}}Inner *text*{{% /notice %}}
{{</* youtube shown */>}}
{{< unclosed "x`;
  const entries = await readFolder({
    'hugo.toml': CONFIG,
    'content/posts/a/index.md': `---\ntitle: A\ndate: 2024-07-02\n---\n${body}`,
    'content/posts/a/harbour.png': PICTURE,
    'content/posts/b.md': '---\ntitle: B\ndate: 2024-07-02\n---\n',
  });
  const text = entries.posts[0]?.content.text.replace(/file:\/\/\/[^"]*\//, 'file:///') ?? '';
  expect(
    text,
  ).toBe(`<figure><img src="file:///harbour.png" alt="Basin"><figcaption>A &quot;dry&quot; basin</figcaption></figure>
<https://www.youtube.com/watch?v=dQw4w9WgXcQ>
\`\`\`go
a := \`b\`
\`\`\`
[other](https://old.example/posts/b/#part) [none](gone.md)
Inner *text*
{{< youtube shown >}}
{{< unclosed "x`);
  expect(entries.lines).toEqual([
    'embed: {{< youtube dQw4w9WgXcQ >}} → a link to it',
    'link: {{< relref "gone.md" >}} → a link to the path',
    'shortcode: {{% notice tip %}} → its content, if any',
  ]);
});

test('drafts, texts that have expired and pages are told apart', async () => {
  const entries = await readFolder({
    'hugo.yaml': 'baseURL: https://old.example/\n',
    'content/_index.md': '---\ntitle: Home\n---\nWelcome.\n',
    'content/about.md': '---\ntitle: About\ndate: 2024-07-02\n---\n',
    'content/posts/a.md': '---\ntitle: A\ndate: 2024-07-02\ndraft: true\n---\n',
    'content/posts/b.md': '---\ntitle: B\ndate: 2024-07-02\nexpiryDate: 2025-01-01\n---\n',
    'content/posts/c.md': '{"title": "C {x}", "date": "2024-07-02"}\nText\n',
    'content/posts/d.md': 'No front matter.\n',
  });
  expect(entries.posts.map(({ title, type, unpublished }) => [title, type, unpublished])).toEqual([
    ['About', 'page', null],
    ['A', 'post', 'draft'],
    ['B', 'post', 'draft'],
    ['C {x}', 'post', null],
    ['d', 'page', null],
  ]);
  expect(entries.posts[3]?.content.text).toBe('Text\n');
  expect(entries.lines).toContain('file: the text of a list: Welcome. → left out');
});
