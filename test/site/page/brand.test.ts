import { describe, expect, test } from 'vitest';
import identity from '../../../data/site.json' with { type: 'json' };
import { parseSite } from '../../../src/settings/site-schema.ts';
import { renderListingPage } from '../../../src/site/page/listing.tsx';
import { securityHeaders } from '../../../src/site/page/security.ts';
import { stylesheetOf } from '../../../src/site/page/stylesheet.ts';
import { anEdition, site } from '../../samples.ts';

const siteWith = (fields: object) => parseSite({ ...identity, ...fields }, 'https://news.example');
const frontPage = (fields: object) => renderListingPage(anEdition([]), siteWith(fields));
const header = (html: string) => /<header>.*?<\/header>/s.exec(html)?.[0] ?? '';
const footer = (html: string) => /<footer>.*?<\/footer>/s.exec(html)?.[0] ?? '';
const titles = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ slug: `t-${index}`, title: `Topic ${index}` }));

describe('the accent', () => {
  const style = stylesheetOf(
    siteWith({ brand: { accent: { light: '#0b6e4f', dark: '#7fd3a0' } } }),
    'listing',
  );

  test('is the colour of links on screens, in both schemes', () => {
    expect(style).toContain('@media screen{:root{--link:#0b6e4f}');
    expect(style).toContain('@media screen and (prefers-color-scheme:dark){:root{--link:#7fd3a0}}');
  });

  test('has the page’s policy follow', async () => {
    const branded = siteWith({ brand: { accent: { light: '#0b6e4f', dark: '#7fd3a0' } } });
    const hashes = await Promise.all(
      (['story', 'listing'] as const).map(async (kind) => {
        const sheet = new TextEncoder().encode(stylesheetOf(branded, kind));
        const digest = await crypto.subtle.digest('SHA-256', sheet);
        return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
      }),
    );
    expect((await securityHeaders(branded))['Content-Security-Policy']).toContain(
      `style-src ${hashes.join(' ')};`,
    );
  });
});

describe('the logo', () => {
  const logo = { light: '/masthead.svg', dark: '/masthead-dark.svg', width: 600, height: 100 };

  test('stands in the masthead with the title as its alternative text, and the dark one on dark screens', () => {
    expect(header(frontPage({ title: 'A & "B"', brand: { logo } }))).toContain(
      '<a class="site" href="/"><picture><source srcset="/masthead-dark.svg" media="screen and (prefers-color-scheme:dark)"/><img src="/masthead.svg" alt="A &amp; &quot;B&quot;" width="600" height="100"/></picture></a>',
    );
  });

  test('is the same in both schemes if there is one', () => {
    const { dark: _dark, ...one } = logo;
    expect(header(frontPage({ brand: { logo: one } }))).not.toContain('<source');
  });

  test.each([
    [600, 100, '13.35rem'],
    [100, 100, '4rem'],
    [50, 100, '2rem'],
    [1000, 100, '17.23rem'],
    [300, 50, '13.35rem'],
  ])('of %d by %d pixels is shown %s wide: all have about the same weight', (width, height, shown) => {
    expect(stylesheetOf(siteWith({ brand: { logo: { ...logo, width, height } } }), 'listing')).toContain(
      `.site img{display:block;width:${shown};`,
    );
  });
});

test('a paper of its own is the colour of the browser’s bars, too', () => {
  const html = frontPage({ brand: { paper: { light: '#fff1e5', dark: '#17130f' } } });
  expect(html).toContain(
    '<meta name="theme-color" content="#fff1e5" media="(prefers-color-scheme:light)"/><meta name="theme-color" content="#17130f" media="(prefers-color-scheme:dark)"/>',
  );
  expect(frontPage({})).not.toContain('theme-color');
});

describe('a title face', () => {
  test('from a file is preloaded, and only then may a page load a font', async () => {
    const branded = siteWith({ brand: { face: { file: '/fonts/title.woff2', fallback: 'grotesque' } } });
    const preload =
      '<link rel="preload" href="/fonts/title.woff2" as="font" type="font/woff2" crossorigin=""/>';
    expect(renderListingPage(anEdition([]), branded)).toContain(preload);
    expect(renderListingPage(anEdition([]), site)).not.toContain('preload');
    expect(stylesheetOf(branded, 'listing')).toContain(
      '@font-face{font-family:Title;src:url(/fonts/title.woff2) format("woff2");font-weight:1 1000;font-display:swap}',
    );
    expect(stylesheetOf(branded, 'listing')).toContain('--title:Title,"Helvetica Neue"');
    expect((await securityHeaders(branded))['Content-Security-Policy']).toContain("; font-src 'self';");
    expect((await securityHeaders(site))['Content-Security-Policy']).not.toContain('font-src');
  });

  test('of the system costs no request', async () => {
    const branded = siteWith({ brand: { face: 'old-style' } });
    expect(stylesheetOf(branded, 'listing')).toContain('--title:"Iowan Old Style","Palatino Linotype"');
    expect(stylesheetOf(branded, 'listing')).not.toContain('url(');
    expect((await securityHeaders(branded))['Content-Security-Policy']).not.toContain('font-src');
  });
});

describe('the newsroom’s links', () => {
  const links = {
    nav: [{ label: 'About <us>', url: '/about' }],
    footer: [{ heading: 'Law & order', links: [{ label: 'Shop', url: 'https://shop.example' }] }],
  };

  test('are in the masthead before "Subscribe", and at the end of the page', () => {
    const html = frontPage(links);
    expect(header(html)).toContain(
      '<nav aria-label="Sections"><ul><li><a href="/about">About &lt;us&gt;</a></li>',
    );
    expect(footer(html)).toContain(
      '<nav class="columns" aria-label="About this site"><div><h2>Law &amp; order</h2><ul><li><a href="https://shop.example/">Shop</a></li></ul></div></nav>',
    );
  });

  test('leave no empty list behind', () => {
    expect(footer(frontPage({ nav: [], footer: [] }))).not.toContain('<nav');
  });

  test('are marked with the site’s language if the program has no words in it', () => {
    const html = frontPage({ ...links, language: 'fi' });
    expect(html).toContain('<html lang="en"');
    expect(header(html)).toContain('<a href="/about" lang="fi" dir="ltr">');
    expect(footer(html)).toContain('<div lang="fi" dir="ltr"><h2>');
    expect(header(html)).toContain('<a href="/topics/web-feeds" lang="fi" dir="ltr">Web feeds</a>');
    expect(header(html)).toContain('<a href="/subscribe">Subscribe</a>');
  });
});

test('more than four topics are behind a disclosure, with the newest stories beside it', () => {
  const few = header(frontPage({ topics: titles(4) }));
  const many = header(frontPage({ topics: titles(15) }));
  expect(few).not.toContain('<details');
  expect(many).toMatch(
    /<ul><li><a href="\/" aria-current="page">Latest<\/a><\/li><\/ul><details><summary>Topics<\/summary><ul><li><a href="\/topics\/t-0">/,
  );
  for (const { slug, title } of titles(15)) expect(many).toContain(`<a href="/topics/${slug}">${title}</a>`);
});

describe('paper, masthead and density', () => {
  const styleWith = (brand: object, style: 'listing' | 'story' = 'listing') =>
    stylesheetOf(siteWith({ brand }), style);

  test('leave the pages of a newsroom that sets none as they are', () => {
    const paper = null;
    expect(styleWith({ paper, masthead: 'left', density: 'normal' })).toBe(styleWith({}));
  });

  test('colour screens, in both schemes, but not prints', () => {
    const style = styleWith({ paper: { light: '#fff1e5', dark: '#1a1512' } });
    expect(style).toContain('@media screen{:root{--paper:#fff1e5}}');
    expect(style).toContain('@media screen and (prefers-color-scheme:dark){:root{--paper:#1a1512}}');
    expect(style.replaceAll(/@media screen[^{]*\{:root\{[^}]*\}\}/g, '')).not.toContain('#fff1e5');
  });

  test('a masthead is that of every page, a density that of lists', () => {
    for (const masthead of ['centre', 'wide'])
      for (const style of ['listing', 'story'] as const)
        expect(styleWith({ masthead }, style)).not.toBe(styleWith({}, style));
    for (const density of ['dense', 'airy']) {
      expect(styleWith({ density })).not.toBe(styleWith({}));
      expect(styleWith({ density }, 'story')).toBe(styleWith({}, 'story'));
    }
  });
});
