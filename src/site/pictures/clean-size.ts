import { hasText } from './bytes.ts';
import { type CleaningResult, cleanPicture, refusePicture } from './clean.ts';
import type { Extension } from './formats.ts';
import { heightAt, WIDTHS, widthsBelow } from './sizes.ts';
import { UnusablePicture } from './unusable-picture.ts';

/** The formats that a size may have. */
const SIZE_FORMATS: readonly Extension[] = ['webp', 'avif', 'jpg'];

/** Whether a clean picture moves, or may: its smaller sizes would stand still. */
export function isAnimated({ extension, bytes }: { extension: Extension; bytes: Uint8Array }): boolean {
  if (extension === 'webp') return hasText(bytes, 'VP8X', 12) && ((bytes[20] ?? 0) & 0x02) !== 0;
  if (extension !== 'png') return extension === 'gif';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.byteLength; at += 12 + view.getUint32(at)) {
    if (hasText(bytes, 'acTL', at + 4)) return true;
    if (hasText(bytes, 'IDAT', at + 4)) return false;
  }
  return false;
}

/** Returns a size without metadata, or why it is no smaller size of the picture. */
export function cleanSize(
  bytes: Uint8Array,
  picture: { width: number; height: number; bytes: number },
): CleaningResult {
  const clean = cleanPicture(bytes);
  if (!clean.ok) return clean;
  const refuse = (detail: string) => refusePicture(new UnusablePicture(detail));
  const { width, height, extension, orientation = 1 } = clean;
  if (!SIZE_FORMATS.includes(extension)) return refuse('A smaller size is WebP, AVIF or JPEG.');
  if (!widthsBelow(picture.width).includes(width)) {
    return refuse(
      `A smaller size is ${WIDTHS.join(', ')} pixels wide, and less wide than its picture. This one is ${width}, the picture ${picture.width}.`,
    );
  }
  if (orientation !== 1 || Math.abs(height - heightAt(width, picture)) > 1) {
    return refuse(
      `A smaller size has the proportions of its picture. At ${width} pixels, this one has to be ${heightAt(width, picture)} high, and is ${height}.`,
    );
  }
  if (isAnimated(clean)) return refuse('A smaller size does not move.');
  if (clean.bytes.byteLength >= picture.bytes) {
    return refuse('A smaller size has fewer bytes than its picture. Leave it out.');
  }
  return clean;
}
