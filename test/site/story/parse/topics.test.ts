import { expect, test } from 'vitest';
import { readTopics } from '../../../../src/site/story/parse/topics.ts';

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
