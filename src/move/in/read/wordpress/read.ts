import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CommandError } from '../../../../cli/command-error.ts';
import { splitXml, type XmlPart } from '../../../../lib/split-xml.ts';
import type { Loss, OldEntry, Reader, ReadOptions } from '../../old-site.ts';
import { encodingOf, gunzip, isGzip, isZip, openingOf, openingOfStream, readStart } from '../opening.ts';
import { isWordPress } from '../recognize.ts';
import { UniqueKeys } from '../unique-keys.ts';
import { openZip } from '../zip.ts';
import { dateAddresses, siteAddresses } from './addresses.ts';
import type { Site } from './archive.ts';
import { Entries } from './entries.ts';
import { Survey } from './survey.ts';

/** A file of an export. WordPress.com and `wp export` write several for a big site. */
interface Part {
  /** Its name, if the export has several. */
  file?: string;
  /** How many bytes `onRead` is told of in all. */
  size: number;
  /** Reads it, unpacked. Calls `onRead` with the number of bytes as they are read. */
  read(onRead: (bytes: number) => void): AsyncIterable<Buffer>;
}

/** The parts of an export in their order. Close it after use. */
interface Parts {
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
async function findParts(source: string): Promise<Parts> {
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

const latin = new TextDecoder('windows-1252');

/** The encoding that the XML declaration names, in lower case; undefined if there is no declaration. */
function declaredEncoding(start: Uint8Array): string | undefined {
  const declaration = latin.decode(start.subarray(0, 1024));
  return /<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(declaration)?.[1]?.toLowerCase();
}

const UTF8_NAMES = ['utf-8', 'utf8', 'us-ascii', 'ascii'];

/** The decoder of a text that is not in UTF-8, by its byte order mark or its XML declaration, or why there is none. */
function decoderFor(start: Uint8Array, marked: string): { decoder?: TextDecoder; unknown?: string } {
  if (marked !== 'utf-8') return { decoder: new TextDecoder(marked) };
  const declared = declaredEncoding(start);
  if (!declared || UTF8_NAMES.includes(declared)) return {};
  // What looks like UTF-16 was found above. A declaration in single bytes that says UTF-16 is wrong.
  if (declared.startsWith('utf-16')) return { unknown: declared };
  try {
    return { decoder: new TextDecoder(declared) };
  } catch {
    return { unknown: declared };
  }
}

/** What the encoding of a file is, if it is not UTF-8: the name by which it was read, or a name that nobody knows. */
interface Encoding {
  read?: string;
  unknown?: string;
}

/**
 * Gives a text as its bytes in UTF-8, a character for each, so that each item can be mended by itself: UTF-8 passes as it is, with what is
 * wrong in it. Tells `onEncoding` what it found.
 */
async function* asBytes(
  chunks: AsyncIterable<Buffer>,
  onEncoding: (encoding: Encoding) => void,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) {
      const { decoder: found, unknown } = decoderFor(chunk, encodingOf(chunk));
      decoder = found;
      isFirst = false;
      onEncoding({ ...(found && { read: found.encoding }), ...(unknown && { unknown }) });
    }
    const utf8 = decoder ? Buffer.from(decoder.decode(chunk, { stream: true })) : chunk;
    yield utf8.toString('latin1');
  }
  if (decoder) yield Buffer.from(decoder.decode()).toString('latin1');
}

/** What an export holds by the thousand. `wp:wp_author` is what WordPress.com wrote for some years. */
const UNITS = ['item', 'wp:author', 'wp:wp_author', 'wp:category', 'wp:tag', 'wp:term'];
/** An item holds no units. One in an item is that of a foreign element, and means nothing. */
const RULES = {
  isUnit: (name: string) => UNITS.includes(name),
  isUnclosed: (open: string, next: string) => next === 'item' || open !== 'item',
};

/** How a part was read, beside its pieces. */
interface PartRead {
  encoding?: string;
  unknownEncoding?: string;
  /** Why it could not be read to its end. */
  failure?: string;
}

/** Splits a part. What is packed and damaged ends where the damage begins. */
async function* piecesOf(
  part: Part,
  onRead: (bytes: number) => void,
  found: PartRead,
): AsyncGenerator<XmlPart> {
  async function* untilDamage(): AsyncGenerator<Buffer> {
    try {
      yield* part.read(onRead);
    } catch (error) {
      found.failure = error instanceof Error ? error.message : String(error);
    }
  }
  const bytes = asBytes(untilDamage(), ({ read, unknown }) => {
    if (read) found.encoding = read;
    if (unknown) found.unknownEncoding = unknown;
  });
  yield* splitXml(bytes, RULES);
}

/** What a part's way of being read lost. */
function lossesOf(part: Part, found: PartRead, end: Extract<XmlPart, { kind: 'end' }>): Loss[] {
  const place = { ...(part.file !== undefined && { file: part.file }), line: end.line };
  const losses: Loss[] = [];
  if (found.failure)
    losses.push({
      place,
      kind: 'cut short',
      was: `the rest of the file, which is damaged: ${found.failure}`,
      now: 'left out',
    });
  else if (!end.isWhole)
    losses.push({ place, kind: 'cut short', was: 'whatever came after this line', now: 'left out' });
  if (found.unknownEncoding)
    losses.push({
      place: { ...place, line: 1 },
      kind: 'encoding',
      was: `an encoding that is not known: ${found.unknownEncoding}`.slice(0, 200),
      now: 'read as UTF-8',
    });
  return losses;
}

/** Looks at the whole export, and fills the index. */
async function survey(parts: readonly Part[], options: ReadOptions, onRead: (bytes: number) => void) {
  const found = new Survey(options.index, options.now);
  for (const part of parts)
    for await (const piece of piecesOf(part, onRead, {})) found.look(piece, part.file);
  const root = found.site.root || options.site;
  if (!root || !URL.canParse(root))
    throw new CommandError(
      'The export does not say which site it is of: <link> and <wp:base_blog_url> are missing at its beginning. Name the address of the old site: --site https://old.example/',
    );
  const site: Site = { ...found.site, root: root.replace(/\/*$/, '/') };
  return { site, archive: found.archive };
}

async function* readParts({ parts }: Parts, options: ReadOptions): AsyncGenerator<OldEntry> {
  // Everything is read twice.
  const total = 2 * parts.reduce((sum, { size }) => sum + size, 0);
  let read = 0;
  const onRead = (bytes: number) => {
    read += bytes;
    options.progress(read, total);
  };
  const { site, archive } = await survey(parts, options, onRead);
  yield { kind: 'site', title: site.title, url: site.root, language: site.language, system: 'WordPress' };
  for (const [address, target] of siteAddresses(site)) yield { kind: 'address', address, target };
  const keys = new UniqueKeys(options.index, randomUUID());
  const entries = new Entries({ site, archive, keys, now: options.now });
  for (const part of parts) {
    const found: PartRead = {};
    for await (const piece of piecesOf(part, onRead, found)) {
      yield* entries.of(piece, part.file);
      if (piece.kind === 'end') for (const loss of lossesOf(part, found, piece)) yield { kind: 'loss', loss };
    }
  }
  for (const [address, target] of dateAddresses(site)) yield { kind: 'address', address, target };
  yield* entries.rest();
}

/**
 * Reads an export of WordPress (WXR 1.0 to 1.2, as of wp-admin/includes/export.php of WordPress 6.8): a file, perhaps packed, a zip or a
 * folder with several. Passes over it twice, and keeps one item in memory.
 */
export const readWordPress: Reader = async function* (source, options) {
  const parts = await findParts(source);
  try {
    yield* readParts(parts, options);
  } finally {
    parts.close();
  }
};
