import { describe, expect, test } from 'vitest';
import { MAX_ADDRESS } from '../../../src/site/redirects/address.ts';
import { checkFrom, checkTarget, locationOf } from '../../../src/site/redirects/entry.ts';
import * as fc from '../../draw.ts';

const SITE = 'https://news.example';
const HOSTILE = ['/a\r\nSet-Cookie: x=1', '/a\u0000', '/a\tb', '/a\ud800', '', 'a', ` /a`];

describe('an old address', () => {
  test.each(HOSTILE)('%j is refused', (text) => {
    expect(checkFrom(text).ok).toBe(false);
  });

  test('has a bound', () => {
    expect(checkFrom(`/${'a'.repeat(MAX_ADDRESS - 1)}`).ok).toBe(true);
    expect(checkFrom(`/${'a'.repeat(MAX_ADDRESS)}`)).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('at most {most} characters'),
      values: { most: 2000 },
    });
  });
});

describe('where an old address leads', () => {
  test.each([
    ['/stories/a-story', { slug: 'a-story', suffix: '' }],
    ['/stories/a-story/', { slug: 'a-story', suffix: '' }],
    ['https://news.example/stories/a-story#part', { slug: 'a-story', suffix: '#part' }],
    ['/stories/a-story.md', { to: '/stories/a-story.md' }],
    ['/topics/feeds/', { to: '/topics/feeds' }],
    ['/feed', { to: '/rss.xml' }],
    ['/About/', { to: '/about' }],
    ['/media/x.jpg#1x1', { to: '/media/x.jpg#1x1' }],
    ['/search?q=ü', { to: '/search?q=%C3%BC' }],
    ['https://other.example', { to: 'https://other.example/' }],
    ['http://other.example/ü?x=<y>', { to: 'http://other.example/%C3%BC?x=%3Cy%3E' }],
  ])('%s is %j', (text, value) => {
    expect(checkTarget(text, SITE)).toEqual({ ok: true, value });
  });

  test.each([
    ...HOSTILE,
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'https://user:password@other.example/',
    'ftp://other.example/',
    `https://other.example/${'ü'.repeat(1000)}`,
  ])('%j is refused', (text) => {
    expect(checkTarget(text, SITE).ok).toBe(false);
  });

  test('a path leads to this site, whatever it is, and a Location has no control characters', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '.',
      '@',
      ':',
      'evil.example',
      '%2f',
      '%5c',
      '?',
      '#',
      'x',
      '\n',
      ' ',
    );
    const text = fc.oneof(
      fc.array(part, { maxLength: 12 }).map((parts) => `/${parts.join('')}`),
      fc.string({ unit: 'binary' }).map((rest) => `/${rest}`),
    );
    fc.assert(
      fc.property(text, (to) => {
        const checked = checkTarget(to, SITE);
        if (!checked.ok) return;
        const target =
          'to' in checked.value ? checked.value.to : `/stories/${checked.value.slug}${checked.value.suffix}`;
        const location = locationOf(target, SITE) ?? '';
        expect(new URL(location).origin).toBe(SITE);
        expect(location).toMatch(/^[\x21-\x7e]+$/);
      }),
      { numRuns: 5000 },
    );
  });

  test.each(['javascript:alert(1)', 'data:,x', 'nothing'])('a stored %s is never a Location', (to) => {
    expect(locationOf(to, SITE)).toBeUndefined();
  });
});
