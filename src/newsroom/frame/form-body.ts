import { MultipartParseError, MultipartParser } from '@remix-run/multipart-parser';
import { withTimeout } from '../../lib/timeout.ts';

/** The most fields of a form. A draft with all the sources and evidence that a story may have needs two thirds of them. */
export const MAX_FORM_FIELDS = 10_000;
/** The most fields of a form that is sent as the parts of a message. Forms with a file have five. */
const MAX_PARTS = 100;
/** The most bytes that say what a part is: its name, the file's name and its type. */
const MAX_HEAD_BYTES = 2000;

/** Why a form is refused before it is read to its end. */
export class FormTooLarge extends Error {}

/** How much of a form is read. */
interface FormBounds {
  bytes: number;
  fields: number;
}

/** A body that is too large is read and dropped up to so many bytes, and for so many milliseconds. */
const [MAX_DRAINED_BYTES, DRAIN_MS] = [100e6, 30_000];

const AMPERSAND = 0x26;
const partDecoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** How much of a body is read at once. The runtime's own iterator reads 4 kB, so that a long form costs thousands of turns. */
const READ_BYTES = 65_536;

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader({ mode: 'byob' });
  try {
    for (;;) {
      const { done, value } = await reader.read(new Uint8Array(READ_BYTES));
      if (done) return;
      yield value;
    }
  } finally {
    // Nothing waits for what is left of a body that was refused.
    reader.cancel().catch(() => undefined);
  }
}

/** Yields a body. Throws `FormTooLarge` before anything is read if its length is stated and too large, and otherwise once it is. */
async function* bytesOf(request: Request, { bytes }: FormBounds): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get('Content-Length') ?? 0) > bytes) throw new FormTooLarge();
  let length = 0;
  for await (const chunk of request.body ? chunksOf(request.body) : []) {
    length += chunk.byteLength;
    if (length > bytes) throw new FormTooLarge();
    yield chunk;
  }
}

/**
 * Reads a body that was refused for its stated length, and drops it: a browser shows no answer before it has sent everything. Only for
 * who is signed in.
 */
export async function drain({ headers, body, bodyUsed }: Request): Promise<void> {
  const length = Number(headers.get('Content-Length') ?? Number.NaN);
  if (!body || bodyUsed || !(length <= MAX_DRAINED_BYTES)) return;
  const cancellation = new AbortController();
  const nowhere = new WritableStream<Uint8Array>();
  await withTimeout(DRAIN_MS, body.pipeTo(nowhere, { signal: cancellation.signal })).catch(() => undefined);
  cancellation.abort();
}

/** Reads the text of a URL-encoded form. The fields are counted as they come, because taking millions of them apart takes seconds. */
async function readEncoded(request: Request, bounds: FormBounds): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });
  let text = '';
  let fields = 1;
  for await (const chunk of bytesOf(request, bounds)) {
    for (let at = chunk.indexOf(AMPERSAND); at >= 0; at = chunk.indexOf(AMPERSAND, at + 1)) fields++;
    if (fields > bounds.fields) throw new FormTooLarge();
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Whether a parser has read the boundary that ends the message. */
function hasEnded(parser: MultipartParser): boolean {
  try {
    parser.finish();
    return true;
  } catch {
    return false;
  }
}

/** Reads a form whose fields are parts, and counts them while it takes them apart. The runtime's `formData()` does so afterwards. */
async function readParts(request: Request, boundary: string, bounds: FormBounds): Promise<FormData> {
  const parser = new MultipartParser(boundary, {
    maxHeaderSize: MAX_HEAD_BYTES,
    maxParts: Math.min(MAX_PARTS, bounds.fields),
    maxFileSize: bounds.bytes,
    maxTotalSize: bounds.bytes,
  });
  const form = new FormData();
  let isWhole = false;
  try {
    for await (const chunk of bytesOf(request, bounds)) {
      // What follows the last boundary is no part of the form (RFC 2046 section 5.1.1): browsers send a line break.
      if (isWhole) continue;
      for (const part of parser.write(chunk)) {
        const { name = '', filename, mediaType } = part;
        if (filename !== undefined) {
          const bytes = part.bytes as Uint8Array<ArrayBuffer>;
          form.append(name, new File([bytes], filename, { type: mediaType ?? '' }));
        } else form.append(name, partDecoder.decode(part.bytes));
      }
      isWhole = hasEnded(parser);
    }
    parser.finish();
  } catch (error) {
    if (error instanceof MultipartParseError && /exceeds maximum/.test(error.message))
      throw new FormTooLarge();
    throw error;
  }
  return form;
}

/** Reads the fields of a form of either type. Throws `FormTooLarge` as soon as a bound is passed, and any other error if it is not whole. */
export async function readFields(request: Request, bounds: FormBounds): Promise<FormData> {
  const type = request.headers.get('Content-Type') ?? '';
  if (/^multipart/i.test(type)) {
    const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type) ?? [];
    return readParts(request, quoted ?? plain ?? '', bounds);
  }
  const form = new FormData();
  for (const [name, value] of new URLSearchParams(await readEncoded(request, bounds)))
    form.append(name, value);
  return form;
}
