import { TOO_LARGE } from '../../../site/pictures/clean.ts';
import { MAX_PICTURE_BYTES } from '../../../site/pictures/limits.ts';
import { MAX_SIZES_BYTES } from '../../../site/pictures/sizes.ts';
import { type NewsroomContext, NewsroomError } from '../../frame/context.ts';
import { drain, FormTooLarge, readFields } from '../../frame/form-body.ts';
import { type PictureRefusal, refuseFile } from '../desk/picture.ts';

/** The most fields of an upload. Its form has four, and the picture up to four smaller sizes. */
const MAX_UPLOAD_FIELDS = 20;

/** The most bytes of an upload: the picture, its smaller sizes, and what is typed beside it. */
export const MAX_UPLOAD_BYTES = MAX_PICTURE_BYTES + MAX_SIZES_BYTES + 50_000;

/** Reads a form with a file. Returns a refusal for one that is too large, without keeping it. */
export async function readUpload(c: NewsroomContext): Promise<FormData | PictureRefusal> {
  const type = c.req.header('Content-Type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new NewsroomError(415, 'Not an upload', 'Send the picture with the form on the page “Pictures”.');
  }
  try {
    return await readFields(c.req.raw, { bytes: MAX_UPLOAD_BYTES, fields: MAX_UPLOAD_FIELDS });
  } catch (error) {
    if (error instanceof FormTooLarge) {
      await drain(c.req.raw);
      return refuseFile(TOO_LARGE);
    }
    throw new NewsroomError(400, 'Upload incomplete', 'The picture did not arrive whole. Send it again.');
  }
}
