import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { renderAtom } from '../../src/edition/atom.ts';
import { contentHtml, summaryText } from '../../src/edition/content.ts';
import { renderJsonFeed } from '../../src/edition/json-feed.ts';
import { renderRss } from '../../src/edition/rss.ts';
import { renderStoryPage } from '../../src/page/story.tsx';
import { escapeHtml } from '../../src/story/html.ts';
import { storySchema } from '../../src/story/story.ts';
import { anEdition, aStory, publish, site } from '../samples.ts';

/** What has broken feeds before, in any order and mixed with any text. */
const pieces = [
  '&',
  '<',
  '>',
  '"',
  "'",
  '&amp;',
  '&#x3C;',
  '<![CDATA[',
  ']]>',
  '</script>',
  '<!--',
  '-->',
  '<?xml',
  '</title>',
  '</entry>',
  '<entry>',
  '</item>',
  '<title>',
  '%',
  '\\',
  '`',
  '*',
  '_',
  '[',
  '](',
  ')',
  '人',
  '\u{1F4F0}',
  '\u202E',
  '\u0085',
  '\u2028',
  'é',
  ' ',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 8 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => `x${parts.join('')}x`);
const line = hostile.map((text) => text.replace(/[\n\r\u0085\u2028\u2029]/g, ' ').slice(0, 200));
const url = fc.webUrl({ withQueryParameters: true, withFragments: true });

const source = fc.record({
  url,
  name: fc.option(line),
  publisher: fc.option(fc.record({ name: line, ownership: fc.option(line) })),
  author: fc.array(fc.record({ name: line }), { maxLength: 2 }),
});

const stories = fc
  .record({
    headline: line,
    abstract: hostile,
    articleBody: fc.oneof(
      hostile,
      fc
        .tuple(hostile, line, url, hostile)
        .map(([before, label, cited, after]) => `${before} ([${label}](${cited})) ${after}`),
    ),
    citation: fc.uniqueArray(source, { maxLength: 3, selector: (each) => new URL(each.url).href }),
    author: fc.array(fc.record({ name: line }), { maxLength: 2 }),
    correction: fc.array(fc.record({ text: hostile, datePublished: fc.constant('2026-03-05T00:00:00Z') }), {
      maxLength: 2,
    }),
    image: fc.option(
      fc.record({
        url,
        caption: line,
        width: fc.constant(1),
        height: fc.constant(1),
        encodingFormat: fc.constant('image/png'),
      }),
    ),
    provenance: fc.record({
      abstract: fc.option(
        fc.record({ digitalSourceType: fc.constant('trainedAlgorithmicMedia'), model: line }),
      ),
    }),
  })
  .map((fields) => storySchema.safeParse({ ...aStory(), ...fields }))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data);

const text = (element: unknown): string => (element as { '#text'?: string })['#text'] ?? String(element);

test('any story that is accepted gives well-formed documents, with its text intact and no markup gained', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const article = publish(story);
      const edition = anEdition([article]);
      const [entry] = edition.entries;
      if (!entry) throw new Error('the edition has one entry');
      const summary = escapeHtml(summaryText(entry));
      const content = contentHtml(entry, site);

      const rss = renderRss(edition, site);
      const atom = renderAtom(edition, site);
      expect(XMLValidator.validate(rss)).toBe(true);
      expect(XMLValidator.validate(atom)).toBe(true);

      // A parser of XML, not of feeds, so that nothing is trimmed or guessed.
      const xml = new XMLParser({
        ignoreAttributes: false,
        trimValues: false,
        parseTagValue: false,
        processEntities: true,
        htmlEntities: true,
      });
      const item = xml.parse(rss).rss.channel.item;
      expect(text(item.title)).toBe(story.headline);
      expect(text(item.description)).toBe(summary);
      expect(text(item['content:encoded'])).toBe(content);
      const atomEntry = xml.parse(atom).feed.entry;
      expect(text(atomEntry.title)).toBe(story.headline);
      expect(text(atomEntry.summary)).toBe(summary);
      expect(text(atomEntry.content)).toBe(content);

      expect(parseRssFeed(rss).items?.length).toBe(1);
      expect(parseAtomFeed(atom).entries?.length).toBe(1);

      const json = JSON.parse(renderJsonFeed(edition, site)).items[0];
      expect(json.title).toBe(story.headline);
      expect(json.summary).toBe(summaryText(entry));
      expect(json.content_html).toBe(content);

      const page = renderStoryPage(article, site);
      for (const markup of [page, content]) {
        expect(markup).not.toMatch(
          /<script|<iframe|<object|<[a-z]+ [^>]*\bon[a-z]+=|href="(?!https?:|mailto:|#|\/)/i,
        );
        for (const { text: correction } of story.correction) {
          expect(markup.replaceAll('<br>', '\n')).toContain(
            escapeHtml(correction).replaceAll('\r\n', markup === page ? '\r\n' : '\n'),
          );
        }
      }
      expect(page).toContain(escapeHtml(story.headline));
      for (const { url: cited } of article.rendering.sources) {
        expect(page).toContain(`href="${escapeHtml(cited)}"`);
        expect(content).toContain(`href="${escapeHtml(cited)}"`);
      }
    }),
    { numRuns: 300 },
  );
});

test('what no parser would let in is still no broken document', () => {
  // As a KV value that was written by another program might have it.
  const article = publish({
    ...aStory(),
    headline: 'a\u0000\u0001-1\u0008b\uFFFEc\uD800d',
    abstract: '\u0001' + '0 \u001F',
  });
  const edition = anEdition([article]);
  for (const document of [renderRss(edition, site), renderAtom(edition, site)]) {
    expect(XMLValidator.validate(document)).toBe(true);
    expect(document).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
    expect(document).toContain('a\uFFFD\uFFFD-1\uFFFDb\uFFFDc\uFFFDd');
  }
  expect(() => JSON.parse(renderJsonFeed(edition, site))).not.toThrow();
});
