import { describe, expect, test } from 'vitest';
import { aStory, publish } from '../samples.ts';

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

test('the page links each citation to the list of sources; a feed has no anchors', () => {
  const { rendering } = publish(
    aStory({
      slug: 's',
      articleBody:
        'One.([a](https://a.example/x?b=1&c=2)) Two ([b](https://b.example/), [a](https://a.example/x?b=1&c=2)).',
    }),
  );
  const mark = (number: number, use: number, name: string) =>
    `<sup id="fnref-${number}-${use}"><a href="#fn-${number}" role="doc-noteref">${number}<span class="hidden"> ${name}</span></a></sup>`;
  const a = '<a href="https://a.example/x?b=1&amp;c=2">a</a>';
  const b = '<a href="https://b.example/">b</a>';
  expect(rendering.page).toBe(
    `<p>One.(${a})${mark(1, 1, 'a.example')} Two (${b}${mark(2, 1, 'b.example')}, ${a}${mark(1, 2, 'a.example')}).</p>\n`,
  );
  expect(rendering.feed).toBe(`<p>One.(${a}) Two (${b}, ${a}).</p>\n`);
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
  expect(feed).toContain('ids[]=3');
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
