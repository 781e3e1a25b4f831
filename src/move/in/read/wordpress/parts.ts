import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CommandError } from '../../../../cli/command-error.ts';
import { gunzip, isGzip, isZip, openingOf, openingOfStream, readStart } from '../opening.ts';
import { isWordPress } from '../recognize.ts';
import { openZip } from '../zip.ts';

/** A file of an export. WordPress.com and `wp export` write several for a big site. */
export interface Part {
  /** Its name, if the export has several. */
  file?: string;
  /** How many bytes `onRead` is told of in all. */
  size: number;
  /** Reads it, unpacked. Calls `onRead` with the number of bytes as they are read. */
  read(onRead: (bytes: number) => void): AsyncIterable<Buffer>;
}

/** The parts of an export in their order. Close it after use. */
export interface Parts {
  parts: readonly Part[];
  close(): void;
}

const READ_BYTES = 1_048_576;
const isXml = (name: string) => /\.xml(\.gz)?$/i.test(name);
const byNumber = new Intl.Collator('en', { numeric: true }).compare;

async function* count(stream: AsyncIterable<Buffer>, onRead: (bytes: number) => void) {
  for await (const chunk of stream) {
    onRead(chunk.length);
    yield chunk;
  }
}

/** Unpacks gzip. An error of the stream is one of the result. */
function unpack(stream: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const packed = Readable.from(stream, { highWaterMark: 1 });
  const plain = gunzip();
  packed.on('error', (error) => plain.destroy(error));
  plain.on('close', () => packed.destroy());
  return packed.pipe(plain);
}

async function fileAsPart(path: string): Promise<Part> {
  const isPacked = isGzip(await readStart(path));
  return {
    size: (await stat(path)).size,
    read(onRead) {
      const stream = count(createReadStream(path, { highWaterMark: READ_BYTES }), onRead);
      return isPacked ? unpack(stream) : stream;
    },
  };
}

async function partsOfFolder(path: string): Promise<Part[]> {
  const parts: Part[] = [];
  for (const file of (await readdir(path)).filter(isXml).sort(byNumber)) {
    const opening = await openingOf(await readStart(join(path, file)));
    if (isWordPress(opening)) parts.push({ ...(await fileAsPart(join(path, file))), file });
  }
  return parts;
}

async function partsOfZip(path: string): Promise<Parts> {
  const zip = await openZip(path);
  const parts: Part[] = [];
  const members = zip.members.filter(({ name }) => isXml(name));
  for (const { name, size } of members.toSorted((a, b) => byNumber(a.name, b.name))) {
    if (!isWordPress(await openingOfStream(await zip.open(name)))) continue;
    parts.push({
      file: name,
      size,
      async *read(onRead) {
        const stream = count(await zip.open(name), onRead);
        yield* name.endsWith('.gz') ? unpack(stream) : stream;
      },
    });
  }
  return { parts, close: () => zip.close() };
}

async function partsOf(source: string): Promise<Parts> {
  const nothing = () => {};
  if ((await stat(source)).isDirectory()) return { parts: await partsOfFolder(source), close: nothing };
  const start = await readStart(source);
  if (isZip(start)) return partsOfZip(source);
  const isExport = isWordPress(await openingOf(start));
  return { parts: isExport ? [await fileAsPart(source)] : [], close: nothing };
}

/**
 * Finds the parts of an export: a file, perhaps packed with gzip, the files of a zip, or those of a folder. Throws `CommandError` if
 * there is no export of WordPress.
 */
export async function findParts(source: string): Promise<Parts> {
  const { parts, close } = await partsOf(source);
  if (parts.length === 0) {
    close();
    throw new CommandError(
      `${source} is not an export of WordPress. Make one in the old site, in Tools → Export → All content.`,
    );
  }
  // A single part needs no name: people know which file they named.
  const [only] = parts;
  if (only && parts.length === 1) return { parts: [{ size: only.size, read: only.read }], close };
  return { parts, close };
}
