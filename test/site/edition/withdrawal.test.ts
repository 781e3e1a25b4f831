import { XMLParser } from 'fast-xml-parser';
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { directionOf, LANGUAGES } from '../../../src/language/words.ts';
import { toPrintable } from '../../../src/lib/characters.ts';
import { escapeHtml } from '../../../src/lib/html.ts';
import type { Site } from '../../../src/settings/site.ts';
import { parseSite } from '../../../src/settings/site-schema.ts';
import type { Withdrawal } from '../../../src/site/edition/edition.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { renderFeedPreviewPage } from '../../../src/site/page/feed-preview.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { assertXml } from '../../campaigns/fuzz/xml.ts';
import * as fc from '../../draw.ts';
import { anEdition, aStory, publish, site } from '../../samples.ts';

const aWithdrawal = (fields: Partial<Withdrawal> = {}): Withdrawal => ({
  identifier: 'tag:edgewire.example,2026:stories/wrong',
  at: '2026-03-06T12:00:00.000Z',
  reason: 'The source took it back.',
  story: { slug: 'wrong', inLanguage: 'en', datePublished: '2026-03-02T09:30:00+01:00' },
  ...fields,
});

/** A page with stories of 1, 3 and 5 March, and withdrawals. */
const edition = (...withdrawn: Withdrawal[]) => ({
  ...anEdition(
    [1, 3, 5].map((day) =>
      publish(
        aStory({ slug: `s-${day}`, headline: `Day ${day}`, datePublished: `2026-03-0${day}T09:30:00Z` }),
      ),
    ),
  ),
  withdrawn,
});

/** Reads the items of each format into one common shape. */
const readers = {
  rss: (page: ReturnType<typeof edition>, given: Site = site) =>
    (parseRssFeed(renderRss(page, given)).items ?? []).map((item) => ({
      id: item.guid?.value,
      url: item.link,
      title: item.title,
      content: item.content?.encoded?.trim(),
      published: item.pubDate && new Date(item.pubDate).getTime(),
      updated: item.atom?.updated && new Date(item.atom.updated).getTime(),
      authors: item.dc?.creators,
      language: item.dc?.languages?.[0] ?? given.language,
    })),
  atom: (page: ReturnType<typeof edition>, given: Site = site) => {
    const document = renderAtom(page, given);
    const languages = [...document.matchAll(/<entry(?: xml:lang="([^"]*)")?>/g)].map(([, tag]) => tag);
    return (parseAtomFeed(document).entries ?? []).map((item, index) => ({
      id: item.id,
      url: item.links?.find(({ rel }) => rel === 'alternate')?.href,
      title: item.title?.value,
      content: item.content?.value?.trim(),
      published: item.published && new Date(item.published).getTime(),
      updated: item.updated && new Date(item.updated).getTime(),
      authors: item.authors?.map(({ name }) => name),
      language: languages[index] ?? given.language,
    }));
  },
  json: (page: ReturnType<typeof edition>, given: Site = site) =>
    (parseJsonFeed(renderJsonFeed(page, given)).items ?? []).map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      content: item.content_html?.trim(),
      published: item.date_published && new Date(item.date_published).getTime(),
      updated: item.date_modified && new Date(item.date_modified).getTime(),
      authors: item.authors?.map(({ name }) => name),
      language: item.language,
    })),
};

describe.each(Object.entries(readers))('a withdrawn story in %s', (_format, read) => {
  test('is an item with the same id, link and date that says when and why it was withdrawn', () => {
    const [, , notice] = read(edition(aWithdrawal()));
    expect(notice).toEqual({
      id: 'tag:edgewire.example,2026:stories/wrong',
      url: 'https://news.example/stories/wrong',
      title: 'This story was withdrawn',
      content:
        '<p>This story was withdrawn on March 6, 2026.</p>\n<p><strong>Reason:</strong> <span dir="auto">The source took it back.</span></p>',
      published: Date.parse('2026-03-02T08:30:00Z'),
      updated: Date.parse('2026-03-06T12:00:00Z'),
      authors: site.authors.map(({ name }) => name),
      language: 'en',
    });
  });

  test('links the story that it was merged into, in its reason or after it', () => {
    const mergedInto = { slug: 'right', headline: 'Right & <true>' };
    const link = '<a href="https://news.example/stories/right">Right &amp; &lt;true&gt;</a>';
    const contentOf = (reason: string) => read(edition({ ...aWithdrawal(), mergedInto, reason }))[2]?.content;
    expect(contentOf('Twice. See “Right & <true>”.')).toContain(`Twice. See “${link}”.`);
    expect(contentOf('A duplicate.')).toMatch(
      new RegExp(`A duplicate.</span></p>\\n<p dir="auto">${link}</p>$`),
    );
    expect(contentOf(' ')).toContain(`<p dir="auto">${link}</p>`);
  });

  test('is sorted by its date of publication, whichever story was withdrawn first', () => {
    const on = (day: number) =>
      aWithdrawal({
        identifier: `tag:edgewire.example,2026:stories/w-${day}`,
        story: { slug: `w-${day}`, inLanguage: 'en', datePublished: `2026-03-0${day}T00:00:00Z` },
      });
    const slugs = read(edition(on(2), on(6), on(1), on(4))).map(({ id }) => id?.replace(/.*\//, ''));
    expect(slugs).toEqual(['w-6', 's-5', 'w-4', 's-3', 'w-2', 's-1', 'w-1']);
  });

  test.each(Object.keys(LANGUAGES))('has its notice in the language of the story: %s', (tag) => {
    const story = { slug: 'wrong', inLanguage: tag, datePublished: '2026-03-02T08:30:00Z' };
    const [, , notice] = read(edition(aWithdrawal({ story })));
    const { messages } = LANGUAGES[tag] as (typeof LANGUAGES)[string];
    expect([notice?.title, notice?.language]).toEqual([messages.withdrawn, tag]);
    for (const part of messages.withdrawnOn.split('{date}')) expect(notice?.content).toContain(part);
    expect(notice?.content).toContain(messages.withdrawalReason);
    expect(notice?.content?.startsWith('<div dir="rtl">')).toBe(directionOf(tag) === 'rtl');
  });

  test("has its notice in the site's language if the program has no words in the story's", () => {
    const story = { slug: 'wrong', inLanguage: 'nl', datePublished: '2026-03-02T08:30:00Z' };
    const [, , notice] = read(edition(aWithdrawal({ story })), { ...site, language: 'de' });
    expect([notice?.title, notice?.language]).toEqual(['Dieser Artikel wurde zurückgezogen', 'de']);
  });

  test('is not an item if data/site.json has "withdrawalNotices": false', () => {
    const silent = { ...site, withdrawalNotices: false };
    expect(read(edition(aWithdrawal()), silent)).toEqual(read(edition()));
  });

  test('is not an item if an earlier version stored the withdrawal without the fields that the item needs', () => {
    const { story, ...earlier } = aWithdrawal();
    expect(read(edition(earlier))).toEqual(read(edition()));
  });

  test('has no reason in its notice if the reason is blank', () => {
    const [, , notice] = read(edition(aWithdrawal({ reason: ' ' })));
    expect(notice?.content).toBe('<p>This story was withdrawn on March 6, 2026.</p>');
  });

  test('does not change the items of other stories', () => {
    const others = read(edition(aWithdrawal())).filter(({ title }) => title?.startsWith('Day'));
    expect(others).toEqual(read(edition()));
  });
});

test('a feed has tombstones with or without notices', () => {
  for (const withdrawalNotices of [true, false]) {
    const given = { ...site, withdrawalNotices };
    expect(renderAtom(edition(aWithdrawal()), given)).toContain('<at:deleted-entry ref="tag:');
    expect(renderJsonFeed(edition(aWithdrawal()), given)).toContain('"_tombstones"');
  }
});

test('any reason is in every format unchanged and without markup', () => {
  const reasons = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
      fc
        .array(
          fc.constantFrom('<b>', ']]>', '&amp;', '</item>', '</entry>', '<script>', '"', '\u0001', ' x '),
        )
        .map((parts) => parts.join('')),
    )
    .filter((reason) => toPrintable(reason) === reason && /\S/.test(reason) && !reason.includes('\r'));
  const parser = new XMLParser({
    ignoreAttributes: false,
    trimValues: false,
    parseTagValue: false,
    processEntities: true,
    htmlEntities: true,
  });
  const text = (element: unknown): string => (element as { '#text'?: string })['#text'] ?? String(element);
  fc.assert(
    fc.property(reasons, (reason) => {
      const page = { ...edition(aWithdrawal({ reason })), entries: [] };
      const summary = `This story was withdrawn on March 6, 2026. Reason: ${reason}`;
      const html = `<span dir="auto">${escapeHtml(reason).replaceAll('\n', '<br>')}</span>`;
      const [rss, atom] = [renderRss(page, site), renderAtom(page, site)];
      assertXml(rss);
      assertXml(atom);
      const item = parser.parse(rss).rss.channel.item;
      const entry = parser.parse(atom).feed.entry;
      expect([item, entry].map(Array.isArray)).toEqual([false, false]);
      for (const found of [item.description, entry.summary]) expect(text(found)).toBe(escapeHtml(summary));
      for (const found of [item['content:encoded'], entry.content]) expect(text(found)).toContain(html);
      const [only] = JSON.parse(renderJsonFeed(page, site)).items;
      expect(only.summary).toBe(summary);
      expect(only.content_html).toContain(html);
    }),
  );
});

test('the preview of a feed shows the notice; the page of the scope does not', () => {
  const page = edition(aWithdrawal());
  const preview = renderFeedPreviewPage(page, site, 'rss');
  expect(preview).toContain('<a href="https://news.example/stories/wrong">This story was withdrawn</a>');
  expect(preview).toContain('The source took it back.');
  expect(renderListingPage(page, site)).toBe(renderListingPage(edition(), site));
});

test('"withdrawalNotices" is true unless data/site.json says otherwise', () => {
  expect(site.withdrawalNotices).toBe(true);
  const { url, ...identity } = site;
  expect(parseSite({ ...identity, withdrawalNotices: false }, url).withdrawalNotices).toBe(false);
  expect(() => parseSite({ ...identity, withdrawalNotices: 'no' }, url)).toThrow('must be true or false');
});
