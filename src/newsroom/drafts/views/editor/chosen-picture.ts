import { deskOf } from '../../../desk/desk-stub.ts';
import type { NewsroomContext } from '../../../frame/context.ts';
import type { UploadedPicture } from '../../../pictures/desk/picture.ts';
import type { Values } from './form/values.ts';

/** Finds the picture that was chosen for a draft on the page of pictures, which leads back with `?picture=`. */
export async function findChosenPicture(c: NewsroomContext): Promise<UploadedPicture | undefined> {
  const hash = c.req.query('picture');
  return hash === undefined ? undefined : deskOf(c.env).media.find(hash);
}

/** Fills a picture in. What the draft says of its picture stays where the newsroom says nothing of this one. */
export function withPicture(values: Values, picture: UploadedPicture): Values {
  const { url, width, height, encodingFormat, alt, credit } = picture;
  return {
    ...values,
    'image.url': url,
    'image.width': String(width),
    'image.height': String(height),
    'image.encodingFormat': encodingFormat,
    ...(alt === null ? {} : { 'image.alt': alt }),
    ...(credit === null ? {} : { 'image.credit': credit }),
  };
}
