import { expect, test } from 'vitest';
import { isTooLong, MAX_OLD_TEXT } from '../../../src/move/in/plan/too-long.ts';

test('a text of more than a million characters is too long to be converted; pictures within it do not count', () => {
  expect(isTooLong('a'.repeat(MAX_OLD_TEXT))).toBe(false);
  expect(isTooLong('a'.repeat(MAX_OLD_TEXT + 1))).toBe(true);
  const picture = `<img src="data:image/png;base64,${'A'.repeat(MAX_OLD_TEXT)}">`;
  expect(isTooLong(picture.repeat(3))).toBe(false);
  expect(isTooLong(`${picture}${'a'.repeat(MAX_OLD_TEXT)}`)).toBe(true);
});
