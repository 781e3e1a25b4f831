import { expect, test } from 'vitest';
import { mentionFinder } from '../../../../src/newsroom/notices/desk/mentions.ts';

const people = ['Ann', 'Ann Lee', 'Jürgen Öz', '田中', 'O’Neil (Jr.)', '.*'].map((name) => ({
  id: name,
  name,
}));

/** The people whom a text mentions, and the words that do. */
const mentioned = (text: string, among = people) =>
  mentionFinder(among)(text).map(({ person, start, end }) => [person, text.slice(start, end)]);

test.each([
  ['the longest name that fits counts', '@Ann Lee, look.', [['Ann Lee', '@Ann Lee']]],
  ['a name that only begins so does not', '@Ann Leeds, look.', [['Ann', '@Ann']]],
  ['nor does one within a word', '@Annabel', []],
  ['case and spaces do not count', 'See @ANN  lee', [['Ann Lee', '@ANN  lee']]],
  [
    'nor does composition',
    `@${'Jürgen Öz'.normalize('NFD')}!`,
    [['Jürgen Öz', `@${'Jürgen Öz'.normalize('NFD')}`]],
  ],
  ['a script without spaces goes on after a name', '@田中さん、どう', [['田中', '@田中']]],
  [
    'signs in a name are signs',
    '@O’Neil (Jr.) and @.*',
    [
      ['O’Neil (Jr.)', '@O’Neil (Jr.)'],
      ['.*', '@.*'],
    ],
  ],
  ['an e-mail address mentions nobody', 'Write to x@Ann or @@Ann or a.@Ann', []],
  ['without a name, nobody is', 'Ann @ noon, Ann Lee', []],
])('%s', (_name, text, found) => {
  expect(mentioned(text)).toEqual(found);
});

test('where there is nobody, nobody is mentioned', () => {
  expect(mentioned('@Ann', [])).toEqual([]);
});
