import { expect, test } from 'vitest';
import { PICTURE, readFolder, withinFolder } from './folder.ts';

const CONFIG = `import pluginRss from "@11ty/eleventy-plugin-rss";
/** @param {import("@11ty/eleventy").UserConfig} eleventyConfig */
export default async function (eleventyConfig) {
  eleventyConfig.addPreprocessor("drafts", "*", (data, content) => {
    if (data.draft && process.env.ELEVENTY_RUN_MODE === "build") return false;
  });
  eleventyConfig.addPassthroughCopy({ "./public/": "/" });
}
export const config = { dir: { input: "content", includes: "../_includes", data: "../_data" } };
`;
const SITE = {
  'eleventy.config.js': CONFIG,
  '_data/metadata.js':
    'export default { title: "Harbour News", url: "https://old.example/", language: "en", author: { name: "Ann" } };\n',
};
const hidden = async (files: Record<string, string | Uint8Array>) => {
  const { posts } = await readFolder({ ...SITE, ...files });
  return Object.fromEntries(
    posts.map(({ place, unpublished, why, addresses }) => [
      place.file,
      unpublished === null ? addresses : (why ?? unpublished),
    ]),
  );
};

test('a draft that says so in JavaScript stays one, and nothing of the repository becomes a page', async () => {
  const entries = await readFolder({
    ...SITE,
    'content/blog/fifth.md':
      '---js\nconst title = "Fifth";\nconst date = "2023-01-23";\nconst draft = true;\n---\nsecret',
    'content/blog/first.md': '---\ntitle: First\ndate: 2018-05-01\ntags: [posts, ports]\n---\nText\n',
    'content/about.md': '---js\nconst eleventyNavigation = { key: "About", order: 3 };\n---\nUs.\n',
    'README.md': '# eleventy-base-blog\n',
    'LICENSE.md': 'MIT\n',
    'CONTRIBUTING.md': 'Please\n',
    'content/index.njk': '---\nlayout: home.njk\n---\n',
    'docs/plan.md': '---\ntitle: Plan\ndate: 2020-01-01\n---\nOutside of the input\n',
  });
  expect(entries.posts.map(({ type, title, unpublished, why }) => [type, title, unpublished, why])).toEqual([
    ['page', 'about', null, undefined],
    ['post', 'Fifth', 'draft', 'draft: true'],
    ['post', 'First', null, undefined],
  ]);
  expect(entries.lines).toContain(
    'file: 1 file in other languages than Markdown: content/index.njk → left out: only Markdown is read',
  );
  expect(entries.site).toMatchObject({
    system: 'Eleventy',
    title: 'Harbour News',
    url: 'https://old.example/',
  });
  const first = entries.posts.find(({ title }) => title === 'First');
  expect(first).toMatchObject({
    addresses: ['https://old.example/blog/first/'],
    identifier: 'https://old.example/blog/first/',
    terms: [{ name: 'ports', slug: 'ports' }],
    authors: [{ name: 'Ann', url: null }],
  });
});

test.each([
  ['---json\n{ "title": "A", "draft": true }\n---\n', 'draft: true'],
  ['---toml\ntitle = "A"\ndraft = true\n---\n', 'draft: true'],
  [';;;\n"title": "A",\n"draft": true\n;;;\n', 'draft: true'],
  [';;;\n{"title": "A", "draft": true}\n;;;\n', 'draft: true'],
  ['---js\n{ title: "A", draft: !false }\n---\n', 'draft: true'],
  ['---js\nconst hide = true;\nconst draft = hide;\n---\n', 'draft: true'],
  ['---js\nlet draft = process.env.SHOW !== "yes";\n---\n', 'a program makes its "draft"'],
  ['---js\nconst title = "A";\nif (title) globalThis.draft = true;\n---\n', 'a program makes its fields'],
  ['---js\nconst { draft } = await import("./x.js");\n---\n', 'a program makes its fields'],
  ['---js\nconst title = ;\n---\n', 'its front matter cannot be read'],
  ['---js\nconst draft = true;\n', 'its front matter cannot be read'],
  ['---coffee\ntitle: "A"\n---\n', 'its front matter cannot be read'],
  ['---json\n{ "title": "A", }\n---\n', 'its front matter cannot be read'],
  ['---\ntitle: A\npermalink: false\n---\n', 'permalink: false'],
  ['---\ntitle: A\npermalink: { build: false }\n---\n', 'permalink: false'],
  ['---\ntitle: A\neleventyExcludeFromCollections: true\n---\n', 'eleventyExcludeFromCollections: true'],
  ['---\ntitle: A\neleventyComputed:\n  permalink: false\n---\n', 'permalink: false'],
  [
    '---\ntitle: A\npermalink: "{% if draft %}false{% else %}/a/{% endif %}"\n---\n',
    'its permalink is a program',
  ],
  ['---js\n{ permalink: (data) => data.secret ? false : "/a/" }\n---\n', 'it looks at "secret"'],
  ['---\ntitle: A\ndraft: false\ntags: a\ndraft: true\n---\n', 'draft: true'],
  ['---\ntitle: A\ndraft: true\ndraft: false\n---\n', '"draft" stands twice'],
  ['+++\ntitle = "A"\ndraft = true\ndraft = false\n+++\n', 'draft: true'],
])('%j is a draft', async (text, why) => {
  const { post } = await readFolder({
    ...SITE,
    'content/blog/a.md': `${text}hidden\n`,
    'content/blog/a.json': '{ "date": "2020-01-01" }',
  });
  expect([post.unpublished, post.addresses]).toEqual(['draft', []]);
  expect(post.why).toContain(why);
});

test('what folders and texts say in files of data holds for the texts below, and what cannot be read hides them', async () => {
  const text = '---\ntitle: A\ndate: 2020-01-01\n---\n';
  expect(
    await hidden({
      'content/secret/secret.json': '{ "draft": true }',
      'content/secret/a.md': text,
      'content/secret/deep/b.md': text,
      'content/secret/c.md': '---\ntitle: A\ndate: 2020-01-01\ndraft: false\n---\n',
      'content/news/news.11tydata.json': '{ "permalink": "/n/{{ page.fileSlug }}/" }',
      'content/news/2020-01-01-a.md': text,
      'content/news/b.11tydata.js':
        'module.exports = { eleventyComputed: { permalink: (data) => data.draft ? false : data.permalink } };',
      'content/news/b.md': text,
      'content/odd/odd.11tydata.js':
        'module.exports = async () => (await fetch("https://x.example")).json();',
      'content/odd/a.md': text,
      'content/wrong/wrong.11tydata.json': '{ "draft": tru',
      'content/wrong/a.md': text,
      'content/open/open.11tydata.js': 'export default { tags: ["posts"], layout: "post.njk", ...more };',
      'content/open/a.md': text,
      // The name of a folder, but no data of its own.
      'content/secrets/a.md': text,
    }),
  ).toEqual({
    'content/secret/a.md': 'draft: true',
    'content/secret/deep/b.md': 'draft: true',
    'content/secret/c.md': ['https://old.example/secret/c/'],
    'content/news/2020-01-01-a.md': ['https://old.example/n/a/'],
    'content/news/b.md': ['https://old.example/n/b/'],
    'content/odd/a.md': expect.stringContaining('a program makes its fields'),
    'content/wrong/a.md': expect.stringContaining('a program makes its fields'),
    'content/open/a.md': expect.stringContaining('a program makes its fields'),
    'content/secrets/a.md': ['https://old.example/secrets/a/'],
  });
});

test('a configuration that decides by what is not understood leaves all texts drafts; one that hides drafts does not', async () => {
  const text = '---\ntitle: A\ndate: 2020-01-01\n---\n';
  const plugin = (name: string) =>
    `module.exports = (config) => { config.addPreprocessor("gate", "md", (data, content) => { if (data.${name}) return false; return content; }); };\n`;
  const config =
    'module.exports = (c) => { c.addPlugin(require("./gate")); return { dir: { input: "src" } }; };\n';
  const site = { '.eleventy.js': config, 'src/a.md': text };
  const of = async (files: Record<string, string>) => (await readFolder(files)).post;
  expect((await of({ ...site, 'gate.js': plugin('draft') })).unpublished).toBeNull();
  expect((await of({ ...site, 'gate.js': plugin('embargo') })).why).toBe(
    'a program in gate.js decides which texts are public, and it looks at "embargo"',
  );
  expect((await of({ ...site, '.eleventyignore': 'src/*.md\n' })).why).toContain('.eleventyignore');
  expect(
    (
      await of({
        ...site,
        '.eleventy.js':
          'module.exports = (c) => { c.addGlobalData("eleventyComputed.permalink", () => (data) => data.isSecret ? false : data.permalink); return { dir: { input: "src" } }; };',
      })
    ).unpublished,
  ).toBe('draft');
});

test('addresses follow the permalink, as far as it can be computed', async () => {
  const addressOf = async (fields: string, path = 'content/posts/2020-02-03-dry-harbour.md') => {
    const { post, lines } = await readFolder({
      ...SITE,
      [path]: `---\ntitle: "Ports & Don't"\ndate: 2020-02-03\nregion: { name: North Sea }\n${fields}\n---\n`,
    });
    return post.addresses[0]?.replace('https://old.example', '') ?? lines.join();
  };
  expect(await addressOf('')).toBe('/posts/2020-02-03-dry-harbour/');
  expect(await addressOf('', 'content/posts/a/a.md')).toBe('/posts/a/');
  expect(await addressOf('', 'content/posts/a/index.md')).toBe('/posts/a/');
  expect(await addressOf('permalink: /x/index.html')).toBe('/x/');
  expect(await addressOf('permalink: x.html')).toBe('/x.html');
  expect(await addressOf('permalink: "/{{ page.filePathStem }}.html"')).toBe('/posts/dry-harbour.html');
  expect(await addressOf('permalink: "/{{ title | slugify }}/"')).toBe('/ports-and-dont/');
  expect(await addressOf('permalink: "/{{ page.date | date: \'%Y/%m\' }}/{{ page.fileSlug }}/"')).toBe(
    '/2020/02/dry-harbour/',
  );
  expect(await addressOf('permalink: "/{{ region.name | slug }}/{{ page.fileSlug | upper }}/"')).toBe(
    '/north-sea/DRY-HARBOUR/',
  );
  for (const lost of ['{{ title | mine }}', '{{ other }}', '{{ page.date.getYear() }}', '{{ region }}']) {
    expect(await addressOf(`permalink: "/${lost}/"`), lost).toMatch(/^address: the address, which a program/);
  }
  expect(
    await addressOf('', 'content/posts/a.md').then(async () => {
      const { post } = await readFolder({
        ...SITE,
        'content/p/p.11tydata.js':
          'export default { permalink: (data) => `/blog/$' + '{data.page.fileSlug}/`, tags: "posts" };',
        'content/p/2020-02-03-a.md': '---\ntitle: A\n---\n',
      });
      return post.addresses;
    }),
  ).toEqual(['https://old.example/blog/a/']);
});

test('a field that stands twice loses no other, and the report names it', async () => {
  const { post, lines } = await readFolder({
    ...SITE,
    'content/blog/a.md':
      '---\ntitle: A\ndate: 2020-01-01\ntags: [x]\ndescription: One\ntags: [y]\n---\nText\n',
  });
  expect(post).toMatchObject({ title: 'A', excerpt: 'One', unpublished: null, terms: [{ name: 'y' }] });
  expect(lines).toEqual(['front matter: twice: tags → one of each; the others are left out']);
});

test('programs of a site are read and never run, however deep', async () => {
  (globalThis as { ran?: boolean }).ran = false;
  const deep = `---js\nconst a = ${'('.repeat(200_000)}\n---\n`;
  const { posts } = await readFolder({
    'eleventy.config.js': 'globalThis.ran = true; module.exports = () => { globalThis.ran = true; };',
    'a.md': '---js\nglobalThis.ran = true;\nconst title = "A";\n---\n',
    'b.md': deep,
    'b.11tydata.js':
      'globalThis.ran = true;\nmodule.exports = (() => { globalThis.ran = true; return {}; })();',
  });
  expect((globalThis as { ran?: boolean }).ran).toBe(false);
  expect(posts.map(({ unpublished }) => unpublished)).toEqual(['draft', 'draft']);
});

test('pictures beside a text and in the public folder move in', async () => {
  const { post } = await readFolder({
    ...SITE,
    'content/blog/a/a.md':
      '---\ntitle: A\ndate: 2020-01-01\nimage: /img/b.png\n---\n![a](./possum.png) {{ title }} {% raw %}{{ x }}{% endraw %}\n',
    'content/blog/a/possum.png': PICTURE,
    'public/img/b.png': PICTURE,
  });
  expect(withinFolder(/\((file:[^)]*)\)/.exec(post.content.text)?.[1])).toBe('content/blog/a/possum.png');
  expect(withinFolder(post.picture?.url)).toBe('public/img/b.png');
});

test('posts in _posts are public in Eleventy, and one whose date is not in its file has none', async () => {
  const { posts } = await readFolder({
    'eleventy.config.js': '',
    '_posts/2020-01-01-a.md': '---\ntitle: A\ntags: [posts]\n---\n',
    '_posts/b.md': '---\ntitle: B\ndate: 2020-01-02\n---\n',
    '_posts/c.md': '---\ntitle: C\ntags: [posts]\ndate: Created\n---\n',
  });
  expect(
    posts.map(({ title, type, unpublished, published }) => [title, type, unpublished, published]),
  ).toEqual([
    ['A', 'post', null, '2020-01-01T00:00:00Z'],
    ['B', 'post', null, '2020-01-02T00:00:00Z'],
    ['C', 'post', null, null],
  ]);
});

test('the ways in which sites commonly hide drafts leave all else public', async () => {
  const text = '---\ntitle: A\ndate: 2020-01-01\n---\n';
  const of = async (files: Record<string, string>) => {
    const { posts } = await readFolder({
      'src/a.md': text,
      'src/b.md': text.replace('A', 'B\ndraft: true'),
      ...files,
    });
    return posts.map(({ unpublished }) => unpublished);
  };
  const dir = 'return { dir: { input: "src" } };';
  // The plug-in for drafts of Eleventy's own starter, up to its version 8.
  const plugin = `function permalink() {
  return (data) => {
    if (data.draft && !process.env.BUILD_DRAFTS) { return false; }
    return data.permalink;
  };
}
function exclude() { return (data) => data.draft && !process.env.BUILD_DRAFTS ? true : data.eleventyExcludeFromCollections; }
module.exports = (config) => {
  config.addGlobalData("eleventyComputed.permalink", permalink);
  config.addGlobalData("eleventyComputed.eleventyExcludeFromCollections", exclude);
};
`;
  const config = `const drafts = require("./drafts.js");\nmodule.exports = (config) => { config.addPlugin(drafts); ${dir} };`;
  expect(await of({ '.eleventy.js': config, 'drafts.js': plugin })).toEqual([null, 'draft']);
  expect(
    await of({ '.eleventy.js': config, 'drafts.js': plugin.replaceAll('data.draft', 'data.stage') }),
  ).toEqual(['draft', 'draft']);
  // Programs that make other fields, or change the text, hide nothing.
  const harmless = `module.exports = (config) => {
  config.addGlobalData("eleventyComputed", { updated: (data) => stamp(data.page.inputPath) });
  config.addPreprocessor("ids", "md", (data, content) => { if (!data.id) data.id = make(data); return content.trim(); });
  ${dir}
};`;
  expect(await of({ '.eleventy.js': harmless })).toEqual([null, 'draft']);
  expect(await of({ '.eleventy.js': harmless.replace('data.id = ', 'data.draft = ') })).toEqual([
    'draft',
    'draft',
  ]);
  expect(
    await of({ '.eleventy.js': harmless.replace('return content.trim()', 'return show(data) && content') }),
  ).toEqual(['draft', 'draft']);
});

test('tabs before lines of YAML, which some parsers take, lose no field', async () => {
  const { post } = await readFolder({
    ...SITE,
    'content/a.md':
      '---\ntitle: A\ndate: 2020-01-01\ntags:\n\t- ports\n\t- water\nlast_updated: 2020-02-03\n---\n',
  });
  expect(post).toMatchObject({
    unpublished: null,
    modified: '2020-02-03T00:00:00Z',
    terms: [{ name: 'ports' }, { name: 'water' }],
  });
});

test('what a layout says holds for its texts, unless they or their folder say otherwise', async () => {
  const text = (layout: string, more = '') =>
    `---\ntitle: A\ndate: 2020-01-01\nlayout: ${layout}\n${more}---\n`;
  expect(
    await hidden({
      'eleventy.config.js': CONFIG.replace(
        'export const',
        'function more(c) { c.addLayoutAlias("short", "secret.njk"); }\nexport const',
      ),
      '_includes/secret.njk': '---\ndraft: true\n---\n{{ content }}',
      '_includes/layouts/inner.njk': '---\nlayout: secret.njk\n---\n',
      '_includes/at.njk': '---\npermalink: "/at/{{ page.fileSlug }}/"\n---\n',
      '_includes/loop.njk': '---\nlayout: loop.njk\n---\n',
      'content/a.md': text('secret.njk'),
      'content/b.md': text('layouts/inner'),
      'content/c.md': text('short'),
      'content/d.md': text('secret.njk', 'draft: false\n'),
      'content/e.md': text('at.njk'),
      'content/f.md': text('loop.njk'),
      'content/g.md': text('none.njk'),
      'content/in/in.json': '{ "layout": "secret.njk" }',
      'content/in/h.md': '---\ntitle: A\ndate: 2020-01-01\n---\n',
    }),
  ).toEqual({
    'content/a.md': 'draft: true',
    'content/b.md': 'draft: true',
    'content/c.md': 'draft: true',
    'content/d.md': ['https://old.example/d/'],
    'content/e.md': ['https://old.example/at/e/'],
    'content/f.md': ['https://old.example/f/'],
    'content/g.md': ['https://old.example/g/'],
    'content/in/h.md': 'draft: true',
  });
});

test('a program that names the same again and again costs no more than a bounded time, and hides its text', async () => {
  const doubling = Array.from({ length: 60 }, (_, at) => `const a${at + 1} = { x: a${at}, y: a${at} };`).join(
    '\n',
  );
  const calling = `function f(data) { return [${'data.draft,'.repeat(20_000)}]; }\nmodule.exports = {${Array.from({ length: 2000 }, (_, at) => `p${at}: (data) => f(data),`).join('')} permalink: (data) => f(data) };`;
  const start = performance.now();
  const { posts } = await readFolder({
    'eleventy.config.js': '',
    'a.md': `---js\nconst a0 = { z: 1 };\n${doubling}\nconst draft = a60;\n---\n`,
    'b.md': '---\ntitle: B\n---\n',
    'b.11tydata.js': calling,
  });
  expect(posts.map(({ unpublished }) => unpublished)).toEqual(['draft', 'draft']);
  expect(performance.now() - start).toBeLessThan(20_000);
});
