import { encodingOf } from '../opening.ts';

const latin = new TextDecoder('windows-1252');

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
