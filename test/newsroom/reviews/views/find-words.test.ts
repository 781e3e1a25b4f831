import { expect, test } from 'vitest';
import { findWords } from '../../../../src/newsroom/reviews/views/find-words.ts';

const TEXT =
  'abstract: Rates fell.\r\n---\n\nThe *bank* cut its\nrate ([bank.example](https://bank.example/a)), “at last”, he said.\n\nRates fell. Rates fell.\n';

const find = (words: string) => {
  const found = findWords(words, TEXT);
  return typeof found === 'string' ? found : TEXT.slice(found.start, found.end);
};

test.each([
  ['the text itself', '*bank* cut its\nrate', '*bank* cut its\nrate'],
  ['the page that readers see', 'The bank cut its rate', 'The *bank* cut its\nrate'],
  [
    'a page with a link',
    'rate (bank.example), "at last"',
    'rate ([bank.example](https://bank.example/a)), “at last”',
  ],
  ['a form, with line breaks around it', '\r\n“at last”, he said.\r\n', '“at last”, he said.'],
])('words are found as they are copied from %s', (_from, words, found) => {
  expect(find(words)).toBe(found);
});

test('words that are not there, or there more than once, are not guessed at', () => {
  expect(find('The bank raised its rate')).toBe('missing');
  expect(find('Rates fell.')).toBe('ambiguous');
  expect(find('**')).toBe('missing');
});
