import { describe, expect, test } from 'vitest';
import { unescapeHtml } from '../../../src/lib/html.ts';
import { convertText, picturesIn } from '../../../src/move/in/convert/convert-text.ts';
import type { OldText } from '../../../src/move/in/old-site.ts';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../../src/site/story/markdown.ts';
import { checkMarkdown } from '../../../src/site/story/markdown-faults.ts';
import * as fc from '../../draw.ts';
import { cpuTime } from '../cpu-time.ts';

const BASE = 'https://old.example/2019/a-post/';

const convert = (text: string, format: OldText['format'] = 'html') =>
  convertText({ format, text, base: BASE }, { place: {}, pictureAt: () => null });

const render = (markdown: string) =>
  tokensToHtml(
    parseMarkdown(markdown),
    plainCitations((url) => url),
  );

/** The characters that a page shows, without white space. */
const charactersOf = (html: string) => unescapeHtml(html.replace(/<[^>]*>/g, '')).replace(/\s+/g, '');

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Text with what has a meaning in Markdown. Digits and brackets are left out: they may be marks of notes. */
const words = fc
  .array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom('word', 'two words', ' ', 'é', '「引」', 'كلمة', 'слово', '👩‍🚀', 'a.b'),
      },
      fc.constantFrom(
        '*',
        '**',
        '_',
        '`',
        '``',
        '~~',
        '#',
        '##  ',
        '- ',
        '+ ',
        '1. ',
        '2) ',
        '> ',
        '|',
        '\\',
        '<b>',
        '&amp;',
        '&',
        '(',
        ')',
        '!',
        '---',
        '===',
        ':--',
        '~~~',
        '```',
        '\n',
        'http://x.example/',
        '*a*',
        '__b__',
        '\u00a0',
        '<http://y.example>',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

interface Tree {
  html: string;
  /** What its readers see, without white space. */
  text: string;
}

const leaf: fc.Arbitrary<Tree> = words.map((text) => ({ html: escapeText(text), text }));

const { tree } = fc.letrec<{ tree: Tree; nodes: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc
      .tuple(
        fc.constantFrom(
          'p',
          'div',
          'b',
          'em',
          'del',
          'i',
          'strong',
          'a href="https://l.example/a_(b)?c=*d*&amp;e"',
          'a href="/rel"',
          'span',
          'h2',
          'blockquote',
          'ul',
          'li',
          'ol',
          'ol start="7"',
          'td',
          'tr',
          'table',
          'code',
          'pre',
          'section',
          'figcaption',
          'mark',
          'center',
        ),
        tie('nodes'),
      )
      .map(([name, { html, text }]) => ({ html: `<${name}>${html}</${name.split(' ')[0]}>`, text })),
    fc.constantFrom({ html: '<br>', text: '' }, { html: '<hr>', text: '' }),
  ),
  nodes: fc.array(tie('tree'), { maxLength: 4 }).map((trees) => ({
    html: trees.map(({ html }) => html).join(''),
    text: trees.map(({ text }) => text).join(''),
  })),
}));

describe('any HTML', () => {
  test('becomes Markdown that passes the checks of a story and shows the same characters in the same order', () => {
    fc.assert(
      fc.property(fc.array(tree, { maxLength: 5 }), (trees) => {
        const { markdown } = convert(trees.map(({ html }) => html).join(''));
        expect(checkMarkdown(markdown)).toEqual([]);
        expect(charactersOf(render(markdown))).toBe(
          trees
            .map(({ text }) => text)
            .join('')
            .replace(/\s+/g, ''),
        );
      }),
      { numRuns: 400 },
    );
  });

  test('of hostile authors leads nowhere but to http, https and mail addresses, and brings no markup', () => {
    const address = fc.oneof(
      fc.constantFrom(
        'javascript:alert(1)',
        'JaVa\tScRiPt:alert(1)',
        'data:text/html,<b>',
        'vbscript:x',
        '//evil.example/x',
        'http://',
        'https://a b/',
        'mailto:a@b.example',
        'mailto:\u0000',
        'ftp://x.example/',
        'file:///etc/passwd',
        '#x',
        'tel:1',
        'https://x.example/"><b>',
        'https://x.example/)](javascript:alert(1))',
        'http://[::1',
        `https://x.example/${'a'.repeat(3000)}`,
        '&#106;avascript:alert(1)',
      ),
      fc.string(),
    );
    const piece = fc.oneof(
      address.map((url) => `<a href="${url}">link</a>`),
      address.map((url) => `<img src="${url}" alt="](javascript:x)">`),
      address.map((url) => `<iframe src="${url}" title="]('>"></iframe>`),
      address.map((url) => `[embed]${url}[/embed] [video src="${url}"]`),
      address.map((url) => `<blockquote class="twitter-tweet" cite="${url}">x</blockquote>`),
      fc.constantFrom(
        '<script>x',
        '<style>',
        '<!--',
        '<![CDATA[',
        '</x-freeform>',
        '<x-cite urls="javascript:x y">',
        '<x-note>n</x-note>',
        '<svg onload=x>',
        '<table><tr>',
        '<pre>',
        '<a href=x><a href=y>',
        '[caption]',
        '[gallery ids="1"]',
        '<math>',
        '\0',
        '\ud800',
        '\ufffe',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.constantFrom('html', 'wordpress', 'markdown', 'plain'),
        (pieces, format) => {
          const { markdown } = convert(pieces.join(' '), format as OldText['format']);
          expect(checkMarkdown(markdown)).toEqual([]);
          for (const [, href = ''] of render(markdown).matchAll(/href="([^"]*)"/g))
            expect(href).toMatch(/^(?:https?:\/\/|mailto:)/);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('gives each picture an absolute address', () => {
    fc.assert(
      fc.property(fc.array(fc.webPath()), fc.string(), (paths, other) => {
        const html = [...paths, other].map((path) => `<img src="${path.replaceAll('"', '')}">`).join('');
        for (const { url } of picturesIn({ format: 'html', text: html, base: BASE }))
          expect(url).toMatch(/^https?:\/\/[^/]/);
      }),
    );
  });
});

describe('text without end', () => {
  const duration = (text: string, format: OldText['format']) => cpuTime(() => convert(text, format));

  const hostile: [string, OldText['format'], (count: number) => string][] = [
    ['elements within elements', 'html', (count) => `${'<div>'.repeat(count)}x`],
    ['lists within lists', 'html', (count) => `${'<ul><li>a'.repeat(count)}x`],
    ['emphasis within emphasis', 'html', (count) => `${'<b><i>'.repeat(count)}x`],
    ['opening brackets', 'wordpress', (count) => '['.repeat(count)],
    ['shortcodes that do not close', 'wordpress', (count) => '[a b="c" '.repeat(count)],
    ['shortcodes within shortcodes', 'wordpress', (count) => `${'[a]'.repeat(count)}${'[/a]'.repeat(count)}`],
    ['comments that do not close', 'wordpress', (count) => '<!-- wp:p '.repeat(count)],
    ['tags that do not close', 'wordpress', (count) => '<pre '.repeat(count)],
    ['parentheses of notes', 'wordpress', (count) => ' ((a b'.repeat(count)],
    ['line breaks', 'plain', (count) => 'a\n'.repeat(count)],
    ['spaces', 'plain', (count) => ' '.repeat(count * 5)],
    ['words', 'html', (count) => `<p>${'word *and* [word] '.repeat(count)}</p>`],
  ];

  // A parser that looks through all open elements at each tag took half a minute for these 700 kB.
  test.each([
    ['elements that do not close', (count: number) => `${'<b><i>'.repeat(count)}last words`],
    [
      'elements that close at the end',
      (count: number) => `${'<b><i>'.repeat(count)}last words${'</i></b>'.repeat(count)}`,
    ],
    [
      'ends of elements that nobody opened',
      (count: number) => `${'<b>'.repeat(count)}${'</q>'.repeat(count)}last words`,
    ],
  ])('a hundred thousand %s keep their words, and take time by their number', async (_name, make) => {
    const [short, long] = [await duration(make(12_500), 'html'), await duration(make(100_000), 'html')];
    expect(long / Math.max(short, 50)).toBeLessThan(24);
    expect(convert(make(12_500)).markdown).toMatch(/last words/);
  });

  test('captions within captions keep their words', () => {
    const count = 3000;
    const { markdown } = convert(
      `${'[caption]'.repeat(count)}last words${'[/caption]'.repeat(count)}`,
      'wordpress',
    );
    expect(markdown).toContain('last words');
  });

  test.each(hostile)('takes time by its length: %s', async (_name, format, make) => {
    const least = async (text: string) =>
      Math.min(await duration(text, format), await duration(text, format));
    await duration(make(200), format);
    const [short, long] = [await least(make(1000)), await least(make(8000))];
    // Eight times the text: by the square, it would take 64 times as long.
    expect(long / Math.max(short, 5)).toBeLessThan(40);
  });
});
