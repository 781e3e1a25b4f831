import { XMLValidator } from 'fast-xml-parser';
import { parseOpml } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { makeDirectory, topicsOf } from '../../../src/site/edition/directory.ts';
import { renderOpml } from '../../../src/site/edition/opml.ts';
import { scopesOf } from '../../../src/site/edition/story-scopes.ts';
import { publish, sampleStories, site } from '../../samples.ts';

const articles = sampleStories.map(publish);
const CHANGED = '2026-03-06T08:00:00.000Z';
const directory = makeDirectory(
  articles.flatMap((article) => scopesOf(article, site)),
  { changed: CHANGED },
);

describe('OPML', () => {
  const opml = renderOpml(directory, site);

  test('matches the golden file', async () => {
    await expect(opml).toMatchFileSnapshot('../../golden/feeds.opml');
  });

  test('read by feedsmith, lists each feed once: everything, and the topics, authors and sources in groups', () => {
    const { head, body } = parseOpml(opml);
    expect(head).toMatchObject({
      title: 'Open Wire: all feeds',
      dateModified: new Date(CHANGED).toUTCString(),
      ownerName: 'Open Wire',
      ownerId: 'https://news.example/',
      docs: 'http://opml.org/spec2.opml',
    });
    const [everything, topics, authors, sources, ...more] = body?.outlines ?? [];
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
    expect([authors?.text, urls(authors)]).toEqual([
      'Authors',
      site.people.map(({ slug }) => `https://news.example/authors/${slug}/rss.xml`),
    ]);
    expect([sources?.text, urls(sources)]).toEqual([
      'Sources',
      directory.sources.map((domain) => `https://news.example/sources/${domain}/rss.xml`),
    ]);
    expect(directory.sources.length).toBeGreaterThan(10);
    expect(more).toEqual([]);
  });

  test('of a later page has only its own topics and sources, and no outline that a reader could take for a feed', () => {
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
    // Newsboat subscribes to every outline with a `url`.
    expect(document).not.toMatch(/ url=|type="(include|link)"/);
  });

  test('names its groups in the language of the site', () => {
    const { head, body } = parseOpml(renderOpml(directory, { ...site, language: 'es' }));
    expect(head?.title).toBe('Open Wire: todos los canales');
    expect(body?.outlines?.slice(1).map(({ text }) => text)).toEqual(['Temas', 'Autores', 'Fuentes']);
  });

  test('can contain any title, and has no empty group', () => {
    const title = 'AT&T < "C++" & &amp; \u{1F4F0}';
    const hostile = { ...site, title, topics: [{ slug: 'a', title, finished: false }], people: [] };
    const document = renderOpml(makeDirectory(['topic:a']), hostile);
    expect(XMLValidator.validate(document)).toBe(true);
    const { head, body } = parseOpml(document);
    expect(head?.ownerName).toBe(title);
    expect(head?.dateModified).toBeUndefined();
    expect(body?.outlines?.map(({ text }) => text)).toEqual([title, 'Topics']);
    expect(body?.outlines?.[1]?.outlines?.[0]?.text).toBe(`${title}: ${title}`);
  });
});
