import { describe, expect, test } from 'vitest';
import { author, category, type ItemParts, item, read, tag, wxr } from './wxr.ts';

const units =
  author(2, 'ann.example', 'Ann Example') +
  category(6, 'world', 'World') +
  category(7, 'europe', 'Europe', 'world') +
  tag(8, 'fish', 'Fish');

/** What the addresses of a site with one post show. */
const shown = async (parts: ItemParts, channel = {}) =>
  (await read(wxr([item(parts)], { units, ...channel }))).addresses;

describe('old addresses', () => {
  test('of the site, its feeds and its lists', async () => {
    const addresses = await shown({});
    expect(Object.fromEntries(addresses)).toMatchObject({
      'https://old.example/': { shows: 'home' },
      'https://old.example/feed/': { shows: 'feed', format: 'rss' },
      'https://old.example/feed/rss2/': { shows: 'feed', format: 'rss' },
      'https://old.example/feed/atom/': { shows: 'feed', format: 'atom' },
      'https://old.example/feed/rdf/': { shows: 'feed', format: 'rss' },
      'https://old.example/?feed=rss2': { shows: 'feed', format: 'rss' },
      'https://old.example/?feed=atom': { shows: 'feed', format: 'atom' },
      'https://old.example/rss/': { shows: 'feed', format: 'rss' },
      'https://old.example/wp-atom.php': { shows: 'feed', format: 'atom' },
      'https://old.example/category/world/': { shows: 'term', name: 'World', slug: 'world' },
      'https://old.example/?cat=6': { shows: 'term', name: 'World', slug: 'world' },
      'https://old.example/category/world/europe/': { shows: 'term', name: 'Europe', slug: 'europe' },
      'https://old.example/category/europe/': { shows: 'term', name: 'Europe', slug: 'europe' },
      'https://old.example/category/world/europe/feed/': {
        shows: 'feed',
        format: 'rss',
        of: { shows: 'term', name: 'Europe', slug: 'europe' },
      },
      'https://old.example/tag/fish/': { shows: 'term', name: 'Fish', slug: 'fish' },
      'https://old.example/?tag=fish': { shows: 'term', name: 'Fish', slug: 'fish' },
      'https://old.example/tag/fish/feed/atom/': {
        shows: 'feed',
        format: 'atom',
        of: { shows: 'term', name: 'Fish', slug: 'fish' },
      },
      'https://old.example/author/ann-example/': { shows: 'author', name: 'Ann Example' },
      'https://old.example/?author=2': { shows: 'author', name: 'Ann Example' },
      'https://old.example/author/ann-example/feed/': {
        shows: 'feed',
        format: 'rss',
        of: { shows: 'author', name: 'Ann Example' },
      },
      'https://old.example/2019/': { shows: 'date', date: '2019' },
      'https://old.example/2019/05/': { shows: 'date', date: '2019-05' },
      'https://old.example/2019/05/04/': { shows: 'date', date: '2019-05-04' },
      'https://old.example/?m=201905': { shows: 'date', date: '2019-05' },
    });
  });

  test.each([
    [
      'in a subfolder',
      { url: 'https://old.example/blog' },
      'https://old.example/blog/2019/05/a-story/',
      'https://old.example/blog/',
      '2019/05/04/',
    ],
    [
      'with numbers',
      {},
      'https://old.example/archives/56',
      'https://old.example/archives/',
      'date/2019/05/04/',
    ],
    [
      'below index.php',
      {},
      'https://old.example/index.php/2019/05/04/a-story/',
      'https://old.example/index.php/',
      '2019/05/04/',
    ],
    [
      'below the category',
      {},
      'https://old.example/world/europe/a-story/',
      'https://old.example/',
      '2019/05/04/',
    ],
    ['ending in .html', {}, 'https://old.example/2019/a-story.html', 'https://old.example/', '2019/05/04/'],
    ['the name alone', {}, 'https://old.example/a-story/', 'https://old.example/', '2019/05/04/'],
  ])('%s', async (_, channel, link, base, day) => {
    const addresses = await shown({ link, terms: [['category', 'europe', 'Europe']] }, channel);
    expect(addresses.get(`${base}category/world/`)).toEqual({ shows: 'term', name: 'World', slug: 'world' });
    expect(addresses.get(`${base}author/ann-example/`)).toEqual({ shows: 'author', name: 'Ann Example' });
    expect(addresses.get(base + day)).toEqual({ shows: 'date', date: '2019-05-04' });
  });

  test('without names: numbers alone', async () => {
    const addresses = [...(await shown({ link: 'https://old.example/?p=56' })).keys()];
    expect(addresses).toContain('https://old.example/?cat=6');
    expect(addresses).toContain('https://old.example/?m=201905');
    const paths = addresses.map((address) => new URL(address).pathname);
    expect(paths.filter((path) => !/^\/($|index\.php$|wp-\w+\.php$)/.test(path))).toEqual([]);
  });

  test('of terms that the head does not list: an export of posts alone', async () => {
    const addresses = await shown(
      {
        terms: [
          ['post_tag', 'cod', 'Cod'],
          ['series', 'sea', 'The sea'],
        ],
      },
      { units: author(2, 'ann', 'Ann') },
    );
    expect(addresses.get('https://old.example/tag/cod/')).toEqual({
      shows: 'term',
      name: 'Cod',
      slug: 'cod',
    });
    expect(addresses.get('https://old.example/series/sea/')).toEqual({
      shows: 'term',
      name: 'The sea',
      slug: 'sea',
    });
  });

  test('of terms whose names are encoded', async () => {
    const addresses = await shown({ terms: [['post_tag', '%e6%b8%af', '港']] });
    expect(addresses.get('https://old.example/tag/%e6%b8%af/')).toEqual({
      shows: 'term',
      name: '港',
      slug: '港',
    });
  });

  test('of pages of the list, ten posts each', async () => {
    const items = Array.from({ length: 21 }, (_, at) =>
      item({ id: at + 1, slug: `s-${at}`, guid: `g${at}` }),
    );
    const { addresses } = await read(wxr(items));
    expect(addresses.get('https://old.example/page/3/')).toEqual({ shows: 'home' });
    expect(addresses.has('https://old.example/page/4/')).toBe(false);
  });

  test('of pictures, their pages, and the sizes in which texts show them', async () => {
    const uploads = 'https://old.example/wp-content/uploads/2019/05';
    const attachment = (id: number, name: string) =>
      item({
        id,
        type: 'attachment',
        status: 'inherit',
        slug: name,
        link: `https://old.example/${name}/`,
        file: `${uploads}/${name}.jpg`,
      });
    const content = `<img src="${uploads}/harbour-300x200.jpg"> <img src="http://cdn.example/wp-content/uploads/2019/05/crane-1024x768.jpg"> ${uploads}/poster-30x40.jpg ${uploads}/gone-1x1.jpg`;
    const { addresses } = await read(
      wxr([
        item({ content }),
        attachment(57, 'harbour'),
        attachment(58, 'crane-scaled'),
        attachment(59, 'poster-30x40'),
      ]),
    );
    const harbour = { shows: 'picture', url: `${uploads}/harbour.jpg` };
    expect(addresses.get(`${uploads}/harbour.jpg`)).toEqual(harbour);
    expect(addresses.get('https://old.example/harbour/')).toEqual(harbour);
    expect(addresses.get('https://old.example/?attachment_id=57')).toEqual(harbour);
    expect(addresses.get(`${uploads}/harbour-300x200.jpg`)).toEqual(harbour);
    expect(addresses.get('http://cdn.example/wp-content/uploads/2019/05/crane-1024x768.jpg')).toEqual({
      shows: 'picture',
      url: `${uploads}/crane-scaled.jpg`,
    });
    expect(addresses.get(`${uploads}/poster-30x40.jpg`)).toEqual({
      shows: 'picture',
      url: `${uploads}/poster-30x40.jpg`,
    });
    expect(addresses.has(`${uploads}/gone-1x1.jpg`)).toBe(false);
  });

  test('a circle of categories ends', async () => {
    const circle = category(1, 'a', 'A', 'b') + category(2, 'b', 'B', 'a');
    const addresses = await shown({}, { units: circle });
    expect(addresses.get('https://old.example/category/b/a/')).toEqual({
      shows: 'term',
      name: 'A',
      slug: 'a',
    });
  });
});

test('the number of a post leads to it, though the guid of another says it, too', async () => {
  const guid = (number: number) => `https://old.example/?p=${number}`;
  const post = (id: number, guidOf: string) =>
    item({
      id,
      slug: `post-${id}`,
      link: `https://old.example/post-${id}/`,
      guid: guidOf,
      title: `Post ${id}`,
    });
  const { posts } = await read(
    wxr([
      post(20, guid(21)),
      post(21, guid(22)),
      // Nothing else has this number, so nothing else is lost by it.
      post(22, guid(90)),
      post(23, 'https://old.example/post-20/'),
    ]),
  );
  expect(
    Object.fromEntries(posts.map(({ key, addresses, identifier }) => [key, [...addresses, identifier]])),
  ).toEqual({
    'wordpress:20': ['https://old.example/post-20/', guid(20), 'https://old.example/post-20/feed/', guid(21)],
    'wordpress:21': ['https://old.example/post-21/', guid(21), 'https://old.example/post-21/feed/', guid(22)],
    'wordpress:22': [
      'https://old.example/post-22/',
      guid(22),
      'https://old.example/post-22/feed/',
      guid(90),
      guid(90),
    ],
    'wordpress:23': [
      'https://old.example/post-23/',
      guid(23),
      'https://old.example/post-23/feed/',
      'https://old.example/post-20/',
    ],
  });
});
