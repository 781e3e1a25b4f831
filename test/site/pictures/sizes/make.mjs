// Makes the pictures of the tests of smaller sizes anew: a gradient with noise, as a photo has it, and its sizes. `node make.mjs`
import sharp from 'sharp';

const [width, height] = [1000, 667];
let seed = 1;
const noise = () => {
  seed = (seed * 16_807) % 2_147_483_647;
  return (seed / 2_147_483_647 - 0.5) * 12;
};
const pixels = Buffer.alloc(width * height * 3);
for (let y = 0; y < height; y++)
  for (let x = 0; x < width; x++)
    for (let channel = 0; channel < 3; channel++)
      pixels[(y * width + x) * 3 + channel] = 110 + (90 * x) / width - (60 * y * channel) / height + noise();
const file = (name) => new URL(name, import.meta.url).pathname;
const photo = sharp(pixels, { raw: { width, height, channels: 3 } });
const jpeg = await photo.jpeg({ quality: 60 }).toBuffer();
await sharp(jpeg).toFile(file('photo.jpg'));
await sharp(jpeg).resize(320).webp({ quality: 40 }).toFile(file('photo-320.webp'));
await sharp(jpeg).resize(640).webp({ quality: 30 }).toFile(file('photo-640.webp'));
await sharp(jpeg).resize(320, 320).webp({ quality: 10 }).toFile(file('square-320.webp'));
await sharp(jpeg).resize(500).webp({ quality: 10 }).toFile(file('photo-500.webp'));
