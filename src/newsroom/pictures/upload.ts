import { limitBody } from '../../lib/body.ts';
import { type CleaningResult, TOO_LARGE } from '../../pictures/clean.ts';
import { MAX_PICTURE_BYTES } from '../../pictures/limits.ts';
import { type NewsroomContext, NewsroomError } from '../context.ts';

/** The most bytes of an upload: the picture, and what is typed beside it. */
export const MAX_UPLOAD_BYTES = MAX_PICTURE_BYTES + 50_000;

type Refusal = Extract<CleaningResult, { ok: false }>;

const tooLarge: Refusal = { ok: false, why: 'size', detail: TOO_LARGE };

/** Reads a form with a file. Returns a refusal for one that is too large, without reading it to its end. */
export async function readUpload(c: NewsroomContext): Promise<FormData | Refusal> {
  const type = c.req.header('Content-Type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new NewsroomError(415, 'Not an upload', 'Send the picture with the form on the page "Pictures".');
  }
  if (Number(c.req.header('Content-Length') ?? 0) > MAX_UPLOAD_BYTES) return tooLarge;
  const body = c.req.raw.body?.pipeThrough(limitBody(MAX_UPLOAD_BYTES)) ?? null;
  try {
    return await new Response(body, { headers: { 'Content-Type': type } }).formData();
  } catch (error) {
    if (error instanceof RangeError) return tooLarge;
    throw new NewsroomError(400, 'Upload incomplete', 'The picture did not arrive whole. Send it again.');
  }
}
