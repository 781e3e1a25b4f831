import { expect, test } from 'vitest';
import { makeDirectory } from '../../../src/site/edition/directory.ts';
import { scopesOf } from '../../../src/site/edition/story-scopes.ts';
import { FEED_READERS } from '../../../src/site/page/feed-readers.ts';
import { renderSubscribePage } from '../../../src/site/page/subscribe.tsx';
import { publish, sampleStories, site } from '../../samples.ts';

const directory = makeDirectory(sampleStories.map(publish).flatMap((article) => scopesOf(article, site)));
const html = renderSubscribePage({ ...directory, topics: [...directory.topics, 'a-keyword'] }, site);
const hrefs = Array.from(html.matchAll(/<a href="([^"]+)"/g), ([, href]) => href);

test('the feed of all stories has an address to copy, and a link for every feed reader', () => {
  const feed = 'https://news.example/atom.xml';
  expect(html).toContain(`<code class="address" dir="ltr">${feed}</code>`);
  expect(html).toMatch(
    /<button type="button" value="https:\/\/news.example\/atom.xml" [^>]*hidden="">Copy address<\/button>/,
  );
  expect(hrefs).toContain('feed://news.example/atom.xml');
  const encoded = encodeURIComponent(feed);
  expect(hrefs.filter((href) => href?.includes(encoded))).toHaveLength(FEED_READERS.length);
  expect(hrefs).toContain('https://www.newsblur.com/?url=https%3A%2F%2Fnews.example%2Fatom.xml');
});

test('each button that copies an address is named after what it copies', () => {
  const textOf = (id = '') => new RegExp(` id="${id}"[^>]*>([^<]*)<`).exec(html)?.[1];
  const names = Array.from(html.matchAll(/<button [^>]*aria-labelledby="([^"]*)"/g), ([, ids = '']) =>
    ids.split(' ').map(textOf).join(' '),
  );
  expect(names).toEqual(['Copy address Feed reader', 'Copy address Fediverse', 'Copy address AI assistant']);
});

test('those who want a mail are led to the service that sends it, if the newsroom has one, and told who keeps their address', () => {
  expect(html).toContain('<bdi>letters.openwire.example</bdi> sends them and keeps your address');
  expect(html).toContain('<a class="button" href="https://letters.openwire.example/">Sign up</a>');
  const without = renderSubscribePage(directory, { ...site, newsletter: null });
  expect(without).not.toContain('Sign up');
});

test('the account on the fediverse and the address for assistants are there to copy, if the newsroom has them', () => {
  expect(html).toContain('<code class="address" dir="ltr">@openwire@news.example</code>');
  expect(html).toContain('<code class="address" dir="ltr">https://news.example/mcp</code>');
  const without = renderSubscribePage(directory, { ...site, fediverse: null, agents: false });
  expect(without).not.toMatch(/@news\.example|\/mcp/);
});

test('the summaries are among the feeds of everything, if there are any', () => {
  expect(hrefs).toContain('https://news.example/summaries/rss.xml');
  expect(renderSubscribePage(directory, { ...site, summaries: false })).not.toContain('/summaries/');
});

test('topics, keywords and sources have their feeds, but no links for feed readers', () => {
  for (const path of ['/topics/web-feeds', '/topics/a-keyword', '/sources/w3.org']) {
    const feed = `https://news.example${path}/atom.xml`;
    expect(hrefs).toContain(feed);
    expect(hrefs.filter((href) => href?.includes(encodeURIComponent(feed)))).toEqual([]);
    expect(hrefs).not.toContain(`feed://news.example${path}/atom.xml`);
  }
});

test.each([
  [
    'de',
    'zum Beispiel NetNewsWire, Feeder, Newsboat, Miniflux, Feedly und Thunderbird.',
    'Hinzufügen zu: <a',
  ],
  ['ar', 'نسخ العنوان', 'أضف إلى: <a'],
])('on a site in %s it is in that language, but for the link to what is in English', (language, ...words) => {
  const page = renderSubscribePage(directory, { ...site, language });
  for (const text of words) expect(page).toContain(text);
  expect(page).toMatch(/<a href="\/feed-extensions" hreflang="en" lang="en" dir="ltr">/);
});

test('a further page has only its own feeds and their OPML, and links to the previous and next pages', () => {
  const further = makeDirectory(['topic:web-feeds', 'topic:later', 'source:later.example'], {
    ...{ page: 2, previous: 1, next: 3 },
  });
  const page = renderSubscribePage(further, site);
  const main = page.slice(page.indexOf('<main'), page.indexOf('</main>'));
  expect(Array.from(main.matchAll(/href="([^"]+)"/g), ([, href]) => href)).toEqual([
    '/feeds/2.opml',
    '/topics/later',
    'https://news.example/topics/later/atom.xml',
    '/sources/later.example',
    'https://news.example/sources/later.example/atom.xml',
    '/subscribe',
    '/subscribe/3',
  ]);
  expect(page).toContain('<title>Subscribe, page 2 | Open Wire</title>');
  expect(page).toContain('<link rel="canonical" href="https://news.example/subscribe/2"/>');
  expect(page).toContain('href="https://news.example/feeds/2.opml"');
  expect(page).toContain('the feeds on this page in one list');
});

test('the first page says that its OPML has all feeds only if it does', () => {
  expect(html).toContain('all feeds in one list');
  expect(html).not.toContain('rel="next"');
  const first = renderSubscribePage({ ...directory, next: 2 }, site);
  expect(first).toContain('the feeds on this page in one list');
  expect(first).toContain('<a rel="next" href="/subscribe/2">More feeds</a>');
});
