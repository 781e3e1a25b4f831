import { formatCount } from '../../../cli/format.ts';
import { picturePathsIn } from '../../../site/pictures/address.ts';
import { toBase64 } from '../../transfer/desk/base64.ts';

// Pictures in the lines of an export: stories name them, and lines of their own have their bytes.

/** A line of an export that is about a picture. */
interface PictureLine {
  picture: { url: string; data?: string };
}

const parsePicture = (line: string): PictureLine | undefined =>
  line.startsWith('{"picture":') ? (JSON.parse(line) as PictureLine) : undefined;

/** Notes which pictures the lines of an export have, and which they name. */
export class PictureList {
  readonly #carried = new Set<string>();
  readonly #named = new Set<string>();

  /** Notes what a line has. Returns it, parsed, if it is about a picture whose bytes neither it nor an earlier one has. */
  add(line: string): PictureLine | undefined {
    const parsed = parsePicture(line);
    if (!parsed) {
      for (const url of picturePathsIn(line)) this.#named.add(url);
      return undefined;
    }
    const { url, data } = parsed.picture;
    if (data !== undefined) this.addBytes(url);
    this.#named.add(url);
    return this.#carried.has(url) ? undefined : parsed;
  }

  /** Notes that the export has the bytes of a picture. */
  addBytes(url: string): void {
    this.#carried.add(url);
  }

  /** The pictures that are named, but whose bytes are not there. */
  get missing(): string[] {
    return [...this.#named].filter((url) => !this.#carried.has(url));
  }
}

/** Yields the lines of an export, and puts in the bytes of the pictures that they only describe, if `find` has them. */
export async function* addPictures(
  lines: AsyncIterable<string>,
  list: PictureList,
  find: (url: string) => Promise<Uint8Array | undefined>,
): AsyncGenerator<string> {
  for await (const line of lines) {
    const described = list.add(line);
    const bytes = described && (await find(described.picture.url));
    if (described && bytes) {
      list.addBytes(described.picture.url);
      yield `${JSON.stringify({ picture: { ...described.picture, data: toBase64(bytes) } })}\n`;
    } else {
      yield `${line}\n`;
    }
  }
}

/** Says which pictures are missing: "2 pictures are missing …". `where` says from what, and `next` what to do. */
export const describeMissing = (missing: readonly string[], where: string, next: string): string =>
  [
    `${formatCount(missing.length, 'picture')} ${missing.length === 1 ? 'is' : 'are'} missing ${where}:`,
    ...missing.map((url) => `  ${url}`),
    next,
  ].join('\n');
