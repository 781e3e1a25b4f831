import { expect, test } from 'vitest';
import { columnsOf } from '../../src/search/row.ts';

const texts = {
  headline: 'A headline',
  abstract: 'The summary.',
  analysis: 'The analysis.',
  scopes: [],
  authors: [],
  language: 'zh',
  published: 0,
};
const cjk = (length: number) =>
  String.fromCodePoint(...Array.from({ length }, (_, at) => 0x4e00 + (at % 5000)));

test('the row of a story with 500 long quotes stays below what a row may have, and has whole tokens', () => {
  const quotes = Array.from({ length: 500 }, () => ['Title', cjk(2000)]);
  const columns = columnsOf(1, 'tag:news.example,2026:1', {
    ...texts,
    analysis: cjk(100_000),
    sources: quotes,
  });
  const bytes = new TextEncoder().encode(Object.values(columns).join('')).byteLength;
  expect(bytes).toBeLessThan(2_000_000);
  expect(columns.sources).toMatch(/^title \uE001 .* \p{L}{2}$/u);
});

test('the tokens of a few sources are all there', () => {
  const { sources } = columnsOf(1, 'tag:news.example,2026:1', {
    ...texts,
    sources: [['One', 'Two'], ['Three']],
  });
  expect(sources).toBe('one \uE001 two \uE001 three');
});
