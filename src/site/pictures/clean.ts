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

/** A picture as it is stored, or why it cannot be. `detail` says what is wrong and what to do. */
export type CleaningResult =
  | ({ ok: true } & CleanPicture)
  | { ok: false; why: 'size' | 'invalid'; detail: string };

/**
 * Returns the picture without location and other metadata, with the same pixels. It keeps colour profiles and, in a JPEG, PNG or
 * WebP, the orientation. To clean a clean picture changes nothing.
 */
export function cleanPicture(bytes: Uint8Array): CleaningResult {
  if (bytes.byteLength > MAX_PICTURE_BYTES) {
    return { ok: false, why: 'size', detail: TOO_LARGE };
  }
  const extension = recognizeFormat(bytes);
  if (!extension) return { ok: false, why: 'invalid', detail: describeOther(bytes) };
  try {
    return { ok: true, extension, ...CLEANERS[extension](bytes) };
  } catch (error) {
    if (!(error instanceof UnusablePicture)) throw error;
    return { ok: false, why: 'invalid', detail: error.message };
  }
}

/** What to say of a picture that is too large. */
export const TOO_LARGE = `The picture has more than ${MAX_PICTURE_BYTES / 1e6} MB. Make it smaller, or save it with a lower quality, and upload it again.`;
