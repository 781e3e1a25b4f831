import { expect, test } from 'vitest';
import { restoreLines } from '../../../../../../src/newsroom/drafts/views/editor/form/line-breaks.ts';
import { asShown } from '../../../../../../src/newsroom/drafts/views/editor/form/values.ts';
import * as fc from '../../../../../draw.ts';

test('lines that were not touched keep their bytes', () => {
  const old = '\uFEFFone\r\ntwo\u0085\rthree\nfour';
  const shown = asShown(old);
  expect(restoreLines(old, shown)).toBe(old);
  expect(restoreLines(old, shown.replace('three', 'drei'))).toBe('\uFEFFone\r\ntwo\u0085\rdrei\r\nfour');
  expect(restoreLines(old, `${shown}\nfive`)).toBe(`${old}\r\nfive`);
  expect(restoreLines(old, `zero\n${shown}`)).toBe(`zero\r\n${old}`);
  expect(restoreLines(old, '')).toBe('');
});

test('new text has the line break of the rest of the file', () => {
  expect(restoreLines('', 'a\nb', '\r\n')).toBe('a\r\nb');
  expect(restoreLines('', 'a\nb')).toBe('a\nb');
});

test('whatever is typed is shown again', () => {
  const text = fc
    .array(fc.tuple(fc.constantFrom('', 'a', 'b', 'b', '\u0085', 'ü'), fc.constantFrom('\n', '\r\n', '\r')), {
      maxLength: 12,
    })
    .map((lines) => lines.flat().join(''));
  fc.assert(
    fc.property(text, text, (old, typed) => {
      expect(asShown(restoreLines(old, asShown(typed)))).toBe(asShown(typed));
      expect(restoreLines(old, asShown(old))).toBe(old);
    }),
  );
});
