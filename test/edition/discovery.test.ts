import { XMLValidator } from 'fast-xml-parser';
import { parseOpml } from 'feedsmith';
import { describe, expect, test } from 'vitest';
import { makeDirectory } from '../../src/edition/directory.ts';
import { renderOpml } from '../../src/edition/opml.ts';
import { scopesOf } from '../../src/edition/scope.ts';
import { publish, sampleStories, site } from '../samples.ts';

const articles = sampleStories.map(publish);
const directory = makeDirectory(articles.flatMap(scopesOf), site);
const CHANGED = new Date('2026-03-06T08:00:00Z');

describe('OPML', () => {
  const opml = renderOpml(directory, site, CHANGED);

  test('is as it was', async () => {
    await expect(opml).toMatchFileSnapshot('../golden/feeds.opml');
  });

  test('read by feedsmith, lists each feed once: everything, and the topics and the sources in groups', () => {
    const { head, body } = parseOpml(opml);
    expect(head).toMatchObject({
      title: 'Open Wire: all feeds',
      dateModified: CHANGED.toUTCString(),
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
      directory.topics.map((topic) => `https://news.example/topics/${topic}/rss.xml`),
    ]);
    expect([sources?.text, urls(sources)]).toEqual([
      'Sources',
      directory.sources.map((domain) => `https://news.example/sources/${domain}/rss.xml`),
    ]);
    expect(directory.sources.length).toBeGreaterThan(10);
    expect(more).toEqual([]);
  });

  test('carries any title, and has no empty group', () => {
    const title = 'AT&T < "C++" & &amp; \u{1F4F0}';
    const hostile = { ...site, title, topics: [{ slug: 'a', title }] };
    const document = renderOpml({ topics: ['a'], sources: [] }, hostile, undefined);
    expect(XMLValidator.validate(document)).toBe(true);
    const { head, body } = parseOpml(document);
    expect(head?.ownerName).toBe(title);
    expect(head?.dateModified).toBeUndefined();
    expect(body?.outlines?.map(({ text }) => text)).toEqual([title, 'Topics']);
    expect(body?.outlines?.[1]?.outlines?.[0]?.text).toBe(`${title}: ${title}`);
  });
});
