import { expect, test } from 'vitest';
import { ghostExport, ghostPost, readExport, SITE, setting } from './export.ts';

const ID = '65f0c0ffee0000000000000';
const TAGS = [
  { id: 't1', name: 'Podcast', slug: 'podcast', visibility: 'public' },
  { id: 't2', name: 'Unused', slug: 'unused', visibility: 'public' },
];
const USERS = [
  { id: 'u1', name: 'Ann', slug: 'ann' },
  { id: 'u2', name: 'Idle', slug: 'idle' },
];

test('lists, feeds, tags and authors of Ghost have addresses, those without posts have none', async () => {
  const posts = Array.from({ length: 6 }, (_, number) =>
    ghostPost({
      id: `${ID}${number}`,
      uuid: '',
      slug: `s${number}`,
      html: `<img src="${SITE}content/images/size/w600/2024/07/a.jpg" srcset="/content/images/2024/07/a.jpg 1x">`,
    }),
  );
  const entries = await readExport(
    ghostExport({
      posts,
      tags: TAGS,
      users: USERS,
      posts_tags: posts.map(({ id }) => ({ post_id: id, tag_id: 't1', sort_order: 0 })),
      posts_authors: posts.map(({ id }) => ({ post_id: id, author_id: 'u1', sort_order: 0 })),
    }),
  );
  const podcast = { shows: 'term', name: 'Podcast', slug: 'podcast' };
  const ann = { shows: 'author', name: 'Ann' };
  expect(entries.addresses).toEqual({
    'https://old.example/content/images/size/w600/2024/07/a.jpg': {
      shows: 'picture',
      url: 'https://old.example/content/images/2024/07/a.jpg',
    },
    'https://old.example/content/images/2024/07/a.jpg': {
      shows: 'picture',
      url: 'https://old.example/content/images/2024/07/a.jpg',
    },
    'https://old.example/': { shows: 'home' },
    'https://old.example/rss/': { shows: 'feed', format: 'rss' },
    'https://old.example/page/2/': { shows: 'home' },
    'https://old.example/feed/': { shows: 'feed', format: 'rss' },
    'https://old.example/tag/podcast/': podcast,
    'https://old.example/tag/podcast/rss/': { shows: 'feed', format: 'rss', of: podcast },
    'https://old.example/tag/podcast/page/2/': podcast,
    'https://old.example/author/ann/': ann,
    'https://old.example/author/ann/rss/': { shows: 'feed', format: 'rss', of: ann },
    'https://old.example/author/ann/page/2/': ann,
  });
});

test('the addresses of Ghost follow the routes.yaml beside the export', async () => {
  const routes = `routes:
  /about/: about
collections:
  /listen/:
    permalink: /listen/{primary_author}/{slug}/
    filter: primary_tag:podcast+featured:false
  /odd/:
    permalink: /odd/{slug}/
    filter: (tag:a,tag:b)+id:c
  /:
    permalink: /{year}/{month}/{day}/{primary_tag}/{slug}/
taxonomies:
  tag: /topic/{slug}/
`;
  const entries = await readExport(
    ghostExport({
      posts: [
        ghostPost({ id: `${ID}1`, slug: 'one' }),
        ghostPost({ id: `${ID}2`, slug: 'two' }),
        ghostPost({ id: `${ID}3`, slug: 'page', type: 'page' }),
      ],
      tags: TAGS,
      users: USERS,
      posts_tags: [{ post_id: `${ID}1`, tag_id: 't1' }],
      posts_authors: [{ post_id: `${ID}1`, author_id: 'u1' }],
      settings: [setting('timezone', 'Europe/Vienna')],
    }),
    { beside: { 'routes.yaml': routes } },
  );
  expect(entries.posts.map(({ addresses }) => addresses[0])).toEqual([
    'https://old.example/listen/ann/one/',
    'https://old.example/2024/07/03/all/two/',
    'https://old.example/page/',
  ]);
  expect(entries.addresses).toMatchObject({
    'https://old.example/topic/podcast/': { shows: 'term' },
    'https://old.example/listen/': { shows: 'home' },
    'https://old.example/listen/rss/': { shows: 'feed' },
    'https://old.example/author/ann/': { shows: 'author' },
  });
  expect(entries.lines).toEqual([
    'address: routes.yaml: the collection with the filter (tag:a,tag:b)+id:c → addresses of the other collections',
  ]);
});

test('redirects of Ghost that are paths lead on; the others are losses', async () => {
  const rules = [
    { from: '^/old-harbour/?$', to: '/the-harbour-is-dry/', permanent: true },
    { from: '/news\\/harbour', to: 'https://old.example/the-harbour-is-dry', permanent: false },
    { from: '/atom', to: '/rss/' },
    { from: '^/(\\d+)/(.*)$', to: '/$2' },
    { from: '/away/', to: 'https://other.example/' },
    { from: '/nowhere/', to: '/not-there/' },
    { from: 7, to: null },
  ];
  const json = await readExport(ghostExport({ posts: [ghostPost()] }), {
    beside: { 'redirects.json': JSON.stringify(rules) },
  });
  expect(json.post.addresses).toEqual([
    'https://old.example/the-harbour-is-dry/',
    'https://old.example/old-harbour/',
    'https://old.example/news/harbour',
    'https://old.example/the-harbour-is-dry/amp/',
    'https://old.example/p/0b6e7a52-7b5c-4a1f-9a39-4f3a1d1f0c11/',
  ]);
  expect(json.addresses['https://old.example/atom']).toEqual({ shows: 'feed', format: 'rss' });
  expect(json.lines).toEqual([
    'redirect: ^/(\\d+)/(.*)$ → /$2 → left out',
    'redirect: /away/ → https://other.example/ → left out',
    'redirect: /nowhere/ → /not-there/ → left out',
  ]);
  const yaml = await readExport(ghostExport({ posts: [ghostPost()] }), {
    beside: {
      'redirects.yaml': '301:\n  /old/: /the-harbour-is-dry/\n302:\n  /older: /the-harbour-is-dry/\n',
    },
  });
  expect(yaml.post.addresses.slice(1, 3)).toEqual(['https://old.example/old/', 'https://old.example/older']);
  const broken = await readExport(ghostExport({ posts: [ghostPost()] }), {
    beside: { 'redirects.json': '{', 'routes.yaml': 'a: [' },
  });
  expect(broken.losses.map(({ kind }) => kind)).toEqual(['redirect', 'redirect']);
});

test('without the address of the site, paths are kept and the report says so once', async () => {
  const entries = await readExport(
    ghostExport({
      posts: [ghostPost({ html: '<a href="__GHOST_URL__/a/">a</a>' }), ghostPost({ id: `${ID}2` })],
    }),
    { site: undefined as never },
  );
  expect(entries.posts[0]?.addresses[0]).toBe('https://old-site.invalid/the-harbour-is-dry/');
  expect(entries.posts[0]?.content.text).toBe('<a href="https://old-site.invalid/a/">a</a>');
  expect(entries.losses.filter(({ kind }) => kind === 'address')).toHaveLength(1);
});

test('a site in a folder keeps the folder in every address', async () => {
  const entries = await readExport(
    ghostExport({ posts: [ghostPost({ html: '<img src="__GHOST_URL__/content/images/a.png">' })] }),
    { site: 'https://old.example/blog' },
  );
  expect(entries.post.addresses[0]).toBe('https://old.example/blog/the-harbour-is-dry/');
  expect(entries.post.content.text).toBe('<img src="https://old.example/blog/content/images/a.png">');
  expect(Object.keys(entries.addresses)).toContain('https://old.example/blog/content/images/a.png');
});

test('feed readers know a post of Ghost by its id since version 1, and by its uuid before', async () => {
  const uuid = '0b6e7a52-7b5c-4a1f-9a39-4f3a1d1f0c11';
  const of = async (fields: Record<string, unknown>) =>
    (await readExport(ghostExport({ posts: [ghostPost(fields)] }))).post.identifier;
  expect(await of({ comment_id: '17' })).toBe('65f0c0ffee0000000000000a');
  expect(await of({ id: 17 })).toBe(uuid);
  expect(await of({ status: 'draft' })).toBe(null);
  expect(await of({ type: 'page' })).toBe(null);
  expect(await of({ status: 'sent' })).toBe(null);
});

test('an export of Ghost 0.11 moves in: Markdown, numbers as ids and dates, patterns with colons', async () => {
  const entries = await readExport(
    ghostExport(
      {
        posts: [
          {
            id: 1,
            uuid: 'u-1',
            title: 'Old',
            slug: 'old',
            markdown: '# Old',
            html: null,
            image: '/content/images/2014/a.jpg',
            featured: 0,
            page: 0,
            status: 'published',
            author_id: 1,
            published_at: 1_404_300_000_000,
          },
          {
            id: 2,
            uuid: 'u-2',
            title: 'Us',
            slug: 'us',
            markdown: 'Us',
            page: 1,
            status: 'published',
            author_id: 1,
            published_at: '2014-07-02 11:20:00',
          },
        ],
        users: [{ id: 1, name: 'Ann', slug: 'ann', image: '/content/images/ann.png' }],
        settings: [
          setting('permalinks', '/:year/:month/:day/:slug/'),
          setting('activeTimezone', 'America/New_York'),
        ],
      },
      '0.11.9',
    ),
  );
  expect(entries.posts).toMatchObject([
    {
      type: 'post',
      key: 'ghost:1',
      identifier: 'u-1',
      content: { format: 'markdown', text: '# Old' },
      published: '2014-07-02T07:20:00-04:00',
      authors: [{ name: 'Ann' }],
      picture: { url: 'https://old.example/content/images/2014/a.jpg' },
    },
    { type: 'page', key: 'ghost:2', published: '2014-07-02T07:20:00-04:00' },
  ]);
  expect(entries.posts[0]?.addresses[0]).toBe('https://old.example/2014/07/02/old/');
});
