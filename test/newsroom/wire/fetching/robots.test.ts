import { describe, expect, test } from 'vitest';
import { isAllowed, parseRobots, usageRules } from '../../../../src/newsroom/wire/fetching/robots.ts';
import * as fc from '../../../draw.ts';
import { expectLinear } from '../growth.ts';

const allows = (robots: string, path: string) =>
  isAllowed(parseRobots(robots), new URL(`https://host.example${path}`));
const all = (rules: string) => `User-agent: *\n${rules}`;

describe('which group counts (RFC 9309 section 2.2.1)', () => {
  test.each([
    [
      'the group that names the wire, not the one for all',
      'User-agent: *\nDisallow: /\n\nUser-agent: Edgewire\nAllow: /',
    ],
    ['whatever the case of its name', 'User-agent: *\nDisallow: /\n\nUSER-AGENT: eDgEwIrE\nDisallow:'],
    ['a name with a version', 'User-agent: *\nDisallow: /\n\nUser-agent: Edgewire/2.0\nDisallow:'],
    ['a group with no rule at all', 'User-agent: *\nDisallow: /\n\nUser-agent: Edgewire'],
    ['nobody’s rules before the first group', 'Disallow: /'],
    ['no group of others', 'User-agent: OtherBot\nDisallow: /'],
    ['no name that only begins alike', 'User-agent: Edgewire-News\nDisallow: /'],
    ['no file that is a page', '<!doctype html><title>Not found</title><p>User-agent: none'],
    ['an empty file', ''],
  ])('%s: allowed', (_, robots) => {
    expect(allows(robots, '/a')).toBe(true);
  });

  test.each([
    [
      'groups with one name count together',
      'User-agent: edgewire\nDisallow: /b\n\nUser-agent: edgewire\nDisallow: /a',
    ],
    ['several names share a group', 'User-agent: OtherBot\nUser-agent: Edgewire\nDisallow: /a'],
    [
      'a Sitemap line ends no group',
      'User-agent: edgewire\nSitemap: https://x.example/\nUser-agent: OtherBot\nDisallow: /a',
    ],
    [
      'a Sitemap line between rules ends no group',
      'User-agent: *\nAllow: /b\nSitemap: https://x.example/\nDisallow: /a',
    ],
    ['an empty line ends no group', 'User-agent: *\n\n\nDisallow: /a'],
    ['comments are no part of a line', 'User-agent: * # all\nDisallow: /a # secret'],
    ['spaces and tabs around names and values', ' \tUser-agent\t:  *\n  Disallow :\t/a  '],
    ['lines that end with CR alone', 'User-agent: *\rDisallow: /a\r'],
    ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /a'],
    ['unknown lines and nonsense between', 'User-agent: *\nFoo: bar\n???\nDisallow: /a'],
  ])('%s: refused', (_, robots) => {
    expect(allows(robots, '/a')).toBe(false);
    expect(allows(robots, '/other')).toBe(true);
  });
});

describe('which rule counts (RFC 9309 section 2.2.2)', () => {
  // The examples of RFC 9309, section 5, and of Google's documentation.
  test.each([
    ['Disallow: /', '/a', false],
    ['Disallow:', '/a', true],
    ['Allow: /p\nDisallow: /', '/page', true],
    ['Allow: /folder\nDisallow: /folder', '/folder/page', true],
    ['Allow: /page\nDisallow: /*.htm', '/page.htm', false],
    ['Allow: /page\nDisallow: /*.ph', '/page.php5', true],
    ['Allow: /$\nDisallow: /', '/', true],
    ['Allow: /$\nDisallow: /', '/page.htm', false],
    ['Allow: /example/page/\nDisallow: /example/page/disallowed.gif', '/example/page/disallowed.gif', false],
    ['Disallow: /example/page/*', '/example/page/x', false],
    ['Disallow: *.gif$', '/a/b.gif', false],
    ['Disallow: *.gif$', '/a/b.gif?x', true],
    ['Disallow: /fish', '/fish.html', false],
    ['Disallow: /fish', '/fishheads/yummy.html', false],
    ['Disallow: /fish', '/Fish.asp', true],
    ['Disallow: /fish', '/catfish', true],
    ['Disallow: /fish', '/?id=fish', true],
    ['Disallow: /fish/', '/fish', true],
    ['Disallow: /*.php$', '/folder/filename.php', false],
    ['Disallow: /*.php$', '/filename.php?parameters', true],
    ['Disallow: /*.php$', '/filename.php5', true],
    ['Disallow: /fish*.php', '/fishheads/catfish.php?parameters', false],
    ['Disallow: /a*b*a$', '/aba', false],
    ['Disallow: /a*ba$', '/aba', false],
    ['Disallow: /ab*ba$', '/aba', true],
    ['Disallow: /a?x=*&y=1', '/a?x=3&y=1', false],
    ['Disallow: fish', '/fish', true],
    ['Disallow: /', '/robots.txt', true],
  ])('%j of %s: %s', (rules, path, isAllowedThere) => {
    expect(allows(all(rules), path)).toBe(isAllowedThere);
  });

  test.each([
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz'],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https://foo.bar'],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84'],
    ['/foo/bar/%E3%83%84', '/foo/bar/ツ'],
    ['/foo/bar/%e3%83%84', '/foo/bar/ツ'],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz'],
    ['/~name', '/%7Ename'],
    ['/a%2Fb', '/a%2fb'],
    ['/a b', '/a%20b'],
  ])('%s is compared as %s', (pattern, path) => {
    expect(allows(all(`Disallow: ${pattern}`), path)).toBe(false);
  });

  test('an encoded slash is no slash', () => {
    expect(allows(all('Disallow: /a/b'), '/a%2Fb')).toBe(true);
  });
});

test('a pause is obeyed up to 30 seconds', () => {
  const delay = (value: string) => parseRobots(all(`Crawl-delay: ${value}`)).crawlDelay;
  expect([delay('5'), delay('0.5'), delay('86400')]).toEqual([5000, 500, 30_000]);
  expect([delay('-1'), delay('soon'), delay(''), delay('1e9')]).toEqual([0, 0, 0, 0]);
});

test('licences hold for every robot, whatever group they are in', () => {
  const robots =
    'License: https://host.example/license.xml\nUser-agent: OtherBot\nLicense: no address\nDisallow: /';
  expect(parseRobots(robots).licenses).toEqual(['https://host.example/license.xml']);
});

test('of the rules about use, those with the longest path count, and of one path all', () => {
  const robots = parseRobots(
    all(
      'Content-Usage: / train-ai=n\nContent-Usage: /ai/ ai-use=y\nContent-Usage: /ai/ ai-use=n\nContent-Signal: ai-input=no',
    ),
  );
  const at = (path: string) =>
    usageRules(robots, new URL(path, 'https://host.example')).map(
      ({ field, preferences }) => `${field}: ${preferences}`,
    );
  expect(at('/ai/a')).toEqual([
    'Content-Usage: ai-use=y',
    'Content-Usage: ai-use=n',
    'Content-Signal: ai-input=no',
  ]);
  expect(at('/')).toEqual(['Content-Usage: train-ai=n', 'Content-Signal: ai-input=no']);
});

/** A second implementation: a pattern as a regular expression. */
const asExpression = (pattern: string) =>
  new RegExp(
    `^${pattern
      .replace(/\$$/, '\0')
      .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replace('\0', '$')}`,
    's',
  );

test('a pattern matches what the same pattern as a regular expression matches', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '$'), maxLength: 8 });
  const path = fc.string({ unit: fc.constantFrom('a', 'b', '/', '$'), maxLength: 12 });
  fc.assert(
    fc.property(letters, path, (pattern, rest) => {
      expect(allows(all(`Disallow: /${pattern}`), `/${rest}`)).toBe(
        !asExpression(`/${pattern}`).test(`/${rest}`),
      );
    }),
    { numRuns: 5000 },
  );
});

test('the longest pattern decides, in whatever order the rules are', () => {
  const rule = fc.record({
    isAllowed: fc.boolean(),
    pattern: fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 4 }).map((text) => `/${text}`),
  });
  fc.assert(
    fc.property(
      fc.array(rule, { maxLength: 6 }),
      fc.constantFrom('/', '/a', '/ab', '/aab', '/bb'),
      (rules, path) => {
        const matching = rules
          .filter(({ pattern }) => asExpression(pattern).test(path))
          .sort((a, b) => b.pattern.length - a.pattern.length || Number(b.isAllowed) - Number(a.isAllowed));
        const text = rules.map((each) => `${each.isAllowed ? 'Allow' : 'Disallow'}: ${each.pattern}`);
        expect(allows(all(text.join('\n')), path)).toBe(matching[0]?.isAllowed ?? true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a robots.txt may address every robot thousands of times, and each rule is read once', () => {
  expectLinear(
    (count) => parseRobots(`${'User-agent: *\n'.repeat(count)}${'Allow: /\n'.repeat(count)}`),
    1000,
  );
});
