import { isUtf8 } from 'node:buffer';
import { encodingOf } from './opening.ts';

/** What Windows-1252 means by the bytes from 0x80, in UTF-8. It has all of ISO 8859-1 but its control characters. */
const WINDOWS_1252 = Array.from({ length: 128 }, (_, index) =>
  Buffer.from(new TextDecoder('windows-1252').decode(Uint8Array.of(128 + index))),
);

/** Returns how many bytes a character of UTF-8 has, by its first byte; 0 if no character begins with it. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/** Returns how many bytes at the end of a chunk are the beginning of a character. */
function startedAtEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return lengthOf(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/** Replaces each byte that is no UTF-8 by the character that it is in Windows-1252. Returns how many there were, too. */
export function repair(bytes: Buffer): { bytes: Buffer; repaired: number } {
  const parts: Buffer[] = [];
  let repaired = 0;
  let [kept, at] = [0, 0];
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const length = lengthOf(byte);
    if (
      length === 1 ||
      (length > 1 && at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)))
    ) {
      at += length;
      continue;
    }
    parts.push(bytes.subarray(kept, at), WINDOWS_1252[byte - 128] ?? Buffer.alloc(0));
    repaired++;
    kept = ++at;
  }
  return { bytes: Buffer.concat([...parts, bytes.subarray(kept)]), repaired };
}

/** Whether two characters of ASCII in UTF-16, or its byte order mark, begin a text: one zero byte alone may be the text's own. */
const hasMarkOrZeros = ([first, second, third, fourth]: Uint8Array) =>
  (first === 0 && third === 0) || (second === 0 && fourth === 0) || (first ?? 0) >= 0xfe;

/**
 * Gives the bytes of a text as valid UTF-8 without a byte order mark. UTF-16 is converted. Bytes that are no UTF-8 are taken as
 * Windows-1252, as browsers take Latin-1; `onRepair` gets how many there were in a chunk.
 */
export async function* asUtf8(
  chunks: AsyncIterable<Uint8Array>,
  onRepair: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null | undefined;
  let rest = Buffer.alloc(0);
  const convert = (bytes: Buffer): Buffer => {
    if (isUtf8(bytes)) return bytes;
    const result = repair(bytes);
    onRepair(result.repaired);
    return result.bytes;
  };
  for await (const chunk of chunks) {
    let bytes = Buffer.concat([rest, chunk]);
    rest = Buffer.alloc(0);
    if (decoder === undefined) {
      // A byte order mark, and the first character, are in the first four bytes.
      if (bytes.length < 4) {
        rest = bytes;
        continue;
      }
      const encoding = hasMarkOrZeros(bytes) ? encodingOf(bytes) : 'utf-8';
      decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding);
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    if (decoder) {
      yield Buffer.from(decoder.decode(bytes, { stream: true }));
      continue;
    }
    const started = startedAtEnd(bytes);
    rest = Buffer.from(bytes.subarray(bytes.length - started));
    yield convert(bytes.subarray(0, bytes.length - started));
  }
  if (decoder) yield Buffer.from(decoder.decode());
  else if (rest.length > 0) yield convert(rest);
}
