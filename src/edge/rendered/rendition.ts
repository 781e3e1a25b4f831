import { type Changes, entityTag, type Rendered } from '../../document/rendered.ts';
import { evaluatePreconditions } from '../conditional.ts';
import { type Ready, send } from '../sending.ts';

/** A rendered document with its place in time. */
export interface Dated extends Rendered {
  /** When it last changed; `undefined` for what changes with the program alone. */
  lastModified: Date | undefined;
  /** It is made of values of which some are older than they should be: KV has not converged yet. */
  isProvisional?: boolean;
}

/** A document as it is sent: encoded, and hashed once. */
export interface Rendition extends Ready {
  etag: string;
  lastModified: Date | undefined;
  changes: Changes | undefined;
  headersOf304: Headers;
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
  const kept = OF_A_304.flatMap((name) => {
    const value = all.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return {
    status: status ?? 200,
    headers: all,
    body,
    isCompressed: false,
    size: body.byteLength,
    etag,
    lastModified,
    changes,
    headersOf304: new Headers(kept),
  };
}

/** The answer to a GET or HEAD request for the rendition. */
export function respond(request: Request, rendition: Rendition): Response | Promise<Response> {
  // RFC 9110 section 13.2.1: preconditions are for what would otherwise be answered with success.
  const condition = rendition.status === 200 ? evaluatePreconditions(request.headers, rendition) : 200;
  return condition === 200
    ? send(request, rendition)
    : new Response(null, { status: condition, headers: rendition.headersOf304 });
}
