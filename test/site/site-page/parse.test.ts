import { describe, expect, test } from 'vitest';
import { pageHtml } from '../../../src/site/site-page/html.ts';
import { MAX_PAGE_CHARACTERS, parsePageFile, parsePageJson } from '../../../src/site/site-page/parse.ts';
import { isPageSlug } from '../../../src/site/site-page/slugs.ts';

const faultsOf = (text: string, slug = 'about') => {
  const parsed = parsePageFile(text, slug);
  return parsed.ok ? [] : parsed.faults;
};
const file = (body: string, fields = 'title: About') => `---\n${fields}\n---\n\n${body}`;

describe('the file of a page', () => {
  test('has its fields and its text, byte for byte', () => {
    const body = 'Text  \r\n\r\n\n## A\t\n';
    expect(parsePageFile(file(body, 'title: About\ninLanguage: de\ndescription: Who'), 'about')).toEqual({
      ok: true,
      value: { slug: 'about', title: 'About', inLanguage: 'de', description: 'Who', body },
    });
  });

  test.each([
    ['no front matter', 'Text', { line: 1, rule: /must begin with front matter/ }],
    ['no title', file('x', 'description: d'), { field: 'title', rule: /is required/ }],
    ['an unknown field', file('x', 'title: t\nheadline: h'), { field: 'headline', line: 3 }],
    ['a body in the front matter', file('x', 'title: t\nbody: y'), { field: 'body', line: 3 }],
    ['a colon in the title', file('x', 'title: a: b'), { field: 'title', line: 2 }],
    ['no text', file(''), { field: 'body', rule: /must not be empty/ }],
    [
      'a reserved slug',
      file('x', 'title: t\nslug: api'),
      { field: 'slug', line: 3, rule: /something else at \/api/ },
    ],
    ['a slug of two segments', file('x', 'title: t\nslug: a/b'), { field: 'slug', line: 3 }],
    ['a slug that is too long', file('x', `title: t\nslug: ${'a'.repeat(61)}`), { field: 'slug', line: 3 }],
    ['a language that is none', file('x', 'title: t\ninLanguage: xx_y'), { field: 'inLanguage', line: 3 }],
    ['a relative link', file('A\n\n[x](contact)'), { field: 'body', line: 7, rule: /paths on this site/ }],
    ['a link to another host', file('[x](//evil.example/)'), { field: 'body', line: 5 }],
    ['a script', file('[x](javascript:alert(1))'), { field: 'body', line: 5 }],
    ['data', file('![x](data:text/html,x)'), { field: 'body', line: 5 }],
    ['a control character', file('x\u0007'), { field: 'body' }],
    ['a control character in the title', file('x', 'title: "a\\u0085b"'), { field: 'title' }],
    ['a definition that nothing uses', file('x\n\n[a]: https://a.example/'), { field: 'body', line: 7 }],
    ['too deep quotes', file(`${'> '.repeat(60)}x`), { field: 'body', rule: /nested/ }],
    ['too much', file('x'.repeat(MAX_PAGE_CHARACTERS)), { rule: /at most 200,000/ }],
  ])('is refused for %s', (_, text, expected) => {
    const matching = Object.fromEntries(
      Object.entries(expected).map(([name, value]) => [
        name,
        value instanceof RegExp ? expect.stringMatching(value) : value,
      ]),
    );
    expect(faultsOf(text)).toContainEqual(expect.objectContaining(matching));
  });

  test('has at most 100,000 characters of text, and 300,000 of HTML for its links', () => {
    expect(faultsOf(file('x'.repeat(100_000)))).toEqual([]);
    expect(faultsOf(file('x'.repeat(100_001)))).toMatchObject([{ field: 'body', rule: /100,000/ }]);
    const url = `https://a.example/${'x'.repeat(1900)}`;
    expect(faultsOf(file(`${'[a] '.repeat(5000)}\n\n[a]: ${url}`))).toMatchObject([
      { field: 'body', rule: expect.stringMatching(/links must take at most 300,000/) },
    ]);
  });
});

describe('the record of a page as JSON', () => {
  test('is refused for names given twice, nested values, and what is no object', () => {
    for (const text of [
      '{"title":"a","title":"b","body":"x"}',
      '[]',
      'null',
      '{',
      `{"title":"a","body":${'['.repeat(5000)}${']'.repeat(5000)}}`,
      '{"title":{"a":1},"body":"x"}',
      '{"title":"a","body":"x","__proto__":{"slug":"b"}}',
    ])
      expect(parsePageJson(text, 'about').ok, text.slice(0, 40)).toBe(false);
    expect(parsePageJson('\uFEFF{"title":"a","body":"x"}', 'about')).toMatchObject({
      ok: true,
      value: { slug: 'about', inLanguage: null },
    });
  });
});

describe('the text of a page', () => {
  test('has headings from h2 on, and links to pages of the site', () => {
    expect(pageHtml('# One\n\n### Two\n\n[x](/contact?a=1#b)')).toBe(
      '<h2>One</h2>\n<h3>Two</h3>\n<p><a href="/contact?a=1#b">x</a></p>\n',
    );
  });

  test('leads to no other host by a backslash', () => {
    expect(pageHtml('[x](/\\\\evil.example)')).toBe('<p><a href="/%5Cevil.example">x</a></p>\n');
  });

  test('shows markup as text, and citations and footnotes as they are written', () => {
    expect(pageHtml('<script>x</script> <b>y</b>')).toBe(
      '<p>&lt;script&gt;x&lt;/script&gt; &lt;b&gt;y&lt;/b&gt;</p>\n',
    );
    expect(pageHtml('A.([a.example](https://a.example/), [b](https://b.example/))[^1]')).toBe(
      '<p>A.(<a href="https://a.example/">a.example</a>, <a href="https://b.example/">b</a>)[^1]</p>\n',
    );
    expect(pageHtml('| a |\n|---|\n| b |')).toContain(
      '<div class="table keyed" tabindex="0" role="group" aria-label="a"><table>',
    );
  });
});

test('a slug is one segment of lower-case words that the site does not use', () => {
  for (const slug of ['about', 'how-we-work', 'a1', 'imprint']) expect(isPageSlug(slug), slug).toBe(true);
  for (const slug of [
    '',
    'About',
    'a/b',
    'a.b',
    'a--b',
    '-a',
    'ü',
    'api',
    'newsroom',
    'search',
    'a'.repeat(61),
  ])
    expect(isPageSlug(slug), slug).toBe(false);
});
