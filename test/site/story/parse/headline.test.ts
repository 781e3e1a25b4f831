import { expect, test } from 'vitest';
import { readHeadline } from '../../../../src/site/story/parse/headline.ts';

const file = (lines: string) => `---\n${lines}\ninLanguage: en\n---\n\nheadline: not this\n`;

test.each([
  ['plain', 'headline: Rates fall in May', 'Rates fall in May'],
  ['plain, with a comment', 'headline: Rates fall # check', 'Rates fall'],
  ['plain, over two lines', 'headline: Rates fall\n  in May', 'Rates fall in May'],
  ['in double quotes', 'headline: "Rates \\"fall\\": 3 % #1"  # check', 'Rates "fall": 3 % #1'],
  ['in double quotes, with an escape of YAML', 'headline: "Rates\\_fall"', 'Rates\\_fall'],
  ['in single quotes', "headline: 'It''s over'", "It's over"],
  ['in quotes that are not closed yet', 'headline: "Rates fa', '"Rates fa'],
  ['a block', 'headline: >-\n  Rates fall\n\n  in May', 'Rates fall in May'],
  ['after other fields', 'slug: rates\nheadline: Rates fall', 'Rates fall'],
  ['long', `headline: ${'x'.repeat(400)}`, 'x'.repeat(300)],
])('finds a headline that is %s', (_, lines, headline) => {
  expect(readHeadline(file(lines))).toBe(headline);
  expect(readHeadline(`\uFEFF${file(lines)}`.replaceAll('\n', '\r\n'))).toBe(headline);
});

test.each([
  ['an empty file', ''],
  ['a file without front matter', 'headline: Rates fall\n'],
  ['front matter without a headline', file('slug: rates')],
  ['an empty headline', file('headline:')],
  ['a headline of a source', file('citation:\n  - headline: Rates fall')],
])('finds none in %s', (_, text) => {
  expect(readHeadline(text)).toBeNull();
});

test('reads front matter that is not closed yet', () => {
  expect(readHeadline('---\nheadline: Rates')).toBe('Rates');
});
