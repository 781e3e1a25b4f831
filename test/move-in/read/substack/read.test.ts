import { expect, test } from 'vitest';
import type { ReadOptions } from '../../../../src/move/in/old-site.ts';
import { readSubstack } from '../../../../src/move/in/read/substack/read.ts';
import { inFolder, readAll } from '../entries.ts';
import { makeZip } from '../zip.ts';

const SITE = 'https://harbour.substack.com/';
const COLUMNS =
  'post_id,post_date,is_published,email_sent_at,inbox_sent_at,type,audience,title,subtitle,podcast_url';

const readExport = (
  lines: readonly string[],
  texts: Record<string, string | Uint8Array> = {},
  options: Partial<ReadOptions> = { site: SITE },
) =>
  inFolder(
    {
      'export.zip': makeZip({
        'posts.csv': [COLUMNS, ...lines, ''].join('\n'),
        'email_list.harbour.csv': 'email,active_subscription\nreader@example.com,true\n',
        ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [`posts/${name}.html`, text])),
      }),
    },
    (folder) => readAll(readSubstack, `${folder}/export.zip`, options),
  );

test('a post of Substack comes with its text, byte for byte', async () => {
  const html =
    '<div class="captioned-image-container"><figure><a class="image-link image2"><img src="https://substackcdn.com/a.png"></a></figure></div>\r\n<p>“The  harbour”</p>';
  const entries = await readExport(
    [
      '123.harbour,2024-07-02T22:30:00.123Z,true,2024-07-02T22:31:00.000Z,,newsletter,everyone,"The ""dry"" harbour, again",No water since Monday.,',
    ],
    { '123.harbour': html },
  );
  expect(entries.site).toEqual({ kind: 'site', title: '', url: SITE, language: null, system: 'Substack' });
  expect(entries.post).toEqual({
    type: 'post',
    key: 'substack:123.harbour',
    place: { file: 'posts.csv', line: 2, entry: 'post 123.harbour "The "dry" harbour, again"' },
    identifier: 'https://harbour.substack.com/p/harbour',
    unpublished: null,
    slug: 'harbour',
    title: 'The "dry" harbour, again',
    content: { format: 'html', text: html, base: 'https://harbour.substack.com/p/harbour' },
    excerpt: 'No water since Monday.',
    published: '2024-07-02T22:30:00Z',
    modified: null,
    authors: [],
    terms: [],
    language: null,
    canonical: null,
    picture: null,
    addresses: ['https://harbour.substack.com/p/harbour', 'https://harbour.substack.com/p/harbour/comments'],
  });
  expect(entries.addresses).toEqual({
    [SITE]: { shows: 'home' },
    [`${SITE}archive`]: { shows: 'home' },
    [`${SITE}about`]: { shows: 'home' },
    [`${SITE}feed`]: { shows: 'feed', format: 'rss' },
  });
});

test('what only some readers saw becomes a draft, with all of its text', async () => {
  const paid = '<p>All</p><div class="paywall-jump" data-component-name="PaywallToDOM"></div><p>paid</p>';
  const entries = await readExport(
    [
      '1.paid,2024-07-02T00:00:00.000Z,true,,,newsletter,only_paid,Paid,,',
      '2.founding,2024-07-02T00:00:00.000Z,true,,,newsletter,founding,Founding,,',
      '3.free,2024-07-02T00:00:00.000Z,true,,,newsletter,only_free,Free,,',
      '4.new,2024-07-02T00:00:00.000Z,true,,,newsletter,some_new_audience,New,,',
      '9.empty,2024-07-02T00:00:00.000Z,true,,,newsletter,,Empty,,',
      '5.wall,2024-07-02T00:00:00.000Z,true,,,newsletter,everyone,Wall,,',
      '6.draft,,false,,,newsletter,everyone,Draft,,',
      '7.mail,2024-07-02T00:00:00.000Z,true,,,adhoc_email,everyone,Mail,,',
      '8.about,2024-07-02T00:00:00.000Z,true,,,page,everyone,About,,',
    ],
    { '5.wall': paid },
  );
  expect(entries.posts.map(({ slug, unpublished, type }) => [slug, unpublished, type])).toEqual([
    ['paid', 'for subscribers', 'post'],
    ['founding', 'for subscribers', 'post'],
    ['free', 'for subscribers', 'post'],
    ['new', 'for subscribers', 'post'],
    ['empty', 'for subscribers', 'post'],
    ['wall', 'for subscribers', 'post'],
    ['draft', 'draft', 'post'],
    ['mail', 'sent by email only', 'post'],
    ['about', null, 'page'],
  ]);
  expect(entries.posts.find(({ slug }) => slug === 'wall')?.content.text).toBe(paid);
});

test('blocks for subscribers are taken out of a public post, and nothing else', async () => {
  const block = (audience: string, html: string) =>
    `<div class="dynamic-content-block" data-dynamic-audiences="${audience}"><div><br>${html}</div></div>`;
  const open = block('non_sub', '<p>Join</p>');
  const html = `<P>One</p>${open}${block('free_sub', '<p>secret</p><div>secret')}<p>Two`;
  const entries = await readExport(['1.a,2024-07-02T00:00:00.000Z,true,,,newsletter,everyone,A,,'], {
    '1.a': html,
  });
  expect(entries.post.content.text).toBe(`<P>One</p>${open}`);
  expect(entries.lines).toContain('subscribers: a part for subscribers: secret secret Two → left out');
  const closed = await readExport(['1.a,2024-07-02T00:00:00.000Z,true,,,newsletter,everyone,A,,'], {
    '1.a': `<P>One</p>${block('free_sub', '<p>secret</p>')}<p>Two`,
  });
  expect(closed.post.content.text).toBe('<P>One</p><p>Two');
});

test('a broken list loses no text: what it does not name becomes a draft', async () => {
  const entries = await readExport(
    [
      '1.a,2024-07-02T00:00:00.000Z,true,,,newsletter,everyone,A,,',
      `2.b,2024-07-02T00:00:00.000Z,true,,,newsletter,everyone,"B${'x'.repeat(300_000)}`,
    ],
    { '1.a': '<p>a</p>', '2.b': '<p>b</p>' },
  );
  expect(entries.posts.map(({ key, unpublished, content }) => [key, unpublished, content.text])).toEqual([
    ['substack:1.a', null, '<p>a</p>'],
    ['substack:2.b', 'draft', '<p>b</p>'],
  ]);
  expect(entries.losses.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['cut short', 'file']));
});
