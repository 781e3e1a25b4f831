import type * as z from 'zod';
import { type ApiClient, ServerError } from '../../../cli/client/api-client.ts';
import { formatCount } from '../../../cli/format.ts';
import { isAnimated } from '../../../site/pictures/clean-size.ts';
import { heightAt, qualityAt, widthsBelow } from '../../../site/pictures/sizes.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { pictureListSchema } from '../api/schemas.ts';
import type { UploadedPicture } from '../desk/picture.ts';

/** Returns the widths in which a picture could be made, and is not. */
const missingWidths = ({ width, sizes }: Pick<UploadedPicture, 'width' | 'sizes'>): number[] =>
  widthsBelow(width).filter((each) => sizes.every((size) => size.width !== each));

/** Makes the sizes that a picture lacks, as WebP: upright, in sRGB, without metadata. Those that would not be smaller are left out. */
async function makeSizes(picture: UploadedPicture, bytes: Uint8Array): Promise<Uint8Array[]> {
  const widths = missingWidths(picture);
  if (widths.length === 0 || isAnimated({ extension: picture.extension, bytes })) return [];
  const { default: sharp } = await import('sharp');
  const sizes = await Promise.all(
    widths.map((width) =>
      sharp(bytes)
        .autoOrient()
        .resize({ width, height: heightAt(width, picture), fit: 'fill' })
        .webp({ quality: qualityAt(width) })
        .toBuffer(),
    ),
  );
  return sizes.filter(({ byteLength }) => byteLength < picture.bytes);
}

/** Adds the sizes that a picture lacks. Returns it with them. A size that the server refuses is left out: the picture is shown without. */
export async function addSizes(
  api: ApiClient,
  picture: UploadedPicture,
  bytes: Uint8Array,
): Promise<UploadedPicture> {
  let known = picture;
  for (const size of await makeSizes(picture, bytes)) {
    try {
      known = await api.json('POST', `/media/${picture.hash}/sizes`, {
        headers: { 'Content-Type': 'image/webp' },
        body: Uint8Array.from(size),
      });
    } catch (error) {
      if (!(error instanceof ServerError) || ![403, 404, 413, 422].includes(error.problem?.status ?? 0))
        throw error;
    }
  }
  return known;
}

/** Yields all uploaded pictures, the newest first. */
export async function* picturesOf(api: ApiClient): AsyncGenerator<UploadedPicture> {
  for (let before: string | undefined = ''; before !== undefined; ) {
    const query: string = before === '' ? '' : `&before=${encodeURIComponent(before)}`;
    const page: z.output<typeof pictureListSchema> = await api.json('GET', `/media?limit=100${query}`);
    yield* page.pictures as UploadedPicture[];
    before = page.next;
  }
}

const kilobytes = (bytes: number) => `${Math.ceil(bytes / 1000)} kB`;

/** Makes the smaller sizes that pictures lack, and prints which. If it is interrupted, the next run goes on. */
export async function resize(api: ApiClient): Promise<void> {
  let [changed, known] = [0, 0];
  for await (const picture of picturesOf(api)) {
    known++;
    const bytes = missingWidths(picture).length > 0 ? await api.findPicture(picture.url) : undefined;
    if (!bytes) continue;
    const { sizes } = await addSizes(api, picture, bytes);
    if (sizes.length === picture.sizes.length) continue;
    changed++;
    const made = sizes.map((size) => `${size.width} pixels ${kilobytes(size.bytes)}`).join(', ');
    console.log(`${escapeInvisible(picture.name)}: ${kilobytes(picture.bytes)}; ${made}`);
  }
  console.log(`${formatCount(known, 'picture')}, ${changed} of them with new sizes.`);
  if (changed > 0) console.log('Pages and feeds that show them are written again within ten minutes.');
}
