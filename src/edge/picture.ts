import { KV_READ_TIMEOUT, Unavailable } from '../kv.ts';
import { loggerOf } from '../lib/log.ts';
import { withTimeout } from '../lib/timeout.ts';
import { getPicture } from '../picture-store.ts';
import { parsePictureName } from '../pictures/address.ts';
import { FORMATS } from '../pictures/formats.ts';
import { readSettings } from '../settings.ts';
import { evaluatePreconditions } from './conditional.ts';
import type { EdgeContext } from './context.ts';
import { notFoundResponse } from './errors.ts';

/** Handles an uploaded picture. What is at its address never changes, because the address has the hash of the bytes. */
export async function handlePicture(c: EdgeContext): Promise<Response> {
  const file = c.req.param('file') ?? '';
  const id = parsePictureName(file);
  const picture =
    id &&
    (await withTimeout(KV_READ_TIMEOUT, getPicture(c.env, id)).catch((error) => {
      loggerOf(c.req.raw)({ event: 'picture-read-failed', file, error: String(error) });
      throw new Unavailable(`The picture ${file} could not be read`, { cause: error });
    }));
  if (!picture) return notFoundResponse(readSettings(c.env).site);
  const etag = `"${id.hash}"`;
  const headers = new Headers({ ETag: etag, 'Cache-Control': 'public, max-age=31536000, immutable' });
  const status = evaluatePreconditions(c.req.raw.headers, { etag, lastModified: undefined });
  if (status === 200) {
    headers.set('Content-Type', FORMATS[id.extension].mediaType);
    headers.set('Content-Length', String(picture.length));
    // Should somebody make a browser take the picture for a page, the page can do nothing.
    headers.set('X-Content-Type-Options', 'nosniff');
    headers.set('Content-Security-Policy', "default-src 'none'; sandbox");
  }
  if (status !== 200 || c.req.method === 'HEAD') {
    await picture.body.cancel();
    return new Response(null, { status, headers, encodeBody: 'manual' });
  }
  // A copy that is cut short fails to be sent, and no cache keeps it.
  const { readable, writable } = new FixedLengthStream(picture.length);
  picture.body.pipeTo(writable).catch((error) => {
    loggerOf(c.req.raw)({ event: 'picture-broke-off', file, error: String(error) });
  });
  return new Response(readable, { headers, encodeBody: 'manual' });
}
