import { expect, test } from 'vitest';
import { parseTokens } from '../../../src/newsroom/api/tokens.ts';

test('tokens have names, and may have roles', () => {
  expect(parseTokens('ann:a-b:c, bob:d:writer,e,eve:f : editor,joe:g:admin')).toEqual([
    { name: 'ann', token: 'a-b:c', role: 'admin' },
    { name: 'bob', token: 'd', role: 'writer' },
    { name: 'editor', token: 'e', role: 'admin' },
    { name: 'eve', token: 'f', role: 'editor' },
    { name: 'joe', token: 'g', role: 'admin' },
  ]);
});

test.each(['wrtier', 'Writer', 'publisher', 'reader', 'administrator'])(
  'a word that is no role, like %s, makes no admin',
  (word) => {
    expect(parseTokens(`bot:secret:${word}`)).toEqual([{ name: 'bot', token: 'secret', role: null, word }]);
  },
);

test.each(['writer', 'a:b:c', 'Zm9v:YmFy-1', 'x:0123456789abcdef', '::'])(
  'the token %j has no role, and may do everything',
  (token) => {
    expect(parseTokens(`bot:${token}`)).toEqual([{ name: 'bot', token, role: 'admin' }]);
  },
);
