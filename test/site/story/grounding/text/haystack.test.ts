import { expect, test } from 'vitest';
import { Haystack } from '../../../../../src/site/story/grounding/text/haystack.ts';

const words = new Haystack('to be or not to be that'.split(' '), ' ');

test.each<[string, boolean]>([
  ['to', true],
  ['to be', true],
  ['or not to be', true],
  ['be to', false],
  ['to be that is', false],
  ['or not to be or', false],
  ['o', false],
])('whole words in order are found: %s, %s', (needle, isFound) => {
  expect(words.has(needle.split(' '))).toBe(isFound);
});
