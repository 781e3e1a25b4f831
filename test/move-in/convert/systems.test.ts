import { describe, expect, test } from 'vitest';
import { convertText } from '../../../src/move/in/convert/convert-text.ts';
import type { OldText } from '../../../src/move/in/old-site.ts';

const convert = (format: OldText['format'], text: string, more: Partial<OldText> = {}) =>
  convertText({ format, text, base: 'https://old.example/', ...more }, { place: {}, pictureAt: () => null });

describe("WordPress's text", () => {
  test('has paragraphs and line breaks where its readers saw them', () => {
    const { markdown } = convert(
      'wordpress',
      'One\r\ntwo\r\n\r\n<ul>\n\t<li>a</li>\n\t<li>b\nc</li>\n</ul>\nThree<br />\nfour',
    );
    expect(markdown).toBe('One\\\ntwo\n\n- a\n- b\\\n  c\n\nThree\\\nfour');
  });

  test('says what became of each shortcode', () => {
    const { markdown, losses } = convert(
      'wordpress',
      'A [box c="d"]boxed [sic][/box] word, [[gallery]], [unclosed a="b"] and [/stray]. [su_button url="https://b.example/"]Press[/su_button] [wpforms id="1"]',
    );
    expect(markdown).toBe(
      'A boxed [sic] word, [gallery], [unclosed a="b"] and [/stray]. [Press](https://b.example/)',
    );
    expect(losses.map(({ was, now }) => `${was} → ${now}`)).toEqual([
      '[box c="d"]…[/box] → its content',
      '[unclosed a="b"] → the same, as text: nothing closes it',
      '[/stray] → the same, as text: nothing opens it',
      '[su_button url="https://b.example/"]…[/su_button] → a link',
      '[wpforms id="1"] → left out',
    ]);
  });

  test('brings the pictures of a gallery, which it names by number', () => {
    const { markdown, losses } = convert('wordpress', '[gallery ids="7,8"]', {
      attachments: { 7: { url: 'https://old.example/7.jpg', alt: 'Seven', caption: 'No. 7', credit: null } },
    });
    expect(markdown).toBe('[No. 7](https://old.example/7.jpg)');
    expect(losses[0]).toMatchObject({ kind: 'gallery', now: 'pictures one below the other' });
  });

  test('makes a citation of a footnote with a link, and a list of the others', () => {
    const mark = (id: string, number: number) =>
      `<sup data-fn="${id}" class="fn"><a href="#${id}" id="${id}-link">${number}</a></sup>`;
    const { markdown, citations } = convert(
      'wordpress',
      `<!-- wp:paragraph -->\n<p>Void${mark('a1', 1)} and null${mark('b2', 2)}.</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->`,
      { footnotes: { a1: '<em>Kerr</em>, <a href="https://courts.example/14">full text</a>', b2: 'Both.' } },
    );
    expect(markdown).toBe('Void([courts.example](https://courts.example/14)) and null[1\\].\n\n1. Both.');
    expect(citations).toEqual([{ url: 'https://courts.example/14', name: 'Kerr, full text' }]);
  });
});

describe('a list of references', () => {
  test('becomes the sources of the story, cited where the text has their numbers', () => {
    const { markdown, citations, losses } = convert(
      'html',
      '<p>Peat stores carbon [1], and burns [1, 2].</p><h2>Quellen</h2><ol><li><a href="https://peat.example/">Peat</a>, 2019</li><li>Fire: https://fire.example/x.</li></ol><p>End.</p>',
    );
    expect(markdown).toBe(
      'Peat stores carbon ([peat.example](https://peat.example/)), and burns ([peat.example](https://peat.example/), [fire.example](https://fire.example/x)).\n\nEnd.',
    );
    expect(citations).toEqual([
      { url: 'https://peat.example/', name: 'Peat, 2019' },
      { url: 'https://fire.example/x', name: 'Fire: https://fire.example/x.' },
    ]);
    expect(losses).toMatchObject([{ kind: 'heading', was: 'Quellen' }]);
  });

  test('keeps entries without a link, with their numbers', () => {
    const { markdown } = convert(
      'html',
      '<p>Said [1, 2].</p><h3>Sources</h3><ol><li><a href="https://a.example/">A</a></li><li>A talk</li></ol>',
    );
    expect(markdown).toBe('Said ([a.example](https://a.example/))[2\\].\n\n### Sources\n\n[2] A talk');
  });
});

describe('footnotes of other systems', () => {
  test.each([
    [
      'Substack',
      '<p>A<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p><div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a><div class="footnote-content"><p>See <a href="https://n.example/">N</a></p></div></div>',
    ],
    [
      'Word',
      '<p>A<a href="#_ftn1" name="_ftnref1">[1]</a></p><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> See <a href="https://n.example/">N</a></p></div>',
    ],
    [
      'Jekyll',
      '<p>A<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup></p><div class="footnotes"><ol><li id="fn:1"><p>See <a href="https://n.example/">N</a> <a href="#fnref:1" class="reversefootnote">&#8617;</a></p></li></ol></div>',
    ],
  ])('become citations: %s', (_system, html) => {
    const { markdown, citations } = convert('html', html);
    expect(markdown).toBe('A([n.example](https://n.example/))');
    expect(citations).toEqual([{ url: 'https://n.example/', name: 'See N' }]);
  });

  test('in Markdown become citations, but not in code', () => {
    const { markdown } = convert('markdown', 'A[^x] and `[^x]`\n\n[^x]: See <https://n.example/>.\n');
    expect(markdown).toBe('A([n.example](https://n.example/)) and `[^x]`');
  });
});

test('Markdown with HTML becomes plain Markdown; templates that it shows stay', () => {
  const shown = '```\n{{< figure src="/x.png" >}}\n{% include a.html %}\n```';
  const { markdown, losses } = convert(
    'markdown',
    `# T\n\n<div>\n\n*a* <b>b</b>\n\n</div>\n\n${shown}\n\nWrite \`{% raw %}\` first.\n`,
  );
  expect(markdown).toBe(`# T\n\n*a* **b**\n\n${shown}\n\nWrite \`{% raw %}\` first.`);
  expect(losses).toEqual([]);
});
