import { describe, expect, test } from 'vitest';
import { convertText, picturesIn } from '../../../src/move/in/convert/convert-text.ts';
import type { OldText } from '../../../src/move/in/old-site.ts';

const oldText = (text: string): OldText => ({
  format: 'html',
  text,
  base: 'https://old.example/2019/a-post/',
});

/** Converts HTML of which no picture was uploaded. */
const convert = (html: string) =>
  convertText(oldText(html), { place: { entry: 'post 1' }, pictureAt: () => null });

const markdownOf = (html: string) => convert(html).markdown;

test('a list of pictures, as galleries of older versions of WordPress are, becomes pictures one below the other', () => {
  expect(markdownOf('<ul><li><img src="/a.png" alt="A"></li><li><img src="/b.png" alt="B"></li></ul>')).toBe(
    '[A](https://old.example/a.png)\n\n[B](https://old.example/b.png)',
  );
});

describe('text', () => {
  test('keeps characters that have a meaning in Markdown as they are', () => {
    expect(
      markdownOf(
        '<p>1. a *b* _c_ [d](e) &amp;amp; &lt;b&gt; `f` ~~g~~ C:\\h</p><p># i</p><p>- j</p><p>2019) k</p>',
      ),
    ).toBe(
      '1\\. a \\*b\\* \\_c\\_ [d\\](e) \\&amp; \\<b> \\`f\\` \\~\\~g\\~\\~ C:\\h\n\n\\# i\n\n\\- j\n\n2019\\) k',
    );
  });

  test('makes paragraphs of two line breaks in a row', () => {
    expect(markdownOf('<p>One<br>line<br>&nbsp;<br/>Two</p>')).toBe('One\\\nline\n\nTwo');
  });

  test('takes spaces and, beside letters, punctuation out of emphasis', () => {
    expect(markdownOf('<p>A <b>bold: </b>word, <b>「引用」</b>と<em> so</em>.</p>')).toBe(
      'A **bold**: word, **「引用**」と *so*.',
    );
  });

  test('keeps one kind of emphasis where Markdown cannot say two within each other', () => {
    const { markdown, losses } = convert('<p><b>one<s>two</s></b>y and <b>bold</b><i>er</i></p>');
    expect(markdown).toBe('**onetwo**y and **bold***er*');
    expect(losses.map(({ now }) => now)).toEqual(['one of them']);
  });

  test('keeps the text of code byte for byte', () => {
    const code = '  if (a < b)\t{\n\n```\n  x = `*_[`;  \n}';
    const { markdown } = convert(
      `<ul><li><pre><code class="language-js">\n${code.replace('<', '&lt;')}</code></pre></li></ul>`,
    );
    expect(
      markdown
        .split('\n')
        .map((line) => line.replace(/^[- ] /, ''))
        .join('\n'),
    ).toBe(`\`\`\`\`js\n${code}\n\`\`\`\``);
  });
});

describe('links', () => {
  test('become absolute, and those that a story may not have become text', () => {
    const { markdown, losses } = convert(
      '<p><a href="/rel?a=(1&amp;b">one</a> <a href="javascript:alert(1)">two</a> <a href="#top">three</a> <a href="tel:+49">four</a></p>',
    );
    expect(markdown).toBe('[one](https://old.example/rel?a=\\(1&b) two three four');
    expect(losses).toEqual([
      { place: { entry: 'post 1' }, kind: 'link', was: 'two (javascript:alert(1))', now: 'its text' },
      {
        place: { entry: 'post 1' },
        kind: 'link',
        was: 'links within the page: three (#top)',
        now: 'their text',
      },
      { place: { entry: 'post 1' }, kind: 'link', was: 'four (tel:+49)', now: 'its text' },
    ]);
  });
});

describe('tables', () => {
  test('get empty cells for spans, a head, and lines for paragraphs', () => {
    const { markdown, losses } = convert(
      '<table><tr><td>a|b<td colspan=2>c<tr><td rowspan=2>x<td>y<td><p>p</p><p>q</p><tr><td>1<td><code>a|b</code></table>',
    );
    expect(markdown).toBe('| a\\|b | c |  |\n| --- | --- | --- |\n| x | y | p q |\n|  | 1 | `a\\|b` |');
    expect(losses.map(({ kind }) => kind)).toEqual(['table', 'table']);
  });
});

describe('pictures', () => {
  const html =
    '<figure><img data-src="/a.jpg" src="data:image/gif;base64,R0" alt="A [b]"><noscript><img src="/a.jpg"></noscript><figcaption>A caption</figcaption></figure>';

  test('show the uploaded picture with its caption', () => {
    const pictureAt = (url: string) =>
      url === 'https://old.example/a.jpg' ? { path: '/media/0a.jpg', width: 1200, height: 800 } : null;
    const { markdown, losses } = convertText(oldText(html), { place: {}, pictureAt });
    expect(markdown).toBe('![A \\[b\\]](/media/0a.jpg#1200x800 "A caption")');
    expect(losses).toEqual([]);
  });

  test('become links to the old address if they were not uploaded', () => {
    const { markdown, losses } = convert(html);
    expect(markdown).toBe('[A caption](https://old.example/a.jpg)');
    expect(losses).toMatchObject([{ kind: 'picture', now: 'a link to its old address' }]);
  });

  test('are listed once, by the address that plugins hide', () => {
    expect(picturesIn(oldText(html + html))).toEqual([
      { url: 'https://old.example/a.jpg', alt: 'A [b]', caption: 'A caption', credit: null },
    ]);
  });
});
