import { beforeEach, expect, test } from 'vitest';
import { seriesScope } from '../../src/site/edition/scope.ts';
import { call, drain, problemOf, read, reopen } from '../newsroom.ts';
import { publishStory, withdraw } from '../published-stories.ts';
import { aStory } from '../samples.ts';

// A reader follows a series: from one of its stories to its page, with all of them, and to its feeds.

beforeEach(reopen);

const NAME = 'Die Flut, Tag für Tag (2026)';
const PATH = `/series/${encodeURIComponent(NAME)}`;

test('a series has a page with its stories, and three feeds, to which each of them leads', async () => {
  await publishStory('other');
  await publishStory('day-1', { series: NAME });
  await publishStory('day-2', { series: NAME, datePublished: '2026-03-05T09:30:00Z' });
  await drain();
  const story = await (await read('/stories/day-1')).text();
  expect(story).toContain(`Series: <a href="${PATH}"><bdi>${NAME}</bdi></a>`);
  expect(story).toContain(`href="https://news.example${PATH}/atom.xml"`);
  const page = await read(PATH);
  expect(page.headers.get('Cache-Tag')).toBe(`edition:${seriesScope(NAME)}`);
  const text = await page.text();
  expect(text).toContain(`<h1>Series: ${NAME}</h1>`);
  expect(
    Array.from(text.matchAll(/class="[^"]*p-name[^"]*"[^>]*href="([^"]*)"/g), ([, href]) => href),
  ).toEqual(['https://news.example/stories/day-2', 'https://news.example/stories/day-1']);
  for (const file of ['rss.xml', 'atom.xml', 'feed.json']) {
    const feed = await (await read(`${PATH}/${file}`)).text();
    expect(feed).toContain('About day-1');
    expect(feed).not.toContain('About other');
  }
  expect(await (await read('/feed.json')).text()).toContain(`"_series":{"name":"${NAME}"}`);
  expect((await read('/series/another')).status).toBe(404);
});

test('a story that leaves its series, or is withdrawn, leaves its page', async () => {
  await publishStory('day-1', { series: NAME });
  await publishStory('day-2', { series: NAME });
  await publishStory('day-1', { series: null });
  await drain();
  expect(await (await read(PATH)).text()).not.toContain('/stories/day-1');
  await withdraw('day-2');
  await drain();
  expect(await (await read(PATH)).text()).not.toContain('/stories/day-2"');
});

test('lists of feeds and the sitemap name a series as long as it has a story', async () => {
  const lists = async () =>
    Promise.all(
      ['/subscribe', '/feeds.opml', '/sitemaps/listings.xml'].map(async (path) => (await read(path)).text()),
    );
  await publishStory('day-1', { series: NAME });
  await drain();
  const [page, opml, sitemap] = await lists();
  expect(page).toContain(`<a href="${PATH}" dir="auto">${NAME}</a>`);
  expect(opml).toContain(`xmlUrl="https://news.example${PATH}/rss.xml"`);
  expect(sitemap).toContain(`<loc>https://news.example${PATH}</loc>`);
  await withdraw('day-1');
  await drain();
  for (const list of await lists()) expect(list).not.toContain(PATH);
});

test('names in any script have an address; one that is too long for it is refused, and no name reaches another page', async () => {
  for (const series of ['中文系列', 'سلسلة', '%2e%2e/..', 'a/b?c#d', '<b>&"', "it's, (so)"]) {
    await publishStory('one', { series });
    await drain();
    const page = await read(`/series/${encodeURIComponent(series)}`);
    expect([series, page.status]).toEqual([series, 200]);
    expect(await page.text()).not.toContain('<b>&');
  }
  expect((await read('/series/%FF')).status).toBe(404);
  const refused = await call('PUT', '/stories/long', {
    ...aStory({ slug: 'long' }),
    series: '字'.repeat(60),
  });
  expect(refused.status).toBe(422);
  expect((await problemOf(refused)).faults).toMatchObject([{ field: 'series' }]);
});
