import { TimeoutError, withTimeout } from '../../../lib/timeout.ts';
import { readBytes } from '../read-bytes.ts';

/** A response, with its body unless it redirects; or why there is none. */
export type Download =
  | { ok: true; status: number; headers: Headers; body: Uint8Array }
  | { ok: false; kind: 'timeout' | 'size' | 'connection'; reason: string };

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
      ? { ok: false, kind: 'timeout', reason: 'did not answer in full within ten seconds' }
      : { ok: false, kind: 'connection', reason: 'could not be reached' };
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
  if (!decoded) return { ok: false, kind: 'connection', reason: 'compresses its pages in an unknown way' };
  const isTooLong = { ok: false, kind: 'size', reason: `sends more than ${maxBytes / 1e6} MB` } as const;
  if (!isCut && Number(response.headers.get('Content-Length')) > maxBytes) return isTooLong;
  const read = await readBytes(decoded, maxBytes).catch(() => undefined);
  if (!read) return { ok: false, kind: 'connection', reason: 'broke off in the middle of its answer' };
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
