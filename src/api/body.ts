import { readAtMost } from '../lib/body.ts';
import { MAX_RECORD_CHARACTERS } from '../story/story.ts';
import { ProblemError } from './problem.ts';

/** The most bytes of a story in a request: two for each character, because most characters take one byte in UTF-8. */
export const MAX_STORY_BYTES = MAX_RECORD_CHARACTERS * 2;

/**
 * Reads a body as UTF-8; `what` says what it is. Throws 413 as soon as it has more than `maxBytes`, and 400 if it is not UTF-8 or
 * incomplete.
 */
export async function readText(request: Request, what: string, maxBytes: number): Promise<string> {
  const tooLarge = () =>
    new ProblemError(
      413,
      `A ${what} must have at most ${maxBytes.toLocaleString('en')} bytes. Shorten it and send it again.`,
    );
  if (Number(request.headers.get('Content-Length') ?? 0) > maxBytes) throw tooLarge();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const text = await readAtMost(request.body, maxBytes, decoder).catch((error: unknown) => {
    throw new ProblemError(
      400,
      error instanceof TypeError
        ? 'The body is not UTF-8. Encode it as UTF-8 and send it again.'
        : 'The body is incomplete. Send it again.',
    );
  });
  if (text === undefined) throw tooLarge();
  return text;
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
