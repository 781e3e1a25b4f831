import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { expect, test } from 'vitest';
import { renderAtom } from '../../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../../src/site/edition/formats/json-feed.ts';
import { notHtml, WORD_JOINER } from '../../../../src/site/edition/formats/not-html.ts';
import { renderRss } from '../../../../src/site/edition/formats/rss.ts';
import * as fc from '../../../draw.ts';
import { line } from '../../../hostile.ts';
import { anEdition, aStory, publish, site } from '../../../samples.ts';

const textIn = (node: DefaultTreeAdapterTypes.Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textIn).join('') : '';
/** What a reader shows that takes a text for HTML. */
const asHtml = (text: string) => textIn(parseFragment(text));
const seen = (text: string) => text.replaceAll(WORD_JOINER, '');

const HEADLINES = [
  'The <dialog> element',
  'Bill rises 5 < 7 > 3',
  'I <3 news',
  '价格 <成本> 上涨',
  'x<y and y>z',
  'A </script> in a headline',
  '<!-- a comment --> and <?php a = 1 ?>',
  'How &lt; became a &lt;b> of contention',
  '&copy 2026, &#60;i&#62;, &#x3C;, &NotEqualTilde; and &region',
  'ends with <',
  'ends with &',
];

test.each(HEADLINES)('“%s” keeps its words in readers that take titles for HTML', (headline) => {
  const edition = anEdition([
    publish(
      aStory({
        headline,
        author: [{ name: headline }],
        articleBody: 'A.([b](https://b.example/))',
        citation: [{ url: 'https://b.example/', name: headline }],
      }),
    ),
  ]);
  const rss = parseRssFeed(renderRss(edition, { ...site, title: headline, tagline: headline }));
  const atom = parseAtomFeed(renderAtom(edition, { ...site, title: headline, tagline: headline }));
  const [item, entry] = [rss.items?.[0], atom.entries?.[0]];
  const texts = [
    rss.title,
    rss.description,
    item?.title,
    item?.dc?.creators?.[0],
    item?.atom?.links?.[0]?.title,
    atom.title?.value,
    atom.subtitle?.value,
    entry?.title?.value,
    entry?.authors?.[0]?.name,
    entry?.links?.find(({ rel }) => rel === 'via')?.title,
  ];
  // Parsers trim texts.
  for (const text of texts) {
    expect([asHtml(text ?? ''), text].map((each) => seen(each ?? '').trim())).toEqual([headline, headline]);
  }
  expect(JSON.parse(renderJsonFeed(edition, site)).items[0].title).toBe(headline);
});

test.each(['AT&T, R&D, Q&A, H&M and S&P 500', '5 < 7 and 7 > 5', 'a <', '« “x” »', 'a & b'])(
  '“%s” is no HTML, and gets no invisible characters',
  (text) => {
    expect(notHtml(text)).toBe(text);
  },
);

test('any text is the same as plain text and as HTML', () => {
  fc.assert(
    fc.property(line, (text) => {
      expect(seen(asHtml(notHtml(text)))).toBe(seen(text).replaceAll('\0', ''));
      expect(seen(notHtml(text))).toBe(seen(text));
    }),
  );
});
