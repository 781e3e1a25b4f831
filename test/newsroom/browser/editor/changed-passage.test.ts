import { expect, test } from 'vitest';
import { changedPassage } from '../../../../src/newsroom/browser/editor/changed-passage.ts';
import * as fc from '../../../draw.ts';

test.each([
  ['The price rose to 12.', 'The price rose to 13.', '12', '13'],
  ['The price rose.', 'The price rose.', '', ''],
  ['The price rose.', 'The price of oil rose.', '', 'of oil '],
  ['unrest', 'rest', 'unrest', 'rest'],
  ['', 'New', '', 'New'],
  ['a 👩 b', 'a 👨 b', '👩', '👨'],
  ['one two', 'one three', 'two', 'three'],
])('%j and %j differ in %j and %j', (one, other, left, right) => {
  const found = changedPassage(one, other);
  expect([found.one[1], found.other[1]]).toEqual([left, right]);
});

test('the parts are the whole text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      const found = changedPassage(one, other);
      expect(found.one.join('')).toBe(one);
      expect(found.other.join('')).toBe(other);
    }),
  );
});
