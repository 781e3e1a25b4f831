import { MultipartParseError, MultipartParser } from '@remix-run/multipart-parser';
import { withTimeout } from '../lib/timeout.ts';

/** The most fields of a form. A draft with all the sources and evidence that a story may have needs two thirds of them. */
export const MAX_FORM_FIELDS = 10_000;
/** The most fields of a form that is sent as the parts of a message. Forms with a file have five. */
const MAX_PARTS = 100;
/** The most bytes that say what a part is: its name, the file's name and its type. */
const MAX_HEAD_BYTES = 2000;

/** Why a form is refused before it is read to its end. */
export class FormTooLarge extends Error {}

/** How much of a form is read. */
export interface FormBounds {
  bytes: number;
  fields: number;
  /** Is told how many bytes have come, as they come. Whatever it throws ends the reading. */
  onBytes?: (count: number) => void;
}

/** A body that is too large is read and dropped up to so many bytes, and for so many milliseconds. */
const [MAX_DRAINED_BYTES, DRAIN_MS] = [100e6, 30_000];

const AMPERSAND = 0x26;
const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** Yields a body. Throws `FormTooLarge` before anything is read if its length is stated and too large, and otherwise once it is. */
async function* bytesOf(request: Request, { bytes, onBytes }: FormBounds): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get('Content-Length') ?? 0) > bytes) throw new FormTooLarge();
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > bytes) throw new FormTooLarge();
    onBytes?.(chunk.byteLength);
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

function concat(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** Reads a URL-encoded form as it is. The fields are counted as they come, because taking millions of them apart takes seconds. */
export async function readEncodedForm(request: Request, bounds: FormBounds): Promise<string> {
  const chunks: Uint8Array[] = [];
  let fields = 1;
  for await (const chunk of bytesOf(request, bounds)) {
    for (let at = chunk.indexOf(AMPERSAND); at >= 0; at = chunk.indexOf(AMPERSAND, at + 1)) fields++;
    if (fields > bounds.fields) throw new FormTooLarge();
    chunks.push(chunk);
  }
  return decoder.decode(concat(chunks));
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
  try {
    for await (const chunk of bytesOf(request, bounds)) {
      for (const { name = '', filename, mediaType, bytes } of parser.write(chunk)) {
        if (filename === undefined) form.append(name, decoder.decode(bytes));
        else
          form.append(
            name,
            new File([bytes as Uint8Array<ArrayBuffer>], filename, { type: mediaType ?? '' }),
          );
      }
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
  for (const [name, value] of new URLSearchParams(await readEncodedForm(request, bounds)))
    form.append(name, value);
  return form;
}
