import type * as z from 'zod';
import { faultsFromZod, limitFaults } from '../../site/story/parse/fault.ts';
import { MAX_RECORD_CHARACTERS } from '../../site/story/story.ts';
import type { ApiContext } from './context.ts';
import { ProblemError } from './problem.ts';
import { requireType } from './request.ts';

/** The most bytes of a story in a request: two for each character, because most characters take one byte in UTF-8. */
export const MAX_STORY_BYTES = MAX_RECORD_CHARACTERS * 2;

/** Reads a body; `what` says what it is. Throws 413 as soon as it has more than `maxBytes`, and 400 if it breaks off. */
export async function readBytes(request: Request, what: string, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new ProblemError(
      413,
      `${what} must have at most ${maxBytes.toLocaleString('en')} bytes. Make it smaller and send it again.`,
    );
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw new ProblemError(400, 'The body is incomplete. Send it again.');
  }
  if (bytes > maxBytes) throw tooLarge();
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

/** Reads a body as UTF-8, like `readBytes`. Throws 400 if it is not UTF-8. */
export async function readText(request: Request, what: string, maxBytes: number): Promise<string> {
  const bytes = await readBytes(request, what, maxBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProblemError(400, 'The body is not UTF-8. Encode it as UTF-8 and send it again.');
  }
}

/** The most bytes of a body of JSON that is no story. */
const MAX_JSON_BYTES = 100_000;

/**
 * Reads a body as JSON. Throws 413 and 400 like `readText`, 422 with the faults if it does not fit the schema, and 415 if it is
 * of another type.
 */
export async function readJson<T extends z.ZodType>(c: ApiContext, schema: T): Promise<z.output<T>> {
  requireType(c, 'application/json');
  const text = await readText(c.req.raw, 'The body', MAX_JSON_BYTES);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProblemError(400, 'The body is not JSON. Correct it and send it again.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = limitFaults(faultsFromZod(parsed.error, value));
  throw new ProblemError(422, 'The body is not as it must be. Correct it and send it again.', { faults });
}

/** The most bytes of a line in an import. Earlier versions exported all revisions of a story on one line. */
const MAX_LINE_BYTES = 20_000_000;

/** A line, or why it cannot be read. */
export type Line = { text: string } | { fault: string };

const LINE_FEED = 0x0a;

/** Yields the lines of a UTF-8 stream. Keeps at most one line in memory, and skips the rest of a line that is too long. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  let parts: Uint8Array[] = [];
  let bytes = 0;
  const add = (part: Uint8Array) => {
    bytes += part.byteLength;
    if (bytes <= MAX_LINE_BYTES) parts.push(part);
  };
  const take = (): Line => {
    const isTooLong = bytes > MAX_LINE_BYTES;
    const line = new Uint8Array(isTooLong ? 0 : bytes);
    let at = 0;
    for (const part of isTooLong ? [] : parts) {
      line.set(part, at);
      at += part.byteLength;
    }
    parts = [];
    bytes = 0;
    if (isTooLong) return { fault: `The line has more than ${MAX_LINE_BYTES.toLocaleString('en')} bytes.` };
    try {
      return { text: decoder.decode(line) };
    } catch {
      return { fault: 'The line is not UTF-8. Encode it as UTF-8 and send it again.' };
    }
  };
  for await (const part of body) {
    let from = 0;
    for (let end = part.indexOf(LINE_FEED); end >= 0; end = part.indexOf(LINE_FEED, from)) {
      add(part.subarray(from, end));
      yield take();
      from = end + 1;
    }
    add(part.subarray(from));
  }
  if (bytes > 0) yield take();
}
