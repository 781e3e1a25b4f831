/** A picture without metadata, and its size as readers see it, in pixels. */
export interface CleanFile {
  width: number;
  height: number;
  bytes: Uint8Array<ArrayBuffer>;
}
