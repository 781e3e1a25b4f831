import type { Orientation } from './exif.ts';

/** A picture without metadata, and its size as readers see it, in pixels. */
export interface CleanFile {
  width: number;
  height: number;
  /** How the metadata of a JPEG or PNG tell programs to turn the pixels, so that readers see this size. */
  orientation?: Orientation;
  bytes: Uint8Array<ArrayBuffer>;
}
