import { expect, test } from 'vitest';
import { findIn, quoteAt } from '../../../../src/newsroom/browser/marking/quote.ts';

const TEXT = `A first paragraph.\n\nThe city council voted on Tuesday, after a long debate in which nobody agreed, to close the bridge to cars from March, it said.`;

test('marked words have those around them in their paragraph, and no half words', () => {
  const start = TEXT.indexOf('to close');
  const end = TEXT.indexOf(' from March');
  expect(quoteAt(TEXT, start, end)).toEqual({
    exact: 'to close the bridge to cars',
    prefix: 'a long debate in which nobody agreed,',
    suffix: 'from March, it said.',
  });
  const first = quoteAt(TEXT, TEXT.indexOf('The city'), TEXT.indexOf(' voted'));
  expect(first).toMatchObject({ exact: 'The city council', prefix: '' });
});

test('words across paragraphs are on one line, and white space alone is nothing', () => {
  expect(quoteAt('One.\n\nTwo.', 0, 10)).toEqual({ exact: 'One. Two.', prefix: '', suffix: '' });
  expect(quoteAt('One.\n\nTwo.', 4, 6)).toBeUndefined();
  expect(quoteAt('市议会星期二投票关闭大桥。', 3, 6)).toMatchObject({ exact: '星期二' });
});

test('words are found behind a place, then from the beginning, whatever their case and characters', () => {
  const text = 'İstanbul. The port (new) cost $4.2 bn. The PORT grew.';
  const found = (words: string, from = 0) => {
    const place = findIn(text, words, from);
    return place && text.slice(place.start, place.end);
  };
  expect(found('port')).toBe('port');
  expect(found('port', 20)).toBe('PORT');
  expect(found('port', 50)).toBe('port');
  expect(found('(NEW) cost $4.2')).toBe('(new) cost $4.2');
  expect(found('')).toBeUndefined();
  expect(found('p.rt')).toBeUndefined();
});
