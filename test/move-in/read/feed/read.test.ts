import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Index, Loss, OldEntry, OldPost } from '../../../../src/move/in/old-site.ts';
import { readFeed } from '../../../../src/move/in/read/feed/read.ts';
import { memoryIndex } from '../../memory-index.ts';
import { serve } from '../../web-server.ts';

async function read(source: string, { index = memoryIndex(), site }: { index?: Index; site?: string } = {}) {
  const entries: OldEntry[] = [];
  const options = {
    index,
    progress: () => undefined,
    now: Math.random(),
    ...(site !== undefined && { site }),
  };
  for await (const entry of readFeed(source, options)) entries.push(entry);
  const posts = entries.flatMap((entry) => (entry.kind === 'post' ? [entry.post] : []));
  return {
    entries,
    posts,
    post: posts[0] as OldPost,
    losses: entries.flatMap((entry) => (entry.kind === 'loss' ? [entry.loss] : [])),
    site: entries.find((entry) => entry.kind === 'site'),
    addresses: entries.flatMap((entry) => (entry.kind === 'address' ? [entry] : [])),
  };
}

async function fileOf(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'feed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'feed.xml');
  await writeFile(file, content);
  return file;
}

const NAMESPACES = `xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"`;
const rss = (items: string, channel = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" ${NAMESPACES}>\n<channel><title>Old &amp;amp; true</title><link>https://old.example/</link><language>de-AT</language>${channel}\n${items}\n</channel></rss>`;
const item = (id: string, more = '') =>
  `<item><title>Story ${id}</title><link>https://old.example/${id}/</link><guid isPermaLink="false">id-${id}</guid><pubDate>Sat, 04 May 2019 10:00:00 +0200</pubDate><content:encoded><![CDATA[<p>Text of ${id}.</p>]]></content:encoded>${more}</item>`;
const atom = (entries: string, links = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:fh="http://purl.org/syndication/history/1.0"><title>Old</title><id>urn:old</id><updated>2020-01-01T00:00:00Z</updated>${links}${entries}</feed>`;
const entry = (id: string, text = 'text', updated = '2019-05-04T10:00:00Z') =>
  `<entry><id>${id}</id><title>${id}</title><updated>${updated}</updated><link href="https://old.example/${id}"/><content type="html">&lt;p&gt;${text}&lt;/p&gt;</content></entry>`;
const kinds = (losses: Loss[]) => losses.map(({ kind }) => kind).sort();

test('RSS 2.0: text, date with its zone, guid, authors, terms, language, picture, addresses', async () => {
  const feed = rss(
    `<item><title>Fish &amp;amp; chips</title><link>https://old.example/2019/05/fish.html</link>
     <guid isPermaLink="false">https://old.example/?p=56</guid><pubDate>Sat, 04 May 2019 10:00:00 -0700</pubDate>
     <dc:creator><![CDATA[Ann  Bee]]></dc:creator><dc:creator>Bob</dc:creator><dc:language>fr</dc:language>
     <category><![CDATA[Food & drink]]></category><category>Sea</category><category>Sea</category>
     <description>&lt;p&gt;What somebody wrote.&lt;/p&gt;</description>
     <content:encoded><![CDATA[<p>A <em>whole</em> text &amp; more.</p>]]></content:encoded>
     <media:content url="/small.jpg" medium="image" width="100"/>
     <media:content url="/fish.jpg" medium="image" width="900"><media:title>A fish</media:title><media:credit>Cy</media:credit></media:content>
     </item>`,
  );
  const { site, post, losses } = await read(await fileOf(feed));
  expect(site).toEqual({
    kind: 'site',
    title: 'Old & true',
    url: 'https://old.example/',
    language: 'de-AT',
    system: 'RSS',
  });
  expect(post).toEqual({
    type: 'post',
    key: 'feed:https://old.example/?p=56',
    place: { line: 4, entry: 'entry "Fish & chips"' },
    identifier: 'https://old.example/?p=56',
    unpublished: null,
    slug: 'fish',
    title: 'Fish & chips',
    content: {
      format: 'html',
      text: '<p>A <em>whole</em> text &amp; more.</p>',
      base: 'https://old.example/2019/05/fish.html',
    },
    excerpt: 'What somebody wrote.',
    published: '2019-05-04T10:00:00-07:00',
    modified: null,
    authors: [
      { name: 'Ann Bee', url: null },
      { name: 'Bob', url: null },
    ],
    terms: [
      { name: 'Food & drink', slug: 'food-drink' },
      { name: 'Sea', slug: 'sea' },
    ],
    language: 'fr',
    canonical: null,
    picture: { url: 'https://old.example/fish.jpg', alt: 'A fish', caption: null, credit: 'Cy' },
    addresses: ['https://old.example/2019/05/fish.html', 'https://old.example/?p=56'],
  });
  expect(losses).toEqual([]);
});

test('Atom 1.0: xhtml and html, bases, languages, authors of the feed, categories, rights', async () => {
  const feed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr" xml:base="https://old.example/blog/"><title type="html">&lt;b&gt;Old&lt;/b&gt;</title><id>urn:x</id><link href="/"/><author><name>The desk</name><uri>/about</uri></author>
  <entry xml:lang="pt_br" xml:base="2019/"><id>tag:old.example,2019:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">One <i>of</i> two</div></title><link href="one"/><category term="t1" label="Label"/><category term="t2"/><rights>CC BY 4.0</rights><published>2019-05-04T10:00:00.5+05:30</published><updated>2019-05-05T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Less &lt; more &amp; <em>so</em>.</p><img src="a.jpg"/></div></content></entry>
  <entry><id>2</id><title>A &lt; b</title><updated>2019-05-04T10:00:00Z</updated><author><name>Ann</name></author><content>Plain &amp; simple</content><link rel="alternate" href="two"/><link rel="enclosure" type="image/png" href="/two.png"/></entry></feed>`;
  const { site, posts, losses } = await read(await fileOf(feed));
  expect(site).toMatchObject({ title: 'Old', url: 'https://old.example/', language: 'fr', system: 'Atom' });
  expect(posts[0]).toMatchObject({
    identifier: 'tag:old.example,2019:1',
    title: 'One of two',
    content: {
      format: 'html',
      text: '<p>Less &lt; more &amp; <em>so</em>.</p><img src="a.jpg"/>',
      base: 'https://old.example/blog/2019/',
    },
    published: '2019-05-04T10:00:00+05:30',
    modified: '2019-05-05T10:00:00Z',
    authors: [{ name: 'The desk', url: 'https://old.example/about' }],
    terms: [
      { name: 'Label', slug: 'label' },
      { name: 't2', slug: 't2' },
    ],
    language: 'pt-BR',
    addresses: ['https://old.example/blog/2019/one'],
  });
  expect(posts[1]).toMatchObject({
    title: 'A < b',
    content: { format: 'plain', text: 'Plain & simple' },
    published: '2019-05-04T10:00:00Z',
    authors: [{ name: 'Ann', url: null }],
    picture: { url: 'https://old.example/two.png' },
    addresses: ['https://old.example/blog/two'],
  });
  expect(losses).toEqual([
    { place: { line: 2, entry: 'entry "One of two"' }, kind: 'rights', was: 'CC BY 4.0', now: 'left out' },
  ]);
});

test('RSS 1.0 has its items outside the channel', async () => {
  const feed = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" ${NAMESPACES}><channel rdf:about="https://old.example/"><title>Old</title><link>https://old.example/</link><description>d</description><items><rdf:Seq><rdf:li resource="https://old.example/1"/></rdf:Seq></items></channel>
  <item rdf:about="https://old.example/1"><title>One</title><link>https://old.example/1</link><dc:creator>Ann</dc:creator><dc:subject>Sea</dc:subject><dc:date>2003-12-13T18:30:02+01:00</dc:date><content:encoded><![CDATA[<p>Text</p>]]></content:encoded></item></rdf:RDF>`;
  const { post, losses } = await read(await fileOf(feed));
  expect(post).toMatchObject({
    identifier: 'https://old.example/1',
    title: 'One',
    published: '2003-12-13T18:30:02+01:00',
    authors: [{ name: 'Ann' }],
    terms: [{ name: 'Sea' }],
    content: { text: '<p>Text</p>' },
  });
  expect(losses).toEqual([]);
});

test('JSON Feed 1.1: text, picture, attachments, the page that an item is about', async () => {
  const feed = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Old & true',
    home_page_url: 'https://old.example/',
    language: 'en',
    items: [
      {
        id: '1',
        url: 'https://old.example/1',
        title: 'A < b',
        content_html: '<p>Text</p>',
        summary: 'Short',
        image: 'https://old.example/1.jpg',
        date_published: '2019-05-04T10:00:00+02:00',
        date_modified: '2019-05-05T10:00:00+02:00',
        tags: ['Sea'],
        authors: [{ name: 'Ann', url: 'https://ann.example' }],
        language: 'de',
        attachments: [{ url: 'https://old.example/1.mp3', mime_type: 'audio/mpeg', title: 'Listen' }],
      },
      {
        id: 2,
        url: 'https://old.example/2',
        content_text: 'Two\n\nlines',
        external_url: 'https://other.example/page',
      },
    ],
    authors: [{ name: 'The desk' }],
  });
  const { site, posts, losses } = await read(await fileOf(feed));
  expect(site).toMatchObject({ title: 'Old & true', language: 'en', system: 'JSON Feed' });
  expect(posts[0]).toMatchObject({
    identifier: '1',
    title: 'A < b',
    excerpt: 'Short',
    language: 'de',
    published: '2019-05-04T10:00:00+02:00',
    modified: '2019-05-05T10:00:00+02:00',
    picture: { url: 'https://old.example/1.jpg' },
    authors: [{ name: 'Ann', url: 'https://ann.example/' }],
    content: { format: 'html', text: '<p>Text</p>\n<p><a href="https://old.example/1.mp3">Listen</a></p>' },
  });
  expect(posts[1]).toMatchObject({
    identifier: '2',
    title: '',
    content: { format: 'plain', text: 'Two\n\nlines\n\nhttps://other.example/page' },
    authors: [{ name: 'The desk' }],
    published: null,
  });
  expect(losses).toEqual([
    {
      place: { entry: 'entry "A < b"' },
      kind: 'file',
      was: 'audio/mpeg https://old.example/1.mp3',
      now: 'a link at the end of the text',
    },
  ]);
});

test('entries with summaries only keep them, with a line of the report each', async () => {
  const bare = (id: number, description: string) =>
    `<item><guid>${id}</guid><title>${id}</title><description>${description}</description></item>`;
  const { posts, losses } = await read(
    await fileOf(
      rss(
        bare(1, 'The beginning of it […]') +
          bare(2, '&lt;p&gt;A whole text.&lt;/p&gt;') +
          bare(3, '&lt;p&gt;Cut here&amp;hellip;&lt;/p&gt;') +
          bare(4, 'One line.') +
          bare(5, ''),
      ),
    ),
  );
  expect(posts.map(({ content }) => content.text)).toEqual([
    'The beginning of it […]',
    '<p>A whole text.</p>',
    '<p>Cut here&hellip;</p>',
    'One line.',
    '',
  ]);
  expect(posts.map(({ excerpt }) => excerpt)).toEqual([null, null, null, null, null]);
  expect(losses.map(({ place, kind }) => [place.entry, kind])).toEqual([
    ['entry "1"', 'summary'],
    ['entry "3"', 'summary'],
    ['entry "4"', 'summary'],
    ['entry "5"', 'text'],
  ]);
});

test('an excerpt that is the beginning of the text is no excerpt', async () => {
  const { post } = await read(
    await fileOf(rss(item('1', '<description>Text of [&amp;#8230;]</description>'))),
  );
  expect(post.excerpt).toBeNull();
});

test('dates that are none, or have no known zone, are lines of the report', async () => {
  const dated = (id: number, date: string) =>
    `<item><guid>${id}</guid><title>${id}</title><description>&lt;p&gt;Text&lt;/p&gt;</description><pubDate>${date}</pubDate></item>`;
  const dates = [
    'Mon, 01 Jan 0000 00:00:00 +0000',
    'yesterday',
    '4 May 19 10:00 EST',
    '2019-05-04 10:00:00',
    'Sat, 04 May 2019 10:00:00 LMT',
    '31 Feb 2019 10:00 GMT',
  ];
  const { posts, losses } = await read(await fileOf(rss(dates.map((date, at) => dated(at, date)).join(''))));
  expect(posts.map(({ published }) => published)).toEqual([
    null,
    null,
    '2019-05-04T10:00:00-05:00',
    '2019-05-04T10:00:00Z',
    '2019-05-04T10:00:00Z',
    null,
  ]);
  expect(losses.map(({ place, kind, now }) => [place.entry, kind, now])).toEqual([
    ['entry "0"', 'date', 'no date'],
    ['entry "1"', 'date', 'no date'],
    ['entry "3"', 'date', '2019-05-04T10:00:00Z, as if it were UTC'],
    ['entry "4"', 'date', '2019-05-04T10:00:00Z, as if it were UTC'],
    ['entry "5"', 'date', 'no date'],
  ]);
});

test('an archive is walked to its first entry, and the newest version of each entry counts', async () => {
  const server = await serve();
  const link = (rel: string, path: string) => `<link rel="${rel}" href="${path}"/>`;
  server.pages = {
    '/feed': {
      body: atom(
        entry('c', 'new c', '2020-03-01T00:00:00Z') + entry('b', 'old b', '2020-02-01T00:00:00Z'),
        link('prev-archive', '/2') + link('self', 'https://old.example/feed'),
      ),
    },
    '/2': {
      body: atom(
        `<fh:archive/>${entry('b', 'new b', '2020-02-09T00:00:00Z')}${entry('c', 'old c', '2020-01-01T00:00:00Z')}`,
        link('prev-archive', '/1'),
      ),
    },
    '/1': { body: atom(`<fh:archive/>${entry('a', 'first')}${entry('a', 'first')}`) },
  };
  const { posts, losses, addresses } = await read(`${server.url}/feed`);
  expect(posts.map(({ identifier, content }) => [identifier, content.text])).toEqual([
    ['c', '<p>new c</p>'],
    ['b', '<p>new b</p>'],
    ['a', '<p>first</p>'],
  ]);
  expect(losses).toEqual([]);
  expect(addresses.map(({ address, target }) => [address, target])).toEqual(
    [`${server.url}/feed`, 'https://old.example/feed', `${server.url}/2`, `${server.url}/1`].map(
      (address) => [address, { shows: 'feed', format: 'atom' }],
    ),
  );
});

test('a second run asks only for what may have changed', async () => {
  const index = memoryIndex();
  const answer =
    (body: string) =>
    (
      request: { headers: Record<string, unknown> },
      response: { writeHead: (status: number, headers?: object) => { end: (body?: string) => void } },
    ) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else response.writeHead(200, { ETag: '"1"' }).end(body);
    };
  const server = await serve();
  server.pages = {
    '/feed': answer(atom(entry('b'), '<link rel="prev-archive" href="/1"/>')) as never,
    '/1': { body: atom(`<fh:archive/>${entry('a')}`) },
  };
  const first = await read(`${server.url}/feed`, { index });
  const second = await read(`${server.url}/feed`, { index });
  expect(second.posts).toEqual(first.posts);
  expect(second.posts).toHaveLength(2);
  expect(server.asked).toEqual(['/feed', '/1', '/feed']);
  expect(server.requests[2]?.headers['if-none-match']).toBe('"1"');
});

test('a feed that leads in a circle, to nothing or to no feed ends there, with a line of the report', async () => {
  const server = await serve();
  const next = (path: string) => `<link rel="next" href="${path}"/>`;
  server.pages = {
    '/circle': { body: atom(entry('a'), next('/circle/2')) },
    '/circle/2': { body: atom(entry('b'), next('/circle')) },
    '/self': { body: atom(entry('a'), next('/self')) },
    '/redirected': { body: atom(entry('a'), next('/back')) },
    '/back': { status: 302, headers: { Location: '/redirected' } },
    '/lost': { body: atom(entry('a'), next('/gone')) },
    '/page': { body: atom(entry('a'), next('/html')) },
    '/html': { body: '<!doctype html><title>Log in</title>' },
  };
  for (const [path, posts, why] of [
    ['/circle', 2, 'was read before: the feed leads in a circle'],
    ['/self', 1, 'was read before: the feed leads in a circle'],
    ['/redirected', 1, 'leads to one that was read before: the feed leads in a circle'],
    ['/lost', 1, 'is not there (404)'],
    ['/page', 1, 'is no feed'],
  ] as const) {
    const found = await read(`${server.url}${path}`);
    expect([path, found.posts.length, kinds(found.losses)]).toEqual([path, posts, ['feed']]);
    expect(found.losses[0]?.was).toContain(why);
  }
});

test('the pages of a JSON Feed are read to the last', async () => {
  const server = await serve();
  const page = (id: string, next_url?: string) => ({
    body: JSON.stringify({
      version: 'https://jsonfeed.org/version/1',
      title: 'Old',
      next_url,
      items: [{ id, content_html: `<p>${id}</p>` }],
    }),
  });
  server.pages = {
    '/feed.json': page('3', '/feed.json?before=3'),
    '/feed.json?before=3': page('2', `${server.url}/feed.json?before=2`),
    '/feed.json?before=2': page('1'),
  };
  const { posts, losses } = await read(`${server.url}/feed.json`);
  expect(posts.map(({ identifier }) => identifier)).toEqual(['3', '2', '1']);
  expect(losses).toEqual([]);
});

test('the pages of a feed of WordPress are read until there are no more, and of nobody else', async () => {
  const generator = '<generator>https://wordpress.org/?v=6.8.1</generator>';
  const server = await serve();
  server.pages = {
    '/feed/': { body: rss(item('3'), generator) },
    '/feed/?paged=2': { body: rss(item('2'), generator) },
    '/feed/?paged=3': { body: rss(item('1'), generator) },
    '/other/': { body: rss(item('3')) },
    '/deaf/': { body: rss(item('3'), generator) },
    '/deaf/?paged=2': { body: rss(item('3'), generator) },
  };
  const found = await read(`${server.url}/feed/`);
  expect(found.posts.map(({ slug }) => slug)).toEqual(['3', '2', '1']);
  expect([found.losses, found.site?.system]).toEqual([[], 'WordPress']);
  expect((await read(`${server.url}/other/`)).posts).toHaveLength(1);
  expect((await read(`${server.url}/deaf/`)).posts).toHaveLength(1);
  expect(server.asked).toEqual([
    '/feed/',
    '/feed/?paged=2',
    '/feed/?paged=3',
    '/feed/?paged=4',
    '/other/',
    '/deaf/',
    '/deaf/?paged=2',
  ]);
});

test('a page leads to the feed that it names, not to that of its comments', async () => {
  const server = await serve({
    '/': {
      body: '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"><link rel="alternate" type="application/rss+xml" href="/feed/"></head></html>',
    },
    '/feed/': { body: rss(item('1')) },
  });
  const { posts, addresses } = await read(server.url);
  expect(posts).toHaveLength(1);
  expect(addresses[0]?.address).toBe(`${server.url}/feed/`);
});

test('what is no feed ends the move with a sentence that says what to do', async () => {
  const server = await serve({
    '/login': { body: '<!doctype html><form><input type="password"></form>' },
    '/page': { body: '<html><body>Hello' },
    '/words': { body: 'just words' },
    '/empty': { body: '' },
    '/json': { body: '{"items": []}' },
    '/private': { status: 401 },
  });
  for (const [path, words] of [
    ['/login', 'asks for a password'],
    ['/page', 'neither a feed nor a page that names one'],
    ['/words', 'is no feed'],
    ['/empty', 'is no feed'],
    ['/json', 'no JSON Feed'],
    ['/private', 'needs a password (401)'],
    ['/none', 'is not there (404)'],
  ])
    await expect(read(`${server.url}${path}`), path).rejects.toThrow(words);
});

test('a feed on another server is asked for there: --site', async () => {
  const server = await serve({ '/feed/': { body: rss(item('1')) } });
  const { posts, addresses } = await read('https://old.example/feed/', { site: server.url });
  expect(posts).toHaveLength(1);
  expect(addresses[0]?.address).toBe('https://old.example/feed/');
});

test('a feed that is cut short gives the entries before that, and a line of the report', async () => {
  for (const whole of [rss(item('1') + item('2') + item('3')), atom(entry('1') + entry('2') + entry('3'))]) {
    const { posts, losses } = await read(await fileOf(whole.slice(0, whole.lastIndexOf('3'))));
    expect([posts.length, kinds(losses)]).toEqual([2, ['cut short']]);
  }
  const json = JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Old',
    items: [
      { id: '1', content_text: 'one' },
      { id: '2', content_text: 'two' },
    ],
  });
  const { posts, losses } = await read(await fileOf(json.slice(0, -12)));
  expect([posts.map(({ identifier }) => identifier), kinds(losses)]).toEqual([['1'], ['cut short']]);
});

test('Latin-1 that says UTF-8 is read, with a line of the report; Latin-1 that says so without one', async () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const text = rss(item('1').replace('Story 1', 'Müller & Söhne'.replace('&', '&amp;amp;')));
  const wrong = await read(await fileOf(bytes(text)));
  expect([wrong.post.title, wrong.losses]).toEqual([
    'Müller & Söhne',
    [
      {
        place: {},
        kind: 'encoding',
        was: '2 bytes that are no UTF-8',
        now: 'the characters that they are in Windows-1252',
      },
    ],
  ]);
  const right = await read(await fileOf(bytes(text.replace('UTF-8', 'ISO-8859-1'))));
  expect([right.post.title, right.losses]).toEqual(['Müller & Söhne', []]);
  const server = await serve({
    '/feed': {
      headers: { 'Content-Type': 'application/rss+xml; charset=iso-8859-15' },
      body: bytes(text.replace('ü', '\xa4')),
    },
  });
  expect((await read(`${server.url}/feed`)).post.title).toBe('M€ller & Söhne');
});

test('entities that a document declares are not read, not even from a file', async () => {
  const secret = await fileOf('secret');
  const bomb = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file://${secret}">]>`;
  const { post, losses } = await read(
    await fileOf(rss(item('1').replace('Story 1', 'x &b; &c; y')).replace('<rss', `${bomb}<rss`)),
  );
  expect(post.title).toBe('x &b; &c; y');
  expect(kinds(losses)).toEqual(['entity']);
});

test('an entry that is broken costs itself, and no other one', async () => {
  const { posts } = await read(
    await fileOf(
      rss(`${item('1')}<item><title>never closed <b></title><guid>x</guid></item><item/>${item('2')}`),
    ),
  );
  expect(posts.map(({ slug }) => slug).filter((slug) => slug !== null)).toEqual(['1', '2']);
});

test('an item without its end tag ends where the next begins', async () => {
  const { posts } = await read(await fileOf(rss(item('1').replace('</item>', '') + item('2') + item('3'))));
  expect(posts.map(({ title }) => title)).toEqual(['Story 1', 'Story 2', 'Story 3']);
});

test('an entry or a comment that never ends costs itself, and memory for no more', async () => {
  const filler = 'x'.repeat(30_000_000);
  for (const endless of [`<item><title>${filler}`, `<!-- ${filler}`]) {
    const { posts, losses } = await read(
      await fileOf(`${rss(item('1')).replace('</channel></rss>', '')}${endless}${item('2')}`),
    );
    expect(posts.map(({ slug }) => slug)).toContain('1');
    expect(kinds(losses)).toContain('damage');
  }
});

test('markup in comments, CDATA and attributes is none', async () => {
  const { posts } = await read(
    await fileOf(
      rss(
        `<!-- <item><title>no</title></item> -->${item('1').replace('Text of 1.', 'Of &lt;item&gt; and <item>x</item> </item>.')}<item><title a="</item>">2</title><guid>2</guid><description><![CDATA[<p></item></p>]]></description></item>`,
      ),
    ),
  );
  expect(posts.map(({ title, content }) => [title, content.text])).toEqual([
    ['Story 1', '<p>Of &lt;item&gt; and <item>x</item> </item>.</p>'],
    ['2', '<p></item></p>'],
  ]);
});

test('20,000 entries are read, each once', async () => {
  const items = Array.from(
    { length: 20_000 },
    (_, at) =>
      `<item><guid isPermaLink="false">${at}</guid><title>${at}</title><description>&lt;p&gt;Text&lt;/p&gt;</description></item>`,
  );
  const file = await fileOf(rss(items.join('\n')));
  let count = 0;
  const options = { index: memoryIndex(), progress: () => undefined, now: 1 };
  for await (const found of readFeed(file, options)) if (found.kind === 'post') count++;
  expect(count).toBe(20_000);
});

test('an entry that has the id of another is in the report, and a second version of one is not', async () => {
  const item = (path: string, guid: string) =>
    `<item><title>A</title><link>https://old.example/${path}</link><guid isPermaLink="false">${guid}</guid><description>Text</description></item>`;
  const { posts, losses } = await read(
    await fileOf(rss([item('a', '1'), item('b', '1'), item('a', '1'), item('c', '2')].join(''))),
  );
  expect(posts.map(({ addresses }) => addresses[0])).toEqual([
    'https://old.example/a',
    'https://old.example/c',
  ]);
  expect(losses.filter(({ kind }) => kind === 'duplicate').map(({ was, now }) => `${was} → ${now}`)).toEqual([
    'https://old.example/b, whose id another entry has → left out',
  ]);
});
