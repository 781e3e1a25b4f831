import { expect, test } from 'vitest';
import { readingMinutes } from '../../../src/site/story/reading-time.ts';
import { aStory, publish } from '../../samples.ts';

const minutes = (articleBody: string, abstract = 'A line.') =>
  readingMinutes(publish(aStory({ articleBody, abstract })));

test.each([
  ['a line', 'One line.', 1],
  ['450 words', 'word '.repeat(450), 2],
  ['450 Korean words', '낱말이 '.repeat(450), 2],
  ['900 Arabic words with marks', 'كَلِمة '.repeat(900), 5],
  ['900 Chinese characters', '新闻编辑部'.repeat(180), 3],
  ['450 words with their links', '[word](https://other.example/a/long/address) '.repeat(450), 2],
])('%s', (_what, text, expected) => {
  expect(minutes(text)).toBe(expected);
});

test('counts the TL;DR too', () => {
  expect(minutes('word '.repeat(250), 'word '.repeat(200))).toBe(2);
});
