import { expect, test } from 'vitest';
import { withIndex } from '../../../../src/newsroom/browser/editor/rows.ts';

test.each([
  ['source.1.url', 'source.0.url'],
  ['hint-source.1.url fault-source.1.url', 'hint-source.0.url fault-source.0.url'],
  ['remove-source-1', 'remove-source-0'],
  ['source.11.url', 'source.11.url'],
  ['source.10.q1.1', 'source.10.q1.0'],
  ['evidence', 'evidence'],
])('%j of row 1 is %j in row 0', (value, expected) => {
  expect(withIndex(value, 1, 0)).toBe(expected);
});
