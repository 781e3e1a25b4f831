import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MAX_UNIT } from '../../../../src/lib/split-xml.ts';
import { cpuTime } from '../../cpu-time.ts';
import { makeZip } from '../zip.ts';
import { FOOT, head, item, read, readFrom, readOne, sort, store, tag, wxr } from './wxr.ts';

const three = [
  item({ id: 1 }),
  item({ id: 2 }),
  item({ id: 3, title: 'The last', content: 'A longer text, é.' }),
];
const keys = ({ posts }: { posts: readonly { key: string }[] }) => posts.map(({ key }) => key);

describe('an export that is cut short loses its last item at most', () => {
  const whole = Buffer.from(wxr(three));
  const last = whole.indexOf('The last');
  test.each([
    ['in CDATA', whole.indexOf('longer', last)],
    ['in a tag', whole.indexOf('ded>', last)],
    ['in the end of CDATA', whole.indexOf(']]>', whole.indexOf('longer', last)) + 1],
    ['in the end tag of an item', whole.lastIndexOf('</item>') + 5],
  ])('%s', async (_, at) => {
    const result = await read(whole.subarray(0, at));
    expect(keys(result)).toEqual(['wordpress:1', 'wordpress:2']);
    expect(result.lost.join('\n')).toContain('cut short: the item in which the file ends → left out');
    expect(result.losses.find(({ was }) => was.startsWith('the item'))?.place.entry).toContain('"The last"');
  });

  test('in a letter of several bytes', async () => {
    const result = await read(whole.subarray(0, whole.lastIndexOf(Buffer.from('é')) + 1));
    expect(keys(result)).toEqual(['wordpress:1', 'wordpress:2']);
    expect(result.lost.join('\n')).toContain('cut short');
  });

  test('between two items', async () => {
    const result = await read(whole.subarray(0, whole.lastIndexOf('\t<item>')));
    expect(keys(result)).toEqual(['wordpress:1', 'wordpress:2']);
    expect(result.lost).toEqual(['cut short: whatever came after this line → left out']);
  });

  test('packed with gzip', async () => {
    const noise = Array.from({ length: 200 }, (_, at) =>
      item({ id: at + 1, content: `${at ** 3}-${at ** 5}` }),
    );
    const packed = gzipSync(wxr(noise));
    const result = sort(await readFrom(store(packed.subarray(0, packed.length / 2), 'cut.xml.gz')));
    expect(result.posts.length).toBeGreaterThan(50);
    expect(result.lost.at(-1)).toContain('cut short');
  });

  test('with damage in the gzip or the zip', async () => {
    const noise = Array.from({ length: 400 }, (_, at) =>
      item({ id: at + 1, content: `${at ** 3}-${at ** 5}` }),
    );
    for (const packed of [gzipSync(wxr(noise)), makeZip({ 'a.xml': wxr(noise) })]) {
      packed.fill(0xff, packed.length / 2, packed.length / 2 + 100);
      const { posts, lost } = sort(await readFrom(store(packed, 'damaged')));
      expect(posts.length).toBeLessThan(400);
      expect(lost.join('\n')).toContain('the rest of the file, which is damaged');
    }
  });
});

describe('damage stays within an item', () => {
  test('an item without its end tag', async () => {
    const [first = '', ...others] = three;
    const { posts, lost } = await read(head() + first.replace('</item>', '') + others.join('') + FOOT);
    expect(posts).toHaveLength(3);
    expect(lost).toEqual(['damage: an item whose end is missing → what there is of it']);
  });

  test('a CDATA section without its end, as the last of an item', async () => {
    const damaged = item({ id: 1, meta: [['_edit_last', '1']] }).replace(/\]\]>(<\/wp:meta_value>)/, '$1');
    const { posts, lost } = await read(wxr([damaged, ...three.slice(1)]));
    expect(keys({ posts })).toEqual(['wordpress:1', 'wordpress:2', 'wordpress:3']);
    expect(lost).toEqual(['damage: an item whose end is missing → what there is of it']);
  });

  test('an attribute without its closing quote, as the last of an item', async () => {
    const damaged = item({ id: 1 }).replace(/<\/item>\s*$/, '<b c="></b></item>');
    const { posts, lost } = await read(wxr([damaged, ...three.slice(1)]));
    expect(keys({ posts })).toEqual(['wordpress:1', 'wordpress:2', 'wordpress:3']);
    expect(lost).toEqual(['damage: an item whose end is missing → what there is of it']);
  });

  test('an element without its end tag does not hide what follows', async () => {
    const damaged = item({ slug: 'found' }).replace('</wp:post_date>', '');
    const { posts } = await read(wxr([damaged, item({ id: 2 })]));
    expect(posts.map(({ slug }) => slug)).toEqual(['found', 'a-story']);
  });

  test('an item that is larger than any text of WordPress', async () => {
    const large = item({ id: 2, title: 'Large', content: 'x'.repeat(MAX_UNIT) });
    const result = await read(wxr([item({ id: 1 }), large, item({ id: 3 })]));
    expect(keys(result)).toEqual(['wordpress:1', 'wordpress:3']);
    expect(result.lost).toEqual(['too large: an item of 20 MB → left out']);
    expect(result.losses[0]?.place.entry).toContain('Large');
    expect(result.posts[1]?.place.line).toBeGreaterThan(result.losses[0]?.place.line ?? 0);
  });

  test('an item without a number', async () => {
    const { posts, lost } = await read(wxr([item().replace('<wp:post_id>56</wp:post_id>', '')]));
    expect(posts[0]?.key).toBe('wordpress:without a number');
    expect(lost).toEqual(['damage: a post without a number → without a number']);
  });

  test('markup without CDATA', async () => {
    const damaged = item().replace('<![CDATA[Text.]]>', 'Text <b>and</b> more');
    const { lost } = await read(wxr([damaged]));
    expect(lost).toEqual(['damage: markup in <content:encoded> without CDATA: <b> → left out']);
  });
});

describe('what is not UTF-8', () => {
  const post = (text: Buffer) => {
    const [before = '', after = ''] = wxr([
      item({ content: 'HERE' }),
      item({ id: 57, content: 'Ünïcödé' }),
    ]).split('HERE');
    return read(Buffer.concat([Buffer.from(before), text, Buffer.from(after)]));
  };

  test('Latin-1 that says UTF-8 is read as windows-1252, in its own item alone', async () => {
    const { posts, lost } = await post(
      Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x97, 0x20, 0x93, 0x61, 0x94]),
    );
    expect(posts.map(({ content }) => content.text)).toEqual(['café — “a”', 'Ünïcödé']);
    expect(lost).toEqual(['encoding: 4 bytes that are not UTF-8 → the letters of windows-1252']);
  });

  test('a stray byte among letters of UTF-8 leaves them as they are', async () => {
    const { posts } = await post(
      Buffer.concat([Buffer.from('naïve '), Buffer.from([0xe9]), Buffer.from(' 経済')]),
    );
    expect(posts[0]?.content.text).toBe('naïve é 経済');
  });

  test('what WordPress made of windows-1252 when it exported is undone', async () => {
    const { posts, lost } = await post(Buffer.from('\u0093a\u0094 \u0080 5'));
    expect(posts[0]?.content.text).toBe('“a” € 5');
    expect(lost).toEqual(['encoding: 3 control characters → the letters of windows-1252 that they were']);
  });

  test('control characters are removed, and references to them', async () => {
    const { posts, lost } = await post(Buffer.from('a\u0000b\u0008c\u001bd\ufffee'));
    expect(posts[0]?.content.text).toBe('abcde');
    expect(lost).toEqual(['character: 4 control characters → left out']);
  });
});

describe('entities are not loaded', () => {
  const doctype =
    '<!DOCTYPE rss [\n<!ENTITY lol "<rss><item>">\n<!ENTITY lol9 "&lol;&lol;<item>">\n<!ENTITY xxe SYSTEM "file:///etc/passwd">\n]>\n';

  test('a billion laughs and a file of this computer stay as they are written', async () => {
    const laughing = item().replace('<![CDATA[A headline]]>', 'A &lol9; &xxe; &amp; &#8217;');
    const { posts, lost } = await read(wxr([laughing], { doctype }));
    expect(posts[0]?.title).toBe('A &lol9; &xxe; & ’');
    expect(lost).toEqual([
      'entity: entities that the document defines in its DOCTYPE → left out: they are never loaded',
      'entity: &lol9; &xxe; → the same letters: entities of a document are not loaded',
    ]);
  });

  test('those of HTML are known in a headline, which is HTML', async () => {
    const { posts, lost } = await read(
      wxr([item().replace('<![CDATA[A headline]]>', 'Caf&eacute;&nbsp;au lait')]),
    );
    expect(posts[0]?.title).toBe('Café au lait');
    expect(lost).toEqual([
      'entity: &eacute; &nbsp; → the same letters: entities of a document are not loaded',
    ]);
  });
});

describe('dates that make no sense', () => {
  test.each([
    ['0000-00-00 00:00:00', '0000-00-00 00:00:00', 'Wed, 30 Nov -0001 00:00:00 +0000', null],
    ['0000-05-04 10:00:00', '0000-05-04 08:00:00', 'Sat, 04 May 0000 08:00:00 +0000', null],
    [
      '20222-05-04 10:00:00',
      '20222-05-04 08:00:00',
      'Wed, 04 May 2022 08:00:00 +0000',
      '2022-05-04T08:00:00Z',
    ],
    ['2019-02-31 10:00:00', '2019-02-31 08:00:00', '', null],
    ['yesterday', '', 'soon', null],
  ])('%s', async (date, dateUtc, pubDate, published) => {
    const post = await readOne({ date, dateUtc, pubDate });
    expect(post.published).toBe(published);
    expect(post.lost.join()).toMatch(/^date: /);
  });

  test('a date ahead of now on a public post is not taken for that of a scheduled one', async () => {
    const post = await readOne({
      date: '2222-05-04 10:00:00',
      dateUtc: '2222-05-04 10:00:00',
      modified: '2022-05-04 10:00:00',
      modifiedUtc: '2022-05-04 10:00:00',
    });
    expect(post.published).toBe('2022-05-04T10:00:00Z');
    expect(post.lost).toEqual(['date: 2222-05-04T10:00:00Z, which is in the future → 2022-05-04T10:00:00Z']);
  });

  test('a draft without a date loses none', async () => {
    const post = await readOne({ status: 'draft', dateUtc: '0000-00-00 00:00:00', pubDate: '' });
    expect(post.lost).toEqual([]);
  });
});

test('equal slugs stay as they are; the second post of a guid or number gets another', async () => {
  const { posts, lost } = await read(
    wxr([item({ id: 1 }), item({ id: 2, guid: 'https://old.example/?p=1' }), item({ id: 1, guid: 'other' })]),
  );
  expect(posts.map(({ slug }) => slug)).toEqual(['a-story', 'a-story', 'a-story']);
  expect(posts.map(({ key }) => key)).toEqual(['wordpress:1', 'wordpress:2', 'wordpress:1, number 2']);
  expect(posts.map(({ identifier }) => identifier)).toEqual(['https://old.example/?p=1', null, 'other']);
  expect(lost).toEqual([
    'identifier: https://old.example/?p=1, which another post has → a new identifier',
    'duplicate: number 1, which another post has → 1, number 2',
  ]);
});

test('20,000 tags', async () => {
  const tags = Array.from({ length: 20_000 }, (_, at) => `tag-${at}`);
  const units = tags.map((slug, at) => tag(at + 10, slug, `Tag ${at}`)).join('');
  const terms = tags.map((slug, at) => ['post_tag', slug, `Tag ${at}`] as const);
  const { posts, entries, addresses } = await read(wxr([item({ terms })], { units }));
  expect(posts[0]?.terms).toHaveLength(20_000);
  expect(entries.filter(({ kind }) => kind === 'term')).toHaveLength(20_000);
  expect(addresses.get('https://old.example/tag/tag-19999/')).toEqual({
    shows: 'term',
    name: 'Tag 19999',
    slug: 'tag-19999',
  });
});

test('serialised PHP in fields is neither run nor stumbled over', async () => {
  const values = ['O:8:"Exploit":1:{s:3:"cmd";s:2:"id";}', 'a:999999999:{', 's:5:"credit";s:999:"', '\\x00'];
  const { lost } = await readOne({
    meta: values.map((value) => ['_wp_attachment_metadata', value] as const),
  });
  expect(lost).toEqual([]);
});

test.each([
  ['a page for signing in', '<!DOCTYPE html><html><title>Log In ‹ WordPress</title></html>'],
  ['nothing', ''],
  ['a feed', '<rss version="2.0"><channel><item><title>A</title></item></channel></rss>'],
])('%s is no export', async (_, text) => {
  await expect(read(text)).rejects.toThrow('is not an export of WordPress');
});

test('hostile texts take time in proportion to their length', async () => {
  const time = async (length: number) => {
    const texts = [
      '[gallery ',
      '<!-- wp:block {',
      '[a 1',
      'http://a-1x1.jp',
      '<!--',
      'http://',
      '<![CDATA[',
      '</item>',
    ];
    const items = texts.map((text, at) => item({ id: at + 1, content: text.repeat(length / text.length) }));
    return cpuTime(async () => expect((await read(wxr(items))).posts).toHaveLength(texts.length));
  };
  await time(20_000);
  const [short, long] = [await time(100_000), await time(1_000_000)];
  expect(long / short).toBeLessThan(40);
});
