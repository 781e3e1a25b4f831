import { describe, expect, test } from 'vitest';
import { renderListing } from '../../../src/site/document/edition.ts';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { anEdition, aStory, publish, site } from '../../samples.ts';

const photo = (fields: Record<string, unknown> = {}) => ({
  url: '/pictures/photo.jpg',
  alt: 'A photo',
  width: 1200,
  height: 800,
  encodingFormat: 'image/jpeg',
  ...fields,
});

/** Returns story `n` of a list: two a day, the first on 1 March. */
const story = (n: number, fields: Record<string, unknown> = {}) =>
  publish(
    aStory({
      slug: `s-${n}`,
      headline: `Story ${n}`,
      datePublished: new Date(Date.UTC(2026, 2, 1, 8) + n * 12 * 3_600_000).toISOString(),
      ...fields,
    }),
  );

const listing = (count: number, fields: (n: number) => Record<string, unknown> = () => ({}), of = site) =>
  renderListingPage(anEdition(Array.from({ length: count }, (_, n) => story(n, fields(n)))), of);

/** Returns the page as somebody sees it who sees no elements: its main part as text. */
const textOf = (html: string) =>
  (/<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '')
    .replaceAll(/<\/(h\d|p|li)>|<br\/>/g, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

const headings = (html: string) =>
  Array.from(
    html.replace(/<footer>.*/s, '').matchAll(/<(h[1-6])[^>]*>(.*?)<\/\1>/gs),
    ([, level, content = '']) => [level, content.replaceAll(/<[^>]*>/g, '')],
  );

describe('a listing page', () => {
  test('has the newest story as its lead, and the others under the days of their publication', () => {
    expect(headings(listing(5))).toEqual([
      ['h1', 'Latest stories'],
      ['h2', 'Story 4'],
      ['h2', 'March 2, 2026'],
      ['h3', 'Story 3'],
      ['h3', 'Story 2'],
      ['h2', 'March 1, 2026'],
      ['h3', 'Story 1'],
      ['h3', 'Story 0'],
    ]);
  });

  test('has each time within a day, and the lead’s time only if the list has another story of its day', () => {
    expect(textOf(listing(5))).toMatch(
      /Story 4 What happened\. March 3, 2026 March 2, 2026 Story 3 What happened\. 20:00 UTC/,
    );
    expect(textOf(listing(4))).toContain('Story 3 What happened. March 2, 2026 at 20:00 UTC March 2, 2026');
  });

  test('has the TL;DR of ten stories, and of the others the headlines by month, with their days', () => {
    const html = listing(12, (n) => (n === 0 ? { datePublished: '2025-12-31T23:59:00Z' } : {}));
    const text = textOf(html);
    expect(text.match(/What happened\./g)).toHaveLength(10);
    expect(text).toMatch(/March 2026 Story 1 Mar 1 December 2025 Story 0 Dec 31$/);
    expect(html).toContain('<time datetime="2025-12">December 2025</time>');
    expect(html).toContain('<time datetime="2025-12-31T23:59:00Z" class="dt-published">Dec 31</time>');
  });

  test('names at most four sources of a story, and leads to the others on its page', () => {
    const citing = (count: number) => () => {
      const urls = Array.from({ length: count }, (_, n) => `https://paper-${n}.example/a`);
      return {
        isBasedOn: urls.map((url, n) => ({ url, publisher: { name: `Paper ${n}` } })),
        articleBody: urls.map((url) => `Said.([paper](${url}))`).join('\n\n'),
      };
    };
    expect(textOf(listing(1, citing(4)))).toContain('4 news sources: Paper 0, Paper 1, Paper 2, and Paper 3');
    const many = listing(1, citing(24));
    expect(textOf(many)).toContain('24 news sources: Paper 0, Paper 1, Paper 2, Paper 3, and 20 more');
    expect(many).toContain('<a href="https://news.example/stories/s-0#sources-heading">20 more</a>');
  });

  test('says that nothing has been published if it is empty', () => {
    expect(textOf(listing(0))).toBe('Latest stories Nothing has been published here yet.');
  });
});

describe('the label of a TL;DR that AI wrote', () => {
  const ai = { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } };
  const partly = { abstract: { digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' } };

  test('looks the same at every TL;DR, and is a sentence for programs', () => {
    const html = listing(4, (n) => ({ provenance: n === 1 ? partly : n === 3 ? {} : ai }));
    expect(html.match(/class="label ai"/g)).toHaveLength(3);
    expect(html).toContain(
      '<span class="label ai" lang="en" dir="ltr"><span class="hidden">TL;DR (</span>AI-generated<span class="hidden">):</span></span>',
    );
    expect(textOf(html)).toContain('Story 0 TL;DR (AI-generated): What happened.');
  });

  test('precedes every TL;DR of the page', () => {
    const text = textOf(listing(12, () => ({ provenance: ai })));
    expect(text.match(/AI-generated(?:\):)? What happened\./g)).toHaveLength(10);
  });
});

describe('pictures', () => {
  const sized = (width: number, height: number) => () => ({ image: photo({ width, height }) });

  test('have their size, no referrer and no alternative text beside their headline; only the lead’s loads at once', () => {
    const html = listing(2, () => ({ image: photo() }));
    const attributes =
      'class="u-featured" src="/pictures/photo.jpg" alt="" width="1200" height="800" referrerpolicy="no-referrer" decoding="async"';
    expect(html.match(/<img [^>]*>/g)).toEqual([
      `<img ${attributes} fetchpriority="high"/>`,
      `<img ${attributes} loading="lazy"/>`,
    ]);
  });

  test('show what matters most in them, where a record says so', () => {
    const html = listing(3, (n) => ({ image: photo({ focus: ['left top', null, 'center'][n] }) }));
    expect(html.match(/class="u-featured[^"]*"/g)).toEqual([
      'class="u-featured at-center"',
      'class="u-featured"',
      'class="u-featured at-left at-top"',
    ]);
  });

  test.each([
    [479, 400, 1],
    [480, 4000, 1],
    [2560, 1440, 1],
    [2667, 1500, 0],
    [96, 96, 1],
    [95, 96, 0],
    [1600, 900, 2],
  ])('of %i × %i pixels are shown where that is enough and not too much', (width, height, count) => {
    expect(listing(2, sized(width, height)).match(/<img /g) ?? []).toHaveLength(count);
  });

  test('are allowed by the page’s policy if they are on another host and shown, and no others are', async () => {
    const elsewhere = (n: number) => ({ image: photo({ url: `https://img-${n}.example/p.jpg` }) });
    const entries = Array.from({ length: 12 }, (_, n) =>
      story(n, n === 5 ? { image: photo() } : elsewhere(n)),
    );
    const { headers } = await renderListing(anEdition(entries), site);
    const hosts = [11, 10, 9, 8, 7, 6, 4, 3, 2].map((n) => `https://img-${n}.example`).join(' ');
    expect(headers['Content-Security-Policy']).toContain(`img-src 'self' ${hosts};`);
  });

  test('name who made the lead’s', () => {
    const html = listing(2, () => ({ image: photo({ credit: 'Photo: Jo Doe' }) }));
    expect(html.match(/<figcaption><bdi>Photo: Jo Doe<\/bdi><\/figcaption>/g)).toHaveLength(1);
  });
});

test('a long headline is set smaller', () => {
  const isLong = (length: number) =>
    listing(1, () => ({ headline: 'x'.repeat(length) })).includes('<h2 lang="en" class="long">');
  expect([isLong(120), isLong(121), isLong(200)]).toEqual([false, true, true]);
});

test('a browser may fetch a story while its link is pressed, and the page’s policy allows exactly these rules', async () => {
  const { text, headers } = await renderListing(anEdition([story(1)]), site);
  const [, rules = ''] = /<script type="speculationrules">(.*?)<\/script>/.exec(text) ?? [];
  expect(JSON.parse(rules)).toEqual({
    prefetch: [{ where: { href_matches: '/stories/*' }, eagerness: 'conservative' }],
  });
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(rules));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  expect(headers['Content-Security-Policy']).toContain(`; script-src 'sha256-${hash}';`);
});
