import type { PictureFields } from '../../../settings/site.ts';
import { type NewsroomContext, textField } from '../../frame/context.ts';
import { storePicture } from '../../pictures/desk/store-picture.ts';
import { pictureIn } from './fields.tsx';
import type { FormFile, Group } from './group.ts';

const isOfOneSize = (one: PictureFields, other: PictureFields) =>
  one.width === other.width && one.height === other.height;

/** Stores a file as a picture of the newsroom, and puts it into its field. Returns why it cannot be used; undefined if it can. */
async function takeFile(
  c: NewsroomContext,
  form: FormData,
  { name, most, like }: FormFile,
): Promise<string | undefined> {
  const t = c.get('t');
  // What is to be taken away is stored no more, and need not fit.
  if (textField(form, 'do') === 'remove') return undefined;
  if (textField(form, `without-${name}`) === 'yes') {
    form.set(name, '');
    return undefined;
  }
  const file = form.get(`${name}-file`);
  if (file instanceof File && file.size > 0) {
    if (most !== undefined && file.size > most)
      return t(
        [
          'The file has {count} byte, and may have {most}, because it is on every page.',
          'The file has {count} bytes, and may have {most}, because it is on every page.',
        ],
        { count: file.size, most },
      );
    const given = { name: file.name, alt: null, credit: null, actor: c.get('actor'), now: Date.now() };
    const stored = await storePicture(c.env, new Uint8Array(await file.arrayBuffer()), given);
    if (!stored.ok) return t(stored);
    const { url, width, height, encodingFormat } = stored.picture;
    form.set(name, JSON.stringify({ url, width, height, encodingFormat }));
  }
  const [own, other] = [pictureIn(form, name), like === undefined ? null : pictureIn(form, like)];
  if (!own || !other || isOfOneSize(own, other)) return undefined;
  return t(
    'It has {width} × {height} pixels, and the other logo {otherWidth} × {otherHeight} pixels. Both must be of one size.',
    {
      width: String(own.width),
      height: String(own.height),
      otherWidth: String(other.width),
      otherHeight: String(other.height),
    },
  );
}

/** Stores the files of a form. Returns why some cannot be used, as `file:` and the name of the field says. */
export async function takeFiles(
  c: NewsroomContext,
  { files = [] }: Group,
  form: FormData,
): Promise<Record<string, string>> {
  const faults: Record<string, string> = {};
  // One after the other: each may have to be as large as one before it.
  for (const file of files) {
    const fault = await takeFile(c, form, file);
    if (fault !== undefined) faults[`file:${file.name}`] = fault;
  }
  return faults;
}
