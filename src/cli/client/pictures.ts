import { pictureDataLine } from '../../desk/transfer/picture-line.ts';
import { formatCount } from '../format.ts';

// Pictures in the lines of an export: a line with the bytes of each, and stories that name it.

const DATA = /^\{"pictureData":\{"url":"(\/media\/[\da-f]{64}\.[a-z]+)"/;
const FACTS = /^\{"picture":\{"url":"(\/media\/[\da-f]{64}\.[a-z]+)"/;
const NAMED = /"(\/media\/[\da-f]{64}\.[a-z]+)"/g;

/** Notes which pictures the lines of an export have, and which they name. */
export class PictureList {
  readonly #carried = new Set<string>();
  readonly #named = new Set<string>();

  /** Notes what a line has. Returns the picture that it only describes, if no line before has its bytes. */
  add(line: string): string | undefined {
    const [, carried] = DATA.exec(line) ?? [];
    if (carried !== undefined) {
      this.#carried.add(carried);
      return undefined;
    }
    for (const [, url = ''] of line.matchAll(NAMED)) this.#named.add(url);
    const [, described] = FACTS.exec(line) ?? [];
    return described !== undefined && !this.#carried.has(described) ? described : undefined;
  }

  /** The pictures that are named, but whose bytes are not there. */
  get missing(): string[] {
    return [...this.#named].filter((url) => !this.#carried.has(url));
  }
}

/** Yields the lines of an export and, before each that describes a picture, its bytes, if `find` has them. */
export async function* addPictures(
  lines: AsyncIterable<string>,
  list: PictureList,
  find: (url: string) => Promise<Uint8Array | undefined>,
): AsyncGenerator<string> {
  for await (const line of lines) {
    const url = list.add(line);
    const bytes = url === undefined ? undefined : await find(url);
    if (url !== undefined && bytes) {
      const data = pictureDataLine(url, bytes);
      list.add(data);
      yield data;
    }
    yield `${line}\n`;
  }
}

/** Says which pictures are missing: "2 pictures are missing …". `where` says from what, and `next` what to do. */
export const describeMissing = (missing: readonly string[], where: string, next: string): string =>
  [
    `${formatCount(missing.length, 'picture')} ${missing.length === 1 ? 'is' : 'are'} missing ${where}:`,
    ...missing.map((url) => `  ${url}`),
    next,
  ].join('\n');
