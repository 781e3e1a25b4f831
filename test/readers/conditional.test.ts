import { describe, expect, test } from 'vitest';
import { evaluatePreconditions } from '../../src/readers/conditional.ts';

const etag = 'W/"abc"';
const lastModified = new Date('2026-03-04T09:30:00.900Z');
const SAME = 'Wed, 04 Mar 2026 09:30:00 GMT';
const BEFORE = 'Wed, 04 Mar 2026 09:29:59 GMT';
const AFTER = 'Wed, 04 Mar 2026 09:30:01 GMT';

const evaluate = (headers: Record<string, string>, validators = { etag, lastModified }) =>
  evaluatePreconditions(new Headers(headers), validators);

describe('If-None-Match (RFC 9110 section 13.1.2)', () => {
  test.each([
    ['the tag as it was sent', 'W/"abc"', 304],
    ['the same tag, strong: the comparison is weak', '"abc"', 304],
    ['any', '*', 304],
    ['any, with spaces', '  * ', 304],
    ['a list with the tag', '"x", W/"abc" , "y"', 304],
    ['a list without spaces', '"x",W/"abc"', 304],
    ['a list with empty elements', ', ,"x",, "abc",', 304],
    ['a tag that contains a comma, then ours', '"a,b", "abc"', 304],
    ['a different tag', '"abd"', 200],
    ['a tag that contains ours', '"xabc"', 200],
    ['a tag that contains a comma and ours', '"x,abc"', 200],
    ['the tag in upper case', '"ABC"', 200],
    ['the tag without its quotes', 'abc', 200],
    ['a weak tag in the wrong case', 'w/"abd"', 200],
    ['an asterisk in quotes', '"*"', 200],
    ['nothing', '', 200],
  ])('%s', (_what, value, expected) => {
    expect(evaluate({ 'If-None-Match': value })).toBe(expected);
  });

  test.each([
    ['a matching tag and an old date', 'W/"abc"', BEFORE, 304],
    ['a different tag and a new date', '"x"', AFTER, 200],
  ])('overrules If-Modified-Since: %s', (_what, tag, date, expected) => {
    expect(evaluate({ 'If-None-Match': tag, 'If-Modified-Since': date })).toBe(expected);
  });
});

describe('If-Modified-Since (RFC 9110 section 13.1.3)', () => {
  test.each([
    ['the date as it was sent', SAME, 304],
    ['a later date', AFTER, 304],
    ['an earlier date', BEFORE, 200],
    ['the obsolete RFC 850 form', 'Wednesday, 04-Mar-26 09:30:00 GMT', 304],
    ['the RFC 850 form, earlier', 'Wednesday, 04-Mar-26 09:29:59 GMT', 200],
    ['the asctime form', 'Wed Mar  4 09:30:00 2026', 304],
    ['the asctime form, earlier', 'Wed Mar  4 09:29:59 2026', 200],
    ['a form that is not an HTTP-date', '2026-03-05T00:00:00Z', 200],
    ['a bare year', '2030', 200],
    ['a zone other than GMT', 'Wed, 04 Mar 2026 09:30:01 +0000', 200],
    ['a day that does not exist', 'Wed, 99 Mar 2026 09:30:01 GMT', 200],
    ['nothing', '', 200],
  ])('%s', (_what, value, expected) => {
    expect(evaluate({ 'If-Modified-Since': value })).toBe(expected);
  });

  test('is ignored for a document without a date', () => {
    expect(evaluate({ 'If-Modified-Since': AFTER }, { etag, lastModified: undefined as never })).toBe(200);
  });
});

describe('If-Match and If-Unmodified-Since (sections 13.1.1, 13.1.4), which come first', () => {
  test.each([
    ['any', { 'If-Match': '*' }, 200],
    ['the weak tag: the comparison is strong', { 'If-Match': 'W/"abc"' }, 412],
    ['a different tag', { 'If-Match': '"x"' }, 412],
    ['any, then a matching If-None-Match', { 'If-Match': '*', 'If-None-Match': '*' }, 304],
    ['a different tag, then a matching If-None-Match', { 'If-Match': '"x"', 'If-None-Match': '*' }, 412],
    ['unmodified since', { 'If-Unmodified-Since': SAME }, 200],
    ['modified since', { 'If-Unmodified-Since': BEFORE }, 412],
    ['a date that is not valid', { 'If-Unmodified-Since': 'yesterday' }, 200],
    ['If-Match overrules the date', { 'If-Match': '*', 'If-Unmodified-Since': BEFORE }, 200],
  ])('%s', (_what, headers, expected) => {
    expect(evaluate(headers)).toBe(expected);
  });

  test('a strong tag matches strongly', () => {
    expect(evaluate({ 'If-Match': '"x", "abc"' }, { etag: '"abc"', lastModified })).toBe(200);
  });
});

test('a request without conditions gets the representation', () => {
  expect(evaluate({})).toBe(200);
});
