import { expect, test } from 'vitest';
import { proposeWords } from '../../../../../../src/newsroom/drafts/views/editor/check/propose-words.ts';

const proposed = (claim: string, text: string, language: string) => {
  const found = proposeWords(claim, text, language);
  return found && text.slice(found.start, found.end);
};

test('the sentence that has most of a claim is proposed, in any language', () => {
  const english =
    'Exports are what the country lives on.\n\nIn 2019, exports grew by 5.9 percent. Imports grew by 3 percent in 2018.';
  expect(proposed('Exports grew by 5.9 % in 2019.', english, 'en')).toBe(
    'In 2019, exports grew by 5.9 percent.',
  );
  expect(proposed('出口增长了5.9%。', '天气很好。今年出口增长了5.9%。大家都高兴。', 'zh')).toBe(
    '今年出口增长了5.9%。',
  );
  expect(
    proposed('أغلق المجلس الجسر.', 'الطقس جميل اليوم. أغلق المجلس الجسر القديم يوم الثلاثاء.', 'ar'),
  ).toBe('أغلق المجلس الجسر القديم يوم الثلاثاء.');
});

test('a sentence that contradicts a claim is proposed too, because it is about the same', () => {
  expect(proposed('Exports grew by 5.9 %.', 'Bread is dear. Exports grew by 5.7 percent.', 'en')).toBe(
    'Exports grew by 5.7 percent.',
  );
});

test('nothing is proposed if nothing is about it', () => {
  expect(proposed('Exports grew by 5.9 %.', 'The weather was fine.', 'en')).toBeUndefined();
  expect(proposed('Exports grew.', '', 'en')).toBeUndefined();
  expect(proposed('', 'The weather was fine.', 'en')).toBeUndefined();
});
