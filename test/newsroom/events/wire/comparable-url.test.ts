import { expect, test } from 'vitest';
import { comparableUrl } from '../../../../src/newsroom/events/wire/comparable-url.ts';
import * as fc from '../../../draw.ts';

const ARTICLE = 'https://post.example/News/ferry';

test.each([
  'https://post.example/News/ferry',
  'HTTP://WWW.Post.Example:80/News/ferry/',
  'https://post.example:443/News/ferry#comments',
  'https://m.post.example/News/ferry?utm_source=rss&UTM_Medium=feed&fbclid=1&gclid=2',
  'https://amp.post.example/News/ferry/amp/',
  'https://www.post.example./News/ferry.amp?outputType=amp',
  '  https://post.example/News/ferry?amp=1&xtor=RSS-1 ',
])('%s is the address of one article', (url) => {
  expect(comparableUrl(url)).toBe(ARTICLE);
});

test.each([
  ['another parameter', 'https://post.example/News/ferry?id=2'],
  ['another case of the path', 'https://post.example/news/ferry'],
  ['another port', 'https://post.example:8080/News/ferry'],
  ['a part of the site', 'https://sport.post.example/News/ferry'],
  ['an article called amp', 'https://post.example/amp'],
  ['a page that a script chooses', 'https://post.example/News/ferry#!/2'],
  ['a file of another kind', 'https://post.example/News/ferry.pdf'],
])('%s is another article: %s', (_name, url) => {
  expect(comparableUrl(url)).not.toBe(ARTICLE);
});

test('a host that is named like a prefix keeps it', () => {
  expect(comparableUrl('https://m.example/a')).toBe('https://m.example/a');
  expect(comparableUrl('https://www.example/a')).toBe('https://www.example/a');
});

test('parameters are equal in any order, those of one name only in theirs', () => {
  expect(comparableUrl('https://a.example/?b=1&a=2')).toBe(comparableUrl('https://a.example/?a=2&b=1'));
  expect(comparableUrl('https://a.example/?a=1&a=2')).not.toBe(comparableUrl('https://a.example/?a=2&a=1'));
});

test('what is no web address stays as it is', () => {
  for (const raw of [
    '',
    'urn:uuid:1',
    'javascript:alert(1)',
    'http://',
    `https://a.example/${'x'.repeat(9_000)}`,
  ]) {
    expect(comparableUrl(raw)).toBe(raw);
  }
});

test('the canonical form is its own canonical form', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
      expect(comparableUrl(comparableUrl(url))).toBe(comparableUrl(url));
    }),
  );
});
