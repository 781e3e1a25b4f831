import { type ApiClient, ServerError } from '../../../cli/client/api-client.ts';
import { isAnimated } from '../../../site/pictures/clean-size.ts';
import { heightAt, qualityAt, widthsBelow } from '../../../site/pictures/sizes.ts';
import type { UploadedPicture } from '../desk/picture.ts';

/** Returns the widths in which a picture could be made, and is not. */
export const missingWidths = ({ width, sizes }: Pick<UploadedPicture, 'width' | 'sizes'>): number[] =>
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
