import { createReadStream } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CommandError } from '../../../../cli/command-error.ts';
import { openZip } from '../zip.ts';

/** The largest text of a post, in bytes. A zip can make a terabyte of a few kilobytes. */
const MAX_TEXT = 32 * 1024 * 1024;

/** An export of Substack: a zip, or the folder that it was unpacked to. Close it after use. */
export interface SubstackExport {
  /** The size of posts.csv in bytes. */
  size: number;
  readList(): Promise<AsyncIterable<Uint8Array>>;
  /** The names of the posts that have a text: `12345.a-slug`. */
  texts: ReadonlySet<string>;
  /** Reads a text. Throws an error with a reason if it cannot be read. */
  readText(name: string): Promise<Uint8Array>;
  close(): void;
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > MAX_TEXT) throw new Error(`it is larger than ${MAX_TEXT / 1024 / 1024} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The paths of the texts, by the names of the posts; the first path counts. */
function textsAt(paths: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const name = /(?:^|\/)posts\/([^/]+)\.html$/i.exec(path)?.[1];
    if (name !== undefined && !texts.has(name)) texts.set(name, path);
  }
  return texts;
}

const pathOf = (texts: ReadonlyMap<string, string>, name: string): string => {
  const path = texts.get(name);
  if (path === undefined) throw new Error('the export has no such file');
  return path;
};

async function openInZip(source: string): Promise<SubstackExport> {
  const zip = await openZip(source);
  const list = zip.members.find(({ name }) => /(^|\/)posts\.csv$/i.test(name));
  if (!list) {
    zip.close();
    throw new CommandError(`${source} has no posts.csv. Export again: Settings → Exports.`);
  }
  const texts = textsAt(zip.members.map(({ name }) => name));
  return {
    size: list.size,
    readList: () => zip.open(list.name),
    texts: new Set(texts.keys()),
    readText: async (name) => readAll(await zip.open(pathOf(texts, name))),
    close: () => zip.close(),
  };
}

async function openInFolder(source: string): Promise<SubstackExport> {
  const list = (await readdir(source)).find((name) => /^posts\.csv$/i.test(name));
  const facts = list === undefined ? undefined : await lstat(join(source, list));
  if (list === undefined || !facts?.isFile())
    throw new CommandError(`${source} has no posts.csv. Name the zip that Substack made, or its folder.`);
  const files = await readdir(join(source, 'posts'), { withFileTypes: true }).catch(() => []);
  // A symbolic link may lead to any file of this computer.
  const paths = files.filter((file) => file.isFile()).map(({ name }) => `posts/${basename(name)}`);
  const texts = textsAt(paths);
  return {
    size: facts.size,
    readList: async () => createReadStream(join(source, list)),
    texts: new Set(texts.keys()),
    readText: (name) => readAll(createReadStream(join(source, pathOf(texts, name)))),
    close() {},
  };
}

/** Opens an export of Substack. Throws `CommandError` if there is none. */
export async function openExport(source: string): Promise<SubstackExport> {
  const facts = await stat(source).catch(() => undefined);
  if (!facts) throw new CommandError(`${source} does not exist. Check the path.`);
  return facts.isDirectory() ? openInFolder(source) : openInZip(source);
}
