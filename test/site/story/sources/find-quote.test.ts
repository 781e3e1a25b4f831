import { describe, expect, test } from 'vitest';
import { findQuote, quoteFinder, significant } from '../../../../src/site/story/sources/find-quote.ts';
import * as fc from '../../../draw.ts';

const isIn = (quote: string, text: string) => quoteFinder(text)(quote);

describe('quoted words are found', () => {
  test.each([
    ['whatever the signs', '"We won\'t go - ever."', 'He said: “We won’t go — ever.” Then he left.'],
    ['whatever the spaces', 'one two three', 'one\u00a0two\n  three'],
    ['with soft hyphens and joiners', 'government', 'govern\u00adment'],
    ['with ligatures', 'official figures', 'oﬃcial ﬁgures'],
    ['in decomposed letters', 'Café', 'Cafe\u0301'],
    ['in another case', 'the dam holds', 'THE DAM HOLDS'],
    ['with a changed first letter', '[T]he dam holds', 'Yesterday the dam holds.'],
    [
      'where the quote leaves words out',
      'The dam […] holds … for now',
      'The dam near Ulm holds, they say, for now.',
    ],
    ['where the quote has words of its own', 'He said [the mayor] would go', 'He said she would go'],
    ['where a short word of its own stands for others', 'said [it] was safe', 'said the bridge was safe'],
    ['with an ending of its own', 'The dam[s] held', 'The dam held'],
    ['with brackets of the text', 'The dam [of 1950] holds', 'The dam [of 1950] holds'],
    [
      'over paragraphs with something between',
      'First part.\nSecond part.',
      'First part. Advertisement. Second part.',
    ],
    ['with footnotes', 'The law says so', 'The law[12] says so'],
    ['in German', 'Straße', 'STRASSE'],
    ['in Chinese', '我们预计每天有1400名乘客。', '他说：“我们预计 每天有１４００名乘客”'],
    ['in Arabic', 'نتوقع 1400 راكب', 'وقال: «نتوقّع 1400 راكب»'.replace('\u0651', '')],
  ])('%s', (_how, quote, text) => {
    expect(isIn(quote, text)).toBe(true);
  });
});

describe('quoted words are missed', () => {
  test.each([
    ['with another word', 'The dam holds', 'The dam held'],
    ['with a word less', 'The dam never holds', 'The dam holds'],
    ['with another number', 'It cost 1.5 million', 'It cost 15 million'],
    ['with another ratio', 'They won 3:2', 'They won 3:12'],
    ['with another currency', 'It cost $5', 'It cost €5'],
    ['with percent for points', 'It rose by 5%', 'It rose by 5'],
    ['if their parts stand in another order', 'One … two', 'Two, then one'],
  ])('%s', (_how, quote, text) => {
    expect(isIn(quote, text)).toBe(false);
  });
});

test('quoted words are where they are nearest to each other', () => {
  const letters = significant('He said no. Then he said that it was safe.');
  expect(findQuote(letters, '[She] said … was safe')).toEqual({ start: 14, end: letters.length });
});

test('a hostile quote of many parts is looked for in a bounded time', () => {
  const isInText = quoteFinder('ab'.repeat(200_000));
  expect(isInText(Array(500).fill('ab').join('…').concat('…c'))).toBe(false);
  expect(isInText(Array(500).fill('b').join('…'))).toBe(true);
});

test('any part of a text is found in it, however the text is spaced', () => {
  const words = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), {
    minLength: 3,
    maxLength: 20,
  });
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), (parts, from, length) => {
      const start = from % parts.length;
      const quote = parts.slice(start, start + 1 + (length % parts.length)).join(' ');
      expect(isIn(quote, parts.join(' '))).toBe(true);
    }),
    { examples: [[['[', 'a'], 0, 1]] },
  );
});
