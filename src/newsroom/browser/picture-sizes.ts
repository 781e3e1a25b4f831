import { heightAt, qualityAt, widthsBelow } from '../../site/pictures/sizes.ts';

/** Makes a blob of this type; undefined if the browser cannot, and makes a PNG instead. */
async function encode(canvas: OffscreenCanvas, type: string): Promise<Blob | undefined> {
  const blob = await canvas.convertToBlob({ type, quality: qualityAt(canvas.width) / 100 });
  return blob.type === type ? blob : undefined;
}

async function shrink(whole: ImageBitmap, width: number, isJpeg: boolean): Promise<Blob | undefined> {
  const canvas = new OffscreenCanvas(width, heightAt(width, whole));
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  context.imageSmoothingQuality = 'high';
  context.drawImage(whole, 0, 0, canvas.width, canvas.height);
  // Other formats than JPEG may have transparent parts, which a JPEG shows in black.
  return (await encode(canvas, 'image/webp')) ?? (isJpeg ? encode(canvas, 'image/jpeg') : undefined);
}

/** Makes the smaller sizes of a picture: upright, in sRGB, without metadata. None if the browser cannot: the picture is shown without. */
export async function makeSizes(file: File): Promise<Blob[]> {
  // A size of an animation would stand still.
  if (file.type === 'image/gif') return [];
  try {
    const whole = await createImageBitmap(file);
    const sizes: Blob[] = [];
    for (const width of widthsBelow(whole.width)) {
      const size = await shrink(whole, width, file.type === 'image/jpeg');
      if (size && size.size < file.size) sizes.push(size);
    }
    whole.close();
    return sizes;
  } catch {
    return [];
  }
}
