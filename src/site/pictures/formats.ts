import { brandsOf, isAvif } from './avif/avif.ts';
import { hasText } from './bytes.ts';
import { PNG_SIGNATURE } from './png.ts';
import { UnusablePicture } from './unusable-picture.ts';

/** The formats of pictures that every browser shows, by the endings of their file names. */
export const FORMATS = {
  jpg: { name: 'JPEG', mediaType: 'image/jpeg' },
  png: { name: 'PNG', mediaType: 'image/png' },
  webp: { name: 'WebP', mediaType: 'image/webp' },
  avif: { name: 'AVIF', mediaType: 'image/avif' },
  gif: { name: 'GIF', mediaType: 'image/gif' },
} as const;

/** The ending of a picture's address. */
export type Extension = keyof typeof FORMATS;

/** Recognizes the format by the first bytes. What a file is called, or declared to be, does not count. */
export function recognizeFormat(bytes: Uint8Array): Extension | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpg';
  if (hasText(bytes, PNG_SIGNATURE)) return 'png';
  if (hasText(bytes, 'RIFF') && hasText(bytes, 'WEBP', 8)) return 'webp';
  if (hasText(bytes, 'GIF87a') || hasText(bytes, 'GIF89a')) return 'gif';
  return isAvif(bytes) ? 'avif' : undefined;
}

const isHeic = (bytes: Uint8Array) =>
  hasText(bytes, 'ftyp', 4) &&
  brandsOf(bytes).some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand));

/** Other kinds of files: how to recognize them by their bytes or their first words, and what to say of them. */
const OTHERS: [is: (bytes: Uint8Array, text: string) => boolean, error: UnusablePicture][] = [
  [(bytes) => bytes.byteLength === 0, new UnusablePicture('The file is empty. Choose another one.')],
  [
    isHeic,
    new UnusablePicture(
      'This is a HEIC picture, as iPhones take them, which most browsers do not show. Export it as JPEG, and upload that.',
    ),
  ],
  [
    (bytes) => hasText(bytes, 'II*\0') || hasText(bytes, 'MM\0*'),
    new UnusablePicture(
      'This is a TIFF picture or a raw photo, which browsers do not show. Export it as JPEG, and upload that.',
    ),
  ],
  [
    (bytes) => hasText(bytes, 'BM'),
    new UnusablePicture('This is a BMP picture. Export it as PNG, and upload that.'),
  ],
  [
    (_, text) => /^<(\?xml|!--|!doctype svg|svg)/i.test(text) && /<svg[\s>]/i.test(text),
    new UnusablePicture(
      'This is an SVG drawing, which can contain programs. Export it as PNG, and upload that.',
    ),
  ],
  [
    (_, text) => text.startsWith('%PDF'),
    new UnusablePicture(
      'This is a PDF document, not a picture, whatever its name is. Upload a JPEG, PNG, WebP, AVIF or GIF file.',
    ),
  ],
  [
    (_, text) => text.startsWith('<'),
    new UnusablePicture(
      'This is a web page or other markup, not a picture, whatever its name is. Upload a JPEG, PNG, WebP, AVIF or GIF file.',
    ),
  ],
  [
    (_, text) => text.startsWith('#!'),
    new UnusablePicture(
      'This is a program, not a picture, whatever its name is. Upload a JPEG, PNG, WebP, AVIF or GIF file.',
    ),
  ],
];
const UNKNOWN = new UnusablePicture(
  'This is not a picture in a known format, whatever its name is. Upload a JPEG, PNG, WebP, AVIF or GIF file.',
);

/** Describes a file of another format: what it is, and what to do instead. */
export function describeOther(bytes: Uint8Array): UnusablePicture {
  const text = new TextDecoder().decode(bytes.subarray(0, 1000)).trimStart();
  return OTHERS.find(([is]) => is(bytes, text))?.[1] ?? UNKNOWN;
}
