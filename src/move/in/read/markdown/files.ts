import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, posix, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asUtf8 } from '../utf8.ts';

/** The largest file of text, in bytes. */
const MAX_TEXT = 32 * 1024 * 1024;
/** Folders that hold no texts of the site: what programs made or fetched, and templates. */
const NO_CONTENT = new Set(['node_modules', '_site', '_layouts', '_includes', '_sass']);
/** Those that hold none if they are at the top; below, a section may have the same name. */
const NO_CONTENT_AT_TOP = new Set([
  'vendor',
  'dist',
  'resources',
  'themes',
  'archetypes',
  'layouts',
  'scaffolds',
]);

const MARKDOWN = /\.(md|mdx|markdown|mdown|mkd)$/i;
/** Files that systems make pages of, too, and that nobody reads here: templates. */
const TEMPLATE =
  /\.(html?|njk|liquid|webc|hbs|mustache|ejs|haml|pug|vue|jsx|tsx|astro|textile|org|adoc|asciidoc|rst|11ty\.[cm]?[jt]s)$/i;

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
  list(): Promise<FileFacts[]> {
    return this.#listNamed((name) => MARKDOWN.test(name));
  }

  /** Lists the files of other languages that systems make pages of. */
  listTemplates(): Promise<FileFacts[]> {
    return this.#listNamed((name) => TEMPLATE.test(name));
  }

  /** Lists the data files that Eleventy may read beside texts. */
  listData(): Promise<FileFacts[]> {
    return this.#listNamed((name) => /\.(?:json|ya?ml|11tydata\.[cm]?js|[cm]?js)$/i.test(name));
  }

  /** Whether there are data files that only Eleventy has. */
  async hasDataOfEleventy(): Promise<boolean> {
    return (await this.#listNamed((name) => /\.11tydata\.(?:json|[cm]?js)$/.test(name))).length > 0;
  }

  /** Lists all files in a folder and those in it, whatever they are. */
  async listIn(folder: string): Promise<string[]> {
    const files = await readdir(join(this.#root, folder), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    return files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => relative(this.#root, join(parentPath, name)).split(sep).join('/'))
      .sort();
  }

  async #listNamed(isWanted: (name: string) => boolean): Promise<FileFacts[]> {
    const found: FileFacts[] = [];
    const folders = [''];
    for (const folder of folders) {
      const files = await readdir(join(this.#root, folder), { withFileTypes: true });
      for (const file of files.sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const path = posix.join(folder, file.name);
        // A symbolic link is neither.
        const isLeftOut =
          file.name.startsWith('.') ||
          NO_CONTENT.has(file.name) ||
          (folder === '' && NO_CONTENT_AT_TOP.has(file.name));
        if (file.isDirectory() && !isLeftOut) folders.push(path);
        if (file.isFile() && isWanted(file.name))
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
