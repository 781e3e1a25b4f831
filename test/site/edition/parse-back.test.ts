import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith';
import Parser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { formatList, wordsOf } from '../../../src/language/words.ts';
import { escapeHtml } from '../../../src/lib/html.ts';
import { contentHtml, summaryText } from '../../../src/site/edition/content.ts';
import { renderAtom } from '../../../src/site/edition/formats/atom.ts';
import { renderJsonFeed } from '../../../src/site/edition/formats/json-feed.ts';
import { notHtml } from '../../../src/site/edition/formats/not-html.ts';
import { renderRss } from '../../../src/site/edition/formats/rss.ts';
import { newestFirst } from '../../../src/site/edition/order.ts';
import { lastChange } from '../../../src/site/story/story.ts';
import { anEdition, aStory, fullStory, publish, sampleStories, site } from '../../samples.ts';

// Each record in each format, as independent parsers read it.

const edition = anEdition([...sampleStories, fullStory].map(publish));
const entries = newestFirst(edition.entries);
const topicTitles = (keywords: readonly string[]) =>
  keywords.map((keyword) => site.topics.find(({ slug }) => slug === keyword)?.title ?? keyword);
const time = (text: string | undefined) => new Date(text ?? '').getTime();
const relOf = ({ isBasedOn }: { isBasedOn: boolean }) => (isBasedOn ? 'via' : 'related');

describe('RSS, read by feedsmith,', () => {
  const feed = parseRssFeed(renderRss(edition, site));

  test('has the site’s data', () => {
    expect(feed).toMatchObject({
      title: site.title,
      description: site.tagline,
      link: 'https://news.example/',
      language: 'en',
      ttl: 15,
      managingEditor: { email: 'editor@openwire.example', name: 'Ann Lee' },
      generator: 'Edgewire',
      copyright: site.copyright,
      image: { url: 'https://news.example/logo.png', title: site.title, link: 'https://news.example/' },
    });
    expect(time(feed.lastBuildDate as string)).toBe(time(edition.updated));
    expect(feed.atom?.links).toEqual([
      { rel: 'alternate', type: 'text/html', href: 'https://news.example/' },
      { rel: 'self', type: 'application/rss+xml', href: 'https://news.example/rss.xml' },
      { rel: 'hub', href: 'https://news.example/hub' },
      { rel: 'alternate', type: 'application/atom+xml', href: 'https://news.example/atom.xml' },
      { rel: 'alternate', type: 'application/feed+json', href: 'https://news.example/feed.json' },
      { rel: 'license', href: site.license },
    ]);
  });

  test.each(entries.map((entry, index) => ({ slug: entry.slug, entry, index })))(
    'has $slug as it is',
    ({ entry, index }) => {
      const item = feed.items?.[index];
      expect(item).toMatchObject({
        title: notHtml(entry.headline),
        link: `https://news.example/stories/${entry.slug}`,
        guid: { value: entry.identifier, isPermaLink: false },
        description: escapeHtml(summaryText(entry, site)),
        content: { encoded: contentHtml(entry, site).trim() },
      });
      expect(item?.categories?.map(({ name }) => name)).toEqual(topicTitles(entry.keywords));
      const names = entry.author.map(({ name }) => name);
      const words = wordsOf(entry.inLanguage, site.language);
      expect(item?.dc?.creators).toEqual([formatList(words, names)]);
      expect(time(item?.pubDate as string)).toBe(time(entry.datePublished));
      expect(time(item?.atom?.updated as string)).toBe(lastChange(entry).getTime());
      const { sources } = entry.rendering;
      expect(item?.atom?.links?.map(({ rel, href }) => ({ rel, href }))).toEqual([
        ...sources.map((source) => ({ rel: relOf(source), href: source.url })),
        ...(entry.license ? [{ rel: 'license', href: entry.license }] : []),
      ]);
      expect(item?.dcterms?.references).toEqual(sources.map(({ url }) => url));
      if (entry.image) {
        const { url, width, height, encodingFormat: type, caption, alt, credit } = entry.image;
        const description = alt ?? caption;
        expect(item?.media?.contents).toEqual([
          {
            url: new URL(url, site.url).href,
            width,
            height,
            type,
            medium: 'image',
            ...(description ? { description: { type: 'plain', value: description } } : {}),
            ...(credit ? { credits: [{ value: credit }] } : {}),
          },
        ]);
      }
      expect(item?.dc?.languages).toEqual(
        entry.inLanguage === site.language ? undefined : [entry.inLanguage],
      );
    },
  );
});

test('RSS names no managing editor without an e-mail address', () => {
  for (const responsible of [null, { name: 'Ann Lee', role: 'Editor' }]) {
    expect(renderRss(edition, { ...site, responsible })).not.toContain('managingEditor');
  }
});

test('RSS and Atom are read by rss-parser', async () => {
  const parser = new Parser();
  for (const document of [renderRss(edition, site), renderAtom(edition, site)]) {
    const feed = await parser.parseString(document);
    expect(feed.items.map(({ title }) => title)).toEqual(entries.map(({ headline }) => notHtml(headline)));
    expect(feed.items.map(({ link }) => link)).toEqual(
      entries.map(({ slug }) => `https://news.example/stories/${slug}`),
    );
    expect(feed.items.map(({ isoDate }) => time(isoDate))).toEqual(
      entries.map((entry) => time(entry.datePublished)),
    );
  }
});

describe('Atom, read by feedsmith,', () => {
  const document = renderAtom(edition, site);
  const feed = parseAtomFeed(document);

  test('has the site’s data', () => {
    expect(document).toContain('xml:lang="en">');
    expect(feed).toMatchObject({
      id: 'tag:edgewire.example,2026:feeds/all',
      title: { value: site.title },
      subtitle: { value: site.tagline },
      rights: { value: site.copyright },
      logo: 'https://news.example/logo.png',
      authors: [{ name: 'Open Wire' }],
    });
    expect(time(feed.updated as string)).toBe(time(edition.updated));
    expect(feed.links).toEqual([
      { rel: 'alternate', type: 'text/html', href: 'https://news.example/' },
      { rel: 'self', type: 'application/atom+xml', href: 'https://news.example/atom.xml' },
      { rel: 'hub', href: 'https://news.example/hub' },
      { rel: 'alternate', type: 'application/rss+xml', href: 'https://news.example/rss.xml' },
      { rel: 'alternate', type: 'application/feed+json', href: 'https://news.example/feed.json' },
      { rel: 'license', href: site.license },
      { rel: 'alternate', type: 'text/html', hreflang: 'en', href: 'https://news.example/' },
    ]);
  });

  test.each(entries.map((entry, index) => ({ slug: entry.slug, entry, index })))(
    'has $slug as it is',
    ({ entry, index }) => {
      const item = feed.entries?.[index];
      expect(item).toMatchObject({
        id: entry.identifier,
        title: { value: notHtml(entry.headline) },
        summary: { value: escapeHtml(summaryText(entry, site)), type: 'html' },
        content: { value: contentHtml(entry, site).trim(), type: 'html' },
        authors: entry.author.map(({ name, url }) => (url ? { name, uri: url } : { name })),
      });
      expect(item?.categories).toEqual(
        entry.keywords.map((term, at) => ({ term, label: topicTitles(entry.keywords)[at] })),
      );
      expect(time(item?.published as string)).toBe(time(entry.datePublished));
      expect(time(item?.updated as string)).toBe(lastChange(entry).getTime());
      const { sources } = entry.rendering;
      const links = item?.links ?? [];
      const page = {
        rel: 'alternate',
        type: 'text/html',
        href: `https://news.example/stories/${entry.slug}`,
      };
      expect(links.at(0)).toEqual(page);
      expect(links.at(-1)).toEqual({ ...page, hreflang: entry.inLanguage });
      expect(
        links.filter(({ rel }) => rel === 'via' || rel === 'related').map(({ rel, href }) => ({ rel, href })),
      ).toEqual(sources.map((source) => ({ rel: relOf(source), href: source.url })));
      expect(links.filter(({ rel }) => rel === undefined || rel === 'alternate')).toHaveLength(2);
      expect(links.filter(({ rel }) => rel === 'license').map(({ href }) => href)).toEqual(
        entry.license ? [entry.license] : [],
      );
    },
  );

  test('has the picture last in an entry, so that no reader takes it for the story', () => {
    const [entry = ''] = /<entry [^>]*"zh-Hans".*?<\/entry>/s.exec(document) ?? [];
    expect(entry).toContain('<summary');
    expect(entry).toMatch(/<media:content [^>]+>.*<\/media:content>\s*<\/entry>$/);
  });

  test('states the language of an entry if it is not the site’s', () => {
    expect(document.match(/<entry xml:lang="zh-Hans">/g)).toHaveLength(1);
  });
});

describe('JSON Feed, read by feedsmith and as JSON,', () => {
  const document = renderJsonFeed(edition, site);
  const feed = parseJsonFeed(document);
  const raw = JSON.parse(document);

  test('has the site’s data', () => {
    expect(raw.version).toBe('https://jsonfeed.org/version/1.1');
    expect(raw._citations).toEqual({ about: 'https://news.example/feed-extensions' });
    expect(raw._ai).toEqual({ about: 'https://news.example/feed-extensions' });
    expect(raw._evidence).toEqual({ about: 'https://news.example/feed-extensions' });
    expect(raw._corrections).toEqual({ about: 'https://news.example/feed-extensions' });
    expect(raw._image).toEqual({ about: 'https://news.example/feed-extensions' });
    expect(feed).toMatchObject({
      title: site.title,
      description: site.tagline,
      home_page_url: 'https://news.example/',
      feed_url: 'https://news.example/feed.json',
      language: 'en',
      icon: 'https://news.example/logo.png',
      favicon: 'https://news.example/logo.png',
    });
  });

  test.each(entries.map((entry, index) => ({ slug: entry.slug, entry, index })))(
    'has $slug as it is',
    ({ entry, index }) => {
      const item = feed.items?.[index];
      expect(item).toMatchObject({
        id: entry.identifier,
        url: `https://news.example/stories/${entry.slug}`,
        title: entry.headline,
        summary: summaryText(entry, site),
        content_html: contentHtml(entry, site).trim(),
        authors: entry.author.map(({ name, url }) => (url ? { name, url } : { name })),
        tags: topicTitles(entry.keywords),
        language: entry.inLanguage,
        ...(entry.image ? { image: new URL(entry.image.url, site.url).href } : {}),
      });
      const { _image, author, authors } = raw.items[index];
      expect(author).toEqual(authors[0]);
      if (entry.image) {
        const { url, ...said } = entry.image;
        expect(_image).toEqual(
          Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)),
        );
      } else expect(_image).toBeUndefined();
      expect(time(item?.date_published as string)).toBe(time(entry.datePublished));
      const changed = lastChange(entry).getTime();
      const modified = item?.date_modified && time(item.date_modified as string);
      expect(modified).toBe(changed > time(entry.datePublished) ? changed : undefined);
      const data = raw.items[index];
      expect(
        data._citations.citations.map(({ number, url }: { number: number; url: string }) => [number, url]),
      ).toEqual(entry.rendering.sources.map(({ number, url }) => [number, url]));

      expect(data._ai.abstract.digitalSourceType).toBe(
        'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
      );
      expect(JSON.stringify(data)).not.toContain('null');
    },
  );

  test('has all fields of a citation', () => {
    const item = raw.items.find(({ id }: { id: string }) => id === fullStory.identifier);
    expect(item._citations.citations).toEqual([
      {
        ...fullStory.citation[0],
        number: 1,
        isBasedOn: false,
        publisher: undefined,
        author: undefined,
        datePublished: undefined,
        inLanguage: undefined,
        isAccessibleForFree: undefined,
      },
      { url: 'https://b.example/#top', number: 2, isBasedOn: false },
      { ...fullStory.isBasedOn?.[0], number: 3, isBasedOn: true },
    ]);
    expect(item._ai).toEqual({
      abstract: {
        digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
        humanReviewed: true,
        model: 'M & <1>',
        provider: 'P',
        reviewedBy: { name: 'Ann "O" <Lee> & Co', url: 'https://ann.example/?a=1&b=2' },
        reviewedAt: '2026-03-04T09:00:00+01:00',
      },
      articleBody: {
        digitalSourceType:
          'http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia',
      },
    });
  });

  test('has the claims of a TL;DR, their places in the summary, and the words that support them', () => {
    const item = raw.items.find(({ id }: { id: string }) => id === fullStory.identifier);
    const [first, second, third] = fullStory.evidence;
    const { claims } = item._evidence;
    expect(claims).toMatchObject([
      {
        claim: first?.claim,
        evidence: [
          { number: 1, url: first?.source, quote: first?.quote },
          { number: 3, url: second?.source, quote: { exact: second?.quote.exact } },
        ],
      },
      {
        claim: third?.claim,
        evidence: [{ number: 2, url: third?.source, quote: { exact: third?.quote.exact } }],
      },
    ]);
    for (const { claim, start, end } of claims) expect(item.summary.slice(start, end)).toBe(claim);
    expect(item._corrections).toEqual({ corrections: fullStory.correction });
  });

  test('has the checks of a TL;DR: what was found, what the quotes contradict, what is to be read, and what has no evidence', () => {
    const story = aStory({
      abstract: 'Ann Lee sold 5 % in 2019. It cost 4 euros. It rained in Paris.',
      citation: [
        { url: 'https://a.example/', inLanguage: 'zh' },
        { url: 'https://b.example/', inLanguage: 'en' },
      ],
      evidence: [
        { claim: 'Ann Lee sold 5 % in 2019', source: 'https://a.example/', quote: { exact: '2018年售出5%' } },
        { claim: 'It cost 4 euros.', source: 'https://b.example/', quote: { exact: 'It cost 3 euros.' } },
      ],
    });
    const [item] = JSON.parse(renderJsonFeed(anEdition([publish(story)]), site)).items;
    expect(item._evidence).toEqual({
      claims: [
        {
          claim: 'Ann Lee sold 5 % in 2019',
          start: 0,
          end: 24,
          verdict: 'to be read',
          findings: expect.arrayContaining([
            { kind: 'name', text: 'Ann Lee', result: 'to be read' },
            { kind: 'number', text: '5 %', result: 'found' },
          ]),
          evidence: [{ number: 1, url: 'https://a.example/', quote: { exact: '2018年售出5%' } }],
        },
        {
          claim: 'It cost 4 euros.',
          start: 26,
          end: 42,
          verdict: 'contradicted',
          findings: expect.arrayContaining([
            { kind: 'number', text: '4 euros', result: 'contradicted', quoted: '3 euros' },
          ]),
          evidence: [{ number: 2, url: 'https://b.example/', quote: { exact: 'It cost 3 euros.' } }],
        },
      ],
      withoutEvidence: [{ sentence: 'It rained in Paris.' }],
    });
  });

  test('has neither evidence nor corrections where no story has any', () => {
    const plain = JSON.parse(renderJsonFeed(anEdition([publish(aStory())]), site));
    expect([plain, ...plain.items].flatMap(Object.keys)).not.toContain('_evidence');
    expect([plain, ...plain.items].flatMap(Object.keys)).not.toContain('_corrections');
  });
});
