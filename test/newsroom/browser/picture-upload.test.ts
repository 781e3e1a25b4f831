import { expect, test } from 'vitest';
import { cropped, isMoving } from '../../../src/newsroom/browser/picture-upload.ts';
import { pictureFile } from '../../site/pictures/files.ts';

const file = (name: string) => new File([Uint8Array.from(pictureFile(name))], name);

test.each(['animated.gif', 'animated.webp', 'animated.png'])(
  '%s is not cropped, because a part would stand still',
  async (name) => {
    await expect(cropped(file(name))).rejects.toThrow('The picture moves');
  },
);

test.each(['photo.jpg', 'photo.png', 'photo.webp', 'photo.avif'])('%s can be cropped', async (name) => {
  expect(await isMoving(file(name))).toBe(false);
});
