import { cutShort } from './unusable-picture.ts';

/** Reads numbers and stretches of bytes, one after the other. Throws `UnusablePicture` (`cutShort`) at the end of the bytes. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;
  /** Where the next read begins. */
  at = 0;

  constructor(bytes: Uint8Array, options: { littleEndian?: boolean } = {}) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittleEndian = options.littleEndian ?? false;
  }

  get left(): number {
    return this.bytes.byteLength - this.at;
  }

  /** Moves past `length` bytes and returns where they began. */
  #pass(length: number): number {
    if (length > this.left) throw cutShort();
    const from = this.at;
    this.at += length;
    return from;
  }

  uint8(): number {
    return this.#view.getUint8(this.#pass(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#pass(2), this.#isLittleEndian);
  }

  /** Reads a number of three bytes, little-endian, as WebP has them. */
  uint24(): number {
    const from = this.#pass(3);
    return this.#view.getUint16(from, true) + this.#view.getUint8(from + 2) * 65_536;
  }

  uint32(): number {
    return this.#view.getUint32(this.#pass(4), this.#isLittleEndian);
  }

  /** Reads a number of 0, 4 or 8 bytes, as ISO media files have them. */
  uint(size: number): number {
    if (size === 0) return 0;
    if (size === 4) return this.uint32();
    return Number(this.#view.getBigUint64(this.#pass(8)));
  }

  /** Returns the next bytes, without copying them. */
  take(length: number): Uint8Array {
    const from = this.#pass(length);
    return this.bytes.subarray(from, from + length);
  }

  /** Returns the next bytes as text, a character for each byte. */
  text(length: number): string {
    return String.fromCharCode(...this.take(length));
  }
}

/** Returns the bytes of the text, one for each character. */
export const toBytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Returns whether the bytes have the text, one character for each byte, at the position. */
export const hasText = (bytes: Uint8Array, text: string, at = 0): boolean =>
  at + text.length <= bytes.byteLength && toBytes(text).every((byte, index) => bytes[at + index] === byte);

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

const written = (length: number, write: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(length);
  write(new DataView(bytes.buffer));
  return bytes;
};

/** Returns a number as two bytes, big-endian. */
export const uint16 = (value: number) => written(2, (view) => view.setUint16(0, value));

/** Returns a number as four bytes. */
export const uint32 = (value: number, isLittleEndian = false) =>
  written(4, (view) => view.setUint32(0, value, isLittleEndian));
