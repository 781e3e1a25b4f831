import { gunzip } from '../lib/gzip.ts';
import { acceptsGzip } from './encoding.ts';

/** A document, ready to be sent. */
export interface Ready {
  status: number;
  headers: Headers;
  body: Uint8Array;
  /** Whether the body is gzip, and has to be inflated for clients that do not accept it. */
  isCompressed: boolean;
  /** Bytes of the document when it is not compressed. */
  size: number;
}

/** The answer to a GET or HEAD request. Rejects where the body has to be inflated and is not valid gzip. */
export function send(request: Request, ready: Ready): Response | Promise<Response> {
  const { status, headers, body, isCompressed } = ready;
  if (isCompressed && !acceptsGzip(request)) return sendInflated(request, ready);
  if (request.method === 'HEAD') return headOf(status, headers, body.byteLength);
  return new Response(body, { status, headers, encodeBody: isCompressed ? 'manual' : 'automatic' });
}

async function sendInflated(request: Request, { status, headers, body, size }: Ready): Promise<Response> {
  const own = new Headers(headers);
  own.delete('Content-Encoding');
  // Workers Cache keeps the compressed form alone, which nearly every client accepts.
  own.set('Cloudflare-CDN-Cache-Control', 'no-store');
  if (request.method === 'HEAD') return headOf(status, own, size);
  return new Response(await gunzip(body), { status, headers: own });
}

function headOf(status: number, headers: Headers, length: number): Response {
  const response = new Response(null, { status, headers, encodeBody: 'manual' });
  response.headers.set('Content-Length', String(length));
  return response;
}
