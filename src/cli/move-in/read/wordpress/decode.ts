import { encodingOf } from '../opening.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin = new TextDecoder('windows-1252');

/** How many bytes the letter at `at` has in UTF-8 (RFC 3629, section 4), or 0 if there is none. */
function letterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  const [low, high] =
    first === 0xe0
      ? [0xa0, 0xbf]
      : first === 0xed
        ? [0x80, 0x9f]
        : first === 0xf0
          ? [0x90, 0xbf]
          : first === 0xf4
            ? [0x80, 0x8f]
            : [0x80, 0xbf];
  if (second < low || second > high) return 0;
  for (let next = 2; next < length; next++) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/**
 * Decodes UTF-8. A byte that is not part of a letter is read as windows-1252, which is what a database that says UTF-8 and holds
 * something else usually holds; `mended` counts such bytes. So an old text comes through, and a new one beside it.
 */
export function decodeUtf8(bytes: Uint8Array): { text: string; mended: number } {
  try {
    return { text: utf8.decode(bytes), mended: 0 };
  } catch {
    const texts: string[] = [];
    let [start, mended] = [0, 0];
    for (let at = 0; at < bytes.length; ) {
      const length = letterLength(bytes, at);
      if (length === 0) {
        texts.push(utf8.decode(bytes.subarray(start, at)), latin.decode(bytes.subarray(at, at + 1)));
        start = at + 1;
        mended++;
      }
      at += length || 1;
    }
    texts.push(utf8.decode(bytes.subarray(start)));
    return { text: texts.join(''), mended };
  }
}

/** The encoding that the XML declaration names, in lower case; undefined if there is no declaration. */
function declaredEncoding(start: Uint8Array): string | undefined {
  const declaration = latin.decode(start.subarray(0, 1024));
  return /<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(declaration)?.[1]?.toLowerCase();
}

const UTF8_NAMES = ['utf-8', 'utf8', 'us-ascii', 'ascii'];

/** The decoder of a text that is not in UTF-8, by its byte order mark or its XML declaration, or why there is none. */
function decoderFor(start: Uint8Array, marked: string): { decoder?: TextDecoder; unknown?: string } {
  if (marked !== 'utf-8') return { decoder: new TextDecoder(marked) };
  const declared = declaredEncoding(start);
  if (!declared || UTF8_NAMES.includes(declared)) return {};
  // What looks like UTF-16 was found above. A declaration in single bytes that says UTF-16 is wrong.
  if (declared.startsWith('utf-16')) return { unknown: declared };
  try {
    return { decoder: new TextDecoder(declared) };
  } catch {
    return { unknown: declared };
  }
}

/** What the encoding of a file is, if it is not UTF-8: the name by which it was read, or a name that nobody knows. */
export interface Encoding {
  read?: string;
  unknown?: string;
}

/** Turns a text in another encoding into UTF-8. UTF-8 passes as it is, with what is wrong in it. Tells `onEncoding` what it found. */
export async function* toUtf8(
  chunks: AsyncIterable<Buffer>,
  onEncoding: (encoding: Encoding) => void,
): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) {
      const { decoder: found, unknown } = decoderFor(chunk, encodingOf(chunk));
      decoder = found;
      isFirst = false;
      onEncoding({ ...(found && { read: found.encoding }), ...(unknown && { unknown }) });
    }
    yield decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
  }
  if (decoder) yield Buffer.from(decoder.decode());
}
