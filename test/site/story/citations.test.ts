import { describe, expect, test } from 'vitest';
import { aStory, foreignStories, fullStory, publish, sampleStories } from '../../samples.ts';

const cited = (articleBody: string) =>
  publish(aStory({ articleBody })).rendering.sources.map(
    ({ number, url, uses }) => `${number} ${url} ×${uses}`,
  );

describe('an inline citation', () => {
  test.each([
    ['at the end of a sentence', 'So it is.([a.example](https://a.example/x))', ['1 https://a.example/x ×1']],
    [
      'with parentheses in its URL',
      '([w](https://w.example/Feed_(web)_(2)))',
      ['1 https://w.example/Feed_(web)_(2) ×1'],
    ],
    ['in angle brackets, with a space', '([w](<https://w.example/a b>))', ['1 https://w.example/a%20b ×1']],
    [
      'several in one pair of parentheses',
      '([a](https://a.example/), [b](https://b.example/); [c](https://c.example/))',
      ['1 https://a.example/ ×1', '2 https://b.example/ ×1', '3 https://c.example/ ×1'],
    ],
    [
      'broken over a line',
      '([a](https://a.example/),\n[b](https://b.example/))',
      ['1 https://a.example/ ×1', '2 https://b.example/ ×1'],
    ],
    [
      'one right after another',
      '([a](https://a.example/))([b](https://b.example/))',
      ['1 https://a.example/ ×1', '2 https://b.example/ ×1'],
    ],
    [
      'in a list',
      '- one ([a](https://a.example/))\n- two ([b](https://b.example/))',
      ['1 https://a.example/ ×1', '2 https://b.example/ ×1'],
    ],
    ['in a block quote', '> said ([a](https://a.example/))', ['1 https://a.example/ ×1']],
    ['in a heading', '## Why ([a](https://a.example/))', ['1 https://a.example/ ×1']],
    ['in a table', '| a |\n|---|\n| ([a](https://a.example/)) |', ['1 https://a.example/ ×1']],
    ['with emphasis in its label', '([*a* `b`](https://a.example/))', ['1 https://a.example/ ×1']],
    ['by reference', '([a][1])\n\n[1]: https://a.example/', ['1 https://a.example/ ×1']],
    [
      'of the same URL twice',
      '([a](https://a.example/)) ([b](https://b.example/)) ([a](https://a.example/))',
      ['1 https://a.example/ ×2', '2 https://b.example/ ×1'],
    ],
    [
      'of the same URL written in two ways',
      '([a](https://a.example)) ([a](HTTPS://A.example/))',
      ['1 https://a.example/ ×2'],
    ],
    [
      'of URLs that differ in their fragment',
      '([a](https://a.example/#1)) ([a](https://a.example/#2))',
      ['1 https://a.example/#1 ×1', '2 https://a.example/#2 ×1'],
    ],
    ['of a host in another script', '([a](https://例え.jp/))', ['1 https://xn--r8jz45g.jp/ ×1']],
    ['inside more parentheses', '(so it is ([a](https://a.example/)))', ['1 https://a.example/ ×1']],
    [
      'with brackets in its query',
      '([a](https://a.example/?ids[]=3|4))',
      ['1 https://a.example/?ids[]=3|4 ×1'],
    ],
    [
      'broken by a hard break',
      '([a](https://a.example/),  \n[b](https://b.example/))',
      ['1 https://a.example/ ×1', '2 https://b.example/ ×1'],
    ],
    [
      'with an address as its label',
      '([<https://d.example/>](https://b.example/))',
      ['1 https://b.example/ ×1'],
    ],
  ])('%s', (_what, body, expected) => {
    expect(cited(body)).toEqual(expected);
  });

  test.each([
    ['a link without a parenthesis', '[a](https://a.example/)'],
    ['a link among words in a parenthesis', '(see [a](https://a.example/))'],
    ['a link followed by words in a parenthesis', '([a](https://a.example/), page 4)'],
    ['a parenthesis that is escaped', '\\([a](https://a.example/))'],
    ['a closing parenthesis that is escaped', '([a](https://a.example/)\\)'],
    ['a code span', '`([a](https://a.example/))`'],
    ['a code block', '```\n([a](https://a.example/))\n```'],
    ['an autolink', '(<https://a.example/>)'],
    ['an address', '([a](mailto:a@a.example))'],
    ['a parenthesis that is never closed', '([a](https://a.example/)'],
  ])('is not %s', (_what, body) => {
    expect(cited(body)).toEqual([]);
  });
});

describe('on the page, a citation', () => {
  const pageOf = (articleBody: string, citation: object[] = []) =>
    publish(aStory({ articleBody, citation })).rendering.page;
  const link = (number: number, use: number, label: string, publisher = label) =>
    `<a id="fnref-${number}-${use}" href="#fn-${number}" role="doc-noteref" data-n="${number}" aria-label="${label} ${number}, ${publisher}">${label}</a>`;
  const [A, B] = ['https://a.example/x?b=1&c=2', 'https://b.example/'];

  test('is one mark with its parenthesis or comma, which leads to the list of sources; in a feed, a plain link', () => {
    const { rendering } = publish(aStory({ articleBody: `One.([a](${A})) Two ([b](${B}), [a](${A})).` }));
    expect(rendering.page).toBe(
      `<p>One.<span class="cite">(${link(1, 1, 'a', 'a.example')})</span> Two ` +
        `<span class="cite">(${link(2, 1, 'b', 'b.example')},</span> ` +
        `<span class="cite">${link(1, 2, 'a', 'a.example')})</span>.</p>\n`,
    );
    const a = '<a href="https://a.example/x?b=1&amp;c=2">a</a>';
    expect(rendering.feed).toBe(`<p>One.(${a}) Two (<a href="${B}">b</a>, ${a}).</p>\n`);
  });

  test('has the name of its publisher for screen readers, whatever is in the name and the label', () => {
    const page = pageOf(`Yes.([*a*  "b"\n\`c\`](${B}))`, [{ url: B, publisher: { name: 'Paper & "Sons"' } }]);
    expect(page).toContain('aria-label="a &quot;b&quot; c 1, Paper &amp; &quot;Sons&quot;">');
  });

  test('has escaped characters and references in its name for screen readers, as in its label and in feeds', () => {
    const articleBody = `([a\\]b &lt;c&gt; &copy; \\& ![d \\* e](/pictures/d.png)](${B}))`;
    const { page, feed } = publish(aStory({ articleBody })).rendering;
    const label = 'a]b &lt;c&gt; © &amp; d * e';
    expect(page).toContain(`aria-label="${label} 1, b.example">a]b &lt;c&gt; © &amp; `);
    expect(feed).toContain(`<a href="${B}">a]b &lt;c&gt; © &amp; `);
  });

  test('keeps the title that its author gave the link', () => {
    expect(pageOf(`([b](${B} "A title"))`)).toContain('aria-label="b 1, b.example" title="A title">b</a>');
  });

  test.each([
    ['no space', `([a](${A}),[b](${B}))`, ',</span><span class="cite">'],
    ['a space before a semicolon', `([a](${A}) ; [b](${B}))`, ' ;</span> <span class="cite">'],
    ['a line break', `([a](${A}),\n[b](${B}))`, ',</span>\n<span class="cite">'],
    ['a line break before the comma', `([a](${A})\n,[b](${B}))`, '\n,</span><span class="cite">'],
    ['a hard break', `([a](${A}),  \n[b](${B}))`, ',</span><br>\n<span class="cite">'],
  ])('is separated from the next as its author did: %s', (_what, body, between) => {
    expect(pageOf(body)).toBe(
      `<p><span class="cite">(${link(1, 1, 'a', 'a.example')}${between}${link(2, 1, 'b', 'b.example')})</span></p>\n`,
    );
  });

  test('leaves the text as feeds have it', () => {
    const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, '');
    for (const { rendering } of [...sampleStories, ...foreignStories, fullStory].map(publish))
      expect(textOf(rendering.page)).toBe(textOf(rendering.feed));
  });
});

test('uncited reporting follows the cited sources, and every source in the record is kept', () => {
  const { rendering } = publish(
    aStory({
      articleBody: '([b](https://b.example/)) ([new](https://new.example/))',
      citation: [
        { url: 'https://listed.example/', name: 'Listed only' },
        { url: 'https://b.example', name: 'B', quote: { exact: 'words' } },
      ],
      isBasedOn: [
        { url: 'https://r.example/', name: 'Reporting' },
        { url: 'https://b.example/', datePublished: '2026' },
      ],
    }),
  );
  expect(
    rendering.sources.map(({ number, url, name, uses, isBasedOn }) => [number, url, name, uses, isBasedOn]),
  ).toEqual([
    [1, 'https://b.example/', 'B', 1, true],
    [2, 'https://new.example/', null, 1, false],
    [3, 'https://listed.example/', 'Listed only', 0, false],
    [4, 'https://r.example/', 'Reporting', 0, true],
  ]);
  expect(rendering.sources[0]).toMatchObject({ quote: { exact: 'words' }, datePublished: '2026' });
});

test('7,000 citations in one text are found quickly', () => {
  // An algorithm that searched the whole text for each citation would take minutes.
  expect(cited('([](http://a))'.repeat(7000))).toEqual(['1 http://a/ ×7000']);
});

test('a citation matches its source however Markdown spells the URL', () => {
  const url = 'https://a.example/?ids[]=3&y={z}#a|b';
  const { sources, feed } = publish(
    aStory({ articleBody: `([a](${url}))`, citation: [{ url, name: 'A' }] }),
  ).rendering;
  expect(sources.map(({ name, uses }) => [name, uses])).toEqual([['A', 1]]);
  expect(feed).toContain('href="https://a.example/?ids%5B%5D=3&amp;y=%7Bz%7D#a%7Cb"');
});

test('a link within a link becomes text', () => {
  const { feed } = publish(
    aStory({ articleBody: '[see <https://d.example/> here](https://b.example/)' }),
  ).rendering;
  expect(feed).toBe('<p><a href="https://b.example/">see https://d.example/ here</a></p>\n');
});

test('an uncited source is not reporting, unless the text cites no source at all', () => {
  const citation = [{ url: 'https://a.example/' }, { url: 'https://b.example/' }];
  const isBasedOn = (articleBody: string) =>
    publish(aStory({ articleBody, citation })).rendering.sources.map((source) => source.isBasedOn);
  expect(isBasedOn('([a](https://a.example/))')).toEqual([true, false]);
  expect(isBasedOn('Nothing.')).toEqual([true, true]);
});
