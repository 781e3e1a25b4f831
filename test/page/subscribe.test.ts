import { expect, test } from 'vitest';
import { makeDirectory } from '../../src/edition/directory.ts';
import { scopesOf } from '../../src/edition/scope.ts';
import { readers } from '../../src/page/readers.ts';
import { renderSubscribePage } from '../../src/page/subscribe.tsx';
import { publish, sampleStories, site } from '../samples.ts';

const directory = makeDirectory(sampleStories.map(publish).flatMap(scopesOf), site);
const html = renderSubscribePage({ ...directory, topics: [...directory.topics, 'a-keyword'] }, site);
const hrefs = Array.from(html.matchAll(/<a href="([^"]+)"/g), ([, href]) => href);

test('the feed of everything and that of each topic of the newsroom has a link for every reader', () => {
  for (const path of ['', ...site.topics.map(({ slug }) => `/topics/${slug}`)]) {
    const feed = `https://news.example${path}/atom.xml`;
    expect(hrefs).toContain(`feed:${feed}`);
    const encoded = encodeURIComponent(feed);
    expect(hrefs.filter((href) => href?.includes(encoded))).toHaveLength(readers.length);
  }
  expect(hrefs).toContain(
    'https://www.newsblur.com/?url=https%3A%2F%2Fnews.example%2Ftopics%2Fweb-feeds%2Fatom.xml',
  );
});

test('a keyword and a source have their feeds, and no more', () => {
  for (const path of ['/topics/a-keyword', '/sources/w3.org']) {
    const feed = `https://news.example${path}/atom.xml`;
    expect(hrefs).toContain(feed);
    expect(hrefs.filter((href) => href?.includes(encodeURIComponent(feed)))).toEqual([]);
    expect(hrefs).not.toContain(`feed:${feed}`);
  }
});

test.each([
  [
    'de',
    'zum Beispiel NetNewsWire, Feeder, Newsboat, Miniflux, Feedly und Thunderbird.',
    'Hinzufügen zu: <a',
  ],
  ['ar', 'انسخ إليه عنوان إحدى الخلاصات', 'أضف إلى: <a'],
])('on a site in %s it is in that language, but for the link to what is in English', (language, ...words) => {
  const page = renderSubscribePage(directory, { ...site, language });
  for (const text of words) expect(page).toContain(text);
  expect(page).toMatch(/<a href="\/feed-extensions" hreflang="en" lang="en" dir="ltr">/);
});
