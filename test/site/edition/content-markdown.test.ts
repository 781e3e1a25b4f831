import { parseDocument } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import { micromark } from 'micromark';
import { gfmTable, gfmTableHtml } from 'micromark-extension-gfm-table';
import { expect, test } from 'vitest';
import { contentHtml } from '../../../src/site/edition/content.ts';
import { contentMarkdown } from '../../../src/site/edition/content-markdown.ts';
import { toEntry } from '../../../src/site/edition/edition.ts';
import { RENDERER_VERSION } from '../../../src/site/story/article.ts';
import * as fc from '../../draw.ts';
import { expectLinear } from '../../newsroom/wire/growth.ts';
import { aStory, fullStory, publish, sampleStories, site } from '../../samples.ts';

// What other programs make of the Markdown is what our HTML says: words, links, pictures, lists, headings, code. Both read HTML, as many
// readers do, so a `<` that is not escaped would show.
const markdownIt = new MarkdownIt({ html: true });
const OTHERS = {
  'markdown-it': (text: string) => markdownIt.render(text),
  micromark: (text: string) =>
    micromark(text, {
      allowDangerousHtml: true,
      allowDangerousProtocol: true,
      extensions: [gfmTable()],
      htmlExtensions: [gfmTableHtml()],
    }),
};

interface Node {
  type: string;
  name?: string;
  data?: string;
  attribs?: Record<string, string>;
  children?: Node[];
}

/** Elements that Markdown has no sign for; both sides say the same without them. */
const WITHOUT_SIGN = /^(p|small|sup|figure|figcaption|tbody|thead|table|s|q)$/;

/** Returns what HTML says: each word, link, picture and element in its order. */
function saidBy(html: string): string {
  const said: string[] = [];
  const add = (nodes: readonly Node[], isHeading = false) => {
    for (const { type, name = '', data = '', attribs = {}, children = [] } of nodes) {
      if (type === 'text') {
        said.push(data);
        continue;
      }
      // A heading is one line, and what stands below a picture in a figure is on the next.
      if (name === 'br' && (isHeading || said.findLast((text) => text.trim())?.startsWith('<img'))) continue;
      const isSmall = /^(small|sup|a|em|strong|code|s|q)$/.test(name);
      const mark = { a: attribs.href, img: `${attribs.src} ${attribs.alt}` }[name] ?? '';
      if (!isSmall) said.push(' ');
      if (name === 'q') said.push('“');
      if (!WITHOUT_SIGN.test(name)) said.push(`<${name} ${mark}>`);
      add(children, isHeading || /^h\d$/.test(name));
      if (name === 'q') said.push('”');
      if (name === 'a') said.push(`</${name}>`);
      if (!isSmall) said.push(' ');
    }
  };
  add(parseDocument(html).children as unknown as Node[]);
  return said.join('').replaceAll('<a ></a>', '').replace(/\s+/g, ' ').trim();
}

const entryOf = (fields: Record<string, unknown>) => toEntry(publish(aStory(fields)));
const markdownOf = (fields: Record<string, unknown>) => contentMarkdown(entryOf(fields), site) as string;

/** Returns what is said of the analysis alone. */
const expectSame = (entry: ReturnType<typeof toEntry>, others = Object.values(OTHERS)) => {
  const markdown = contentMarkdown(entry, site) as string;
  const html = contentHtml(entry, site).replaceAll('~~', '');
  for (const render of others)
    expect(saidBy(render(markdown)).replaceAll('~~', ''), markdown).toBe(saidBy(html));
};

test.each([...sampleStories, fullStory].map((story) => [story.slug, story] as const))(
  'other programs make the same content of the Markdown: %s',
  (_slug, story) => expectSame(toEntry(publish(story))),
);

test.each([
  ['what looks like a sign', '\\* not \\_emphasised\\_, \\[no link\\](x), \\`no code\\` and 1 * 2 * 3'],
  ['what looks like a list', '1\\. January\n\n\\- and\n\n\\# no heading\n\n\\+ plus'],
  ['markup', '<script>alert(1)</script> &amp; <b>bold</b>, 5 < 7 <!-- x --> <?php ?> &lt;i&gt;'],
  ['a block of markup', '<div class="a">\n\n*text*\n\n</div>\n\n- <pre>\n  <b>\n\n> text\n<table>'],
  ['markup after a backslash', 'a\\\\<b> \\<c>'],
  ['a line of code that begins like markup', 'See `one\n<div>\ntwo` and ``a\n > <p>``.'],
  ['line breaks', 'Line one\\\nline two  \nline three\\\n# four\n\n- a\\\n  b\n\n> c\\\n> d'],
  [
    'lists in lists',
    '- one\n  - two <b>\n\n    a paragraph\n- three\n\n5. five\n6. six\n\n\tcode <i>\n\n- a\n\n\t\tcode',
  ],
  ['quotations', '> one\n>\n> > two <b>\nlazy <i>\n> ===\n>\n> - three'],
  ['code', '`` a`b ``\n\n```js\nconst a = `1`;\n\n<b>[x](/media/y)\n```\n\n    <i>'],
  ['code without an end', 'Text\n\n~~~~\n<b>\n~~~'],
  [
    'tables',
    '| a <b> | b |\n|---|:-:|\n| 1 \\| 2 <i> | *c* `x\\|y` |\n| [ü](https://a.example/ü) \\| <u> | <s> |',
  ],
  ['emphasis', 'a*b*c **d *e*** ~~f~~ [*g*](https://a.example/h) *<b>x</b>*'],
  [
    'addresses',
    '[a](https://bücher.example/ä?x=[1]&y={2}|3 "T\\"x <b> &amp;lt;") [b](<https://a.example/a b>) [c](https://a.example/(a)) [d](https://a.example/?a=1&amp;copy;=2)',
  ],
  [
    'reference links',
    '[r][1], [1], [R *e*][] and [sic]\n\n[1]: https://a.example/ä "T"\n[r *e*]: <https://a.example/b c>',
  ],
  ['autolinks', 'Wow!<https://ä.example/ü> <me@a.example> <ftp://a.example/x> <foo:bar>'],
  [
    'links that are refused',
    '[a](javascript:alert) [b](/rel) ![c](../q.png) [a [b](javascript:x) c](https://u.example/)\n\n[x]: javascript:x\n\n[x]',
  ],
  ['what looks like footnotes', 'Note[^1] and [^2].\n\n[^1]: word\n\n[^2]: Some more words'],
  ['pictures of others', 'Wow!![alt <b> *e*](https://x.example/p.png "Cap") text'],
  ['headings', '# A\n\n### B <i>\n\nMulti *line\nx*\n===\n\nBar #\n---\n\n- C\n  ---\n  text'],
  ['backslashes in a heading', 'A\\\\\nB\\\\\\\nC\\\n D \\*\n==='],
  [
    'other scripts',
    'مرحبا <b>بالعالم</b> [رابط](https://مثال.example/م)\n\n日本語**強調**です[リンク](https://x.example/日本)',
  ],
  ['the line endings of Windows', 'A <b>\r\nB\r\n\r\n> C <i>\r\n> D\r\n'],
  ['brackets without end', `${'['.repeat(200)}x](y)`],
  ['links in too many brackets', `${'[a '.repeat(12)}${'](https://y.example)'.repeat(12)}`],
])('%s: the same for other programs', (_what, articleBody) => {
  // No story of today may have all of these, but what was stored may.
  expectSame(entryOf({ articleBody }));
});

test('an article of an earlier version, which does not say what feeds may have, has none', () => {
  const article = publish(aStory({ articleBody: '<script>alert(1)</script>' }));
  const earlier = {
    ...article,
    rendering: { ...article.rendering, version: RENDERER_VERSION - 1, markdown: undefined },
  };
  expect(contentMarkdown(toEntry(earlier), site)).toBeUndefined();
});

test.each<[string, (count: number) => string]>([
  ['line breaks before the last word', (count) => `a${'\n'.repeat(count)}b`],
  ['backslashes in a heading', (count) => `${'\\'.repeat(count)}\n===`],
  ['bars in a cell', (count) => `| a |\n|---|\n| ${'<a\\|'.repeat(count / 4)} |`],
])('%s: written in time in proportion', (_what, make) => {
  expectLinear((count) => markdownOf({ articleBody: make(count) }), 4000);
});

test('without a reason, nothing of the text changes', () => {
  const articleBody = [
    '*Emphasis*, __strong__, `code`, a [link](https://a.example/x_(y)) \\\nand a ([source](https://a.example/b "T")).',
    '* a\n* b\n   1) c\n\n     d',
    '| a | b |\n|:--|--:|\n| [^1] | 5 < 6 & 7 |',
    '```\n<b>\n```\n\n***\n\n> e\n> f  \n> [sic]',
  ].join('\n\n');
  expect(markdownOf({ articleBody })).toContain(`\n\n${articleBody}\n\n`);
});

test('a citation leads to the archived copy if the source is gone', () => {
  const url = 'https://gone.example/a';
  const archivedAt = 'https://archive.example/gone';
  const fields = {
    articleBody: `It rose ([gone.example](${url})), and [again](${url}).`,
    citation: [{ url, archivedAt, linkStatus: 404 }],
  };
  expect(markdownOf(fields)).toContain(`It rose ([gone.example](${archivedAt})), and [again](${url}).`);
  expectSame(entryOf(fields));
});

test('TL;DR, corrections and sources keep their signs', () => {
  expectSame(
    entryOf({
      abstract: '<b>5 * 3 * 2</b> [x](y) #1 & `code` &amp; _a_!\n- b\n1. c',
      correction: [{ text: '# A <i>\n\n- *b* ~~c~~\n2) d', datePublished: '2026-03-05T00:00:00Z' }],
      citation: [
        { url: 'https://a.example/(x)', name: '1. [A] *b* <c> | d!', publisher: { name: '# P_q_' } },
      ],
    }),
  );
});

test('no text becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (text) => {
      const articleBody = text.replace(/[\\`*_{}[\]<>()#+\-.!|~&"'=:^]/g, '\\$&');
      if (articleBody.trim() === '') return;
      expectSame(entryOf({ articleBody: `A. ${articleBody}` }), [OTHERS['markdown-it']]);
    }),
    { numRuns: 100 },
  );
});

const SIGNS =
  '<b>,</div>,<!-- ,[a],[r],](https://x.example/ä "t"),[,](,(,),]: ,!,![,`,``,*,**,_,\\,\n,\n\n,\n> ,\n- ,\n1. ,\n    ,> ,- ,# ,\n===,\n---\n,```\n,|,<https://x.example/ü>,<me@x.example>,word,日本,&amp;,  \n,\n[r]: https://r.example/ö\n,\n[b]: javascript:x\n, '.split(
    ',',
  );

test('any sequence of signs is the same for another program', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SIGNS), { minLength: 1, maxLength: 14 }), (signs) => {
      expectSame(entryOf({ articleBody: `A. ${signs.join('')}` }), [OTHERS['markdown-it']]);
    }),
    { numRuns: 500 },
  );
});

test('takes hundreds of thousands of signs in its stride', () => {
  const began = performance.now();
  for (const sign of ['[', '<b>', ']', ']:', '`', '![', '<', '\\', '&', '!<', '\n> ', '[a](b)'])
    publish(aStory({ articleBody: `A ${sign.repeat(99_000 / sign.length)}` }));
  expect(performance.now() - began).toBeLessThan(20_000);
});
