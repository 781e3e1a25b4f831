import { expect, test } from 'vitest';
import { applyChange, changeBetween } from '../../../../src/newsroom/drafts/desk/text-change.ts';
import * as fc from '../../../draw.ts';

test.each([
  ['the same', 'abc', 'abc', ''],
  ['a new beginning', 'abc', 'xabc', 'x'],
  ['a new end', 'abc', 'abcx', 'x'],
  ['a word between', 'a b', 'a word b', 'word '],
  ['a deletion', 'aaa', 'aa', ''],
  ['a repetition', 'abab', 'ababab', 'ab'],
  ['everything', 'abc', 'xyz', 'xyz'],
  ['nothing before', '', 'abc', 'abc'],
  ['another emoji with the same first half', 'x\u{1F600}y', 'x\u{1F601}y', '\u{1F601}'],
  ['another emoji with the same second half', 'x\u{1F600}y', 'x\u{1FA00}y', '\u{1FA00}'],
])('finds %s', (_, before, after, middle) => {
  const change = changeBetween(before, after);
  expect(change.middle).toBe(middle);
  expect(applyChange(before, change)).toBe(after);
});

test('a change leads from any text to any other, and no character is cut in two', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '\n', '\u{1F600}', '\u{1F601}', '\u{1FA00}', 'é'),
  });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const change = changeBetween(before, after);
      expect(applyChange(before, change)).toBe(after);
      expect(change.middle.isWellFormed()).toBe(true);
    }),
  );
});
