import { expect, test } from 'vitest';
import { convertText } from '../../../src/move/in/convert/convert-text.ts';
import { readMarkdown } from '../../../src/move/in/read/markdown/read.ts';
import { readWordPress } from '../../../src/move/in/read/wordpress/read.ts';
import { inFolder, readAll } from '../read/entries.ts';

// Code stays code, byte for byte, whichever plugin or program marked it.

const CORPUS = new URL('../corpus/', import.meta.url).pathname;

const convert = (format: 'wordpress' | 'markdown', text: string) =>
  convertText({ format, text, base: 'https://old.example/' }, { place: {}, pictureAt: () => null });

const fenced = (code: string, language = '') => `\`\`\`${language}\n${code}\n\`\`\``;

const CODE = 'if (a < b && c[1]) {\n\n  ((x + y) * "z_1"); // <b>*bold*</b>\n}';

test.each([
  [`[sourcecode language="php"]${CODE}[/sourcecode]`, 'php'],
  [`<pre>[sourcecode lang="php"]\n${CODE}\n[/sourcecode]</pre>`, 'php'],
  [`[code]${CODE}[/code]`, ''],
  [`[cc lang="php"]${CODE}[/cc]`, 'php'],
  [`[cce]${CODE.replaceAll('<', '&lt;')}[/cce]`, ''],
  [`[ccn_php]${CODE}[/ccn_php]`, 'php'],
  [`[php]${CODE}[/php]`, 'php'],
  [`<pre lang="php" line="1">${CODE}</pre>`, 'php'],
  [`<pre class="brush: php; title: ; notranslate">${CODE.replaceAll('<', '&lt;')}</pre>`, 'php'],
  [
    `<pre class="language-php"><code class="language-php">${CODE.replaceAll('<', '&lt;')}</code></pre>`,
    'php',
  ],
  [`<pre class="lang:php decode:true ">${CODE.replaceAll('<', '&lt;')}</pre>`, 'php'],
])('%s', (written, language) => {
  const { markdown, losses } = convert('wordpress', `One\n\n${written}\n\ntwo`);
  expect(markdown).toBe(`One\n\n${fenced(CODE, language)}\n\ntwo`);
  expect(losses).toEqual([]);
});

test('code within a line, and tags that are shown', () => {
  const { markdown } = convert('wordpress', 'Use [cci lang="c"]a<b[/cci], [[code]], and [code] alone.');
  expect(markdown).toBe('Use `a<b`, [code], and [code] alone.');
});

test.each([
  '<code>while ((c = getchar()) != EOF)</code>',
  'while ((c = getchar()) != EOF) reads',
  'the sum ((a + b) * c) and ((x, y), (z, w)) of it',
  'an aside ((in lower case letters)) stays',
  '((i = 0; i < 10; i++))',
])('%s has no footnote', (text) => {
  const { markdown, losses } = convert('wordpress', text);
  expect(losses.filter(({ kind }) => kind === 'footnote')).toEqual([]);
  expect(markdown.replace(/[`\\]/g, '')).toContain(text.replace(/<\/?code>/g, ''));
});

test('code of PHP in HTML is shown where it was meant to be read, and else is a loss', () => {
  const { markdown, losses } = convert(
    'wordpress',
    '<pre><?php echo $a->b; ?></pre>\n\nRun <?php the_title(); ?> now.',
  );
  expect(markdown).toBe(`${fenced('<?php echo $a->b; ?>')}\n\nRun now.`);
  expect(losses).toMatchObject([{ kind: 'script', was: '<?php the_title(); ?>' }]);
});

test('a gist is a link, and a loss', () => {
  const { markdown, losses } = convert(
    'wordpress',
    '[gist id="a1b2c3"]\n\n[gist]https://gist.github.com/ann/1[/gist]',
  );
  expect(markdown).toBe(
    '[GitHub Gist](https://gist.github.com/a1b2c3)\n\n[GitHub Gist](https://gist.github.com/ann/1)',
  );
  expect(losses.map(({ kind }) => kind)).toEqual(['embed', 'embed']);
});

test('the posts of WordPress with code keep it', async () => {
  const { posts } = await readAll(readWordPress, `${CORPUS}wordpress-code.xml`);
  const [code = '', pictures = ''] = posts.map(
    ({ content }) => convertText(content, { place: {}, pictureAt: () => null }).markdown,
  );
  expect(code.match(/^```\w*$/gm)?.filter((_fence, at) => at % 2 === 0)).toEqual([
    '```c',
    '```php',
    '```',
    '```python',
    '```php',
  ]);
  expect(code).toContain('#include <stdio.h>\nint main() { printf("<b>%d</b>", lifts[1]); }');
  expect(pictures).toContain('The crane, aligned left');
  expect(pictures).toContain('The crane in full width');
  expect(pictures).toContain('the foreman **signed** here');
  expect(pictures).toContain('Stray words before the rows');
});

const octopress = `**Count the lifts - lifts.rb** [the file](https://cranes.example/lifts.rb)

\`\`\`ruby
lifts = log.grep(/^LIFT (\\d+)/) { $1.to_i }
puts "#{lifts.size} lifts < #{LIMIT}" # *not* emphasis
\`\`\`

Without a title:

\`\`\`
while ((c = getchar()) != EOF) count_lifts(c);
\`\`\`

**Run it every night** [link](https://cranes.example/cron)

\`\`\`bash
$ ruby lifts.rb | sort -n
\`\`\`

- In a list:

  **limits.yml**

  \`\`\`yaml
  limit: 400
  \`\`\``;

test('code blocks of Octopress keep their titles and links', async () => {
  const { post, losses } = await readAll(readMarkdown, `${CORPUS}octopress`);
  const { markdown } = convertText(post.content, { place: {}, pictureAt: () => null });
  expect(markdown).toContain(octopress);
  expect(markdown).toContain(fenced('print("__lifts__")', 'python'));
  expect(losses.map(({ kind, was }) => `${kind}: ${was}`)).toContain('embed: {% gist 996818 %}');
});

test('tags of Hexo mean nothing within its fences, and flags of other programs are no titles', async () => {
  const text =
    '```js {1,3} showLineNumbers\na\n```\n\n```sh numberLines\nb\n```\n\n```\n{% codeblock x %}\n{% endcodeblock %}\n```\n\n{% codeblock lang:js %}\nc\n{% endcodeblock %}';
  const files = {
    '_config.yml': 'title: A\nurl: https://old.example\nsource_dir: source\n',
    'source/_posts/a.md': `---\ntitle: A\ndate: 2019-05-04\n---\n${text}\n`,
  };
  await inFolder(files, async (folder) => {
    const { post } = await readAll(readMarkdown, folder, { site: 'https://old.example' });
    const { markdown } = convertText(post.content, { place: {}, pictureAt: () => null });
    expect(markdown).toBe(
      '```js\na\n```\n\n```sh\nb\n```\n\n```\n{% codeblock x %}\n{% endcodeblock %}\n```\n\n```js\nc\n```',
    );
  });
});
