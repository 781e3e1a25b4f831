import { loggerOf } from '../lib/log.ts';
import { withTimeout } from '../lib/timeout.ts';
import { KV_READ_TIMEOUT, Unavailable } from '../platform/kv.ts';
import { getPicture, getPictureRange } from '../platform/picture-store.ts';
import { type FileId, parsePictureName, parseSizeName, pictureName } from '../site/pictures/address.ts';
import { FORMATS } from '../site/pictures/formats.ts';
import { evaluatePreconditions } from './conditional.ts';
import type { EdgeContext } from './context.ts';
import { handleNotFound } from './errors.ts';
import { partOf, type RangeSpec, requestedRange } from './range.ts';

/**
 * Handles an uploaded picture, a smaller size of one, or a part of either. What is at its address never changes: the address has the hash
 * of the picture's bytes, and a size is made once.
 */
export async function handlePicture(c: EdgeContext): Promise<Response> {
  const file = c.req.param('file') ?? '';
  const id = parsePictureName(file) ?? parseSizeName(file);
  if (!id) return handleNotFound(c);
  const etag = `"${'atWidth' in id ? `${id.hash}-${id.atWidth}` : id.hash}"`;
  const status = evaluatePreconditions(c.req.raw.headers, { etag, lastModified: undefined });
  // Preconditions come before the range (RFC 9110 section 13.2.2).
  const range = status === 200 ? requestedRange(c.req.raw, etag) : undefined;
  const picture = await withTimeout(KV_READ_TIMEOUT, read(c, id, range)).catch((error) => {
    loggerOf(c.req.raw)({ event: 'picture-read-failed', file, error: String(error) });
    throw new Unavailable(`The picture ${file} could not be read`, { cause: error });
  });
  if (!picture) return handleNotFound(c);
  const headers = new Headers({
    ETag: etag,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'Accept-Ranges': 'bytes',
  });
  if ('part' in picture) {
    const { part, length } = picture;
    headers.set(
      'Content-Range',
      part ? `bytes ${part.offset}-${part.offset + part.length - 1}/${length}` : `bytes */${length}`,
    );
    if (!part) {
      headers.set('Cache-Control', 'no-store');
      return new Response(null, { status: 416, headers });
    }
    return send(c, id, { body: picture.body, length: part.length }, { status: 206, headers });
  }
  if (status === 200) return send(c, id, picture, { status, headers });
  await picture.body.cancel();
  return new Response(null, { status, headers, encodeBody: 'manual' });
}

/** Reads the picture, or the part of it that was asked for. */
const read = async ({ env }: EdgeContext, id: FileId, range: RangeSpec | undefined) =>
  range ? getPictureRange(env, id, (length) => partOf(range, length)) : getPicture(env, id);

/** Sends bytes of a picture, or only the headers to a HEAD request. */
async function send(
  c: EdgeContext,
  id: FileId,
  { body, length }: { body: ReadableStream<Uint8Array>; length: number },
  { status, headers }: { status: number; headers: Headers },
): Promise<Response> {
  headers.set('Content-Type', FORMATS[id.extension].mediaType);
  headers.set('Content-Length', String(length));
  // Should somebody make a browser take the picture for a page, the page can do nothing.
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Content-Security-Policy', "default-src 'none'; sandbox");
  if (c.req.method === 'HEAD') {
    await body.cancel();
    return new Response(null, { status, headers, encodeBody: 'manual' });
  }
  // A copy that is cut short fails to be sent, and no cache keeps it.
  const { readable, writable } = new FixedLengthStream(length);
  body.pipeTo(writable).catch((error) => {
    loggerOf(c.req.raw)({ event: 'picture-broke-off', file: pictureName(id), error: String(error) });
  });
  return new Response(readable, { status, headers, encodeBody: 'manual' });
}
