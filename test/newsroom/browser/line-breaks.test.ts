import { expect, test } from 'vitest';
import { chooseLineBreak, exactText, withLineBreaks } from '../../../src/newsroom/browser/line-breaks.ts';

test.each([
  ['one line', '\n'],
  ['a\nb\n', '\n'],
  ['a\r\nb\r\n', '\r\n'],
  ['a\rb', '\r'],
  ['a\r\nb\nc', '\n'],
  ['a\rb\r\nc', '\n'],
])('%j is split at %j', (text, lineBreak) => {
  expect(chooseLineBreak(text)).toBe(lineBreak);
});

test('a text is the same after splitting and joining, whatever its line breaks', () => {
  for (const text of [
    '',
    '\r',
    '\n\r',
    '\r\r\n\n',
    'a\u2028b\u2029c\u0085d\r\n',
    '\t\ud800\r',
    'a\rb\nc\r\nd',
  ])
    expect(text.split(chooseLineBreak(text)).join(chooseLineBreak(text))).toBe(text);
});

test('other separators of lines and paragraphs are characters like any other', () => {
  expect(withLineBreaks('a\u2028b\u2029c\u0085d\v\fe\r\n', '\n')).toBe('a\u2028b\u2029c\u0085d\v\fe\n');
});

test('a field that was not changed has the line breaks that it was loaded with, one that was changed has their kind', () => {
  const mixed = 'a\rb\r\nc\n';
  expect(exactText({ value: 'a\nb\nc\n', defaultValue: mixed })).toBe(mixed);
  expect(exactText({ value: 'a\nb\nc\nd', defaultValue: 'a\r\nb\r\nc\r\n' })).toBe('a\r\nb\r\nc\r\nd');
  expect(exactText({ value: 'a\nb', defaultValue: '' })).toBe('a\nb');
});
