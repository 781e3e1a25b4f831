import { posix } from 'node:path';
import { addressIn, decodePath } from '../old-site-address.ts';
import { outsideFences } from './code-blocks.ts';
import type { SourceFolder } from './files.ts';

const PICTURE_FILE = /\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$/i;
/**
 * The address of an image of Markdown or HTML, of a definition, or of a link to a picture; code is passed over. Of
 * brackets within each other, the innermost count, so that a text of open ones takes time in proportion.
 */
const REFERENCE =
  /(?<!`)(`+)(?!`)[^`]+\1|(!?\[[^[\]\n]{0,2000}\]\(\s*<?)([^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)|(<img\b[^<>]{0,4000}?\ssrc\s*=\s*["']?)([^"'<>\s]+)|(^[ \t]{0,3}\[[^\]\n]{1,1000}\]:[ \t]*<?)([^\s<>]+)/gim;

/** Where a picture is, and where readers found it. */
export interface LocalPicture {
  /** The `file:` address. */
  file: string;
  /** The address on the site. */
  address: string;
}

/** Finds the pictures of a text among the files of the folder. */
export class PictureFinder {
  readonly #folder: SourceFolder;
  readonly #publicFolder: string;
  readonly #site: string;

  constructor(folder: SourceFolder, publicFolder: string, site: string) {
    this.#folder = folder;
    this.#publicFolder = publicFolder;
    this.#site = site;
  }

  /** Finds a picture that the text at `path` names, whose page is at `base`; null if it is not in the folder. */
  async find(reference: string, path: string, base: string): Promise<LocalPicture | null> {
    const url = URL.parse(reference, base);
    if (!url || url.host !== new URL(this.#site).host) return null;
    const [written = ''] = reference.split(/[?#]/);
    const name = decodePath(written);
    const root = new URL(this.#site).pathname;
    // `/blog/a.png` of a site at /blog/ is `a.png` in its folder.
    const within = decodePath(url.pathname).replace(decodePath(root), '');
    const candidates = /^(?:\/|https?:)/i.test(name)
      ? [posix.join(this.#publicFolder, within), within, posix.join('assets', within)]
      : [
          posix.join(posix.dirname(path), name),
          posix.join(this.#publicFolder, name),
          posix.join(this.#publicFolder, within),
          posix.join('assets', name),
        ];
    const inside = candidates.filter((candidate) => candidate !== '' && !candidate.startsWith('..'));
    for (const candidate of inside) {
      const file = await this.#folder.addressOf(candidate);
      if (file !== null) return { file, address: this.#publicAddress(name, candidate) ?? url.href };
    }
    return null;
  }

  /** The address of a file that is named from the root of the site and is in the public folder. */
  #publicAddress(name: string, path: string): string | null {
    if (!name.startsWith('/')) return null;
    const start = this.#publicFolder === '' ? '' : `${this.#publicFolder}/`;
    return path.startsWith(start) ? addressIn(this.#site, path.slice(start.length)) : null;
  }

  /** The address of a picture that is not in the folder: on the site. */
  addressOf(reference: string, base: string): string | null {
    const url = URL.parse(reference, base);
    return url && /^https?:$/.test(url.protocol) ? url.href : null;
  }

  /** Replaces the addresses of pictures that are in the folder by those of their files. Returns these pictures, too. */
  async replaceIn(
    text: string,
    path: string,
    base: string,
  ): Promise<{ text: string; pictures: LocalPicture[] }> {
    const found = new Map<string, LocalPicture>();
    const references = new Set<string>();
    outsideFences(text, (part) => {
      for (const [, , , image, , tag, , definition] of part.matchAll(REFERENCE)) {
        const reference = image ?? tag ?? definition;
        if (reference !== undefined && PICTURE_FILE.test(reference.split(/[?#]/)[0] ?? ''))
          references.add(reference);
      }
      return part;
    });
    for (const reference of references) {
      const picture = await this.find(reference, path, base);
      if (picture) found.set(reference, picture);
    }
    if (found.size === 0) return { text, pictures: [] };
    const replaced = outsideFences(text, (part) =>
      part.replace(REFERENCE, (whole: string, _code, before1, image, before2, tag, before3, definition) => {
        const picture = found.get(image ?? tag ?? definition ?? '');
        return picture ? `${before1 ?? before2 ?? before3}${picture.file}` : whole;
      }),
    );
    return { text: replaced, pictures: [...found.values()] };
  }
}
