import { gunzip } from '../lib/gzip.ts';
import { acceptsGzip } from './encoding.ts';

/** A document and its headers, from which responses are made. */
export interface PreparedResponse {
  status: number;
  headers: Headers;
  body: Uint8Array;
  /** Whether the body is gzip. Clients that do not accept gzip get the inflated document. */
  isCompressed: boolean;
  /** Bytes of the document before compression. */
  size: number;
}

/** Makes the response to a GET or HEAD request. Rejects if the body has to be inflated and is not valid gzip. */
export function makeResponse(request: Request, prepared: PreparedResponse): Response | Promise<Response> {
  const { status, headers, body, isCompressed } = prepared;
  if (isCompressed && !acceptsGzip(request)) return makeInflatedResponse(request, prepared);
  if (request.method === 'HEAD') return makeHeadResponse(status, headers, body.byteLength);
  return new Response(body, { status, headers, encodeBody: isCompressed ? 'manual' : 'automatic' });
}

async function makeInflatedResponse(
  request: Request,
  { status, headers: compressed, body, size }: PreparedResponse,
): Promise<Response> {
  const headers = new Headers(compressed);
  headers.delete('Content-Encoding');
  // Workers Cache keeps only the compressed form, which nearly every client accepts.
  headers.set('Cloudflare-CDN-Cache-Control', 'no-store');
  if (request.method === 'HEAD') return makeHeadResponse(status, headers, size);
  return new Response(await gunzip(body), { status, headers });
}

function makeHeadResponse(status: number, headers: Headers, length: number): Response {
  const response = new Response(null, { status, headers, encodeBody: 'manual' });
  response.headers.set('Content-Length', String(length));
  return response;
}
