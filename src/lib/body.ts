// Bodies of requests and responses.

/** Returns the media type of a `Content-Type` without its parameters, in lower case; empty if there is none. */
export const mediaTypeOf = (headers: Headers): string =>
  (headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

/**
 * Whether a body is compressed. API, hub, callbacks and newsroom refuse compressed bodies (RFC 9110 section 15.5.16), because a small
 * one could inflate to gigabytes.
 */
export const isCompressed = (headers: Headers): boolean =>
  !/^(identity)?$/i.test(headers.get('Content-Encoding')?.trim() ?? '');

/**
 * Reads a UTF-8 body of at most `maxBytes`. Returns undefined if the body is longer, without waiting for the rest. Rejects if the
 * body ends early. By default, bytes that are not UTF-8 become U+FFFD.
 */
export async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  decoder = new TextDecoder(),
): Promise<string | undefined> {
  if (!body) return '';
  let text = '';
  let bytes = 0;
  const reader = body.getReader();
  try {
    while (bytes <= maxBytes && maxBytes > 0) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes <= maxBytes) text += decoder.decode(value, { stream: true });
    }
    return undefined;
  } finally {
    // A failed cancellation does not matter.
    reader.cancel().catch(() => undefined);
  }
}

/** Passes a body on, and fails with a `RangeError` once it has more than `maxBytes`. */
export function limitBody(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) controller.error(new RangeError(`more than ${maxBytes} bytes`));
      else controller.enqueue(chunk);
    },
  });
}
