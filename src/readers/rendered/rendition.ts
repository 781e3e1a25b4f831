import { entityTag, type FeedVersion, type RenderedDocument } from '../../site/document/rendered-document.ts';
import { evaluatePreconditions } from '../conditional.ts';
import { makeResponse, type PreparedResponse } from '../response.ts';

/** A rendered document, and when it last changed. */
export interface DatedDocument extends RenderedDocument {
  /** `undefined` if the document can change while the value that it is rendered from stays the same. */
  lastModified: Date | undefined;
  /** Whether some of the values that it is rendered from may be out of date, because KV has not converged. */
  isProvisional?: boolean;
}

/** A rendered document as bytes, with its entity tag. */
export interface Rendition extends PreparedResponse {
  etag: string;
  lastModified: Date | undefined;
  feedVersion: FeedVersion | undefined;
  headersOf304: Headers;
}

/** The headers that a 304 repeats: those for caches, not those that describe the content (RFC 9110 section 15.4.5). */
const HEADERS_OF_304 = [
  'Cache-Control',
  'Cloudflare-CDN-Cache-Control',
  'Cache-Tag',
  'Vary',
  'Content-Location',
  'ETag',
  'Access-Control-Allow-Origin',
  'Access-Control-Expose-Headers',
];

/** Makes the rendition of a document from its text. */
export const makeTextRendition = ({ text, ...rest }: DatedDocument): Promise<Rendition> =>
  makeRendition(new TextEncoder().encode(text), rest);

/** Makes the rendition of a document from its bytes. */
export async function makeRendition(
  body: Uint8Array,
  { status, lastModified, headers: given, feedVersion }: Omit<DatedDocument, 'text'>,
): Promise<Rendition> {
  const etag = await entityTag(body, feedVersion);
  const headers = new Headers({ ...given, ETag: etag });
  if (lastModified) headers.set('Last-Modified', lastModified.toUTCString());
  const repeated = HEADERS_OF_304.flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return {
    status: status ?? 200,
    headers,
    body,
    isCompressed: false,
    size: body.byteLength,
    etag,
    lastModified,
    feedVersion,
    headersOf304: new Headers(repeated),
  };
}

/** Responds to a GET or HEAD request with a rendition. */
export function respondWithRendition(request: Request, rendition: Rendition): Response | Promise<Response> {
  // Preconditions apply only if the response without them would be a success (RFC 9110 section 13.2.1).
  const status = rendition.status === 200 ? evaluatePreconditions(request.headers, rendition) : 200;
  return status === 200
    ? makeResponse(request, rendition)
    : new Response(null, { status, headers: rendition.headersOf304 });
}
