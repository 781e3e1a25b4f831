import { MAX_RECORD_CHARACTERS } from '../story/parse/parse.ts';
import { ProblemError } from './problem.ts';

/** Bytes of a story in a request: its characters, most of which take one byte, and room for those that take more. */
export const MAX_STORY_BYTES = MAX_RECORD_CHARACTERS * 2;

/** Reads a body of UTF-8 up to the limit; what is longer is not read to its end. */
export async function readStoryText(request: Request): Promise<string> {
  const tooLarge = () =>
    new ProblemError(
      413,
      `A story must have at most ${MAX_STORY_BYTES.toLocaleString('en')} bytes. Shorten it and send it again.`,
    );
  if (Number(request.headers.get('Content-Length') ?? 0) > MAX_STORY_BYTES) throw tooLarge();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let bytes = 0;
  try {
    for await (const part of request.body ?? []) {
      bytes += part.byteLength;
      if (bytes > MAX_STORY_BYTES) throw tooLarge();
      text += decoder.decode(part, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    if (error instanceof TypeError)
      throw new ProblemError(400, 'The body is not UTF-8. Encode it as UTF-8 and send it again.');
    throw new ProblemError(400, 'The body ended before it was whole. Send it again.');
  }
}

/** Bytes of an exported story with all of its revisions. */
export const MAX_LINE_BYTES = 20_000_000;

/** A line of a stream, or why there is none to read. */
export type Line = { text: string } | { fault: string };

const LINE_FEED = 0x0a;

/** The lines of a stream of UTF-8, one by one, however many there are. What is over the limit is passed over. */
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
