import { describe, expect, test } from 'vitest';
import { aStory, publish } from '../../samples.ts';

describe('the analysis', () => {
  const page = (articleBody: string) => publish(aStory({ articleBody })).rendering.page;

  test('contains only the links that its author wrote', () => {
    const bare = 'www.example.org, https://example.org/, ann@example.org';
    expect(page(bare)).toBe(`<p>${bare}</p>\n`);
    expect(page('<https://example.org/>')).toContain('<a href="https://example.org/">');
  });

  test.each([
    [
      'raw HTML is shown as text',
      '<script>alert(1)</script> <b onclick="x">b</b>',
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b onclick=&quot;x&quot;&gt;b&lt;/b&gt;</p>\n',
    ],
    [
      'a link that would run script is shown as text',
      '[x](javascript:alert(1)) [y](data:text/html,z)',
      '<p>[x](javascript:alert(1)) [y](data:text/html,z)</p>\n',
    ],
    [
      'a picture becomes a link to it',
      '![A chart](https://a.example/c.png)',
      '<p><a href="https://a.example/c.png">A chart</a></p>\n',
    ],
    [
      'a picture in a link becomes its text',
      '[![A chart](https://a.example/c.png)](https://a.example/)',
      '<p><a href="https://a.example/">A chart</a></p>\n',
    ],
    [
      'headings are below the page’s own and skip no level',
      '# One\n\n##### Five',
      '<h3>One</h3>\n<h4>Five</h4>\n',
    ],
    [
      'quotes in a label are escaped',
      '["](https://a.example/?q=")',
      '<p><a href="https://a.example/?q=%22">&quot;</a></p>\n',
    ],
  ])('%s', (_what, body, expected) => {
    expect(page(body)).toBe(expected);
  });
});

test('a named entity becomes its character, and an unknown one stays as it is', () => {
  const { feed } = publish(
    aStory({ articleBody: '&copy; &NotEqualTilde; &Bogus; &Amp; [a](https://a.example/?b&amp;c)' }),
  ).rendering;
  expect(feed).toContain('© ≂̸ &amp;Bogus; &amp;Amp;');
  expect(feed).toContain('href="https://a.example/?b&amp;c"');
});

test.each([
  ['bücher.example', 'xn--bcher-kva.example'],
  ['BÜCHER.example', 'xn--bcher-kva.example'],
  ['新聞.example', 'xn--efvv70d.example'],
  ['موقع.example', 'xn--4gbrim.example'],
  ['NEWS.example', 'NEWS.example'],
  ['127.0.0.1', '127.0.0.1'],
])('mail to %s goes to %s', (host, ascii) => {
  const { page } = publish(aStory({ articleBody: `[us](mailto:desk@${host}?subject=x@ü)` })).rendering;
  expect(page).toContain(`<a href="mailto:desk@${ascii}?subject=x@%C3%BC">us</a>`);
});

test('the same story gives the same article', () => {
  const story = aStory({ articleBody: '([a](https://a.example/))' });
  expect(publish(story)).toEqual(publish(structuredClone(story)));
});

test('an identifier does not contain the site’s address, and a URL parser does not change it', () => {
  const { identifier } = publish(aStory());
  expect(identifier).toBe('tag:edgewire.example,2026:stories/a-story');
  expect(new URL(identifier).href).toBe(identifier);
});

test('a link’s URL keeps characters that the URL standard would remove', () => {
  const { rendering } = publish(
    aStory({ articleBody: 'See [a](https://a.example/x&#12;) [b](https://a.example/c&#9;d&#10;e).' }),
  );
  expect(rendering.page).toContain('href="https://a.example/x%0C"');
  expect(rendering.page).toContain('href="https://a.example/c%09d%0Ae"');
});

describe('the claims of the TL;DR', () => {
  test('are listed in its order, each with its sources and quotes', () => {
    const { rendering } = publish(
      aStory({
        abstract: 'It rose by 5%. It fell. China waits.',
        articleBody: 'Text.([a](https://a.example/))',
        citation: [{ url: 'https://b.example/' }],
        evidence: [
          { claim: 'It fell.', source: 'https://B.example', quote: { exact: 'falling' } },
          { claim: 'It rose by 5%.', source: 'https://a.example/', quote: { exact: 'It rose by 4%.' } },
          { claim: 'It fell.', source: 'https://a.example/', quote: { exact: 'fell', prefix: 'it' } },
        ],
      }),
    );
    const quote = (exact: string, prefix: string | null = null) => ({ exact, prefix, suffix: null });
    expect(rendering.claims).toEqual([
      {
        start: 0,
        end: 14,
        evidence: [{ source: 1, quote: quote('It rose by 4%.') }],
        verdict: 'contradicted',
        findings: expect.arrayContaining([
          { kind: 'number', text: '5%', result: 'contradicted', quoted: '4%' },
        ]),
      },
      {
        start: 15,
        end: 23,
        evidence: [
          { source: 2, quote: quote('falling') },
          { source: 1, quote: quote('fell', 'it') },
        ],
        verdict: 'found',
        findings: [],
      },
    ]);
    expect(rendering.withoutEvidence).toEqual([{ sentence: 'China waits.', findings: [] }]);
  });

  test('are none without evidence, and no sentence is reported', () => {
    expect(publish(aStory()).rendering).toMatchObject({ claims: [], withoutEvidence: [] });
  });
});
