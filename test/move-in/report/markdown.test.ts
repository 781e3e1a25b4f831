import { expect, test } from 'vitest';
import { formatLoss } from '../../../src/move/in/report/markdown.ts';

test('a loss quotes what was there as code, so that it means nothing in Markdown or a terminal', () => {
  const loss = {
    place: { file: 'a_b.html', line: 3, entry: 'post 5 "<b>A</b>"' },
    kind: 'shortcode' as const,
    was: '[form `x`]\n\u001b[31m\u202e',
    now: '*nothing*',
  };
  expect(formatLoss(loss)).toBe(
    '- a\\_b.html, line 3, post 5 "\\<b\\>A\\</b\\>": ``[form `x`] \\u001b[31m\\u202e`` → \\*nothing\\*\n',
  );
  expect(formatLoss({ ...loss, place: {}, was: '', now: 'left out' })).toBe(
    '- the whole site: nothing → left out\n',
  );
});
