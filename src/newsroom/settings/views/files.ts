import type { PictureFields } from '../../../settings/site.ts';
import type { NewsroomContext } from '../../frame/context.ts';
import { storePicture } from '../../pictures/desk/store-picture.ts';
import { pictureIn } from './fields.tsx';
import type { FormFile, Group } from './group.ts';

const sizeOf = ({ width, height }: PictureFields) => `${width} × ${height} pixels`;

/** Stores a file as a picture of the newsroom, and puts it into its field. Returns why it cannot be used; undefined if it can. */
async function takeFile(
  c: NewsroomContext,
  form: FormData,
  { name, most, like }: FormFile,
): Promise<string | undefined> {
  const file = form.get(`${name}-file`);
  if (file instanceof File && file.size > 0) {
    if (most !== undefined && file.size > most)
      return `The file has ${file.size.toLocaleString('en')} bytes, and may have ${most.toLocaleString('en')}, because it is on every page.`;
    const given = { name: file.name, alt: null, credit: null, actor: c.get('actor'), now: Date.now() };
    const stored = await storePicture(c.env, new Uint8Array(await file.arrayBuffer()), given);
    if (!stored.ok) return stored.detail;
    const { url, width, height, encodingFormat } = stored.picture;
    form.set(name, JSON.stringify({ url, width, height, encodingFormat }));
  }
  const [own, other] = [pictureIn(form, name), like === undefined ? null : pictureIn(form, like)];
  if (!own || !other || sizeOf(own) === sizeOf(other)) return undefined;
  return `It has ${sizeOf(own)}, and the other logo ${sizeOf(other)}. Both must be of one size.`;
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
