import { expect, test } from 'vitest';
import { nearestPlace } from '../../../../src/newsroom/browser/editor/notes.ts';

test.each([
  ['one two one', 'one', 0, 0],
  ['one two one', 'one', 8, 8],
  ['one two one', 'one', 7, 8],
  ['one two one', 'one', 3, 0],
  ['one two one', 'one', 100, 8],
  ['one two', 'three', 0, undefined],
  ['one two', '', 0, undefined],
])('in %j, %j that were at %i are at %s', (text, words, start, place) => {
  expect(nearestPlace(text, words, start)).toBe(place);
});
