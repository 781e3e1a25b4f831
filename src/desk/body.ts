import { RECORD_LIMIT } from '../story/parse.ts';
import { ProblemError } from './problem.ts';

/** Bytes of a story in a request: its characters, most of which take one byte, and room for those that take more. */
export const BODY_BYTES = RECORD_LIMIT * 2;

/** Reads a body of UTF-8 up to the limit; what is longer is not read to its end. */
export async function readText(request: Request): Promise<string> {
  const tooLarge = () =>
    new ProblemError(
      413,
      `A story must have at most ${BODY_BYTES.toLocaleString('en')} bytes. Shorten it and send it again.`,
    );
  if (Number(request.headers.get('Content-Length') ?? 0) > BODY_BYTES) throw tooLarge();
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  let bytes = 0;
  try {
    for await (const part of request.body ?? []) {
      bytes += part.byteLength;
      if (bytes > BODY_BYTES) throw tooLarge();
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

/** The lines of a stream of UTF-8, one by one, however many there are; a line over the limit comes as `undefined`. */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  // The line that is being read is over the limit; what is left of it is passed over.
  let isTooLong = false;
  for await (const part of body) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield isTooLong || line.length > BODY_BYTES ? undefined : line;
      isTooLong = false;
    }
    if (rest.length > BODY_BYTES) {
      isTooLong = true;
      rest = '';
    }
  }
  rest += decoder.decode();
  if (isTooLong) yield undefined;
  else if (rest !== '') yield rest;
}
