import { expect, test } from 'vitest';
import { contrastOf } from '../../../src/site/brand/contrast.ts';

// Pairs whose contrast others have published: black on white is the greatest that there is (WCAG 2.2, section 6.1); #767676 is the
// lightest grey that passes on white, and #777777 the first that fails (WebAIM); red, green and blue on white.
test.each([
  ['#000000', '#ffffff', 21],
  ['#ffffff', '#ffffff', 1],
  ['#767676', '#ffffff', 4.54],
  ['#777777', '#ffffff', 4.47],
  ['#ff0000', '#ffffff', 3.99],
  ['#00ff00', '#ffffff', 1.37],
  ['#0000ff', '#ffffff', 8.59],
  ['#F5D547', '#ffffff', 1.44],
])('%s and %s have a contrast of %d', (one, other, contrast) => {
  expect(Math.floor(contrastOf(one, other) * 100 + 1e-6) / 100).toBe(contrast);
  expect(contrastOf(other, one)).toBe(contrastOf(one, other));
});
