import { describe, expect, test } from 'vitest';
import { parseMarkdown, plainCitations, tokensToHtml } from '../../../src/site/story/markdown.ts';

const show = (text: string, place?: 'page') =>
  tokensToHtml(parseMarkdown(text), plainCitations(String), place).replaceAll('\n', '');

const TABLE = '| Year | Power |\n|:--|--:|\n| 2025 | 1,091 |';

describe('a cell', () => {
  test('has the alignment that its author gave it, in feeds too, whose readers know no classes', () => {
    expect(show('| a | b | c | d |\n|:-|:-:|-:|-|\n', 'page')).toContain(
      '<th class="left">a</th><th class="center">b</th><th class="right">c</th><th>d</th>',
    );
    expect(show(TABLE)).toContain('<td align="left">2025</td><td align="right">1,091</td>');
    expect(show(TABLE) + show(TABLE, 'page')).not.toContain('style');
  });
});

describe('the caption of a table', () => {
  test.each([
    ['before it', `: Power, in *TWh* ([a](https://a.example/))\n\n${TABLE}`],
    ['after it', `${TABLE}\n\n: Power, in *TWh* ([a](https://a.example/))`],
  ])('is a paragraph %s that begins with a colon', (_where, text) => {
    const html = show(`Before.\n\n${text}\n\nAfter.`);
    expect(html).toMatch(
      /^<p>Before.<\/p><table><caption>Power, in <em>TWh<\/em> \(<a [^>]*>a<\/a>\)<\/caption><thead>.*<\/table><p>After.<\/p>$/,
    );
  });

  test('may begin with markup', () => {
    expect(show(`: *Power* from wind\n\n${TABLE}`)).toContain('<caption><em>Power</em> from wind</caption>');
  });

  test('belongs to the table before it, if that has none', () => {
    const html = show(`${TABLE}\n\n: One\n\n${TABLE}\n\n: Two`);
    expect(html).toMatch(/^<table><caption>One<.*<caption>Two</);
    expect(show(`: One\n\n${TABLE}\n\n: Two\n\n${TABLE}`)).toMatch(/^<table><caption>One<.*<caption>Two</);
  });

  test.each([
    ['no table is beside it', ': Text\n\nMore.'],
    ['it has no words', `:\n\n${TABLE}`],
    ['nothing is between colon and word', `:Text\n\n${TABLE}`],
    ['the colon is escaped', `\\: Text\n\n${TABLE}`],
    ['it is emphasised', `*: Text*\n\n${TABLE}`],
  ])('is none if %s', (_why, text) => {
    const html = show(text);
    expect(html).not.toContain('<caption>');
    expect(html).toMatch(/<p>(<em>)?:/);
  });

  test('in a quote or a list stays there', () => {
    expect(show(`> : One\n>\n> ${TABLE.replaceAll('\n', '\n> ')}`)).toMatch(
      /^<blockquote><table><caption>One<.*<\/table><\/blockquote>$/,
    );
    expect(show(`- : One\n\n${TABLE}`)).toContain('<li>: One</li>');
  });
});

describe('the box of a table on a page', () => {
  const boxOf = (text: string) => /<div [^>]*>(?=<table>)/.exec(show(text, 'page'))?.[0];

  test('can be focused, and is named by the caption or by the columns, without citations', () => {
    expect(boxOf(`: "TWh" & <b>\n\n${TABLE}`)).toBe(
      '<div class="table keyed" tabindex="0" role="group" aria-label="&quot;TWh&quot; &amp; &lt;b&gt;">',
    );
    expect(boxOf('| Year ([a](https://a.example/)) | **Power** | |\n|-|-|-|')).toContain(
      'aria-label="Year, Power"',
    );
    expect(boxOf('| | |\n|-|-|\n| a | b |')).toBe('<div class="table keyed" tabindex="0">');
  });

  test('keeps a first column on one line only if all of it is short', () => {
    expect(boxOf('| Land |\n|-|\n| Vereinigtes König |')).toContain('keyed');
    expect(boxOf('| Land |\n|-|\n| Das Vereinigte Königreich |')).not.toContain('keyed');
    expect(boxOf('| 国 |\n|-|\n| 一二三四五六七八九 |')).toContain('keyed');
    expect(boxOf('| 国 |\n|-|\n| 一二三四五六七八九十 |')).not.toContain('keyed');
  });

  test('holds a table of many cells', () => {
    const html = show(`: A\n\n| a | b |\n|-|-|\n${'| 1 | 2 |\n'.repeat(60_000)}`, 'page');
    expect(html.endsWith('</table></div>')).toBe(true);
  });

  test('takes time linear in the number of tables', () => {
    const start = performance.now();
    show(`${TABLE}\n\n: A\n\n`.repeat(10_000), 'page');
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
