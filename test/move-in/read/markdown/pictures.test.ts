import { expect, test } from 'vitest';
import { PictureFinder } from '../../../../src/move/in/read/markdown/pictures.ts';
import { cpuTime } from '../../cpu-time.ts';

/** Finds pictures in a folder that has every file. */
const finder = new PictureFinder(
  { addressOf: async (path: string) => `file:///SITE/${path}` } as never,
  'static',
  'https://a.example/',
);
const picturesIn = async (text: string) => {
  const { pictures } = await finder.replaceIn(text, 'content/a.md', 'https://a.example/a/');
  return pictures.map(({ file }) => file.slice('file:///SITE/'.length));
};

test('a picture within a link, and beside brackets, is found', async () => {
  expect(await picturesIn('[![A map](a.png)](b.jpg) and [a [b](c.gif)')).toEqual([
    'content/a.png',
    'content/c.gif',
  ]);
  expect(await picturesIn('![A \\[map\\](d.png)')).toEqual(['content/d.png']);
});

test('code names no picture', async () => {
  expect(await picturesIn('`![](a.png)` and ``![](b.png)`` ``` ![](c.png) ``` ![](d.png)')).toEqual([
    'content/d.png',
  ]);
});

test.each(['[', '!['])('%s repeated takes time in proportion', async (piece) => {
  const timeFor = (count: number) => cpuTime(() => picturesIn(piece.repeat(count)));
  await timeFor(1000);
  expect(await timeFor(100_000)).toBeLessThan(500);
});
