import { expect, test } from 'vitest';
import { quotedWords } from '../../../../src/site/story/sources/source-line.ts';

test.each([
  ['It is', 'two words', 'and more', 'It is two words and more'],
  [null, 'two words', '. And', 'two words. And'],
  ['He said: “', 'two words', '”', 'He said: “two words”'],
  ['It is ', 'two words', '\nand more', 'It is two words\nand more'],
  ['互联网', '工程任务组', '发布了', '互联网工程任务组发布了'],
  ['これは', 'Atom', 'です。', 'これはAtomです。'],
  ['ภาษา', 'ไทย', null, 'ภาษาไทย'],
  ['مرحبا', 'بكم', null, 'مرحبا بكم'],
])('a quote of %j, %j and %j reads %j', (prefix, exact, suffix, text) => {
  expect(quotedWords({ prefix, exact, suffix })).toBe(text);
});
