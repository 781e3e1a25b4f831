import { expect, test } from 'vitest';
import { ENGLISH, textIn } from '../../../src/newsroom/words/translate.ts';
import { translatorOf } from '../../../src/newsroom/words/words.ts';

const ARABIC = { tag: 'ar', direction: 'rtl', catalog: {} } as const;

test('names in a list stand apart where a language runs from right to left, and numbers are written as it writes them', () => {
  const by = { sentence: '{names}', values: { names: { allOf: ['Ann', 'Bob', 1234] } } };
  expect(translatorOf(ARABIC)(by)).toContain('\u2068Ann\u2069');
  expect(translatorOf(ARABIC)(by)).toContain('\u2068Bob\u2069');
  expect(translatorOf(ENGLISH)(by)).toBe('Ann, Bob, and 1,234');
});

test('braces that others have written stay as they are, whatever stands in them', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'count', 'x']) {
    const moved = `The page has moved to https://news.example/?{${name}}.`;
    expect(translatorOf(ENGLISH)(moved)).toBe(moved);
    expect(textIn(ENGLISH, moved)).toBe(moved);
    expect(textIn(ENGLISH, '{name} is here.', { name: moved })).toBe(`${moved} is here.`);
    expect(translatorOf(ARABIC)(moved)).toContain(`{${name}}`);
  }
});
