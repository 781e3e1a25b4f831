import { XMLParser } from 'fast-xml-parser';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { isolateIfUnbalanced } from '../../../src/lib/bidi.ts';
import { escapeHtml } from '../../../src/lib/html.ts';
import { toUri } from '../../../src/lib/uri.ts';
import { contentHtml, summaryText } from '../../../src/site/edition/content.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { notHtml } from '../../../src/site/edition/formats/not-html.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { shareScript } from '../../../src/site/page/story/share.tsx';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { atomId } from '../../../src/site/story/identifier.ts';
import { assertXml } from '../../campaigns/fuzz/xml.ts';
import * as fc from '../../draw.ts';
import { identifiers, stories } from '../../hostile.ts';
import { anEdition, aStory, publish, site } from '../../samples.ts';

test('the URLs of a licence and a picture are URIs, as RFC 4287 requires', () => {
  const odd = 'https://a.example/a"b<c>\\d{e}|^`ü';
  const image = { url: `${odd}.png`, width: 1, height: 1, encodingFormat: 'image/png' };
  const edition = anEdition([publish(aStory({ license: odd, image }))]);
  for (const document of [
    renderRss(edition, site),
    renderAtom(edition, site),
    renderJsonFeed(edition, site),
  ]) {
    expect(document).toContain(toUri(image.url));
    expect(document).not.toContain('d{e}');
  }
});

test('any id stands in RSS and JSON Feed byte for byte, and in Atom as an IRI; the same if the story is withdrawn', () => {
  // Parsers that neither trim nor guess, and those of readers.
  const xml = new XMLParser({
    ignoreAttributes: false,
    trimValues: false,
    parseTagValue: false,
    htmlEntities: true,
  });
  fc.assert(
    fc.property(identifiers, (identifier) => {
      const { slug, inLanguage, datePublished } = aStory();
      const withdrawn = {
        identifier,
        at: '2026-03-06T00:00:00Z',
        reason: 'Wrong.',
        story: { slug, inLanguage, datePublished },
      };
      const expected = atomId(identifier, site.taggingEntity);
      for (const page of [
        anEdition([publish(aStory({ identifier }))]),
        { ...anEdition([]), withdrawn: [withdrawn] },
      ]) {
        const rss = renderRss(page, site);
        const atom = renderAtom(page, site);
        assertXml(rss);
        assertXml(atom);
        const { guid } = xml.parse(rss).rss.channel.item;
        expect(guid).toEqual({ '#text': identifier, '@_isPermaLink': 'false' });
        expect(parseRssFeed(rss).items?.[0]?.guid).toEqual({ value: identifier, isPermaLink: false });
        const { entry, 'at:deleted-entry': tombstone } = xml.parse(atom).feed;
        expect(text(entry.id)).toBe(expected);
        expect(parseAtomFeed(atom).entries?.[0]?.id).toBe(expected);
        const json = JSON.parse(renderJsonFeed(page, site));
        expect(json.items[0].id).toBe(identifier);
        if (page.withdrawn.length === 0) continue;
        expect(tombstone['@_ref']).toBe(expected);
        expect(json._tombstones.withdrawn[0].id).toBe(identifier);
      }
    }),
  );
});

const text = (element: unknown): string => (element as { '#text'?: string })['#text'] ?? String(element);

test('the documents of any accepted story are well-formed, with its text intact and no markup added', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const article = publish(story);
      const edition = anEdition([article]);
      const [entry] = edition.entries;
      if (!entry) throw new Error('the edition has one entry');
      const summary = escapeHtml(summaryText(entry, site));
      const content = contentHtml(entry, site);

      const rss = renderRss(edition, site);
      const atom = renderAtom(edition, site);
      assertXml(rss);
      assertXml(atom);

      // An XML parser, not a feed parser, so that nothing is trimmed or guessed.
      const xml = new XMLParser({
        ignoreAttributes: false,
        trimValues: false,
        parseTagValue: false,
        processEntities: true,
        htmlEntities: true,
      });
      const item = xml.parse(rss).rss.channel.item;
      expect(text(item.title)).toBe(notHtml(isolateIfUnbalanced(story.headline)));
      expect(text(item.description)).toBe(summary);
      expect(text(item['content:encoded'])).toBe(content);
      const atomEntry = xml.parse(atom).feed.entry;
      expect(text(atomEntry.title)).toBe(notHtml(isolateIfUnbalanced(story.headline)));
      expect(text(atomEntry.summary)).toBe(summary);
      expect(text(atomEntry.content)).toBe(content);

      expect(parseRssFeed(rss).items?.length).toBe(1);
      expect(parseAtomFeed(atom).entries?.length).toBe(1);

      const json = JSON.parse(renderJsonFeed(edition, site)).items[0];
      expect(json.title).toBe(isolateIfUnbalanced(story.headline));
      expect(json.summary).toBe(summaryText(entry, site));
      expect(json.content_html).toBe(content);

      expect(json._evidence?.claims.length ?? 0).toBe(article.rendering.claims.length);
      for (const { claim, start, end } of json._evidence?.claims ?? []) {
        expect(json.summary.slice(start, end)).toBe(claim);
      }

      // JSON-LD is data, not a script, and the page's own script does not contain the story.
      const page = renderStoryPage(article, site)
        .replace(`<script>${shareScript}</script>`, '')
        .replace(/<script type="application\/ld\+json">[^<]*<\/script>/g, '');
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
        expect(page).toContain(`href="${escapeHtml(toUri(cited))}"`);
        expect(content).toContain(`href="${escapeHtml(toUri(cited))}"`);
      }
    }),
    { numRuns: 300 },
  );
});

test('documents are well-formed even if a stored story has text that no parser accepts', () => {
  // As in a KV value that a different program wrote.
  const odd = publish({
    ...aStory(),
    headline: 'a\u0000\u0001-1\u0008b\uFFFEc\uD800d',
    abstract: '\u0001' + '0 \u001F',
  });
  const feed = '<p>\u0001 ]]> ]]></item>\n        </item>\n    </entry></p>\n';
  const article = { ...odd, rendering: { ...odd.rendering, feed, markdown: '\u0001 ]]> </item>' } };
  const edition = anEdition([article, publish(aStory({ slug: 'another' }))]);
  const xml = new XMLParser();
  expect(xml.parse(renderRss(edition, site)).rss.channel.item).toHaveLength(2);
  expect(xml.parse(renderAtom(edition, site)).feed.entry).toHaveLength(2);
  for (const document of [renderRss(edition, site), renderAtom(edition, site)]) {
    assertXml(document);
    expect(document).toContain('<p>\uFFFD ]]&gt; ]]&gt;</item>\n        </item>\n    </entry></p>');
    expect(document).not.toMatch(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u);
    expect(document).toContain('a\uFFFD\uFFFD-1\uFFFDb\uFFFDc\uFFFDd');
  }
  expect(() => JSON.parse(renderJsonFeed(edition, site))).not.toThrow();
});
