import { isUtf8 } from 'node:buffer';
import { parseMediaType } from '../../../../newsroom/wire/extraction/media-type.ts';
import { asUtf8 } from '../utf8.ts';

/** Returns the encoding that an XML declaration or a media type states, unless it is UTF-8; undefined if it states none that is known. */
function statedDecoder(start: Uint8Array, contentType: string | undefined): TextDecoder | undefined {
  const [, inXml] =
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i.exec(
      Buffer.from(start.subarray(0, 400)).toString('latin1'),
    ) ?? [];
  const label = parseMediaType(contentType).charset || inXml;
  if (label === undefined || /^utf/i.test(label)) return undefined;
  try {
    return new TextDecoder(label);
  } catch {
    return undefined;
  }
}

interface TextOptions {
  contentType?: string | undefined;
  /** Called with how many bytes were no UTF-8, though they ought to be. */
  onRepair: (count: number) => void;
}

/**
 * Reads bytes as text: by the encoding that the document states, unless they are UTF-8 for sure; bytes that should be UTF-8 and are not
 * are taken as Windows-1252.
 */
export async function* textOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { contentType, onRepair }: TextOptions,
): AsyncGenerator<string> {
  const iterator =
    Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const first = await iterator.next();
  if (first.done) return;
  const bytes = async function* () {
    yield first.value;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  };
  // A character may be cut at the end of the chunk.
  const isSurelyUtf8 =
    first.value.some((byte) => byte > 127) &&
    [0, 1, 2, 3].some((cut) => isUtf8(first.value.subarray(0, first.value.length - cut)));
  const decoder = isSurelyUtf8 ? undefined : statedDecoder(first.value, contentType);
  if (decoder) {
    for await (const chunk of bytes()) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
    return;
  }
  const utf8 = new TextDecoder();
  for await (const chunk of asUtf8(bytes(), onRepair)) yield utf8.decode(chunk, { stream: true });
  yield utf8.decode();
}
