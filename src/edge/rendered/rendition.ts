import { type Changes, entityTag, type Rendered } from '../../document/rendered.ts';
import { evaluatePreconditions } from '../conditional.ts';

/** A rendered document with its place in time. */
export interface Dated extends Rendered {
  /** When it last changed; `undefined` for what changes with the program alone. */
  lastModified: Date | undefined;
  /** It is made of values of which some are older than they should be: KV has not converged yet. */
  isProvisional?: boolean;
}

/** A document as it is sent: encoded, and hashed once. */
export interface Rendition {
  status: 200 | 301 | 410;
  body: Uint8Array;
  etag: string;
  lastModified: Date | undefined;
  changes: Changes | undefined;
  /** Made once for all answers: to make them of names and values costs more than all else in a 304. */
  headers: Headers;
  notModifiedHeaders: Headers;
}

/** A 304 says what a cache is to do with the copy that it has, and nothing of what is in it (RFC 9110 section 15.4.5). */
const OF_A_304 = [
  'Cache-Control',
  'Cloudflare-CDN-Cache-Control',
  'Cache-Tag',
  'Vary',
  'Content-Location',
  'ETag',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
];

/** Encodes a document and makes its entity tag. */
export const makeRendition = ({ text, ...rest }: Dated): Promise<Rendition> =>
  renditionOf(new TextEncoder().encode(text), rest);

/** The same of a document that is bytes already. */
export async function renditionOf(
  body: Uint8Array,
  { status, lastModified, headers, changes }: Omit<Dated, 'text'>,
): Promise<Rendition> {
  const etag = await entityTag(body, changes);
  const all = new Headers({ ...headers, ETag: etag });
  if (lastModified) all.set('Last-Modified', lastModified.toUTCString());
  const notModifiedHeaders = new Headers();
  for (const name of OF_A_304) {
    const value = all.get(name);
    if (value !== null) notModifiedHeaders.set(name, value);
  }
  return {
    status: status ?? 200,
    body,
    etag,
    lastModified,
    changes,
    headers: all,
    notModifiedHeaders,
  };
}

/** The answer to a GET or HEAD request for the rendition. */
export function respond(request: Request, rendition: Rendition): Response {
  const { status, body, headers, notModifiedHeaders } = rendition;
  // RFC 9110 section 13.2.1: preconditions are for what would otherwise be answered with success.
  const condition = status === 200 ? evaluatePreconditions(request.headers, rendition) : 200;
  if (condition !== 200) return new Response(null, { status: condition, headers: notModifiedHeaders });
  if (request.method === 'HEAD') {
    const response = new Response(null, { status, headers });
    response.headers.set('Content-Length', String(body.byteLength));
    return response;
  }
  return new Response(body, { status, headers });
}
