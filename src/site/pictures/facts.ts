import * as z from 'zod';
import { parseSizePath, type SizeId } from './address.ts';
import { FORMATS } from './formats.ts';
import { heightAt } from './sizes.ts';

// What a finished document knows of the uploaded pictures that it shows, besides what the story's record says. The Desk adds it to stories
// and editions when it writes them, so that readers cost no further read.

const factsSchema = z.strictObject({
  /** As readers see it, in pixels. */
  width: z.int().min(1),
  height: z.int().min(1),
  /** The paths of its smaller sizes, the smallest first. */
  sizes: z.array(z.string().refine((path) => parseSizePath(path) !== undefined)),
});

/** What is known of pictures, by their paths. Pictures of which nothing is known are left out. */
export const pictureFactsSchema = z.record(z.string(), factsSchema);
export type PictureFacts = z.output<typeof pictureFactsSchema>;

/** A file of a picture: its path or URL, its size in pixels, and its media type. */
export interface PictureFile {
  url: string;
  width: number;
  height: number;
  encodingFormat: string;
}

type Known = PictureFacts | undefined;

/** Returns the smaller sizes of a picture, the smallest first; none if the newsroom has made none, or does not have the picture. */
export function sizesOf(path: string, known: Known): PictureFile[] {
  const facts = known && Object.hasOwn(known, path) ? known[path] : undefined;
  if (!facts) return [];
  return facts.sizes.map((url) => {
    const { atWidth: width, extension } = parseSizePath(url) as SizeId;
    const { mediaType: encodingFormat } = FORMATS[extension];
    return { url, width, height: heightAt(width, facts), encodingFormat };
  });
}

/** From this width on, nothing that a page shows needs the picture as uploaded. */
const WIDE_ENOUGH = 1280;

/**
 * Returns the attributes by which a browser chooses the file of a picture; none if it has no smaller sizes. `sizes` says how wide it is
 * shown.
 */
export function sourceSet(
  picture: { url: string; width: number },
  known: Known,
  sizes: string,
): { srcset?: string; sizes?: string } {
  const files: Pick<PictureFile, 'url' | 'width'>[] = sizesOf(picture.url, known);
  const largest = files.at(-1);
  if (!largest) return {};
  const all = largest.width < WIDE_ENOUGH ? [...files, picture] : files;
  return { srcset: all.map(({ url, width }) => `${url} ${width}w`).join(', '), sizes };
}

/** Returns the largest file of a picture that is at most so wide; the picture itself if it has no smaller size. */
export const fileUpTo = <T extends PictureFile>(width: number, picture: T, known: Known): T => ({
  ...picture,
  ...sizesOf(picture.url, known).findLast((size) => size.width <= width),
});
