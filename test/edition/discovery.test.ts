import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parseOpml } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { makeDirectory, topicsOf } from '../../src/edition/directory.ts';
import { newsHour, renderNewsSitemap } from '../../src/edition/news-sitemap.ts';
import { renderOpml } from '../../src/edition/opml.ts';
import { scopesOf } from '../../src/edition/scope.ts';
import { anEdition, aStory, publish, sampleStories, site } from '../samples.ts';

const articles = sampleStories.map(publish);
const CHANGED = '2026-03-06T08:00:00.000Z';
const directory = makeDirectory(articles.flatMap(scopesOf), { changed: CHANGED });

describe('OPML', () => {
  const opml = renderOpml(directory, site);

  test('is as it was', async () => {
    await expect(opml).toMatchFileSnapshot('../golden/feeds.opml');
  });

  test('read by feedsmith, lists each feed once: everything, and the topics and the sources in groups', () => {
    const { head, body } = parseOpml(opml);
    expect(head).toMatchObject({
      title: 'Open Wire: all feeds',
      dateModified: new Date(CHANGED).toUTCString(),
      ownerName: 'Open Wire',
      ownerId: 'https://news.example/',
      docs: 'http://opml.org/spec2.opml',
    });
    const [everything, topics, sources, ...more] = body?.outlines ?? [];
    expect(everything).toEqual({
      type: 'rss',
      text: 'Open Wire',
      title: 'Open Wire',
      xmlUrl: 'https://news.example/rss.xml',
      htmlUrl: 'https://news.example/',
      version: 'RSS',
      language: 'en',
    });
    expect(topics?.outlines?.[0]).toMatchObject({ type: 'rss', text: 'Open Wire: Web feeds' });
    const urls = (outlines: typeof topics) => outlines?.outlines?.map(({ xmlUrl }) => xmlUrl);
    expect([topics?.text, urls(topics)]).toEqual([
      'Topics',
      topicsOf(directory, site).map((topic) => `https://news.example/topics/${topic}/rss.xml`),
    ]);
    expect([sources?.text, urls(sources)]).toEqual([
      'Sources',
      directory.sources.map((domain) => `https://news.example/sources/${domain}/rss.xml`),
    ]);
    expect(directory.sources.length).toBeGreaterThan(10);
    expect(more).toEqual([]);
  });

  test('of a further page has its own topics and sources alone, and no outline that a reader could take for a feed', () => {
    const further = makeDirectory(['topic:web-feeds', 'topic:later', 'source:later.example'], {
      ...{ page: 2, previous: 1, next: 3, changed: CHANGED },
    });
    const document = renderOpml(further, site);
    const { head, body } = parseOpml(document);
    expect(head?.title).toBe('Open Wire: all feeds, page 2');
    expect(
      body?.outlines?.map(({ text, outlines }) => [text, outlines?.map(({ xmlUrl }) => xmlUrl)]),
    ).toEqual([
      ['Topics', ['https://news.example/topics/later/rss.xml']],
      ['Sources', ['https://news.example/sources/later.example/rss.xml']],
    ]);
    // Newsboat subscribes to whatever has a `url`.
    expect(document).not.toMatch(/ url=|type="(include|link)"/);
  });

  test('names its groups in the language of the site', () => {
    const { head, body } = parseOpml(renderOpml(directory, { ...site, language: 'es' }));
    expect(head?.title).toBe('Open Wire: todos los canales');
    expect(body?.outlines?.slice(1).map(({ text }) => text)).toEqual(['Temas', 'Fuentes']);
  });

  test('carries any title, and has no empty group', () => {
    const title = 'AT&T < "C++" & &amp; \u{1F4F0}';
    const hostile = { ...site, title, topics: [{ slug: 'a', title, finished: false }] };
    const document = renderOpml(makeDirectory(['topic:a']), hostile);
    expect(XMLValidator.validate(document)).toBe(true);
    const { head, body } = parseOpml(document);
    expect(head?.ownerName).toBe(title);
    expect(head?.dateModified).toBeUndefined();
    expect(body?.outlines?.map(({ text }) => text)).toEqual([title, 'Topics']);
    expect(body?.outlines?.[1]?.outlines?.[0]?.text).toBe(`${title}: ${title}`);
  });
});

describe('the news sitemap', () => {
  const parser = new XMLParser({ isArray: (name) => name === 'url', parseTagValue: false });
  const at = (datePublished: string) =>
    publish(aStory({ slug: datePublished.toLowerCase().replaceAll(/[:+]/g, '-'), datePublished }));
  const slugs = (sitemap: string) =>
    (parser.parse(sitemap).urlset.url ?? []).map(({ loc }: { loc: string }) => loc.split('/').at(-1));

  test('is as it was', async () => {
    const edition = anEdition([
      at('2026-03-01T09:30:00Z'),
      publish(
        aStory({ slug: 'news', headline: 'AT&T < "IBM" ]]> 人', datePublished: '2026-03-04T09:30:00+01:00' }),
      ),
    ]);
    const sitemap = renderNewsSitemap(edition.entries, site, Date.parse('2026-03-05T00:00:00Z'));
    await expect(sitemap).toMatchFileSnapshot('../golden/news-sitemap.xml');
    expect(parser.parse(sitemap).urlset.url[0]['news:news']).toEqual({
      'news:publication': { 'news:name': 'Open Wire', 'news:language': 'en' },
      'news:publication_date': '2026-03-04T09:30:00+01:00',
      'news:title': 'AT&T < "IBM" ]]> 人',
    });
  });

  test('holds what was published in the 48 hours before', () => {
    const stories = ['2026-03-03T00:00:00Z', '2026-03-02T23:59:59Z', '2026-03-03T01:00:00+01:00'].map(at);
    const { entries } = anEdition(stories);
    expect(slugs(renderNewsSitemap(entries, site, Date.parse('2026-03-05T00:00:00Z'))).sort()).toEqual([
      '2026-03-03t00-00-00z',
      '2026-03-03t01-00-00-01-00',
    ]);
  });

  test('is for a whole hour', () => {
    const hours = ['10:00:00.000', '10:59:59.999', '11:00:00.000'].map((time) =>
      new Date(newsHour(Date.parse(`2026-03-05T${time}Z`))).toISOString().slice(11, 16),
    );
    expect(hours).toEqual(['11:00', '11:00', '12:00']);
  });

  test('without news is a document too', () => {
    const sitemap = renderNewsSitemap([], site, 0);
    expect(XMLValidator.validate(sitemap)).toBe(true);
    expect(slugs(sitemap)).toEqual([]);
  });

  test.each([
    ['en-GB', 'en'],
    ['pt-BR', 'pt'],
    ['gsw', 'gsw'],
    ['zh', 'zh-cn'],
    ['zh-Hant', 'zh-tw'],
    ['zh-HK', 'zh-tw'],
  ])('names the language %s as %s', (language, named) => {
    const { entries } = anEdition([at('2026-03-04T09:30:00Z')]);
    expect(renderNewsSitemap(entries, { ...site, language }, 0)).toContain(
      `<news:language>${named}</news:language>`,
    );
  });
});
