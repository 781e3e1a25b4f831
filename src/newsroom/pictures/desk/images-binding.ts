import { QUALITY, widthsBelow } from '../../../site/pictures/sizes.ts';

/** Makes the smaller sizes of a picture by Cloudflare Images, which counts each as a transformation. Rejects if it makes none now. */
export const makeSizes = (
  images: ImagesBinding,
  { bytes, width }: { bytes: Uint8Array<ArrayBuffer>; width: number },
): Promise<Uint8Array[]> =>
  Promise.all(
    widthsBelow(width).map(async (each) => {
      const size = await images
        .input(new Blob([bytes]).stream())
        .transform({ width: each })
        .output({ format: 'image/webp', quality: QUALITY });
      return new Uint8Array(await size.response().arrayBuffer());
    }),
  );
