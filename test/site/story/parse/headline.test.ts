import { describe, expect, test } from 'vitest';
import { readHeadline, readTopics } from '../../../../src/site/story/parse/headline.ts';

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

describe('topics', () => {
  const file = (lines: string) => `---\nheadline: Rates\n${lines}\ninLanguage: en\n---\n\nkeywords: [body]\n`;

  test.each([
    ['in brackets', 'keywords: [law, "web-feeds" , \'energy\'] # and more'],
    ['in a list', 'keywords:\n  - law\n  - "web-feeds"\n\n  - energy # last'],
    ['in a list that is not indented', 'keywords:\n- law\n- web-feeds\n- energy'],
    ['in brackets over lines', 'keywords: [\n    law,\n    web-feeds, energy,\n  ]'],
  ])('finds topics %s', (_, lines) => {
    expect(readTopics(file(lines))).toEqual(['law', 'web-feeds', 'energy']);
    expect(readTopics(file(lines).replaceAll('\n', '\r\n'))).toEqual(['law', 'web-feeds', 'energy']);
  });

  test.each([
    ['a file without topics', file('slug: rates')],
    ['an empty list', file('keywords: []')],
    ['no topic', file('keywords: [A, "b c!", ../x]').replace('b c!', 'é!')],
    ['an empty file', ''],
  ])('finds none in %s', (_, text) => expect(readTopics(text)).toEqual([]));

  test('lists each once, and at most 30', () => {
    const many = Array.from({ length: 40 }, (_, n) => `t-${n}`);
    expect(readTopics(file(`keywords: [${[...many, ...many].join(',')}]`))).toEqual(many.slice(0, 30));
  });
});
