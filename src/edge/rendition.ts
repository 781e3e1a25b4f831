import { fingerprint } from '../fingerprint.ts';
import { evaluatePreconditions } from './conditional.ts';

/** A document as text, with what HTTP has to say about it. */
export interface Rendered {
  text: string;
  /** 200 where it is left out. */
  status?: 301 | 410;
  /** When it last changed; `undefined` for what changes with the program alone. */
  lastModified: Date | undefined;
  headers: Record<string, string>;
  /** It is made of values of which some are older than they should be: KV has not converged yet. */
  isProvisional?: boolean;
  /** Which changes it holds, so that a reader who has an older copy can be sent what came since. */
  changes?: Changes | undefined;
}

/** The site's changes by number. */
export interface Changes {
  /** What it was made with beside the stories, the renderer of its oldest entry and the site: 8 digits of a hash. */
  madeWith: string;
  /** The latest that changed the document. */
  tick: number;
  /** The latest that took an entry out of it. */
  departed: number;
  /** The latest of each of its entries. */
  ticks: readonly number[];
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

/**
 * Encodes a document and makes its entity tag from its bytes. The tag is weak, as Cloudflare weakens it in any case when it
 * compresses; so all caches agree on it. Behind the hash stands what it was made with, and which changes it holds.
 */
export const makeRendition = ({ text, ...rest }: Rendered): Promise<Rendition> =>
  renditionOf(new TextEncoder().encode(text), rest);

/** The same of a document that is bytes already. */
export async function renditionOf(
  body: Uint8Array,
  { status, lastModified, headers, changes }: Omit<Rendered, 'text'>,
): Promise<Rendition> {
  const etag = `W/"${await fingerprint(body)}${changes ? `-${changes.madeWith}.${changes.tick}` : ''}"`;
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
