import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { app } from '../../src/app.ts';
import type { Env } from '../../src/platform/env.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { MAX_QUERY_LENGTH } from '../../src/site/query/terms.ts';
import * as fc from '../draw.ts';
import { hostile } from '../hostile.ts';
import { read, reopen } from '../newsroom.ts';
import { standInsWith } from '../objects.ts';
import { publish, story, withdraw } from '../published-stories.ts';
import { fillIndex } from './fill-index.ts';

beforeEach(reopen);
afterEach(() => vi.restoreAllMocks());

const FEEDS = ['rss.xml', 'atom.xml', 'feed.json'] as const;

/** Sends a request with headers. */
const ask = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { headers, redirect: 'manual' }));

/** Sends a request to the program with replacements for some bindings. */
const askWith = (bindings: Partial<Record<keyof Env, unknown>>, path: string) =>
  app.fetch(
    new Request(`https://any.host${path}`),
    { ...env, ...bindings } as Env,
    {
      waitUntil: () => undefined,
      passThroughOnException: () => undefined,
    } as unknown as ExecutionContext,
  );

const itemsIn = async (response: Response) =>
  ((await response.json()) as { items: { title: string }[] }).items.map(({ title }) => title);

test('a feed of a search or topic without stories has a date of this newsroom', async () => {
  for (const path of ['/search/atom.xml?q=qqqq', '/search/rss.xml?q=qqqq', '/topics/provenance/atom.xml']) {
    const text = await (await read(path)).text();
    const [, date = ''] = /<(?:updated|lastBuildDate)>([^<]+)</.exec(text) ?? [];
    expect([path, Date.parse(date) >= Date.UTC(2026, 0, 1), Date.parse(date) <= Date.now()]).toEqual([
      path,
      true,
      true,
    ]);
  }
});

describe('the page', () => {
  test('lists stories with the words marked in headline and text, in the language of each', async () => {
    await publish(
      story(1, { headline: 'Solar power is cheap', articleBody: 'Nobody doubts that solar power grows.' }),
      story(2, { headline: '太阳能', abstract: '人工智能投资超过万亿美元。', inLanguage: 'zh' }),
      story(3, { headline: 'شمس', abstract: 'أخبار الطاقة', inLanguage: 'ar' }),
    );
    await fillIndex();
    const page = await (await read('/search?q=solar+power')).text();
    expect(page).toContain('<mark>Solar</mark> <mark>power</mark> is cheap');
    expect(page).toContain('1 story');
    expect(page).not.toContain('太阳能');
    expect(page).toContain('<meta name="robots" content="noindex"');
    expect(page).toContain('<link rel="canonical" href="https://news.example/search?q=solar+power"');
    for (const file of FEEDS)
      expect(page).toContain(`href="https://news.example/search/${file}?q=solar+power"`);
    expect(await (await read(`/search?q=${encodeURIComponent('智能')}`)).text()).toContain(
      '<mark>智能</mark>',
    );
    const arabic = await (await read(`/search?q=${encodeURIComponent('اخبار')}`)).text();
    expect(arabic).toMatch(/<p lang="ar"><span dir="rtl"><mark>أخبار<\/mark> الطاقة/);
  });

  test('has a form without script, with the search in it', async () => {
    const empty = await read('/search');
    expect(empty.status).toBe(200);
    const page = await (
      await read('/search?q=%22%3Cb%3E%22&topic=web-feeds&lang=de&from=2026-01-01&sort=date')
    ).text();
    expect(page).toContain('value="&quot;&lt;b&gt;&quot;"');
    expect(page).toContain('<option value="web-feeds" selected');
    expect(page).toContain('<option value="de" selected');
    expect(page).toContain('<details open');
    // Rules for prefetching are data, which no browser runs.
    expect(page.match(/<script[^>]*>/g)).toEqual(['<script type="speculationrules">']);
  });

  test('has 20 stories, and leads to the next ones', async () => {
    await publish(...Array.from({ length: 45 }, (_, index) => story(index + 1)));
    await fillIndex();
    const first = await (await read('/search?q=story')).text();
    expect(first.match(/<h2 lang/g)).toHaveLength(20);
    expect(first).toContain('45 stories');
    expect(first).toContain('href="/search?q=story&amp;page=2"');
    const last = await (await read('/search?q=story&page=3')).text();
    expect(last.match(/<h2 lang/g)).toHaveLength(5);
    expect(last).not.toContain('page=4');
    expect((await read('/search?q=story&page=11')).status).toBe(400);
  });

  test.each(['from=2026-03-04', 'to=2026-03-04', 'from=2026-03-04&to=2026-03-04'])(
    'lists the stories of some days without a word: %s',
    async (days) => {
      await publish(story(1), story(2, { datePublished: '2026-03-05T00:00:00Z' }));
      await fillIndex();
      const page = await (await read(`/search?${days}`)).text();
      expect(page).toContain('/stories/s-1');
      expect(page.includes('/stories/s-2')).toBe(!days.includes('to='));
    },
  );

  test('that finds nothing names the words that no story has, and leads to the same search without limits', async () => {
    await publish(story(1, { articleBody: 'Solar power.' }));
    await fillIndex();
    const page = await (await read('/search?q=Solar+%3Cqqqq%3E&topic=nothing&page=2')).text();
    expect(page).toContain('In no story: <b dir="auto">qqqq</b>');
    expect(page).toContain('href="/search?q=Solar+%3Cqqqq%3E"');
    const wide = await (await read('/search?q=Solar+qqqq')).text();
    expect(wide).not.toContain('Search all stories');
    expect(await (await read('/search?topic=nothing')).text()).toContain('0 stories');
  });

  test.each(['🙂', '" * ( )'])(
    'of no word, such as %s, says so, and is no result of a search engine',
    async (query) => {
      const page = await (await read(`/search?${new URLSearchParams({ q: query })}`)).text();
      expect(page).toContain('at least one word');
      expect(page).toContain('<meta name="robots" content="noindex"');
      expect(await (await read('/search')).text()).not.toContain('noindex');
    },
  );

  test('says who wrote each story, what it is based on, and whether AI wrote what is shown of it', async () => {
    const generated = { digitalSourceType: 'trainedAlgorithmicMedia' };
    await publish(
      story(1, {
        headline: 'One',
        abstract: 'A turbine.',
        articleBody: 'Words.',
        author: [{ name: 'Zoë Ångström' }],
        provenance: { abstract: generated },
      }),
      story(2, {
        headline: 'Two',
        abstract: 'Words.',
        articleBody: 'Turbines turn.',
        provenance: { articleBody: generated },
      }),
    );
    await fillIndex();
    const page = await (await read('/search?q=turbine')).text();
    expect(page).toMatch(
      /<span class="label ai"[^>]*><span class="hidden">TL;DR \(<\/span>AI-generated<span class="hidden">\):<\/span><\/span> <span dir="ltr">A <mark>turbine/,
    );
    expect(page).toMatch(
      /<span class="label ai"[^>]*>Analysis · AI-generated<\/span> <span dir="ltr"><mark>Turbines/,
    );
    expect(page).toContain('By <bdi class="p-author">Zoë Ångström</bdi>');
    const named = await (await read('/search?q=angstrom')).text();
    expect(named).toContain('Stories by <a href="/search?author=Zo%C3%AB+%C3%85ngstr%C3%B6m" dir="auto">');
    expect(named).toContain('/stories/s-1');
  });

  test('finds what the caption of a picture says, and shows it', async () => {
    const image = {
      url: 'https://news.example/turbine.jpg',
      caption: 'The Gezhouba turbine hall',
      width: 800,
      height: 600,
      encodingFormat: 'image/jpeg',
    };
    await publish(story(1, { image }));
    await fillIndex();
    const page = await (await read('/search?q=gezhouba')).text();
    expect(page).toContain('The <mark>Gezhouba</mark> turbine hall');
  });

  test('of a mistyped word names it, and leads to the search that was made instead; its feed stays empty', async () => {
    await publish(story(1, { articleBody: 'Solar turbines.' }));
    await fillIndex();
    const page = await (await read('/search?q=solar+%3Cturbinse%3E')).text();
    expect(page).toContain('In no story: <b dir="auto">turbinse</b>');
    expect(page).toContain('href="/search?q=solar+%3Cturbines%3E"');
    expect(page).toContain('<mark>turbines</mark>');
    expect(page).not.toContain('Follow this search');
    expect(page).not.toContain('/search/feed.json?q=');
    expect(await itemsIn(await read('/search/feed.json?q=turbinse'))).toEqual([]);
  });

  test('of a mistyped word beside the right one names the mistyped one', async () => {
    await publish(story(1, { articleBody: 'A flood in the cart.' }));
    await fillIndex();
    const page = await (await read('/search?q=flood+flodd')).text();
    expect(page).toContain('In no story: <b dir="auto">flodd</b>');
    expect(page).toContain('href="/search?q=flood+flood"');
  });

  test('of a part of a word leads to the search for its beginning', async () => {
    await publish(story(1, { articleBody: 'Telescopes.' }));
    await fillIndex();
    const page = await (await read('/search?q=telesc')).text();
    expect(page).toContain('In no story: <b dir="auto">telesc</b>');
    expect(page).toContain('href="/search?q=telesc*"');
    expect(page).toContain('<mark>Telescopes</mark>');
    expect(page).not.toContain('Follow this search');
  });

  test('names an author by the last name, and not by a particle', async () => {
    await publish(story(1, { articleBody: 'A coup de grâce.', author: [{ name: 'Anna de Vries' }] }));
    await fillIndex();
    const pageOf = async (query: string) =>
      (await read(`/search?${new URLSearchParams({ q: query })}`)).text();
    expect(await pageOf('coup de grâce')).not.toContain('Stories by');
    expect(await pageOf('de vries')).toContain('Stories by');
  });

  test('of words that no story has together shows those with the most of them, and says so', async () => {
    await publish(story(1, { articleBody: 'Solar turbines.' }), story(2, { articleBody: 'Cheap wind.' }));
    await fillIndex();
    const page = await (await read('/search?q=solar+turbines+wind')).text();
    expect(page).toContain('No story has all these words. These stories have the most of them.');
    expect(page).toContain('/stories/s-1');
    expect(page).not.toContain('/stories/s-2');
    expect(await itemsIn(await read('/search/feed.json?q=solar+turbines+wind'))).toEqual([]);
  });

  test('says from which day on stories were searched if words are too frequent, and leads to the stories before', async () => {
    const found = {
      hits: [],
      count: 0,
      isMore: false,
      removed: 0,
      missing: [],
      terms: [],
      mended: [],
      isPartial: false,
      isRelated: false,
      since: Date.parse('2026-03-04T15:00:00Z'),
    };
    const SEARCH = standInsWith({ find: async () => found });
    const page = await (await askWith({ SEARCH }, '/search?q=%22to+be%22')).text();
    expect(page).toMatch(
      /only stories since <time datetime="2026-03-04T15:00:00.000Z">March 4, 2026<\/time> were/,
    );
    expect(page).toContain('href="/search?q=%22to+be%22&amp;to=2026-03-04"');
    const again = await (await askWith({ SEARCH }, '/search?q=%22to+be%22&to=2026-03-04')).text();
    expect(again).toContain('March 4, 2026');
    expect(again).not.toContain('Search older stories');
  });

  test.each([
    // A quarter of an hour beyond the hour; the day on which clocks go forward; the day that Samoa skipped; the last that a search may have.
    ['Asia/Kathmandu', '2026-03-04', '2026-03-03T18:15:00Z', '2026-03-04T18:15:00Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-29T10:00:00Z', '2011-12-30T10:00:00Z'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z'],
    ['UTC', '9999-12-31', '9999-12-31T00:00:00Z', '+010000-01-01T00:00:00Z'],
  ])('in %s, takes %s for the day that readers see at stories', async (timeZone, day, from, before) => {
    const find = vi.fn(async () => ({
      hits: [],
      count: 0,
      isMore: false,
      removed: 0,
      missing: [],
      terms: [],
      mended: [],
      isPartial: false,
      isRelated: false,
      since: Date.parse(from),
    }));
    const settings = readSettings(env);
    const { site } = settings;
    settings.site = { ...site, timeZone };
    try {
      const SEARCH = standInsWith({ find });
      const page = await (await askWith({ SEARCH }, `/search?from=${day}&to=${day}`)).text();
      const asked = { from: Date.parse(from), before: Date.parse(before) };
      expect(find).toHaveBeenCalledWith(expect.objectContaining(asked));
      // What is left is the day of which a part was searched.
      expect(page).not.toContain('Search older stories');
    } finally {
      settings.site = site;
    }
  });

  test('of an author without letters finds nothing', async () => {
    await publish(story(1));
    await fillIndex();
    expect(await (await read('/search?q=story&author=%E2%80%94')).text()).not.toContain('/stories/s-1');
  });

  test('is purged with each story that it shows, like the pages that list it', async () => {
    await publish(story(1), story(2));
    await fillIndex();
    for (const path of ['/search?q=story', ...FEEDS.map((file) => `/search/${file}?q=story`)]) {
      const response = await ask(path);
      expect(response.headers.get('Cache-Tag')).toBe('search,story:s-2,story:s-1');
    }
    const preview = await ask('/search/rss.xml?q=story', { 'Sec-Fetch-Dest': 'document' });
    expect(preview.headers.get('Cache-Tag')).toContain('story:s-1');
  });

  test('follows corrections, withdrawals and renames', async () => {
    await publish(story(1), story(2));
    await fillIndex();
    await withdraw('s-1');
    await publish(
      story(2, {
        slug: 'two',
        formerSlugs: ['s-2'],
        headline: 'Corrected',
        dateModified: '2026-06-01T00:00:00Z',
      }),
    );
    await fillIndex();
    const page = await (await read('/search?q=story')).text();
    expect(page).not.toContain('/stories/s-1');
    expect(page).not.toContain('/stories/s-2');
    expect(await (await read('/search?q=corrected')).text()).toContain('/stories/two');
  });
});

describe('each search', () => {
  test.each([
    ['/search?sort=relevance&q=a&page=1&topic=', '/search?q=a'],
    ['/search?topic=web&q=a', '/search?q=a&topic=web'],
    ['/search?q=%20a%20%20b%20&utm_source=x', '/search?q=a+b'],
    ['/search?q=', '/search'],
    ['/search/rss.xml?q=a&sort=date&page=3', '/search/rss.xml?q=a'],
  ])('has one address: %s leads to %s', async (from, to) => {
    const response = await read(from);
    expect(response.status).toBe(301);
    expect(response.headers.get('Location')).toBe(`https://news.example${to}`);
  });

  test.each([
    'topic=%00%2F',
    'source=a%2Fb',
    'lang=x',
    'from=2026-13-01',
    'from=2026-02-30',
    'to=tomorrow',
    'sort=size',
    'page=0',
  ])('with the wrong parameter %s is refused', async (parameter) => {
    const response = await read(`/search?q=a&${parameter}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(parameter.split('=')[0]);
  });

  test('that is too long is refused with the limit', async () => {
    const response = await read(`/search?q=${'x'.repeat(10_000)}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(`at most ${MAX_QUERY_LENGTH} `);
  });

  test('is answered, whatever its text', async () => {
    await publish(story(1));
    await fillIndex();
    const SEARCH_RATE = { limit: async () => ({ success: true }) };
    const statusOf = async (text: string) => {
      const { status, headers } = await askWith(
        { SEARCH_RATE },
        `/search?q=${encodeURIComponent(text.toWellFormed())}`,
      );
      const path = headers.get('Location')?.replace('https://news.example', '');
      return path === undefined ? status : (await askWith({ SEARCH_RATE }, path)).status;
    };
    for (const text of ['\0', '"', '* ( ) AND OR NOT NEAR', '<script>alert(1)</script>', '\u202e', '🙂'])
      expect(await statusOf(text)).toBe(200);
    expect((await read('/search?q=%ff%fe')).status).toBeLessThan(500);
    expect((await read('/search?q=%ED%A0%80')).status).toBeLessThan(500);
    const page = await (await read('/search?q=%3Cscript%3E')).text();
    expect(page).not.toContain('<script>');
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        expect([200, 400]).toContain(await statusOf(text));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the feeds of a search', () => {
  test('have its newest stories, their own title and address, and no hub', async () => {
    await publish(
      ...Array.from({ length: 35 }, (_, index) => story(index + 1)),
      story(40, { headline: 'Other' }),
    );
    await fillIndex();
    const rss = await (await read('/search/rss.xml?q=story')).text();
    expect(rss).toContain('<title>Open Wire: Search: story</title>');
    expect(rss).toMatch(/<atom:link rel="self"[^>]* href="https:\/\/news.example\/search\/rss.xml\?q=story"/);
    expect(rss).not.toContain('rel="hub"');
    const atom = await read('/search/atom.xml?q=story');
    expect(await atom.text()).toContain('feeds/search/q%3Dstory</id>');
    expect(atom.headers.get('Link')).not.toContain('hub');
    const titles = await itemsIn(await read('/search/feed.json?q=story'));
    expect(titles).toHaveLength(30);
    expect(titles).not.toContain('Other');
  });

  test.each(FEEDS)('have entity tags and 304: %s', async (file) => {
    await publish(story(1));
    await fillIndex();
    const first = await ask(`/search/${file}?q=story`);
    const etag = first.headers.get('ETag') ?? '';
    expect(etag).toMatch(/^W\/"[0-9a-f]{32}-[0-9a-f]{8}\.\d+"$/);
    expect((await ask(`/search/${file}?q=story`, { 'If-None-Match': etag })).status).toBe(304);
    await publish(story(2));
    await fillIndex();
    expect((await ask(`/search/${file}?q=story`, { 'If-None-Match': etag })).status).toBe(200);
  });

  test('send a reader that asks for it only what is new, and everything once a story has left', async () => {
    const path = '/search/feed.json?q=story';
    await publish(...Array.from({ length: 10 }, (_, index) => story(index + 1)));
    await fillIndex();
    const etag = (await ask(path)).headers.get('ETag') ?? '';
    await scheduler.wait(2);
    await publish(story(11));
    await fillIndex();
    const delta = await ask(path, { 'A-IM': 'feed', 'If-None-Match': etag });
    expect(delta.status).toBe(226);
    expect(delta.headers.get('IM')).toBe('feed');
    expect(await itemsIn(delta)).toEqual(['Story 11']);
    expect(
      (await ask(path, { 'A-IM': 'feed', 'If-None-Match': delta.headers.get('ETag') ?? '' })).status,
    ).toBe(304);
    await scheduler.wait(2);
    await withdraw('s-3');
    await fillIndex();
    const whole = await ask(path, { 'A-IM': 'feed', 'If-None-Match': etag });
    expect(whole.status).toBe(200);
    expect(await itemsIn(whole)).toHaveLength(10);
  });

  test('show a browser what a feed is', async () => {
    await publish(story(1));
    await fillIndex();
    const page = await ask('/search/rss.xml?q=story', { 'Sec-Fetch-Dest': 'document' });
    expect(page.headers.get('Content-Type')).toContain('text/html');
    expect(await page.text()).toContain('https://news.example/search/rss.xml?q=story');
  });

  test('without a word are refused', async () => {
    for (const file of FEEDS) expect((await read(`/search/${file}`)).status).toBe(400);
  });
});

test('a network that sends too many searches is refused before the index is asked', async () => {
  const SEARCH = { getByName: () => expect.unreachable('The index was asked.') };
  const SEARCH_RATE = { limit: async () => ({ success: false }) };
  for (const path of ['/search?q=a', '/search/rss.xml?q=a']) {
    const response = await askWith({ SEARCH, SEARCH_RATE }, path);
    expect(response.status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('60');
    expect(response.headers.get('Cache-Control')).toBe('no-store');
  }
});

test('without the index, searches are answered with 503, and everything else as always', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const SEARCH = standInsWith({ find: () => Promise.reject(new Error('down')) });
  for (const path of ['/search?q=a', '/search/feed.json?q=a']) {
    const response = await askWith({ SEARCH }, path);
    expect(response.status).toBe(503);
    expect(response.headers.get('Retry-After')).toBe('30');
    expect(await response.text()).toContain('All stories and feeds are available.');
  }
  expect((await askWith({ SEARCH }, '/')).status).toBe(200);
  expect((await askWith({ SEARCH }, '/search')).status).toBe(200);
});

test('an isolate answers a search again from memory, and counts it only once', async () => {
  await publish(story(1));
  await fillIndex();
  let counted = 0;
  const SEARCH_RATE = {
    limit: async () => {
      counted++;
      return { success: true };
    },
  };
  for (const query of ['memory', 'memory', 'MEMORY'])
    expect((await askWith({ SEARCH_RATE, REUSE_SECONDS: '5' }, `/search?q=${query}`)).status).toBe(200);
  expect(counted).toBe(1);
});
