import { TimeoutError, withTimeout } from '../../../lib/timeout.ts';
import { type Marked, sentence } from '../../words/translate.ts';
import { readBytes } from '../read-bytes.ts';

/** A response, with its body unless it redirects; or why there is none, a sentence with the values `host` and `most`. */
export type Download =
  | { ok: true; status: number; headers: Headers; body: Uint8Array }
  | { ok: false; kind: 'timeout' | 'size' | 'connection'; reason: Marked<string> };

interface DownloadOptions {
  send: typeof fetch;
  headers: Record<string, string>;
  /** For everything, the body included, in milliseconds. */
  timeout: number;
  /** The most bytes of a body, after decompression. */
  maxBytes: number;
  /** Whether a longer body is cut instead of refused. */
  isCut: boolean;
}

/** The codings that the runtime undoes, if they are spelt exactly so. */
const UNDONE = ['', 'identity', 'gzip', 'br'];
/** The codings that are undone here (RFC 9110 section 8.4.1). */
const FORMATS: Record<string, 'gzip' | 'deflate'> = { gzip: 'gzip', 'x-gzip': 'gzip', deflate: 'deflate' };

/** Sends a GET request and reads the response. Never rejects, and follows no redirect. */
export async function download(url: string, options: DownloadOptions): Promise<Download> {
  const cancellation = new AbortController();
  try {
    return await withTimeout(options.timeout, receive(url, options, cancellation.signal));
  } catch (error) {
    return error instanceof TimeoutError
      ? {
          ok: false,
          kind: 'timeout',
          reason: sentence('{host} did not answer in full within ten seconds. Try again later.'),
        }
      : {
          ok: false,
          kind: 'connection',
          reason: sentence('{host} could not be reached. Check the address, or try again later.'),
        };
  } finally {
    cancellation.abort();
  }
}

async function receive(
  url: string,
  { send, headers, maxBytes, isCut }: DownloadOptions,
  signal: AbortSignal,
): Promise<Download> {
  const response = await send(url, { headers, redirect: 'manual', signal });
  const { status, body } = response;
  const isRedirect = status >= 300 && status < 400 && response.headers.has('Location');
  if (!body || isRedirect) return { ok: true, status, headers: response.headers, body: new Uint8Array() };
  const decoded = decode(body, response.headers.get('Content-Encoding')?.trim() ?? '');
  if (!decoded) {
    const reason = sentence(
      '{host} compresses its pages in an unknown way. Check the address, or try again later.',
    );
    return { ok: false, kind: 'connection', reason };
  }
  const isTooLong = {
    ok: false,
    kind: 'size',
    reason: sentence(
      '{host} sends more than {most} MB. Open the page yourself, and take from it what you need.',
    ),
  } as const;
  if (!isCut && Number(response.headers.get('Content-Length')) > maxBytes) return isTooLong;
  const read = await readBytes(decoded, maxBytes).catch(() => undefined);
  if (!read) {
    const reason = sentence(
      '{host} broke off in the middle of its answer. Check the address, or try again later.',
    );
    return { ok: false, kind: 'connection', reason };
  }
  if (read.length > maxBytes && !isCut) return isTooLong;
  return { ok: true, status, headers: response.headers, body: read.subarray(0, maxBytes) };
}

/** Undoes a coding that the runtime has not undone; returns undefined if it is unknown. */
function decode(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  coding: string,
): ReadableStream<Uint8Array> | undefined {
  if (UNDONE.includes(coding)) return body;
  const format = FORMATS[coding.toLowerCase()];
  return format && body.pipeThrough(new DecompressionStream(format));
}
