import { describe, expect, test } from 'vitest';
import identity from '../../../data/site.json' with { type: 'json' };
import { parseSite, siteSchema } from '../../../src/settings/site-schema.ts';
import { contrastOf } from '../../../src/site/brand/contrast.ts';

const siteWith = (fields: object) => parseSite({ ...identity, ...fields }, 'https://news.example');
const accent = (light: string, dark = '#86b7f2') => ({ brand: { accent: { light, dark } } });

test('a site without a brand has none', () => {
  const { brand: _brand, nav: _nav, footer: _footer, ...rest } = identity as Record<string, unknown>;
  const site = parseSite(rest, 'https://news.example');
  expect(site.brand).toEqual({
    accent: null,
    logo: null,
    face: 'book',
    paper: null,
    masthead: 'left',
    density: 'normal',
  });
  expect([site.nav, site.footer]).toEqual([[], []]);
});

describe('an accent', () => {
  test('of enough contrast is accepted', () => {
    expect(siteWith(accent('#0B6E4F', '#7fd3a0')).brand.accent).toEqual({
      light: '#0B6E4F',
      dark: '#7fd3a0',
    });
  });

  test('of too little contrast is refused with the figure for each background', () => {
    expect(() => siteWith(accent('#f5d547'))).toThrow(
      /must have a contrast of at least 4\.5 to 1, but has 1\.44 with the page \(#ffffff\), 1\.34 with the TL;DR \(#fdf6e7\), and 1\.41 with the card \(#fdfcf9\)\. #[\da-f]{6} has enough\s+→ at \["data\/site\.json"\]\.brand\.accent\.light/,
    );
    expect(() => siteWith(accent('#0b57a4', '#0b57a4'))).toThrow(
      /but has 2\.\d\d with the page \(#121417\) and 2\.\d\d with the TL;DR \(#211d14\)\. #[\da-f]{6} has enough\s+→ at \["data\/site\.json"\]\.brand\.accent\.dark/,
    );
  });

  test('that is legible on white alone is refused, because links are on the TL;DR too', () => {
    expect(() => siteWith(accent('#767676'))).toThrow(/has 4\.22 with the TL;DR \(#fdf6e7\)/);
    expect(() => siteWith(accent('#767676'))).not.toThrow(/with the page/);
  });

  test.each(['#f5d547', '#ffffff', '#767676', '#e10098'])(
    'of too little contrast is refused with a shade of it that has enough, and no darker than it has to be: %s',
    (light) => {
      const faults = siteSchema.safeParse({ ...identity, ...accent(light) }).error?.issues ?? [];
      const shade = /(#[\da-f]{6}) has enough/.exec(faults[0]?.message ?? '')?.[1] ?? '';
      expect(siteWith(accent(shade)).brand.accent?.light).toBe(shade);
      expect(contrastOf(shade, '#fdf6e7')).toBeLessThan(4.75);
    },
  );

  test.each(['red', '#fff', '#0b57a4ff', '#0b57a4;}*{display:none', '#0b57ag', '', null, 5])(
    'that is no colour is refused: %j',
    (light) => {
      expect(() => siteWith({ brand: { accent: { light, dark: '#86b7f2' } } })).toThrow(
        /must be a colour like #0b57a4/,
      );
    },
  );

  test('is two colours', () => {
    expect(() => siteWith({ brand: { accent: '#0b57a4' } })).toThrow(/must be two colours, like/);
    expect(() => siteWith({ brand: { accent: { light: '#0b57a4' } } })).toThrow(/accent\.dark/);
  });
});

describe('a file of the brand', () => {
  const logo = (light: unknown) => ({ brand: { logo: { light, width: 600, height: 100 } } });
  test.each(['/masthead.svg', '/brand/1.0/Masthead_dark~2.PNG'.toLowerCase(), '/a.webp'])(
    'is a path below data/public: %s',
    (path) => {
      expect(siteWith(logo(path)).brand.logo?.light).toBe(path);
    },
  );

  test.each([
    'masthead.svg',
    '//host/masthead.svg',
    '/../secret.png',
    '/a/../b.png',
    '/./a.png',
    'https://cdn.example/a.svg',
    '/a.svg?x=1',
    '/a b.svg',
    '/a.svg");}',
    '/a.html',
    '/.png/',
    7,
  ])('is nothing else: %j', (path) => {
    expect(() => siteWith(logo(path))).toThrow(/must be the path of a file in data\/public/);
  });

  test('has a size', () => {
    for (const width of [0, -1, 1.5, '600', undefined])
      expect(() => siteWith({ brand: { logo: { light: '/a.svg', width, height: 100 } } })).toThrow(
        /logo\.width/,
      );
  });
});

test('a logo is at most 10 times as wide as high, and twice as high as wide, or it could not be shown in its place', () => {
  const shaped = (width: number, height: number) =>
    siteWith({ brand: { logo: { light: '/a.svg', width, height } } });
  expect(shaped(1000, 100).brand.logo?.width).toBe(1000);
  expect(shaped(100, 200).brand.logo?.width).toBe(100);
  for (const [width, height] of [
    [1001, 100],
    [100, 201],
  ] as const)
    expect(() => shaped(width, height)).toThrow(/at most 10 times, and at least half, the height/);
});

describe('a title face', () => {
  test.each(['book', 'old-style', 'grotesque', 'narrow'])('may be %s', (face) => {
    expect(siteWith({ brand: { face } }).brand.face).toBe(face);
  });

  test('may be a font file, and "book" stands in for it', () => {
    expect(siteWith({ brand: { face: { file: '/fonts/title.woff2' } } }).brand.face).toEqual({
      file: '/fonts/title.woff2',
      fallback: 'book',
    });
  });

  test.each(['Comic Sans', { file: '/fonts/title.ttf' }, { file: '/a.woff2', fallback: 'x' }, {}, null, 3])(
    'is nothing else: %j',
    (face) => {
      expect(() => siteWith({ brand: { face } })).toThrow(
        /must be (the path of a file in data\/public, WOFF2|"book", "old-style", "grotesque", or "narrow", or a font like)[\s\S]+brand\.face/,
      );
    },
  );
});

describe('a link of the masthead or footer', () => {
  const links = (url: unknown) => ({
    nav: [{ label: 'A', url }],
    footer: [{ heading: 'B', links: [{ label: 'A', url }] }],
  });

  test.each([
    ['/about', '/about'],
    ['/', '/'],
    ['/search?q=über#a b'.replace(' ', ''), '/search?q=%C3%BCber#ab'],
    ['/a/../b', '/b'],
    ['HTTPS://Shop.EXAMPLE', 'https://shop.example/'],
    ['http://a.example/x', 'http://a.example/x'],
  ])('leads to %s', (url, canonical) => {
    const { nav, footer } = siteWith(links(url));
    expect(nav).toEqual([{ label: 'A', url: canonical }]);
    expect(footer[0]?.links).toEqual(nav);
  });

  test.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'mailto:a@b.example',
    '//host.example/',
    '/\\host.example/',
    '/a\\b',
    '/\t/host.example',
    '/ /x',
    '\\/host',
    'about',
    '#a',
    '?q',
    '',
    'https://',
    'https:///x y',
    'http:host',
    null,
    5,
  ])('leads nowhere else: %j', (url) => {
    expect(() => siteWith({ nav: links(url).nav })).toThrow(/nav\[0\]\.url/);
    expect(() => siteWith({ footer: links(url).footer })).toThrow(/footer\[0\]\.links\[0\]\.url/);
  });

  test('leads nowhere else, however a path is dressed', () => {
    // The URL standard removes tabs and line feeds, and takes a backslash for a slash.
    for (const path of ['/\n/host.example', '/..//host.example', '/.//host.example', '/%2F/host.example']) {
      let nav: { url: string }[] = [];
      try {
        nav = siteWith(links(path)).nav;
      } catch {
        // Refused.
      }
      for (const { url } of nav)
        expect(new URL(url, 'https://news.example').origin, path).toBe('https://news.example');
    }
  });

  test('is one of a bounded number', () => {
    const many = Array.from({ length: 13 }, () => ({ label: 'A', url: '/a' }));
    expect(() => siteWith({ nav: many })).toThrow(/at most 6 links/);
    expect(() => siteWith({ footer: [{ heading: 'A', links: many }] })).toThrow(/at most 12 links/);
    const columns = Array.from({ length: 5 }, () => ({ heading: 'A', links: many.slice(0, 1) }));
    expect(() => siteWith({ footer: columns })).toThrow(/at most 4 columns/);
  });
});

describe('a paper', () => {
  const brand = (paper: object, fields: object = {}) => siteWith({ brand: { paper, ...fields } }).brand;
  const PINK = { light: '#fff1e5', dark: '#1a1512' };

  test('on which all text is legible is accepted', () => {
    expect(brand(PINK).paper).toEqual(PINK);
  });

  test('on which some text is hard to read is refused with a shade that would do', () => {
    expect(() => brand({ ...PINK, light: '#e8c9a8' })).toThrow(
      /must have a contrast of at least 4\.5 to 1, but has 3\.98 with small text \(#59616b\) .*#[\da-f]{6} has enough\s+→ at \["data\/site\.json"\]\.brand\.paper\.light/,
    );
    expect(() => brand({ ...PINK, dark: '#444444' })).toThrow(/brand\.paper\.dark/);
  });

  test.each(['#e8c9a8', '#808080', '#000000'])('has a shade that is accepted: %s', (light) => {
    const { issues = [] } =
      siteSchema.safeParse({ ...identity, brand: { paper: { ...PINK, light } } }).error ?? {};
    const shade = /(#[\da-f]{6}) has enough/.exec(issues[0]?.message ?? '')?.[1] ?? '';
    expect(brand({ ...PINK, light: shade }).paper?.light).toBe(shade);
  });

  test('has the accent be legible on it, too', () => {
    const paper = { ...PINK, light: '#f2e0cc' };
    expect(brand(paper, accent('#0b57a4').brand).paper).toEqual(paper);
    expect(() => brand(paper, accent('#7a6a00').brand)).toThrow(
      /has 4\.\d\d with the paper \(#f2e0cc\)\. #[\da-f]{6} has enough\s+→ at \["data\/site\.json"\]\.brand\.accent\.light/,
    );
  });

  test.each(['#fff', '#ffffff;}body{', null])('that is no colour is refused: %j', (light) => {
    expect(() => brand({ ...PINK, light })).toThrow(/must be a colour like/);
  });
});

test.each([
  ['masthead', 'must be "left", "centre", or "wide"'],
  ['density', 'must be "normal", "dense", or "airy"'],
])('a %s is one of three', (field, message) => {
  expect(() => siteWith({ brand: { [field]: 'right' } })).toThrow(message);
});
