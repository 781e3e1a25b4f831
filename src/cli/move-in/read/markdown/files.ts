import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asUtf8 } from '../utf8.ts';

/** The largest file of text, in bytes. */
const MAX_TEXT = 32 * 1024 * 1024;
/** Folders that hold no texts of the site: what programs made or fetched. */
const NO_CONTENT = new Set([
  'node_modules',
  'vendor',
  '_site',
  'dist',
  'resources',
  'themes',
  'archetypes',
  'layouts',
  '_layouts',
  '_includes',
  '_sass',
]);

/** A file of the folder; `path` is relative to it, with `/`. */
export interface FileFacts {
  path: string;
  size: number;
}

/** The folder that moves in. Symbolic links out of it are not followed. */
export class SourceFolder {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  static async open(folder: string): Promise<SourceFolder> {
    return new SourceFolder(await realpath(folder));
  }

  /** The name of the folder itself. */
  get name(): string {
    return this.#root.split(sep).at(-1) ?? '';
  }

  /** Lists the files of Markdown, in the order of their paths. */
  async list(): Promise<FileFacts[]> {
    const found: FileFacts[] = [];
    const folders = [''];
    for (const folder of folders) {
      const files = await readdir(join(this.#root, folder), { withFileTypes: true });
      for (const file of files.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = posix.join(folder, file.name);
        // A symbolic link is neither.
        if (file.isDirectory() && !file.name.startsWith('.') && !NO_CONTENT.has(file.name))
          folders.push(path);
        if (file.isFile() && /\.(md|mdx|markdown|mdown|mkd)$/i.test(file.name))
          found.push({ path, size: (await stat(join(this.#root, path))).size });
      }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Returns the real path of a file in the folder; null if there is none, or if it is elsewhere. */
  async #real(path: string): Promise<string | null> {
    const real = await realpath(join(this.#root, path)).catch(() => null);
    if (real === null || !real.startsWith(this.#root + sep)) return null;
    const facts = await stat(real).catch(() => null);
    return facts?.isFile() ? real : null;
  }

  /** Returns the `file:` address of a file in the folder; null if there is none. */
  async addressOf(path: string): Promise<string | null> {
    if (path.includes('\0')) return null;
    const real = await this.#real(path);
    return real === null ? null : pathToFileURL(real).href;
  }

  /** Reads a text; null if there is none. Throws an error with a reason if it is too large; `onRepair` is that of `asUtf8`. */
  async read(path: string, onRepair: (count: number) => void = () => {}): Promise<string | null> {
    const real = await this.#real(path);
    if (real === null) return null;
    if ((await stat(real)).size > MAX_TEXT) throw new Error(`it is larger than ${MAX_TEXT / 1024 / 1024} MB`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of asUtf8(createReadStream(real), onRepair)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  /** Returns the first of some paths at which there is a file. */
  async first(paths: readonly string[]): Promise<string | null> {
    for (const path of paths) if ((await this.#real(path)) !== null) return path;
    return null;
  }

  /** Whether there is a folder at the path. */
  async hasFolder(path: string): Promise<boolean> {
    return (await stat(join(this.#root, path)).catch(() => null))?.isDirectory() ?? false;
  }
}
