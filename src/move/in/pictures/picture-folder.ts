import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { MAX_PICTURE_BYTES } from '../../../site/pictures/limits.ts';

/** The folders above which an address says nothing of where a file is within `uploads/` or `images/`. */
const ROOTS = ['uploads', 'images', 'content', 'media', 'files', 'wp-content'];

/** What a folder has for a path: a file within it, or why there is none. */
type FoundFile = { ok: true; file: string } | { ok: false; why: 'missing' | 'outside' | 'too large' };

/** Yields the relative paths at which a folder may have the file of an address, the longest first. */
function* endings(path: string, folder: string): Generator<string> {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || parts.some((part) => part.includes('\0') || part.includes(sep))) return;
  const roots = [...ROOTS, basename(folder)];
  for (let from = 0; from < parts.length; from++) {
    // A name alone means the file only where the folder itself stood: else `a.jpg` would be any `a.jpg`.
    const isPlace = from === 0 || parts.length - from > 1 || roots.includes(parts[from - 1] ?? '');
    if (isPlace) yield parts.slice(from).join('/');
  }
}

/** A folder with pictures of the old site, such as a copy of WordPress's `uploads/`. Nothing outside it is read, symbolic links or not. */
export class PictureFolder {
  readonly #folder: string;
  #root: Promise<string> | undefined;
  /** The names in the folder that was listed last. */
  #listed: { folder: string; names: Promise<string[]> } | undefined;

  constructor(folder: string) {
    this.#folder = resolve(folder);
  }

  /** Finds the file of a path in an address, without percent-encoding: `/wp-content/uploads/2019/05/a.jpg`. */
  async find(path: string): Promise<FoundFile> {
    for (const ending of endings(path, this.#folder)) {
      const found = await this.judge(join(this.#folder, ending));
      if (found.ok || found.why !== 'missing') return found;
    }
    return { ok: false, why: 'missing' };
  }

  /** Judges a file by its absolute path: it must be in the folder, symbolic links resolved. */
  async judge(file: string): Promise<FoundFile> {
    this.#root ??= realpath(this.#folder);
    const real = await realpath(file).catch(() => undefined);
    if (real === undefined) return { ok: false, why: 'missing' };
    const inside = relative(await this.#root, real);
    if (inside === '..' || inside.startsWith(`..${sep}`) || resolve(inside) === inside)
      return { ok: false, why: 'outside' };
    const { size, isFile } = await stat(real).then((facts) => ({ size: facts.size, isFile: facts.isFile() }));
    if (!isFile) return { ok: false, why: 'missing' };
    return size > MAX_PICTURE_BYTES ? { ok: false, why: 'too large' } : { ok: true, file: real };
  }

  read(file: string): Promise<Uint8Array<ArrayBuffer>> {
    return readFile(file);
  }

  /** Lists the names of the files beside a file. */
  namesBeside(file: string): Promise<string[]> {
    const folder = join(file, '..');
    if (this.#listed?.folder !== folder) this.#listed = { folder, names: readdir(folder).catch(() => []) };
    return this.#listed.names;
  }
}
