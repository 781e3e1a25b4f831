import { cleanAvif } from './avif/avif.ts';
import type { CleanFile } from './clean-file.ts';
import { describeOther, type Extension, recognizeFormat } from './formats.ts';
import { cleanGif } from './gif.ts';
import { cleanJpeg } from './jpeg.ts';
import { MAX_PICTURE_BYTES } from './limits.ts';
import { cleanPng } from './png.ts';
import { UnusablePicture } from './unusable-picture.ts';
import { cleanWebp } from './webp.ts';

const CLEANERS: Record<Extension, (bytes: Uint8Array) => CleanFile> = {
  jpg: cleanJpeg,
  png: cleanPng,
  webp: cleanWebp,
  avif: cleanAvif,
  gif: cleanGif,
};

/** A picture as it is stored. */
export interface CleanPicture extends CleanFile {
  extension: Extension;
}

/** A picture as it is stored, or why it cannot be: what is wrong and what to do, in English and for any language. */
export type CleaningResult = ({ ok: true } & CleanPicture) | UncleanPicture;
type UncleanPicture = { ok: false; why: 'size' | 'invalid'; detail: string; said: UnusablePicture['said'] };

export const refusePicture = (
  { message, said }: UnusablePicture,
  why: UncleanPicture['why'] = 'invalid',
): UncleanPicture => ({ ok: false, why, detail: message, said });

/**
 * Returns the picture without location and other metadata, with the same pixels. It keeps colour profiles and, in a JPEG, PNG or
 * WebP, the orientation. To clean a clean picture changes nothing.
 */
export function cleanPicture(bytes: Uint8Array): CleaningResult {
  if (bytes.byteLength > MAX_PICTURE_BYTES) {
    return TOO_LARGE;
  }
  const extension = recognizeFormat(bytes);
  if (!extension) return refusePicture(describeOther(bytes));
  try {
    return { ok: true, extension, ...CLEANERS[extension](bytes) };
  } catch (error) {
    if (!(error instanceof UnusablePicture)) throw error;
    return refusePicture(error);
  }
}

/** What to say of a picture that is too large. */
export const TOO_LARGE = refusePicture(
  new UnusablePicture(
    'The picture has more than {most} MB. Make it smaller, or save it with a lower quality, and upload it again.',
    { most: MAX_PICTURE_BYTES / 1e6 },
  ),
  'size',
);
