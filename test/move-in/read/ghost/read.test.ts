import { expect, test } from 'vitest';
import { ghostExport, ghostPost, readExport, readOnePost, SITE, setting } from './export.ts';

const POST = '65f0c0ffee0000000000000a';

test('a post of Ghost 6 comes with its text, byte for byte, and with what the other tables say of it', async () => {
  const html =
    '<p>“The  harbour”\tis dry.</p>\n<!--kg-card-begin: html-->\r\n<b onclick=x>raw</b>\n<!--kg-card-end: html-->';
  const entries = await readExport(
    ghostExport({
      posts: [
        ghostPost({
          html,
          custom_excerpt: 'No water since Monday.',
          feature_image: '__GHOST_URL__/content/images/2024/07/harbour.jpg',
        }),
      ],
      posts_meta: [
        {
          id: 'm',
          post_id: POST,
          feature_image_alt: 'A dry basin',
          feature_image_caption: '<span>Photo by <a href="https://a.example">Ann</a> &amp; Bob</span>',
        },
      ],
      tags: [
        { id: 't1', name: 'Ports', slug: 'ports', visibility: 'public' },
        { id: 't2', name: 'Water', slug: 'water', visibility: 'public' },
        { id: 't3', name: '#no-ads', slug: 'hash-no-ads', visibility: 'internal' },
      ],
      posts_tags: [
        { id: '1', post_id: POST, tag_id: 't2', sort_order: 1 },
        { id: '2', post_id: POST, tag_id: 't1', sort_order: 0 },
        { id: '3', post_id: POST, tag_id: 't3', sort_order: 2 },
      ],
      users: [
        { id: 'u1', name: 'Bob', slug: 'bob', website: null, bio: null },
        { id: 'u2', name: 'Ann  Bell', slug: 'ann', website: 'https://ann.example', bio: 'Writes on ports.' },
      ],
      posts_authors: [
        { id: '1', post_id: POST, author_id: 'u1', sort_order: 1 },
        { id: '2', post_id: POST, author_id: 'u2', sort_order: 0 },
      ],
      settings: [
        setting('title', 'Harbour News'),
        setting('timezone', 'Europe/Vienna'),
        setting('locale', 'de'),
      ],
    }),
  );
  expect(entries.site).toEqual({
    kind: 'site',
    title: 'Harbour News',
    url: SITE,
    language: 'de',
    system: 'Ghost',
    zone: 'Europe/Vienna',
  });
  expect(entries.post).toEqual({
    type: 'post',
    key: `ghost:${POST}`,
    place: { entry: `post ${POST} "The harbour is dry"` },
    identifier: POST,
    unpublished: null,
    slug: 'the-harbour-is-dry',
    title: 'The harbour is dry',
    content: { format: 'html', text: html, base: 'https://old.example/the-harbour-is-dry/' },
    excerpt: 'No water since Monday.',
    published: '2024-07-03T00:30:00+02:00',
    modified: '2024-07-03T11:00:00+02:00',
    authors: [
      { name: 'Ann Bell', url: 'https://ann.example/' },
      { name: 'Bob', url: null },
    ],
    terms: [
      { name: 'Ports', slug: 'ports' },
      { name: 'Water', slug: 'water' },
    ],
    language: null,
    canonical: null,
    picture: {
      url: 'https://old.example/content/images/2024/07/harbour.jpg',
      alt: 'A dry basin',
      caption: 'Photo by Ann & Bob',
      credit: null,
    },
    addresses: [
      'https://old.example/the-harbour-is-dry/',
      'https://old.example/the-harbour-is-dry/amp/',
      'https://old.example/p/0b6e7a52-7b5c-4a1f-9a39-4f3a1d1f0c11/',
    ],
  });
  expect(entries.lines).toEqual(['topic: tags for editors only: #no-ads → left out']);
});

test('drafts, emails, posts for subscribers and those of the future are told apart', async () => {
  const cases: [Record<string, unknown>, string | null][] = [
    [{ status: 'draft' }, 'draft'],
    [{ status: 'sent' }, 'sent by email only'],
    [{ visibility: 'members' }, 'for subscribers'],
    [{ visibility: 'paid' }, 'for subscribers'],
    [{ visibility: 'tiers' }, 'for subscribers'],
    [{ visibility: 'label:vip' }, 'for subscribers'],
    [{ visibility: { hostile: true } }, 'for subscribers'],
    [{ visibility: null }, null],
    [{ status: 'scheduled', published_at: '2027-01-01T00:00:00.000Z' }, null],
    [
      { status: 'scheduled', published_at: '2027-01-01T00:00:00.000Z', visibility: 'paid' },
      'for subscribers',
    ],
    [{ status: 'scheduled', published_at: '2026-01-01T00:00:00.000Z' }, 'scheduled, but its time has passed'],
    [{ status: 'scheduled', published_at: null }, 'scheduled, but its time has passed'],
    [{ status: 17 }, 'draft'],
  ];
  for (const [fields, unpublished] of cases)
    expect((await readOnePost(fields)).post.unpublished, JSON.stringify(fields)).toBe(unpublished);
});
