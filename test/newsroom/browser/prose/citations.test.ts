import { Text } from '@codemirror/state';
import { expect, test } from 'vitest';
import { type CitedLink, findCitations } from '../../../../src/newsroom/browser/prose/citations.ts';
import { storyMarkdown } from '../../../../src/newsroom/browser/prose/markdown.ts';
import { numberCitations } from '../../../../src/site/story/citations.ts';
import { parseMarkdown, unescapeAll } from '../../../../src/site/story/markdown.ts';
import * as draw from '../../../draw.ts';

// The editor and the server find the same citations: chips stand where readers will see citations, and nowhere else.

const inEditor = (text: string) =>
  findCitations(Text.of(text.split('\n')), storyMarkdown.parser.parse(text), unescapeAll);

/** Returns the links of both. */
const linksOf = (text: string): { editor: CitedLink[]; server: CitedLink[] } => ({
  editor: inEditor(text).flatMap(({ links }) => links),
  server: numberCitations(parseMarkdown(text)).map(({ label, url }) => ({ label, url })),
});

/** Returns the first link that the two do not have in common. */
function difference(text: string): unknown {
  const { editor, server } = linksOf(text);
  const at = Array.from(server.length > editor.length ? server : editor).findIndex(
    (_, index) => JSON.stringify(editor[index]) !== JSON.stringify(server[index]),
  );
  return at < 0 ? undefined : { editor: editor[at], server: server[at] };
}

test.each([
  'So it is.([a](https://a.example/x))',
  '([w](https://w.example/Feed_(web)_(2)))',
  '([w](<https://w.example/a b>))',
  '([a](https://a.example/), [b](https://b.example/); [c](https://c.example/))',
  '([a](https://a.example/),\n[b](https://b.example/))',
  '> ([a](https://a.example/),\n> [b](https://b.example/))',
  '([a](https://a.example/),\\\n[b](https://b.example/))',
  '([a](https://a.example/))([b](https://b.example/))',
  '- one ([a](https://a.example/))\n  - two ([b](https://b.example/))',
  '## Why ([a](https://a.example/))',
  '| a |\n|---|\n| ([a](https://a.example/)) |',
  '([*a* `b` ~~c~~ \\] &amp; &copy; ![d](/pictures/d.png)](https://a.example/?x=1&amp;y=2 "title"))',
  '([a][1], [1], [b][])\n\n[1]: https://a.example/\n[B]: <https://b.example/>\n[1]: https://c.example/',
  '([a][nowhere]) ([nowhere])',
  '([a] and [b](https://b.example/))',
  '\\([a](https://a.example/)) &#40;[a](https://a.example/)) `([a](https://a.example/))`',
  '([a](https://a.example/) and [b](https://b.example/))',
  '(**[a](https://a.example/)**) **([a](https://a.example/))** (*[a](https://a.example/))*',
  '( [a](https://a.example/)) ([a](https://a.example/) ) (\n[a](https://a.example/))',
  '![([a](https://a.example/))](/pictures/x.png) [x ([a](https://a.example/))](https://b.example/)',
  '(<https://a.example/>) ([a](mailto:a@a.example)) ([a](javascript:alert(1))) ([a](/path)) ([a](https://))',
  '<b>([a](https://a.example/))</b>\n\n<div>\n([a](https://a.example/))\n</div>\n<!-- ([a](https://a.example/)) -->',
  '    ([a](https://a.example/))\n\n```\n([a](https://a.example/))\n```',
  '([[Agency] World](https://a.example/)) ([a\\]b](https://a.example/)) ([](https://a.example/))',
  '([a](https://a.example/\\)\\_b)) ([a](HTTPS://A.example)) ([a](https://例え.jp/ü))',
  '([a](https://a.example/),[b](https://b.example/), c)',
  '([a](https://a.example/), <https://b.example/>)',
  '([a](https://a.example/) , [b](https://b.example/))，([a](https://a.example/)，[b](https://b.example/))',
  'a\n===\n([a](https://a.example/))\n---',
])('%s', (text) => {
  expect(difference(text)).toBeUndefined();
});

test('a citation has its parentheses, and a group is one', () => {
  const text = 'One ([a](https://a.example/), [b](https://b.example/)), two ([c](<https://c.example/>)).';
  expect(inEditor(text).map(({ from, to }) => text.slice(from, to))).toEqual([
    '([a](https://a.example/), [b](https://b.example/))',
    '([c](<https://c.example/>))',
  ]);
});

const own = import.meta.glob<string>(
  ['/data/**/*.md', '/docs/**/*.md', '/test/*/**/*.md', '!/test/node_modules'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);
const foreign = import.meta.glob<string>(['/node_modules/*/*.md', '/node_modules/@*/*/*.md'], {
  query: '?raw',
  import: 'default',
  eager: true,
  exhaustive: true,
});

/** Puts each link in parentheses, so that texts that cite nothing do. */
const citing = (text: string) => text.replace(/\[[^\]\n]*\]\([^)\n]*\)/g, '($&)');

test.each([
  ['this project', own, 30],
  ['packages', foreign, 200],
])('in the texts of %s', (_, texts, least) => {
  expect(Object.keys(texts).length).toBeGreaterThan(least);
  for (const [path, text] of Object.entries(texts)) {
    const part = text.slice(0, 50_000).replace(/\r\n?/g, '\n');
    expect(difference(part), path).toBeUndefined();
    expect(difference(citing(part)), `${path}, links in parentheses`).toBeUndefined();
  }
});

test('in texts made of Markdown’s signs', () => {
  const piece = draw.constantFrom(
    ...['(', ')', '[', ']', '([a](https://a.example/))', '[b](https://b.example/)', ', ', '; ', '\n', '\n\n'],
    ...[
      '*',
      '**',
      '_',
      '`',
      '\\',
      '<',
      '>',
      '- ',
      '> ',
      '# ',
      '    ',
      '|',
      '!',
      'a',
      ' ',
      '&#40;',
      '~~',
      '[1]: https://c.example/\n',
    ],
  );
  draw.assert(
    draw.property(draw.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      expect(difference(text)).toBeUndefined();
    }),
    { numRuns: 20_000 },
  );
});
