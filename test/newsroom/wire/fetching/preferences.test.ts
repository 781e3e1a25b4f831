import { describe, expect, test } from 'vitest';
import {
  preferencesOfHeaders,
  preferencesOfMarkup,
  refusesInput,
} from '../../../../src/newsroom/wire/fetching/preferences.ts';

const BASE = 'https://host.example/news/a';
const ofHeaders = (headers: Record<string, string>) => preferencesOfHeaders(new Headers(headers), BASE);
const ofMarkup = (html: string) => preferencesOfMarkup(html, BASE);

describe('preferences', () => {
  test.each([
    'ai-use=n',
    'train-ai=y, ai-use=n',
    'ai-input=no',
    'search=yes,ai-input=no,ai-train=no',
    'ai-use=?0',
    ' AI-Input = No ',
    'ai-use=y, ai-use=n',
    'ai-use=n;note=x',
  ])('%j refuse', (preferences) => {
    expect(refusesInput(preferences)).toBe(true);
  });

  test.each([
    '',
    'train-ai=n',
    'ai-use=y',
    'search=no, ai-train=no',
    'ai-use',
    'ai-use=n, ai-use=y',
    'ai-user=n',
    '=n',
    ',,,',
  ])('%j do not', (preferences) => {
    expect(refusesInput(preferences)).toBe(false);
  });
});

describe('a header that refuses is quoted:', () => {
  test.each([
    ['Content-Usage', 'train-ai=n, ai-use=n'],
    ['Content-Signal', 'ai-input=no'],
    ['X-Robots-Tag', 'noai'],
    ['X-Robots-Tag', 'noindex, NoAI, noimageai'],
    ['X-Robots-Tag', 'edgewire: noai'],
    ['X-Robots-Tag', 'otherbot: noindex, edgewire: nofollow, noai'],
    ['X-Robots-Tag', 'unavailable_after: 25 Jun 2030 15:00:00 PST, noai'],
  ])('%s: %s', (name, value) => {
    expect(ofHeaders({ [name]: value }).refusal).toBe(`${name}: ${value}`);
  });

  test.each([
    ['X-Robots-Tag', 'noindex, noarchive'],
    ['X-Robots-Tag', 'noimageai'],
    ['X-Robots-Tag', 'otherbot: noindex, noai'],
    ['Content-Usage', 'train-ai=n'],
    ['X-Other', 'noai'],
  ])('but not %s: %s', (name, value) => {
    expect(ofHeaders({ [name]: value }).refusal).toBeUndefined();
  });
});

describe('a page refuses in its markup', () => {
  test.each([
    '<meta name="robots" content="noai">',
    '<META CONTENT=noai NAME=robots>',
    "<meta name='Robots' content='index, follow, noai'/>",
    '<p>Text<meta name="edgewire" content="noai">',
    '<meta\nname = "robots"\ncontent = "noai"\n>',
    '<title><meta></title><meta name="robots" content="noai">',
    '<script>if (a<b) "<!--"</script><meta name="robots" content="noai">',
    '<a title=">"><meta name="robots" content="noai">',
    '<noscript><meta name="robots" content="noai"></noscript>',
  ])('%s', (html) => {
    expect(ofMarkup(html).refusal).toMatch(/^<meta name="(robots|Robots|edgewire)" content=".*noai">$/);
  });

  test.each([
    '<meta name="robots" content="noindex">',
    '<meta name="description" content="noai">',
    '<meta name="otherbot" content="noai">',
    '<!-- <meta name="robots" content="noai"> -->',
    '<script>"<meta name=robots content=noai>"</script>',
    '&lt;meta name="robots" content="noai"&gt;',
    '<meta name="robots" content="noai"',
  ])('but not %s', (html) => {
    expect(ofMarkup(html).refusal).toBeUndefined();
  });
});

describe('the licence of a page is found', () => {
  test.each([
    '<license.xml>; rel="license"; type="application/rsl+xml"',
    '<a>; rel=next, </news/license.xml>; type="application/rsl+xml"; rel="license nofollow"',
  ])('in Link: %s', (Link) => {
    expect(ofHeaders({ Link }).licenses).toEqual(['https://host.example/news/license.xml']);
  });

  test('in <link>, and whole in <script>', () => {
    const html =
      '<link href="/l.xml?a&amp;b" type="application/rsl+xml" rel="License"><script type="application/rsl+xml"><rsl></rsl></script>';
    expect(ofMarkup(html)).toMatchObject({
      licenses: ['https://host.example/l.xml?a&b'],
      inline: ['<rsl></rsl>'],
    });
  });

  test('but no other licence, and only three', () => {
    expect(
      ofHeaders({ Link: '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' }).licenses,
    ).toEqual([]);
    expect(
      ofMarkup('<link rel=license type=application/rsl+xml href=/a>'.repeat(1000)).licenses,
    ).toHaveLength(3);
  });
});

test.each([
  '<meta ',
  '<',
  '<!--',
  '<a b="',
  "<a b='",
  '<script>',
  '<a =',
  '<a b ',
  '<meta name=robots content=noai ',
  '</',
  '<a/',
  '<noscript>',
])('five million characters of %j are read in one pass', (part) => {
  const html = part.repeat(5e6 / part.length);
  expect(ofMarkup(html).licenses).toEqual([]);
});
