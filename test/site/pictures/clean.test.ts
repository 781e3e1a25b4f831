import { describe, expect, test } from 'vitest';
import { concat, toBytes } from '../../../src/site/pictures/bytes.ts';
import { cleanPicture } from '../../../src/site/pictures/clean.ts';
import { MAX_PICTURE_BYTES } from '../../../src/site/pictures/limits.ts';
import * as fc from '../../draw.ts';
import { FILES, pictureFile } from './files.ts';

/** Each picture with its format and its size as browsers show it. */
const PICTURES = [
  ['photo.jpg', 'jpg', 32, 48],
  ['progressive.jpg', 'jpg', 48, 32],
  ['cmyk.jpg', 'jpg', 48, 32],
  ['photo.png', 'png', 32, 48],
  ['palette.png', 'png', 48, 32],
  ['animated.png', 'png', 24, 16],
  ['photo.webp', 'webp', 48, 32],
  ['alpha.webp', 'webp', 48, 32],
  ['lossless.webp', 'webp', 48, 32],
  ['animated.webp', 'webp', 24, 16],
  ['photo.avif', 'avif', 32, 48],
  ['alpha.avif', 'avif', 48, 32],
  ['grid.avif', 'avif', 256, 192],
  ['thumbnail.avif', 'avif', 48, 32],
  ['still.gif', 'gif', 48, 32],
  ['animated.gif', 'gif', 24, 16],
] as const;
const REFUSED = ['animated.avif', 'really-heic.avif'];

const clean = (bytes: Uint8Array) => {
  const result = cleanPicture(bytes);
  if (!result.ok) throw new Error(result.detail);
  return result;
};
const refusal = (bytes: Uint8Array) => {
  const result = cleanPicture(bytes);
  return result.ok ? undefined : result.detail;
};
const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

test('every file of the folder is in a list here', () => {
  expect(FILES.toSorted()).toEqual([...PICTURES.map(([name]) => name), ...REFUSED].toSorted());
});

test.each(PICTURES)('%s is %s, and %i by %i pixels', (name, extension, width, height) => {
  expect(clean(pictureFile(name))).toMatchObject({ ok: true, extension, width, height });
});

describe('what is taken out', () => {
  /** The places, persons and programs in the metadata; in each file at least one of them. */
  const METADATA =
    /Ann Lee|Berlin|4711|2026:11:01|Taken at home|ImageMagick|ExifTool|Photoshop|xpacket|date:create|GPS/;

  test.each([
    'photo.jpg',
    'photo.png',
    'animated.png',
    'photo.webp',
    'alpha.webp',
    'animated.webp',
    'photo.avif',
    'animated.gif',
  ])('%s has place, person, camera, time and comments before, and none of them after', (name) => {
    expect(latin1(pictureFile(name))).toMatch(METADATA);
    expect(latin1(clean(pictureFile(name)).bytes)).not.toMatch(METADATA);
  });

  test('a thumbnail, which may show what was cut away', () => {
    const jpeg = latin1(clean(pictureFile('photo.jpg')).bytes);
    expect(latin1(pictureFile('photo.jpg')).split('\xff\xd8\xff')).toHaveLength(3);
    expect(jpeg.split('\xff\xd8\xff')).toHaveLength(2);
    expect(latin1(pictureFile('thumbnail.avif'))).toContain('thmb');
    expect(latin1(clean(pictureFile('thumbnail.avif')).bytes)).not.toContain('thmb');
  });

  test.each(PICTURES)('%s: whatever follows the picture', (name) => {
    const bytes = pictureFile(name);
    const tail = toBytes('<!doctype html><script>alert(1)</script>PK\x03\x04');
    const whole = name.endsWith('.avif')
      ? concat([bytes, Uint8Array.of(0, 0, 0, 8 + tail.length), toBytes('free'), tail])
      : concat([bytes, tail]);
    expect(clean(whole).bytes).toEqual(clean(bytes).bytes);
  });
});

describe('what stays', () => {
  test.each(['photo.jpg', 'photo.webp', 'photo.avif'])('%s: the colour profile', (name) => {
    const profile = 'Copyright Artifex Software 2011';
    expect(latin1(pictureFile(name))).toContain(profile);
    expect(latin1(clean(pictureFile(name)).bytes)).toContain(profile);
  });

  test('photo.png: the colour profile, which is compressed', () => {
    expect(latin1(clean(pictureFile('photo.png')).bytes)).toContain('iCCP');
  });

  test.each(['photo.jpg', 'photo.png'])('%s: the orientation, alone', (name) => {
    const exif = latin1(clean(pictureFile(name)).bytes).split('MM\0*')[1];
    // One field: orientation, a short, once, 6.
    expect(exif?.slice(0, 22)).toBe('\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0');
  });

  test.each(['animated.gif', 'animated.webp', 'animated.png'])('%s: how often it is repeated', (name) => {
    const loop = /NETSCAPE2\.0.{4}|ANIM.{10}|acTL.{8}/s;
    const [before] = loop.exec(latin1(pictureFile(name))) ?? [];
    expect(before).toBeDefined();
    expect(loop.exec(latin1(clean(pictureFile(name)).bytes))?.[0]).toBe(before);
  });

  test.each(PICTURES)('%s: everything, if it is clean', (name) => {
    const { bytes } = clean(pictureFile(name));
    expect(clean(bytes).bytes).toEqual(bytes);
  });
});

describe('what is refused', () => {
  test.each([
    [
      'an SVG',
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
      /an SVG.*Export/,
    ],
    ['a web page', '\ufeff <!DOCTYPE html><script>alert(1)</script>', /a web page.*not a picture/],
    ['a script', '#!/bin/sh\nrm -rf /', /a program, not a picture/],
    ['a PDF', '%PDF-1.7', /a PDF document/],
    ['a BMP', 'BM\0\0', /BMP.*Export it as PNG/],
    ['a TIFF', 'II*\0\0\0\0\0', /TIFF.*Export it as JPEG/],
    ['text', 'alert(1)', /not a picture in a known format/],
    ['nothing', '', /empty/],
  ])('%s, whatever its name is', (_, text, detail) => {
    expect(refusal(new TextEncoder().encode(text))).toMatch(detail);
  });

  test('a photo of an iPhone, with what to do', () => {
    expect(refusal(pictureFile('really-heic.avif'))).toMatch(/HEIC.*Export it as JPEG/);
  });

  test('an animated AVIF, because it cannot be cleaned', () => {
    expect(refusal(pictureFile('animated.avif'))).toMatch(/AVIF animation.*GIF or WebP/);
  });

  test('more than 10 MB', () => {
    const bytes = new Uint8Array(MAX_PICTURE_BYTES + 1);
    bytes.set(pictureFile('photo.jpg'));
    expect(cleanPicture(bytes)).toMatchObject({ ok: false, why: 'size', detail: /10 MB/ });
  });

  test.each(PICTURES)('%s cut short, anywhere', (name) => {
    const bytes = pictureFile(name);
    const { length } = clean(bytes).bytes;
    for (let end = 12; end < bytes.length; end += 1 + Math.floor(end / 50)) {
      const result = cleanPicture(bytes.subarray(0, end));
      // All that may be missing is metadata behind the picture.
      if (result.ok) expect(result.bytes).toHaveLength(length);
      else expect(result.detail).toMatch(/[.]$/);
    }
    expect(refusal(bytes.subarray(0, Math.floor(length / 2)))).toMatch(/cut it short/);
  });

  /** Sets a number in a copy of the file. */
  const withNumber = (name: string, after: string, offset: number, bytes: number[]) => {
    const copy = pictureFile(name).slice();
    copy.set(bytes, latin1(copy).indexOf(after) + after.length + offset);
    return copy;
  };

  test.each([
    ['a JPEG', withNumber('progressive.jpg', '\xff\xc2', 3, [0xff, 0xff, 0xff, 0xff])],
    ['a WebP', withNumber('alpha.webp', 'VP8X', 8, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['an AVIF', withNumber('alpha.avif', 'ispe', 4, [0, 1, 0, 0, 0, 1, 0, 0])],
    ['a GIF', withNumber('still.gif', 'GIF89a', 0, [0xff, 0xff, 0xff, 0xff])],
  ])('a bomb of pixels: %s', (_, bytes) => {
    expect(refusal(bytes)).toMatch(/× [\d,]+ pixels, which can exhaust the memory/);
  });

  test('pictures that are larger than the file says', () => {
    expect(refusal(withNumber('alpha.webp', 'VP8X', 8, [0, 0, 0, 0, 0, 0]))).toMatch(/two sizes/);
    expect(refusal(withNumber('animated.gif', 'GIF89a', 0, [1, 0, 1, 0]))).toMatch(
      /larger than the file says/,
    );
  });

  const repeated = (head: string, part: string, times = 30_000) =>
    concat([toBytes(head), ...Array.from({ length: times }, () => toBytes(part))]);

  test.each([
    ['a JPEG', repeated('\xff\xd8', '\xff\xc4\0\x02')],
    ['a PNG', repeated(latin1(pictureFile('palette.png').subarray(0, 33)), '\0\0\0\0IDAT\x35\xaf\x06\x1e')],
    ['a GIF', repeated(latin1(pictureFile('still.gif').subarray(0, 109)), '\x21\xfe\0')],
    ['a WebP', repeated('RIFF\x04\xa9\x03\0WEBP', 'VP8 \0\0\0\0')],
    ['an AVIF', repeated('\0\0\0\x14ftypavif\0\0\0\0avif', '\0\0\0\x08free')],
  ])('a file of nothing but tiny parts: %s', (_, bytes) => {
    expect(refusal(bytes)).toMatch(/more than 20,000 parts/);
  });

  test('an AVIF whose list of parts claims more entries than there are bytes', () => {
    expect(refusal(withNumber('grid.avif', 'iloc', 4, [0, 0, 0xff, 0xff]))).toMatch(/list.* too long/);
  });

  test('a PNG whose checksum does not match', () => {
    expect(refusal(withNumber('palette.png', 'IHDR', 3, [0xff]))).toMatch(/checksum/);
  });

  test('nothing crashes, whichever bytes are changed', () => {
    const change = fc.record({
      name: fc.constantFrom(...FILES),
      at: fc.nat(10_000),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(change, ({ name, at, bytes }) => {
        const copy = pictureFile(name).slice();
        copy.set(bytes, at % (copy.length - 8));
        const result = cleanPicture(copy);
        if (result.ok) expect(clean(result.bytes).bytes).toEqual(result.bytes);
        else expect(result.detail).toMatch(/[.]$/);
      }),
      { numRuns: 1000 },
    );
  });
});
