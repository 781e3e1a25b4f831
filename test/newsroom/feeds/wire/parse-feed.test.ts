import { describe, expect, test } from 'vitest';
import { parseFeedDate } from '../../../../src/newsroom/feeds/wire/parse/dates.ts';
import { findFeeds } from '../../../../src/newsroom/feeds/wire/parse/find-feeds.ts';
import { type ParsedFeed, parseFeedText } from '../../../../src/newsroom/feeds/wire/parse/parse-feed.ts';
import * as fc from '../../../draw.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const url = 'https://a.example/feeds/all';

async function parse(text: string): Promise<ParsedFeed> {
  const parsed = await parseFeedText(text, { url, now: NOW });
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.feed;
}

async function faultOf(text: string): Promise<string> {
  const parsed = await parseFeedText(text, { url, now: NOW });
  return parsed.ok ? `parsed ${parsed.feed.items.length} items` : parsed.detail;
}

const rss = (items: string, channel = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>A &amp; B</title><link>https://a.example/</link>${channel}${items}</channel></rss>`;
const item = (content: string) => `<item>${content}</item>`;

describe('every format gives the same', () => {
  const expected = {
    title: 'A & B',
    home: 'https://a.example/',
    items: [
      {
        id: 'urn:1',
        url: 'https://a.example/1',
        title: 'Rates fall',
        summary: 'By a quarter.',
        publisher: 'A & B',
        publishedAt: Date.UTC(2026, 10, 25, 9),
        language: 'en-GB',
      },
    ],
  };

  test.each([
    [
      'RSS',
      rss(
        item(
          '<guid isPermaLink="false">urn:1</guid><link>/1</link><title>Rates fall</title><description>&lt;p&gt;By a quarter.&lt;/p&gt;</description><pubDate>Wed, 25 Nov 2026 10:00:00 +0100</pubDate>',
        ),
        '<language>en-gb</language>',
      ),
    ],
    [
      'Atom',
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>A &amp;amp; B</title><title type="html">x</title><link href="https://a.example/"/><entry><id>urn:1</id><title>Rates fall</title><link href="/1"/><summary type="html">&lt;p&gt;By a quarter.</summary><published>2026-11-25T09:00:00Z</published><updated>2026-11-26T09:00:00Z</updated></entry></feed>'.replace(
        '<title>A &amp;amp; B</title><title type="html">x</title>',
        '<title>A &amp; B</title>',
      ),
    ],
    [
      'JSON Feed',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'A & B',
        home_page_url: 'https://a.example/',
        language: 'en-GB',
        items: [
          {
            id: 'urn:1',
            url: '/1',
            title: 'Rates fall',
            content_html: '<p>By a quarter.</p>',
            date_published: '2026-11-25T09:00:00Z',
          },
        ],
      }),
    ],
    [
      'RDF',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>A &amp; B</title><link>https://a.example/</link><dc:language>en-GB</dc:language></channel><item rdf:about="urn:1"><title>Rates fall</title><link>/1</link><description>By a quarter.</description><dc:date>2026-11-25T09:00Z</dc:date></item></rdf:RDF>',
    ],
  ])('%s', async (_format, text) => {
    expect(await parse(text)).toMatchObject(expected);
  });
});

describe('an item', () => {
  const first = async (content: string) => (await parse(rss(item(content)))).items[0];

  test('has its address from its link, or from a permanent identifier, else it is left out', async () => {
    expect((await first('<guid>https://a.example/p</guid>'))?.url).toBe('https://a.example/p');
    expect((await first('<link>../q?x=1</link>'))?.url).toBe('https://a.example/q?x=1');
    const feed = await parse(
      rss(item('<title>No address</title>') + item('<link>javascript:alert(1)</link>')),
    );
    expect(feed).toMatchObject({ items: [], withoutAddress: 2 });
  });

  test('has plain text, whatever its title and summary hold', async () => {
    const found = await first(
      '<link>/1</link><title>&lt;b&gt;AT&amp;amp;T&lt;/b&gt; &amp;#8217;24\u202e&lt;script&gt;alert(1)&lt;/script&gt;</title><description><![CDATA[<style>p{}</style><p>One</p><p>two &lt;3</p>]]></description>',
    );
    expect(found).toMatchObject({ title: 'AT&T ’24', summary: 'One two <3' });
  });

  test.each([
    ['x &lt;y', 'x <y'],
    ['if a &lt;b', 'if a <b'],
    ['The &lt;title&gt; element', 'The <title> element'],
    ['List&lt;String&gt; in Java', 'List<String> in Java'],
    ['&lt;b&gt;Bold&lt;/b&gt;&lt;br/&gt;and &lt;img src="x"&gt; more', 'Bold and more'],
    ['Cut &lt;a href="http', 'Cut'],
  ])('titled %s keeps its words', async (written, title) => {
    expect((await first(`<link>/1</link><title>${written}</title>`))?.title).toBe(title);
  });

  test('of Atom keeps what a title of type text shows', async () => {
    const atom =
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><link href="/1"/><title>The &lt;b&gt; element</title></entry></feed>';
    expect((await parse(atom)).items[0]?.title).toBe('The <b> element');
  });

  test('without a title is called by the beginning of its summary', async () => {
    expect((await first('<link>/1</link><description>A short post.</description>'))?.title).toBe(
      'A short post.',
    );
  });

  test('has short texts', async () => {
    const found = await first(
      `<link>/1</link><title>${'long '.repeat(10_000)}</title><description>${'😀'.repeat(100_000)}</description>`,
    );
    expect(found?.title.length).toBeLessThanOrEqual(300);
    expect(found?.summary.length).toBeLessThanOrEqual(1000);
    expect(found?.summary.isWellFormed()).toBe(true);
  });

  test('has the text of Media RSS if it has no other', async () => {
    const found = await first(
      '<link>/1</link><title>A video</title><media:group xmlns:media="http://search.yahoo.com/mrss/"><media:description>What it shows &lt;3</media:description></media:group>',
    );
    expect(found?.summary).toBe('What it shows <3');
  });

  test('that FeedBurner links has the address of the article', async () => {
    const found = await first(
      '<link>https://feeds.example/~r/1</link><feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">https://a.example/one?a=1&amp;b=2</feedburner:origLink>',
    );
    expect(found?.url).toBe('https://a.example/one?a=1&b=2');
  });

  test('of a feed on another host has the addresses of the site', async () => {
    const elsewhere = 'https://feeds.example/a';
    const parsed = await parseFeedText(rss(item('<link>/1</link>')), { url: elsewhere, now: NOW });
    expect(parsed).toMatchObject({ feed: { items: [{ url: 'https://a.example/1' }] } });
  });

  test('of an aggregator names its own outlet', async () => {
    expect(await first('<link>/1</link><source url="https://b.example/f">The B Post</source>')).toMatchObject(
      {
        publisher: 'The B Post',
      },
    );
  });
});

describe('of Atom', () => {
  const atom = (attributes: string, content: string) =>
    `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><title>T</title><link href="./"/>${content}</feed>`;

  test.each([
    ['xml:base="https://b.example/x/"', '', 'href="1"', 'https://b.example/x/1'],
    ['xml:base="https://b.example/x/"', 'xml:base="y/"', 'href="1"', 'https://b.example/x/y/1'],
    ['', 'xml:base="/y/"', "href='1'", 'https://a.example/y/1'],
    [
      'xml:base="https://b.example/"',
      'xml:base="y/"',
      'xml:base="z/?a=1&amp;b" href="1?c&amp;d"',
      'https://b.example/y/z/1?c&d',
    ],
    ['xml:base="https://b.example/"', 'xml:base="javascript:alert(1)"', 'href="1"', 'https://b.example/1'],
    ['xml:base="urn:x"', '', 'href="1"', 'https://a.example/feeds/1'],
  ])('a feed with %s, an entry with %s and a link with %s lead to %s', async (feed, entry, link, address) => {
    const { items } = await parse(
      atom(feed, `<entry ${entry}><id>1</id><title>E</title><link ${link}/></entry>`),
    );
    expect(items[0]?.url).toBe(address);
  });

  test('the base of a feed is that of its home', async () => {
    expect((await parse(atom('xml:base="https://b.example/x/y"', ''))).home).toBe('https://b.example/x/');
  });

  test.each([
    ['content type="application/octet-stream"', 'content', 'One two'],
    ['summary type="text/html" mode="base64"', 'summary', 'One two'],
    ['content type="text/plain"', 'content', 'PGI+T25lPC9iPiB0d28='],
    ['content type="application/atom+xml"', 'content', 'PGI+T25lPC9iPiB0d28='],
  ])('base64 in <%s> is %s', async (tag, name, summary) => {
    const text = `<entry><id>1</id><link href="/1"/><title>E</title><${tag}>\nPGI+T25lPC9iPiB0d28=\n</${name}></entry>`;
    expect((await parse(atom('', text))).items[0]?.summary.replace(/<\/?b>/g, '')).toBe(summary);
  });

  test('what is called base64 and is none stays as it is', async () => {
    const text = `<entry><id>1</id><link href="/1"/><title>E</title><content type="application/x">Plain words</content></entry>`;
    expect((await parse(atom('', text))).items[0]?.summary).toBe('Plain words');
  });
});

describe('a damaged feed', () => {
  const items = [1, 2, 3].map((number) => item(`<link>/${number}</link><title>Item ${number}</title>`));
  const urls = async (text: string) => (await parse(text)).items.map((each) => each.url.slice(18));

  test.each([
    ['tags that cross', '<p>one <b>two</p>'],
    ['a tag without an end', '<b'],
    ['a bare < and &', 'a < b && c'],
    ['the end of another element', '</channels>'],
    ['characters that XML does not have', '\u0000\u0001'],
  ])('with %s in an item has all others', async (_what, junk) => {
    const [one = '', two = '', three = ''] = items;
    const broken = two.replace('</item>', `<description>${junk}</item>`);
    expect(await urls(rss(one + broken + three))).toEqual(expect.arrayContaining(['1', '3']));
  });

  test('says how many items are broken', async () => {
    const [one = '', two = ''] = items;
    const feed = await parse(rss(one + two.replace('</title>', '<a></b></title></c>') + item('')));
    expect(feed).toMatchObject({ isWhole: true, broken: 1 });
    expect(feed.items.length).toBeGreaterThanOrEqual(1);
  });

  test('that breaks off has the items that are whole', async () => {
    const whole = rss(items.join(''));
    expect(await parse(whole)).toMatchObject({ isWhole: true, broken: 0 });
    expect(await urls(whole.slice(0, whole.indexOf('Item 3')))).toEqual(['1', '2']);
    expect(await parse(whole.slice(0, whole.indexOf('Item 3')))).toMatchObject({
      title: 'A & B',
      isWhole: false,
    });
  });

  test('of JSON that breaks off has the items that are whole', async () => {
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      items: ['1', '2', '3'].map((id) => ({ id, url: `/${id}`, content_text: id })),
    });
    const cut = json.slice(0, json.indexOf('"/3"'));
    expect(await parse(cut)).toMatchObject({ title: 'J', isWhole: false, items: [{ id: '1' }, { id: '2' }] });
    expect(await urls(json.replace('{"id":"2"', '7,{"id":"2"'))).toEqual(['1', '2', '3']);
  });
});

describe('a date', () => {
  test.each([
    ['Wed, 25 Nov 2026 10:00:00 GMT', '2026-11-25T10:00:00.000Z'],
    ['25 Nov 26 10:00 EST', '2026-11-25T15:00:00.000Z'],
    ['Wed, 25 Nov 2026 10:00:00', '2026-11-25T10:00:00.000Z'],
    ['Wed, 25 Nov 2026 10:00:00 XYZ', '2026-11-25T10:00:00.000Z'],
    ['Wed, 25 Nov 2026 10:00:00 MEZ', '2026-11-25T09:00:00.000Z'],
    ['Thu, 25 Jun 2026 10:00:00 BST', '2026-06-25T09:00:00.000Z'],
    ['Thu, 25 Jun 2026 10:00:00 ET', '2026-06-25T14:00:00.000Z'],
    ['Wed, 25 Nov 2026 10:00:00 ET', '2026-11-25T15:00:00.000Z'],
    ['Wed, 25 Nov 2026 10:00:00 JST', '2026-11-25T01:00:00.000Z'],
    ['Wed, 25 Nov 2026 10:00:00 Europe/Vienna', '2026-11-25T09:00:00.000Z'],
    ['Wed, 25 Nov 2026 10:00:00 GMT+1', '2026-11-25T09:00:00.000Z'],
    ['Wed,4 Nov 2026 9:05 +0100', '2026-11-04T08:05:00.000Z'],
    ['Wed Nov  4 09:05:00 +0000 2026', '2026-11-04T09:05:00.000Z'],
    ['November 4, 2026, 3:05 p.m.', '2026-11-04T15:05:00.000Z'],
    ['04.11.2026 09:05', '2026-11-04T09:05:00.000Z'],
    ['10/30/26 09:05', '2026-10-30T09:05:00.000Z'],
    ['2026-11-25+01:00', '2026-11-24T23:00:00.000Z'],
    ['20261104T09:05Z', '2026-11-04T09:05:00.000Z'],
    ['Wed, 04 Nov 2026', '2026-11-04T00:00:00.000Z'],
    ['2026-11-25T10:00:00+01:00', '2026-11-25T09:00:00.000Z'],
    ['2026-11-25 10:00:00', '2026-11-25T10:00:00.000Z'],
    ['2026-11-25', '2026-11-25T00:00:00.000Z'],
  ])('%s is read', (text, time) => {
    expect(new Date(parseFeedDate(text, NOW) ?? 0).toISOString()).toBe(time);
  });

  test.each([
    ['Mi, 4 Nov 2026 09:05', 'de', '2026-11-04T09:05:00.000Z'],
    ['Do., 05. Mrz 2026 09:05 Uhr', 'de', '2026-03-05T09:05:00.000Z'],
    ['mar., 03 févr. 2026 09:05', 'fr', '2026-02-03T09:05:00.000Z'],
    ['25 Mar 2026', 'fi', '2026-03-25T00:00:00.000Z'],
    ['1 lis 2026', 'pl', '2026-11-01T00:00:00.000Z'],
    ['1 lis 2026', 'hr', '2026-10-01T00:00:00.000Z'],
    ['٣ نوفمبر ٢٠٢٦', 'ar', '2026-11-03T00:00:00.000Z'],
    ['2026年11月3日 下午 3:05', 'zh', '2026-11-03T15:05:00.000Z'],
    ['Wed Nov 4 09:05:00 CST 2026', 'zh-CN', '2026-11-04T01:05:00.000Z'],
    ['Wed Nov 4 09:05:00 CST 2026', 'en', '2026-11-04T15:05:00.000Z'],
    ['4 Nov 2026 09:05 IST', 'he', '2026-11-04T07:05:00.000Z'],
    ['4 Nov 2026 09:05 IST', 'en-IN', '2026-11-04T03:35:00.000Z'],
    ['4 November 2026', 'no such language', '2026-11-04T00:00:00.000Z'],
  ])('%s is read in a feed in %s', (text, language, time) => {
    expect(new Date(parseFeedDate(text, NOW, language) ?? 0).toISOString()).toBe(time);
  });

  test.each([
    'yesterday',
    '',
    '2026-13-40',
    '31 June 2026',
    '03/04/2026',
    '2026-11',
    'November 2026',
    '4 Nov 2026 25:00',
    '4 Nov 2026 10:00 +9900',
    '4 constructor 2026',
    '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z',
    '2027-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '1764072000',
    `${'9'.repeat(100_000)}`,
  ])('%.40s is none of something published', (text) => {
    expect(parseFeedDate(text, NOW)).toBeNull();
  });

  test('a few minutes ahead is now', () => {
    expect(parseFeedDate('2026-11-26T12:05:00Z', NOW)).toBe(NOW);
  });
});

describe('what a feed says of its pace', () => {
  test('is read from ttl, the syndication module, and hours and days to skip', async () => {
    const channel =
      '<ttl>30</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency><skipHours><hour>24</hour><hour>1</hour><hour>99</hour></skipHours><skipDays><day>Sunday</day></skipDays>';
    expect(await parse(rss('', channel))).toMatchObject({
      statedFreshness: 30 * 60_000,
      skipHours: [0, 1],
      skipDays: [0],
    });
  });

  test.each(['<ttl>-5</ttl>', '<ttl>soon</ttl>', '<sy:updatePeriod>never</sy:updatePeriod>'])(
    '%s says nothing',
    async (channel) => {
      expect((await parse(rss('', channel))).statedFreshness).toBeNull();
    },
  );

  test('with its hubs and its own address', async () => {
    const links =
      '<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://a.example/feed"/>';
    expect(await parse(rss('', links))).toMatchObject({
      hubs: ['https://hub.example/'],
      self: 'https://a.example/feed',
    });
  });
});

describe('a hostile feed', () => {
  test('with a million items gives the newest 200 of those that come first', async () => {
    const items = Array.from({ length: 60_000 }, (_, index) =>
      item(`<link>/${index}</link><pubDate>${new Date(NOW - index * 60_000).toUTCString()}</pubDate>`),
    );
    const feed = await parse(rss(items.join('')));
    expect(feed.items).toHaveLength(200);
    expect(feed.items[0]?.url).toBe('https://a.example/0');
    expect(await faultOf(rss('<item/>'.repeat(700_000)))).toBe('parsed 0 items');
  });

  test.each([
    ['nests elements', rss('<a>'.repeat(1_000_000)), /more than/],
    ['nests a few hundred', rss('<a>'.repeat(500)), /can be read/],
    ['has a million elements', rss('<a/>'.repeat(1_000_000)), /more than 100,000 elements/],
    [
      'has a million attributes',
      rss(`<item ${'a="" '.repeat(800_000)}/>`),
      /more than 100,000 elements|can be read/,
    ],
    ['never ends a title', rss('<item><title>'.repeat(900)), /can be read|parsed/],
    ['never ends a comment', rss('<!--'.repeat(100_000)), /can be read/],
    [
      'is JSON of a million objects',
      `{"version":"https://jsonfeed.org/version/1.1","items":[${'{},'.repeat(1_000_000)}{}]}`,
      /more than 100,000 objects/,
    ],
    [
      'is JSON of deep lists',
      '{"version":"https://jsonfeed.org/version/1.1","a":'.padEnd(3_000_000, '['),
      /more than/,
    ],
    [
      'has tags of two megabytes around a thousand broken items',
      rss('<item><title></b></title></item>'.repeat(1000)).replace(
        '<rss',
        `<rss a="${'x'.repeat(1_900_000)}"`,
      ),
      /can be read/,
    ],
    [
      'declares types without end',
      '<!doctype ['.repeat(100_000) + rss(item('<link>/1</link>')),
      /can be read|parsed/,
    ],
    [
      'opens a section in every item',
      rss('<item><title><![CDATA[x</title></item>'.repeat(100_000)),
      /parsed 0/,
    ],
    ['is a page', '<!doctype html><html><title>rss</title></html>', /page, not a feed/],
    ['is nothing', '', /can be read/],
    ['pollutes prototypes', rss('<__proto__><x>1</x></__proto__>'), /can be read/],
  ])('that %s is refused in words', async (_what, text, words) => {
    expect(await faultOf(text)).toMatch(words);
  });

  test('with entities that grow gets none of them', async () => {
    const bomb = `<!DOCTYPE r [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "${'&a;'.repeat(1000)}">]>`;
    const text = rss(item('<link>/1</link><title>&b;&b;</title>')).replace('?>', `?>${bomb}`);
    expect((await parse(text)).items[0]?.title).toBe('&b;&b;');
    const file = '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>';
    expect(await faultOf(rss(item('<link>/1</link><title>&f;</title>')).replace('?>', `?>${file}`))).toMatch(
      /can be read|parsed 1/,
    );
  });

  test('cut anywhere never makes the parser throw', async () => {
    const whole = rss(
      item('<link>/1</link><title><![CDATA[a]]></title><!-- x --><description>b &amp; c</description>'),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.string(), async (at, junk) => {
        const parsed = await parseFeedText(whole.slice(0, at) + junk, { url, now: NOW });
        expect(parsed.ok ? parsed.feed.items.length : parsed.detail.length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});

test('a page names its feeds', async () => {
  const page = `<!doctype html><head><base href="https://a.example/news/"><link rel="alternate" type="application/rss+xml" title="All &amp; more" href="all.xml?a=1&amp;b=2">
    <link rel="stylesheet alternate" type="text/css" href="x.css"><link rel=ALTERNATE type="application/atom+xml; charset=utf-8" href=/atom>
    <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"><link rel="alternate" hreflang="de" href="/de"></head>`;
  expect(await findFeeds(page, url)).toEqual([
    { url: 'https://a.example/news/all.xml?a=1&b=2', title: 'All & more' },
    { url: 'https://a.example/atom', title: null },
  ]);
  const many = '<link rel=alternate type=application/rss+xml href=/x>'.repeat(100_000);
  expect(await findFeeds(many, url)).toHaveLength(1);
});
