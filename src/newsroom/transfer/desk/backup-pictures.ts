import { picturePathsIn } from '../../../site/pictures/address.ts';
import type { PictureSource } from '../../pictures/desk/picture-source.ts';
import type { BackupPart, BackupState } from './backup-state.ts';
import { pictureLine } from './picture-line.ts';

// Copies the bytes of pictures to R2, soon after they were uploaded, into parts that all later backups share: they never change.

/** The most pictures that one run copies. With its other calls, it stays well below the free plan's 50 subrequests. */
const PICTURES_PER_RUN = 20;
/** The most bytes of pictures in a part, unless it has only one. */
const MAX_PART_BYTES = 4_000_000;

type Copied = NonNullable<BackupState['pictures']>;

/** Returns the pictures that these lines of stories name, but that the newsroom does not have. */
export async function findUnknownPictures(text: string, pictures: PictureSource): Promise<string[]> {
  const paths = picturePathsIn(text);
  return paths.size > 0 ? pictures.unknownPaths([...paths]) : [];
}

export const NO_PICTURES: Copied = { parts: [], after: 0 };

/**
 * Copies pictures that no part has, as many as fit into a run; undefined if there are none. `putPart` stores a part. `missing` has
 * the paths of those whose bytes are lost.
 */
export async function copyPictures(
  { parts, after }: Copied,
  pictures: PictureSource,
  putPart: (text: string) => Promise<BackupPart>,
): Promise<(Copied & { missing: string[] }) | undefined> {
  const listed = await pictures.listAfter(after, PICTURES_PER_RUN);
  const last = listed.at(-1);
  if (!last) return undefined;
  const added: BackupPart[] = [];
  const missing: string[] = [];
  let text = '';
  let room = MAX_PART_BYTES;
  const finishPart = async () => {
    if (text !== '') added.push(await putPart(text));
    [text, room] = ['', MAX_PART_BYTES];
  };
  for (const picture of listed) {
    const bytes = await pictures.read(picture);
    if (!bytes) {
      missing.push(picture.url);
      continue;
    }
    if (bytes.byteLength > room) await finishPart();
    // Without the texts, which may change: backups have them in their own parts.
    text += pictureLine({ ...picture, alt: null, credit: null }, bytes);
    room -= bytes.byteLength;
  }
  await finishPart();
  return { parts: [...parts, ...added], after: last.id, missing };
}
