import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../src/language/words.ts';
import { unescapeHtml } from '../../../src/lib/html.ts';
import { makeDirectory } from '../../../src/site/edition/directory.ts';
import type { Scope } from '../../../src/site/edition/scope.ts';
import { parseSearch } from '../../../src/site/edition/search.ts';
import { renderArchivePage } from '../../../src/site/page/archive.tsx';
import { renderExtensionsPage } from '../../../src/site/page/extensions.tsx';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { renderSearchPage } from '../../../src/site/page/search/page.tsx';
import { renderSitePage, renderSitePagePreview } from '../../../src/site/page/site-page.tsx';
import { stylesheetOf } from '../../../src/site/page/stylesheet.ts';
import { renderSubscribePage } from '../../../src/site/page/subscribe.tsx';
import { anEdition, publish, sampleEdition, sampleStories, site } from '../../samples.ts';

// What pages other than stories say to programs.

const openGraph = (html: string) =>
  Object.fromEntries(
    Array.from(html.matchAll(/<meta property="og:([^"]+)" content="([^"]*)"\/>/g), ([, name, content]) => [
      name,
      unescapeHtml(content ?? ''),
    ]),
  );
const jsonLd = (html: string) =>
  Array.from(html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs), ([, json = '']) => {
    expect(json).not.toMatch(/[<>&]/);
    return JSON.parse(json);
  });

const listing = (scope: Scope, of = site) => renderListingPage({ ...sampleEdition, scope }, of);
const archive = { ...sampleEdition, archive: { page: 2, next: 3 }, previous: 1 };

const card = {
  image: 'https://news.example/card.png',
  'image:type': 'image/png',
  'image:width': '1200',
  'image:height': '630',
  'image:alt': 'Open Wire',
};

const about = {
  slug: 'about',
  title: 'About & us',
  description: 'Who we are.',
  inLanguage: null,
  body: 'We are.',
  changed: '2026-11-02T08:00:00.000Z',
};

test.each([
  ['the front page', listing('all'), 'website', 'Open Wire', '/'],
  ['a topic', listing('topic:web-feeds'), 'website', 'Web feeds', '/topics/web-feeds'],
  ['a source', listing('source:w3.org'), 'website', 'Stories that cite w3.org', '/sources/w3.org'],
  [
    'an author without a picture',
    listing('author:ines-marchetti'),
    'profile',
    'Stories by Inés Marchetti',
    '/authors/ines-marchetti',
  ],
  [
    'an archive page',
    renderArchivePage(archive, site),
    'website',
    'Archive of Open Wire, page 2',
    '/archive/2',
  ],
  ['the list of feeds', renderSubscribePage(makeDirectory([]), site), 'website', 'Subscribe', '/subscribe'],
  ['the feed extensions', renderExtensionsPage(site), 'website', 'Feed extensions', '/feed-extensions'],
  ['a page of the newsroom', renderSitePage(about, site), 'website', 'About & us', '/about'],
])('%s has its Open Graph metadata in full', (_what, html, type, title, path) => {
  expect(openGraph(html)).toEqual({
    type,
    site_name: 'Open Wire',
    title,
    description: expect.stringMatching(/\S/),
    url: `https://news.example${path}`,
    locale: 'en_US',
    ...card,
  });
  const end = new TextEncoder().encode(html.slice(0, html.indexOf('<style>'))).byteLength;
  expect(end).toBeLessThanOrEqual(8192);
});

test('the front page says in JSON-LD what the site is, how it is searched, and who publishes it', () => {
  const newsroom = { '@type': 'NewsMediaOrganization', name: 'Open Wire', url: 'https://news.example/' };
  expect(jsonLd(listing('all', { ...site, publishingPrinciples: 'https://news.example/how' }))).toEqual([
    [
      {
        '@context': 'https://schema.org',
        '@type': 'WebSite',
        name: 'Open Wire',
        url: 'https://news.example/',
        description: site.tagline,
        inLanguage: 'en',
        license: site.license,
        publisher: newsroom,
        potentialAction: {
          '@type': 'SearchAction',
          target: {
            '@type': 'EntryPoint',
            urlTemplate: 'https://news.example/search?q={search_term_string}',
          },
          'query-input': 'required name=search_term_string',
        },
      },
      {
        '@context': 'https://schema.org',
        ...newsroom,
        logo: { '@type': 'ImageObject', url: 'https://news.example/logo.png', width: 512, height: 512 },
        publishingPrinciples: 'https://news.example/how',
      },
    ],
  ]);
});

const front = { name: 'Open Wire', url: 'https://news.example/' };
const topic = { name: 'Web feeds', url: 'https://news.example/topics/web-feeds' };

test.each([
  ['a topic', listing('topic:web-feeds'), 'CollectionPage', [topic]],
  [
    'a source',
    listing('source:w3.org'),
    'CollectionPage',
    [{ name: 'Stories that cite w3.org', url: 'https://news.example/sources/w3.org' }],
  ],
  [
    'an archive page',
    renderArchivePage({ ...archive, scope: 'topic:web-feeds' }, site),
    'CollectionPage',
    [topic, { name: 'Page 2, counting from the oldest', url: `${topic.url}/archive/2` }],
  ],
  [
    'a page of the newsroom',
    renderSitePage({ ...about, inLanguage: 'fr' }, site),
    'WebPage',
    [{ name: 'About & us', url: 'https://news.example/about' }],
  ],
  [
    'the list of feeds',
    renderSubscribePage(makeDirectory([]), site),
    'WebPage',
    [{ name: 'Subscribe', url: 'https://news.example/subscribe' }],
  ],
])('%s says in JSON-LD what it is, and the way to it from the front page', (what, html, type, steps) => {
  const isOwn = what === 'a page of the newsroom';
  const way = [front, ...steps];
  expect(jsonLd(html)).toEqual([
    [
      {
        '@context': 'https://schema.org',
        '@type': type,
        ...way.at(-1),
        inLanguage: isOwn ? 'fr' : 'en',
        ...(isOwn ? { dateModified: about.changed } : {}),
      },
      {
        '@context': 'https://schema.org',
        '@type': 'BreadcrumbList',
        itemListElement: way.map(({ name, url }, index) => ({
          '@type': 'ListItem',
          position: index + 1,
          name,
          item: url,
        })),
      },
    ],
  ]);
});

test('a page without an address of its own has no JSON-LD', () => {
  expect(jsonLd(renderSitePagePreview(about, site))).toEqual([]);
});

test('browsers find the search on the front page and on its own', () => {
  const link =
    '<link rel="search" type="application/opensearchdescription+xml" title="Open Wire" href="https://news.example/opensearch.xml"/>';
  const parsed = parseSearch(new URLSearchParams('q=feeds'));
  if (!parsed.ok) throw new Error('the search is not valid');
  for (const html of [listing('all'), renderSearchPage(parsed.search, null, site)])
    expect(html).toContain(link);
  expect(listing('topic:web-feeds')).not.toContain('rel="search"');
});

describe('the page of an author', () => {
  const own = sampleStories.filter(({ author }) => author.some(({ name }) => name === 'Samuel Osei'));
  const html = renderListingPage(
    { ...anEdition(own.slice(0, 2).map(publish)), scope: 'author:samuel-osei' },
    site,
  );

  test('matches the golden file', async () => {
    const lines = html
      .replace(stylesheetOf(site, 'listing'), '')
      .replaceAll(/(?=<(?!\/|a|span|sup|q|strong|time|em|code))/g, '\n');
    await expect(lines).toMatchFileSnapshot('../../golden/author.html');
  });

  test('has the person as JSON-LD', () => {
    const [person] = site.people.filter(({ slug }) => slug === 'samuel-osei');
    const [[profile, way]] = jsonLd(html);
    expect(way['@type']).toBe('BreadcrumbList');
    expect(profile).toMatchObject({
      '@type': 'ProfilePage',
      url: 'https://news.example/authors/samuel-osei',
      mainEntity: {
        '@type': 'Person',
        name: 'Samuel Osei',
        url: 'https://news.example/authors/samuel-osei',
        jobTitle: person?.role,
        description: person?.about,
        image: {
          '@type': 'ImageObject',
          url: 'https://news.example/pictures/samuel-osei.png',
          width: 256,
          height: 256,
        },
        sameAs: ['https://samuel-osei.example/'],
        worksFor: { '@type': 'NewsMediaOrganization', name: 'Open Wire' },
      },
    });
    expect(html).toContain('rel="me author"');
  });

  test('shows the person with a link to it, in a format that programs draw', () => {
    const tags = (address: string, width = 256) => {
      const people = [{ slug: 'a', name: 'A', picture: { url: address, width, height: 256 } }];
      const page = listing('author:a', { ...site, people });
      return { ...openGraph(page), card: /"twitter:card" content="([^"]*)"/.exec(page)?.[1] };
    };
    const { 'image:type': _type, ...portrait } = card;
    expect(tags('/pictures/a.webp')).toMatchObject({
      ...portrait,
      image: 'https://news.example/pictures/a.webp',
      'image:width': '256',
      'image:height': '256',
      'image:alt': 'A',
      card: 'summary',
    });
    expect(tags('/pictures/a.webp')).not.toHaveProperty('image:type');
    expect(tags('https://pictures.example/a.jpg', 600)).toMatchObject({
      image: 'https://pictures.example/a.jpg',
      card: 'summary_large_image',
    });
    for (const address of ['/a.svg', 'https://pictures.example/a.AVIF?s=1'])
      expect(tags(address)).toMatchObject({ ...card, card: 'summary_large_image' });
  });

  test('escapes a hostile name, role and line', () => {
    const text = '</script><b>"&quot;&\u2028\u202e';
    const people = [{ slug: 'a', name: text, role: text, about: text }];
    const hostile = listing('author:a', { ...site, people });
    expect(hostile).not.toContain('<b>');
    expect(jsonLd(hostile)[0][0].mainEntity).toMatchObject({ name: text, jobTitle: text, description: text });
    expect(openGraph(hostile).description).toBe(text);
  });
});

describe('a link to a page unfurls with what the page is, and not with the site’s tagline:', () => {
  const description = (html: string) => {
    const shared = openGraph(html).description;
    const [, stated = ''] = /<meta name="description" content="([^"]*)"\/>/.exec(html) ?? [];
    expect(unescapeHtml(stated)).toBe(shared);
    return shared;
  };
  const parsed = parseSearch(new URLSearchParams());
  if (!parsed.ok) throw new Error('the search is not valid');

  test.each(Object.keys(LANGUAGES))('in %s', (language) => {
    const people = [{ slug: 'a', name: 'Ana Ruiz' }];
    const of = { ...site, language, people, tagline: 'The tagline' };
    const descriptions = [
      description(listing('topic:web-feeds', of)),
      description(listing('source:w3.org', of)),
      description(listing('author:a', of)),
      description(renderArchivePage(archive, of)),
      description(renderArchivePage({ ...archive, scope: 'topic:web-feeds' }, of)),
      description(renderSearchPage(parsed.search, null, of)),
      description(renderSubscribePage(makeDirectory([]), of)),
    ];
    expect(new Set(descriptions).size).toBe(descriptions.length);
    for (const each of descriptions) {
      expect(each).toContain('Open Wire');
      expect(each).not.toMatch(/The tagline|[{}]/);
    }
    const [topicText, sourceText, authorText] = descriptions;
    expect(topicText).toContain('Web feeds');
    expect(sourceText).toContain('w3.org');
    expect(authorText).toContain('Ana Ruiz');
  });

  test('what data/site.json says about an author comes first', () => {
    const of = (person: object) =>
      description(listing('author:a', { ...site, people: [{ slug: 'a', name: 'A', ...person }] }));
    expect(of({ role: 'Reporter', about: 'She writes.' })).toBe('She writes.');
    expect(of({ role: 'Reporter' })).toBe('Reporter');
  });

  test('the front page has the tagline', () => {
    expect(description(listing('all'))).toBe(site.tagline);
  });

  test('a page of the newsroom that has no description has its first paragraph, as text', () => {
    const text = (body: string) => description(renderSitePage({ ...about, description: null, body }, site));
    expect(text('## Contact\n\nWrite to *us*, [here](https://a.example/) & now.\n\nOr not.')).toMatch(
      /^Write to us, .*& now\.$/,
    );
    expect(text('- one\n- two')).toBe('one two');
    expect(text(`${'word '.repeat(100)}`)).toMatch(/word…$/);
    expect(openGraph(renderSitePage({ ...about, description: null, body: '' }, site))).not.toHaveProperty(
      'description',
    );
  });
});
