import { expect, test } from 'vitest';
import { findCitations } from '../../../../../../src/newsroom/drafts/views/editor/check/citations.ts';

test('finds each citation with its label, in order', () => {
  const text =
    'One ([A *b*](https://a.example/1)), a [link](https://a.example/2), two ([C](https://a.example/3)).';
  expect(findCitations(text)).toEqual([
    { url: 'https://a.example/1', label: 'A b' },
    { url: 'https://a.example/3', label: 'C' },
  ]);
});

test('finds thousands of citations in a paragraph without comparing each with each', () => {
  const cited = findCitations('([a](https://a.example/x)) '.repeat(10_000));
  expect(cited).toHaveLength(10_000);
});
