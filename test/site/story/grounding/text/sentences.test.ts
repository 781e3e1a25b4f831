import { expect, test } from 'vitest';
import { sentencesOf } from '../../../../../src/site/story/grounding/text/sentences.ts';

const cut = (text: string, language: string | null = 'en') =>
  sentencesOf(text, language).map(({ start, end }) => text.slice(start, end));

test.each<[string, string[]]>([
  ['en', ['It rained.', 'Then it stopped!', 'Why?']],
  ['en', ['The U.S. economy grew by 2.5 percent.', 'Dr. Smith of Acme Inc. said so.', 'It was No. 5 of 12.']],
  ['en', ['“It is over.”', 'She left.']],
  ['en', ['He works for the U.S.', 'The firm does not.']],
  ['de', ['Am 1. Januar galt z. B. die neue Regel Nr. 5.', 'Sie gilt noch.']],
  ['de', ['„Es ist vorbei.“', 'Sie ging.']],
  ['fr', ['« C’est fini. »', 'M. Dupont est parti.']],
  ['es', ['¿Por qué?', 'Porque el Sr. López lo dijo.']],
  ['zh', ['他说：“我们走。”', '她没有回答。', '为什么？']],
  ['ar', ['هل انتهى؟', 'نعم انتهى.']],
  ['xx', ['Eins.', 'Zwei.']],
])('in %s, the sentences of a text are %j', (language, sentences) => {
  const gap = language === 'zh' ? '' : ' ';
  expect(cut(sentences.join(gap), language)).toEqual(sentences);
});

test('offsets are in UTF-16 code units, and leave white space out', () => {
  expect(sentencesOf('  😀 It rained.\n\nIt stopped. ', 'en')).toEqual([
    { start: 2, end: 15 },
    { start: 17, end: 28 },
  ]);
});

test.each(['', ' \n', '\ud800', '.'.repeat(1000)])(
  'a text without words has no sentence that is empty: %j',
  (text) => {
    expect(cut(text, null).every((sentence) => sentence.trim() !== '')).toBe(true);
  },
);
