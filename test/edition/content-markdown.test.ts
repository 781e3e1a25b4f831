import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { contentHtml } from '../../src/edition/content.ts';
import { contentMarkdown } from '../../src/edition/content-markdown.ts';
import { toEntry } from '../../src/edition/edition.ts';
import fc from '../draw.ts';
import { aStory, fullStory, publish, sampleStories, site } from '../samples.ts';

/** Renders Markdown as readers do that keep its HTML. */
const reader = new MarkdownIt({ html: true });
const compact = (html: string) =>
  html
    .replaceAll('&#39;', "'")
    .replace(/<br ?\/?>\s*/g, '<br>')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '><')
    .replace(/ (?=<\/?(p|li|ul|ol|h\d|div|blockquote|pre|table|hr))/g, '')
    .replace(/(<\/?(p|li|ul|ol|h\d|div|blockquote)[^>]*>) /g, '$1')
    .trim();
const readBack = (html: string) => compact(reader.render(contentMarkdown(html)));
const contentOf = (fields: Record<string, unknown>) => contentHtml(toEntry(publish(aStory(fields))), site);

test.each([...sampleStories, fullStory].map((story) => [story.slug, story] as const))(
  'a reader makes the same content of the Markdown: %s',
  (_slug, story) => {
    const html = contentHtml(toEntry(publish(story)), site);
    expect(readBack(html)).toBe(compact(html));
  },
);

test.each([
  ['signs of Markdown', '\\* not \\_emphasised\\_, \\[no link\\](x), \\`no code\\` and 1 * 2 * 3'],
  ['what looks like a list', '1\\. January\n\n\\- and\n\n\\# no heading\n\n\\+ plus'],
  ['markup', '<script>alert(1)</script> &amp; <b>bold</b>'],
  ['line breaks', 'Line one\\\nline two  \nline three\\\n# four\n\n- a\\\n  b\n\n> c\\\n> d'],
  ['lists in lists', '- one\n  - two\n\n    a paragraph\n- three\n\n5. five\n6. six'],
  ['quotations', '> one\n>\n> > two\n>\n> - three'],
  ['code', '`` a`b ``\n\n```js\nconst a = `1`;\n\n<b>\n```'],
  ['tables', '| a | b |\n|---|:-:|\n| 1 \\| 2 | *c* |'],
  ['emphasis', 'a*b*c **d *e*** ~~f~~ [*g*](https://a.example/(h))'],
])('%s stay what they are', (_what, articleBody) => {
  const html = contentOf({ articleBody });
  expect(readBack(html)).toBe(compact(html));
});

test('a line break is one: no sign is shown, and no paragraph begins', () => {
  expect(contentMarkdown(contentOf({ articleBody: 'Line one\\\nline two' }))).toContain(
    '\n\nLine one\\\nline two\n',
  );
});

test('no text becomes markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }), (text) => {
      const articleBody = text.replace(/[\\`*_{}[\]<>()#+\-.!|~&"'=:^]/g, '\\$&');
      if (articleBody.trim() === '') return;
      const html = contentOf({ articleBody: `A. ${articleBody}` });
      expect(readBack(html)).toBe(compact(html));
    }),
    { numRuns: 100 },
  );
});

test('keeps elements that are nested thousands deep, and their text', () => {
  const nested = (depth: number) => `<p>${'<em>'.repeat(depth)}a_b${'</em>'.repeat(depth)}</p>`;
  expect(contentMarkdown(nested(50_000))).toBe(`${'<em>'.repeat(50_000)}a\\_b${'</em>'.repeat(50_000)}\n`);
  expect(readBack(nested(300))).toBe(nested(300));
});

test.each(['<p>a{}b</p>', '<blockquote><p>a{}b</p></blockquote>', '<p>a\n{}b</p>'])(
  'takes a million spaces in its stride: %s',
  (html) => {
    // By the square of their number, a million spaces would take ten minutes.
    const markdown = contentMarkdown(html.replace('{}', ' '.repeat(1_000_000)));
    expect(markdown).toMatch(/a\s+b/);
  },
);
