import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeZip } from '../zip.ts';
import {
  author,
  category,
  comment,
  FOOT,
  head,
  type ItemParts,
  item,
  makeIndex,
  read,
  readFrom,
  readOne,
  sort,
  store,
  storeFolder,
  tag,
  wxr,
} from './wxr.ts';

describe('a post', () => {
  test('comes with everything that WordPress knows of it', async () => {
    const picture = item({
      id: 57,
      type: 'attachment',
      status: 'inherit',
      title: 'harbour',
      slug: 'harbour',
      link: 'https://old.example/harbour/',
      file: 'https://old.example/wp-content/uploads/2019/05/harbour.jpg',
      excerpt: 'The <em>old</em> harbour',
      meta: [
        ['_wp_attachment_image_alt', 'Boats &amp; cranes'],
        ['_wp_attachment_metadata', 'a:1:{s:10:"image_meta";a:1:{s:6:"credit";s:11:"Jo Doe/News";}}'],
      ],
    });
    const story = item({
      title: 'Fish &amp; <em>chips</em> &#8211; again',
      content:
        '<!-- wp:image {"id":57} -->\n<img class="wp-image-57"/>\n<!-- /wp:image -->\n\nTwo  spaces, ]]> and\r\n<script>x</script>',
      excerpt: '<p>In short.</p>',
      terms: [
        ['category', 'world', 'World'],
        ['category', 'economy', 'Economy'],
        ['post_tag', 'fish', 'Fish'],
      ],
      meta: [
        ['_thumbnail_id', '57'],
        ['_yoast_wpseo_primary_category', '7'],
        ['_yoast_wpseo_canonical', 'https://first.example/fish'],
      ],
    });
    const units =
      author(2, 'ann', 'Ann Example') + category(6, 'world', 'World') + category(7, 'economy', 'Economy');
    const { posts, losses } = await read(wxr([story, picture], { units }));
    const shown = {
      url: 'https://old.example/wp-content/uploads/2019/05/harbour.jpg',
      alt: 'Boats & cranes',
      caption: 'The old harbour',
      credit: 'Jo Doe/News',
    };
    expect(losses).toEqual([]);
    expect(posts).toEqual([
      {
        type: 'post',
        key: 'wordpress:56',
        place: { line: expect.any(Number), entry: 'post 56 "Fish & chips – again"' },
        identifier: 'https://old.example/?p=56',
        unpublished: null,
        slug: 'a-story',
        title: 'Fish & chips – again',
        content: {
          format: 'wordpress',
          text: '<!-- wp:image {"id":57} -->\n<img class="wp-image-57"/>\n<!-- /wp:image -->\n\nTwo  spaces, ]]> and\r\n<script>x</script>',
          base: 'https://old.example/2019/05/a-story/',
          attachments: { 57: shown },
        },
        excerpt: 'In short.',
        published: '2019-05-04T10:00:00+02:00',
        modified: '2019-05-04T10:00:00+02:00',
        authors: [{ name: 'Ann Example', url: null }],
        terms: [
          { name: 'Economy', slug: 'economy' },
          { name: 'World', slug: 'world' },
          { name: 'Fish', slug: 'fish' },
        ],
        language: null,
        canonical: 'https://first.example/fish',
        picture: shown,
        addresses: [
          'https://old.example/2019/05/a-story/',
          'https://old.example/?p=56',
          'https://old.example/2019/05/a-story/feed/',
        ],
      },
    ]);
  });

  test('its place is the line at which its item begins', async () => {
    const text = wxr([item({ id: 1 }), item({ id: 2, content: 'one\ntwo\nthree' }), item({ id: 3 })]);
    const { posts } = await read(text);
    const lines = text.split('\n').flatMap((line, at) => (line.includes('<item>') ? [at + 1] : []));
    expect(posts.map(({ place }) => place.line)).toEqual(lines);
  });

  test('a page is a page, with the address of pages', async () => {
    const { type, addresses } = await readOne({
      type: 'page',
      id: 9,
      slug: 'about',
      link: 'https://old.example/about/',
      guid: 'https://old.example/?page_id=9',
    });
    expect(type).toBe('page');
    expect(addresses.slice(0, 3)).toEqual([
      'https://old.example/about/',
      'https://old.example/?p=9',
      'https://old.example/?page_id=9',
    ]);
  });

  test('former names of a post are addresses of it', async () => {
    const { addresses } = await readOne({
      meta: [
        ['_wp_old_slug', 'first-name'],
        ['_wp_old_slug', 'second'],
      ],
    });
    expect(addresses).toContain('https://old.example/2019/05/first-name/');
    expect(addresses).toContain('https://old.example/2019/05/second/');
  });

  test('an encoded slug is decoded, its address stays as it is', async () => {
    const terms = [['category', '%e6%b8%af', '港']] as const;
    const post = await readOne({ slug: '%e7%bb%8f%e6%b5%8e', terms });
    expect(post.slug).toBe('经济');
    expect(post.addresses[0]).toBe('https://old.example/2019/05/%e7%bb%8f%e6%b5%8e/');
    expect(post.terms).toEqual([{ name: '港', slug: '港' }]);
  });

  test('the headline that leads to another site does not make its address one of ours', async () => {
    const { addresses, lost } = await readOne({
      link: 'https://elsewhere.example/a',
      meta: [['_links_to', 'https://elsewhere.example/a']],
    });
    expect(addresses).toEqual(['https://old.example/?p=56']);
    expect(lost).toContain('setting: its headline led to https://elsewhere.example/a → its own page');
  });

  test('a canonical address on the same site is none', async () => {
    const meta = [['_yoast_wpseo_canonical', 'http://www.old.example/other/']] as const;
    expect((await readOne({ meta })).canonical).toBeNull();
  });

  test('what was written for search engines is the excerpt where there is none, and the report says so', async () => {
    const meta = [['_yoast_wpseo_metadesc', 'What it says.']] as const;
    const { excerpt, lost } = await readOne({ meta });
    expect(excerpt).toBe('What it says.');
    expect(lost).toEqual(['excerpt: no excerpt → what its author wrote for search engines']);
    expect((await readOne({ meta, excerpt: 'Mine.' })).excerpt).toBe('Mine.');
    expect((await readOne({ meta: [['_yoast_wpseo_metadesc', '%%excerpt%%']] })).excerpt).toBeNull();
  });

  test('the language of a plugin is that of the post', async () => {
    expect((await readOne({ terms: [['language', 'zh', '中文 (中国)']] })).language).toBe('zh');
    const units = `\t<wp:term><wp:term_id>3</wp:term_id><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>pt</wp:term_slug><wp:term_name><![CDATA[Português]]></wp:term_name>
		<wp:term_description><![CDATA[a:3:{s:6:"locale";s:5:"pt_BR";s:3:"rtl";i:0;s:9:"flag_code";s:2:"br";}]]></wp:term_description>
</wp:term>\n`;
    expect((await readOne({ terms: [['language', 'pt', 'Português']] }, { units })).language).toBe('pt-BR');
  });

  test('several authors of a plugin, guests among them, with their sites', async () => {
    const guest = item({
      id: 80,
      type: 'guest-author',
      slug: 'cap-jo-doe',
      title: 'jo-doe',
      meta: [
        ['cap-display_name', 'Jo Doe'],
        ['cap-website', 'https://jo.example/'],
        ['cap-description', 'Writes.'],
      ],
    });
    const story = item({
      terms: [
        ['author', 'cap-jo-doe', 'jo-doe'],
        ['author', 'cap-ann', 'ann'],
      ],
    });
    const { posts, entries } = await read(wxr([story, guest]));
    expect(posts[0]?.authors).toEqual([
      { name: 'Jo Doe', url: 'https://jo.example/' },
      { name: 'Ann Example', url: null },
    ]);
    expect(posts[0]?.terms).toEqual([]);
    expect(entries).toContainEqual({
      kind: 'author',
      name: 'Jo Doe',
      slug: 'jo-doe',
      about: 'Writes.',
      url: 'https://jo.example/',
      picture: null,
    });
  });
});

describe('a text comes through byte for byte', () => {
  test.each([
    ['shortcodes that do not close', '[caption id="attachment_9"]<img src="a.jpg"> and [gallery'],
    [
      'a listing of a feed',
      '<pre>&lt;item&gt;</pre>[code]<item><title>One</title></item>\n<item><title>Two</title></item>[/code]',
    ],
    ['a listing with CDATA', '[code]</item>\n<item>\n<title><![CDATA[One]]></title></item>[/code]'],
    ['entities', '&nbsp;&amp;lt;&lol9; &#8217; &bogus;'],
    ['blocks', '<!-- wp:paragraph {"a":"\\u003cb\\u003e"} -->\n<p>x</p>\n<!-- /wp:paragraph -->'],
    ['white space', '  \n\n\tx\r\n\r\n '],
    ['letters beyond the basic plane', '👩‍👩‍👧 𝄞 العربية'],
  ])('%s', async (_, content) => {
    const { content: text, lost } = await readOne({ content });
    expect(text.text).toBe(content);
    expect(lost).toEqual([]);
  });

  test('synced patterns stand in it', async () => {
    const pattern = (id: number, content: string) => item({ id, type: 'wp_block', content });
    const story = item({
      content:
        'A <!-- wp:block {"ref":12} /--> B <!-- wp:block {"ref":99} /--> C <!-- wp:block {"ref":14} /-->',
    });
    const { posts, lost } = await read(
      wxr([
        story,
        pattern(12, '<p>twelve <!-- wp:block {"ref":13} /--></p>'),
        pattern(13, '<b>thirteen</b>'),
        pattern(14, 'again: <!-- wp:block {"ref":14} /-->'),
      ]),
    );
    expect(posts[0]?.content.text).toBe(
      'A <p>twelve <b>thirteen</b></p> B <!-- wp:block {"ref":99} /--> C again: <!-- wp:block {"ref":14} /-->',
    );
    expect(lost).toEqual([
      'pattern: <!-- wp:block {"ref":99} /-->, which is not in the export → left out',
      'pattern: <!-- wp:block {"ref":14} /-->, a pattern that holds itself → left out',
    ]);
  });

  test('a pattern with words of its own says which are lost', async () => {
    const content = '<!-- wp:block {"ref":12,"content":{"Heading":{"content":"Mine"}}} /-->';
    const { lost } = await read(
      wxr([item({ content }), item({ id: 12, type: 'wp_block', content: '<p>Theirs</p>' })]),
    );
    expect(lost).toEqual([`pattern: words of its own: {"Heading":{"content":"Mine"}} → the pattern's words`]);
  });

  test('a gallery that names no pictures gets those of its post, in their order', async () => {
    const picture = (id: number, order: number) =>
      item({
        id,
        order,
        type: 'attachment',
        status: 'inherit',
        parent: 56,
        file: `https://old.example/wp-content/uploads/${id}.jpg`,
      });
    const { posts } = await read(
      wxr([
        item({ content: '[gallery columns="2"] [gallery ids="60"] [[gallery]]' }),
        picture(60, 2),
        picture(61, 1),
      ]),
    );
    expect(posts[0]?.content.text).toBe('[gallery columns="2" ids="61,60"] [gallery ids="60"] [[gallery]]');
    expect(Object.keys(posts[0]?.content.attachments ?? {})).toEqual(['60', '61']);
  });

  test('footnotes are kept beside it', async () => {
    const { content, lost } = await readOne({
      meta: [['footnotes', '[{"content":"<em>See</em> there","id":"ab-1"}]']],
    });
    expect(content.footnotes).toEqual({ 'ab-1': '<em>See</em> there' });
    expect(lost).toEqual([]);
    const broken = await readOne({ meta: [['footnotes', '[{"content":']] });
    expect(broken.lost).toEqual(['footnote: footnotes that cannot be read: [{"content": → left out']);
  });
});

describe('only what was public is public', () => {
  test.each([
    ['draft', {}, 'draft'],
    ['pending', {}, 'pending review'],
    ['private', {}, 'private'],
    ['publish', { password: 'secret' }, 'protected by a password'],
    [
      'future',
      { date: '2026-11-25 10:00:00', dateUtc: '2026-11-25 09:00:00' },
      'scheduled, but its time has passed',
    ],
    ['in-progress', {}, 'draft'],
  ] as const)('%s', async (status, parts, unpublished) => {
    const post = await readOne({ status, ...parts });
    expect(post.unpublished).toBe(unpublished);
    if (status !== 'publish') expect([post.identifier, post.addresses]).toEqual([null, []]);
  });

  test('a post without a status is a draft', async () => {
    const { unpublished, lost } = await readOne({ status: '' });
    expect([unpublished, lost]).toEqual(['draft', ['status: the status "" → a draft']]);
  });

  test('a synced pattern that WordPress showed to nobody stays out of public posts', async () => {
    const pattern = (id: number, parts: ItemParts) =>
      item({ id, type: 'wp_block', content: 'hidden', ...parts });
    const { posts, lost } = await read(
      wxr([
        item({
          content:
            '1 <!-- wp:block {"ref":12} /--> 2 <!-- wp:block {"ref":13} /--> 3 <!-- wp:block {"ref":14} /-->',
        }),
        pattern(12, { status: 'draft' }),
        pattern(13, { status: 'trash' }),
        pattern(14, { password: 'secret' }),
      ]),
    );
    expect(posts[0]?.content.text).not.toContain('hidden');
    expect(lost).toEqual(
      [12, 13, 14].map((id) => `pattern: <!-- wp:block {"ref":${id}} /-->, which is not public → left out`),
    );
  });

  test.each([
    ['[restrict]paid[/restrict]', 'the shortcode [restrict]'],
    ['[s2If current_user_can(x)]paid[/s2If]', 'the shortcode [s2If]'],
    ['[members_only]paid[/members_only]', 'the shortcode [members_only]'],
    ['<!-- wp:jetpack/paywall --><!-- /wp:jetpack/paywall --><p>paid</p>', 'the block jetpack/paywall'],
    [
      '<!-- wp:premium-content/container {"newPlanName":"a"} -->paid<!-- /wp:premium-content/container -->',
      'the block premium-content/container',
    ],
    [
      '<!-- wp:pmpro/membership {"levels":["1"]} -->paid<!-- /wp:pmpro/membership -->',
      'the block pmpro/membership',
    ],
  ])('a part for members makes a draft of the whole: %s', async (content, what) => {
    const post = await readOne({ content: `free ${content}` });
    expect([post.unpublished, post.content.text]).toEqual(['for subscribers', `free ${content}`]);
    expect(post.lost).toEqual([`subscribers: a text for members, by ${what} → a draft with all of it`]);
  });

  test.each([
    ['_jetpack_newsletter_access', 'paid_subscribers', 'everybody'],
    ['_members_access_role', 'subscriber', ''],
    ['rcp_access_level', '3', 'None'],
    [
      'um_content_restriction',
      'a:1:{s:14:"_um_accessible";s:1:"2";}',
      'a:1:{s:14:"_um_accessible";s:1:"0";}',
    ],
  ])('a post that the field %s keeps for members is a draft', async (key, kept, open) => {
    expect((await readOne({ meta: [[key, kept]] })).unpublished).toBe('for subscribers');
    expect((await readOne({ meta: [[key, open]] })).unpublished).toBeNull();
  });

  test('what only looks like a text for members stays public', async () => {
    const content =
      '[private] [member_login] [gallery ids="1"] [caption]a[/caption] <!-- wp:group {"className":"membership"} -->b<!-- /wp:group -->';
    expect((await readOne({ content })).unpublished).toBeNull();
  });

  test('what is scheduled stays scheduled', async () => {
    const post = await readOne({
      status: 'future',
      date: '2027-01-01 10:00:00',
      dateUtc: '2027-01-01 09:00:00',
    });
    expect([post.unpublished, post.published]).toEqual([null, '2027-01-01T10:00:00+01:00']);
  });

  test('what was thrown away is counted', async () => {
    const { posts, lost } = await read(
      wxr([
        item({ id: 1, status: 'trash' }),
        item({ id: 2, status: 'trash' }),
        item({ id: 3, status: 'auto-draft' }),
      ]),
    );
    expect(posts).toEqual([]);
    expect(lost).toEqual(['status: post: trash (2 times) → left out', 'status: post: auto-draft → left out']);
  });
});

describe('what does not move in is in the report', () => {
  test('menus and templates by their number, products by their names', async () => {
    const { posts, lost } = await read(
      wxr([
        item({ id: 1, type: 'nav_menu_item' }),
        item({ id: 2, type: 'nav_menu_item' }),
        item({ id: 3, type: 'wp_global_styles' }),
        item({ id: 4, type: 'product', title: 'A mug' }),
        item({ id: 5, type: 'product', title: 'A shirt' }),
      ]),
    );
    expect(posts).toEqual([]);
    expect(lost).toEqual([
      'type: product: A mug → left out',
      'type: product: A shirt → left out',
      'type: nav_menu_item (2 times) → left out',
      'type: wp_global_styles → left out',
    ]);
  });

  test('comments, formats, sticky posts, fields of plugins, and files that are no pictures', async () => {
    const story = item({
      sticky: true,
      terms: [['post_format', 'post-format-quote', 'Quote']],
      meta: [
        ['_yoast_wpseo_linkdex', '80'],
        ['_yoast_wpseo_focuskw', 'fish'],
        ['_foo_bar', 'a:2:{s:3:"abc";O:8:"stdClass":0:{}}'],
        ['subtitle', 'Words of the author'],
        ['_edit_last', '1'],
        ['_wp_page_template', 'default'],
      ],
      more: comment(1, 'First <item>') + comment(2, 'Second'),
    });
    const file = item({
      id: 58,
      type: 'attachment',
      status: 'inherit',
      file: 'https://old.example/wp-content/uploads/a.pdf',
    });
    const { lost } = await read(wxr([story, file]));
    expect(lost).toEqual([
      'comments: 2 comments → left out',
      'file: https://old.example/wp-content/uploads/a.pdf → what leads to it leads to the old site',
      'setting: a post that stays on top → a post in its place by date',
      'setting: the format quote → a story',
      'field: settings of Yoast SEO (2 times) → left out',
      'field: private fields _foo… → left out',
      'field: the custom field "subtitle" → left out',
    ]);
  });

  test('a featured picture that is not in the export', async () => {
    const { picture, lost } = await readOne({ meta: [['_thumbnail_id', '99']] });
    expect(picture).toBeNull();
    expect(lost).toEqual([
      'picture: the featured picture, attachment 99, which is not in the export → left out',
    ]);
  });
});

describe('where an export is', () => {
  const parts = {
    'a.000.xml': wxr([item({ id: 1 })]),
    'a.001.xml': wxr([item({ id: 2 })]),
    'a.010.xml': wxr([item({ id: 3 })]),
  };

  test('packed with gzip', async () => {
    expect(sort(await readFrom(store(gzipSync(wxr([item()])), 'a.xml.gz'))).posts).toHaveLength(1);
  });

  test('a zip of several parts, whose places name them', async () => {
    const { posts, losses } = sort(await readFrom(store(makeZip({ 'b.txt': 'x', ...parts }), 'a.zip')));
    expect(posts.map(({ key, place }) => [key, place.file])).toEqual([
      ['wordpress:1', 'a.000.xml'],
      ['wordpress:2', 'a.001.xml'],
      ['wordpress:3', 'a.010.xml'],
    ]);
    // Their guids differ, too.
    expect(losses).toEqual([]);
  });

  test('a folder with its parts', async () => {
    const folder = storeFolder({ ...parts, 'page.xml': '<html>' });
    const { entries, posts } = sort(await readFrom(folder));
    expect(posts).toHaveLength(3);
    expect(entries.filter(({ kind }) => kind === 'author')).toHaveLength(1);
  });

  test('in UTF-16, and in what its declaration says', async () => {
    const text = wxr([item({ title: 'Žluťoučký', content: 'kůň' })]);
    const wide = await read(Buffer.from(`\ufeff${text}`, 'utf16le'));
    expect(wide.posts[0]?.title).toBe('Žluťoučký');
    const cyrillic = wxr([item({ title: 'X', content: 'Y' })], { encoding: 'windows-1251' });
    // Я is one byte in windows-1251.
    const bytes = Buffer.from(cyrillic.replace('CDATA[X]', 'CDATA[\xdf]'), 'latin1');
    expect((await read(bytes)).posts[0]?.title).toBe('Я');
  });

  test('an encoding that nobody knows is read as UTF-8, and the report says so', async () => {
    const { posts, lost } = await read(wxr([item({ title: 'Ž' })], { encoding: 'klingon-8' }));
    expect(posts[0]?.title).toBe('Ž');
    expect(lost).toEqual(['encoding: an encoding that is not known: klingon-8 → read as UTF-8']);
  });

  test.each(['1.0', '1.1', '1.2'])('WXR %s', async (version) => {
    const { posts } = await read(wxr([item()], { version }));
    expect(posts).toHaveLength(1);
  });

  test('progress goes up to the size of what is read, twice', async () => {
    const text = wxr([item(), item({ id: 57 })]);
    const seen: number[] = [];
    await readFrom(store(text), { progress: (read) => seen.push(read) });
    expect(seen.at(-1)).toBe(2 * Buffer.byteLength(text));
  });

  test('the same export gives the same entries, also with an index that has seen it', async () => {
    const source = store(
      wxr([item({ guid: 'a' }), item({ id: 57, guid: 'a' }), item({ id: 57, guid: 'b' })]),
    );
    const index = makeIndex();
    const once = () => readFrom(source, { index });
    expect(await once()).toEqual(await once());
  });

  test('an export that does not say whose it is needs the address', async () => {
    const text = wxr([item()]).replace(/<link>https:\/\/old\.example<\/link>|<wp:base_\w+_url>.*/g, '');
    await expect(read(text)).rejects.toThrow('--site');
    const entries = await readFrom(store(text), { site: 'https://old.example' });
    expect(entries[0]).toMatchObject({ kind: 'site', url: 'https://old.example/' });
  });
});

test('the site comes first, then everything else', async () => {
  const { entries } = await read(wxr([item()], { language: 'de-DE', units: tag(3, 'fish', 'Fish') }));
  expect(entries[0]).toEqual({
    kind: 'site',
    title: 'The Old & Example',
    url: 'https://old.example/',
    language: 'de-DE',
    system: 'WordPress',
  });
  expect(entries).toContainEqual({ kind: 'term', name: 'Fish', slug: 'fish' });
});

test('an export without a post is an export', async () => {
  expect((await read(head() + FOOT)).posts).toEqual([]);
});

test.each([
  ['Ann Example', 'Ann', 'Example', { givenName: 'Ann', familyName: 'Example' }],
  ['Nagy Éva', 'Éva', 'Nagy', { givenName: 'Éva', familyName: 'Nagy' }],
  ['admin', 'Ann', 'Example', {}],
  ['The Editors', 'Ann', 'Example', {}],
  ['Reuters', '', 'Reuters', {}],
])('%s has first and last name only if that is the name readers saw', async (name, first, last, parts) => {
  const { posts } = await read(wxr([item({})], { units: author(2, 'ann', name, first, last) }));
  expect(posts[0]?.authors).toEqual([{ name, url: null, ...parts }]);
});
