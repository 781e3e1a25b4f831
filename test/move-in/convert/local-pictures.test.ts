import { expect, test } from 'vitest';
import { convertText, picturesIn } from '../../../src/move/in/convert/convert-text.ts';
import type { OldText } from '../../../src/move/in/old-site.ts';

const TEXT: OldText = {
  format: 'markdown',
  base: 'https://old.example/posts/a/',
  text: '![Basin](file:///site/a.png)\n\n<figure><img src="file:///site/b.svg" alt="Map"></figure>\n',
};

test('a picture of the folder that moves in is shown; one that cannot be stored leaves its description, and no path', () => {
  expect(picturesIn(TEXT).map(({ url }) => url)).toEqual(['file:///site/a.png', 'file:///site/b.svg']);
  const { markdown } = convertText(TEXT, {
    place: {},
    pictureAt: (url) => (url.endsWith('.png') ? { path: '/media/x.png', width: 1, height: 2 } : null),
  });
  expect(markdown.trim()).toBe('![Basin](/media/x.png#1x2)\n\nMap');
});
