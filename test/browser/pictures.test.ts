import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { cleanPicture } from '../../src/site/pictures/clean.ts';
import { FORMATS } from '../../src/site/pictures/formats.ts';
import { openChromium } from './chromium.ts';

// Whether Chromium shows a cleaned picture as it shows the file that was uploaded.

const folder = new URL('../site/pictures/files/', import.meta.url);
let browser: Browser;
let page: Page;
before(async () => {
  browser = await openChromium();
  page = await browser.newPage();
});
after(() => browser.close());

/** Returns the size and the pixels of a picture, as the browser shows it. */
const shown = (bytes: Uint8Array, mediaType: string) =>
  page.evaluate(
    async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      const { naturalWidth: width, naturalHeight: height } = image;
      const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
      context?.drawImage(image, 0, 0);
      return { width, height, pixels: context?.getImageData(0, 0, width, height).data.join() };
    },
    `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`,
  );

for (const name of readdirSync(folder).filter((each) => /\.(jpg|png|webp|avif|gif)$/.test(each))) {
  const bytes = readFileSync(new URL(name, folder));
  const clean = cleanPicture(bytes);
  if (!clean.ok) continue;
  test(`${name} looks the same without its metadata, and has the size that is stated`, async () => {
    const { mediaType } = FORMATS[clean.extension];
    const after = await shown(clean.bytes, mediaType);
    assert.deepEqual(after, await shown(bytes, mediaType));
    assert.deepEqual([after.width, after.height], [clean.width, clean.height]);
  });
}
