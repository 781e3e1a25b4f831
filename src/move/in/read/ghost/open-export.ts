import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { CommandError } from '../../../../cli/command-error.ts';
import { gunzip, isGzip, openingOfStream, readStart } from '../opening.ts';
import { asUtf8 } from '../utf8.ts';
import { openZip, type Zip } from '../zip.ts';

/** The files beside an export that say more of the site's addresses. */
export const BESIDE = ['routes.yaml', 'redirects.json', 'redirects.yaml'] as const;
/** Larger ones are something else. */
const MAX_BESIDE = 5_000_000;

/** An export of Ghost, as a file or within a zip. Close it after use. */
export interface GhostExport {
  /** Its name within the zip; undefined if it is a file. */
  name: string | undefined;
  /** Its size in bytes, as far as it is known. */
  size: number;
  /** Reads it from its beginning, as UTF-8. */
  read(onBytes: (count: number) => void, onRepair: (count: number) => void): AsyncIterable<Uint8Array>;
  /** Reads one of the files beside it; null if there is none. */
  beside(name: (typeof BESIDE)[number]): Promise<string | null>;
  close(): void;
}

async function* counted(stream: AsyncIterable<Uint8Array>, onBytes: (count: number) => void) {
  for await (const chunk of stream) {
    onBytes(chunk.length);
    yield chunk;
  }
}

/** Finds the export among the JSON files of a zip. */
async function findExport(zip: Zip, source: string): Promise<{ name: string; size: number }> {
  for (const member of zip.members.filter(({ name }) => /\.json$/i.test(name))) {
    const opening = await openingOfStream(await zip.open(member.name));
    if (/"(db|data)"\s*:/.test(opening) && /^\s*\{/.test(opening)) return member;
  }
  throw new CommandError(
    `${source} is a zip without an export of Ghost. Export again: Settings → Import/Export.`,
  );
}

async function openInZip(source: string): Promise<GhostExport> {
  const zip = await openZip(source);
  try {
    const { name, size } = await findExport(zip, source);
    return {
      name,
      size,
      async *read(onBytes, onRepair) {
        yield* asUtf8(counted(await zip.open(name), onBytes), onRepair);
      },
      async beside(wanted) {
        const member = zip.members.find((each) => basename(each.name) === wanted);
        if (!member || member.size > MAX_BESIDE) return null;
        return (await buffer(await zip.open(member.name))).toString();
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Opens an export of Ghost: its JSON, the same packed with gzip, or a zip with it. Throws `CommandError` if there is none. */
export async function openExport(source: string): Promise<GhostExport> {
  const facts = await stat(source).catch(() => undefined);
  if (!facts?.isFile())
    throw new CommandError(`${source} is not a file. Name the export of Ghost, a file that ends with .json.`);
  const start = await readStart(source);
  if (start.subarray(0, 2).toString('latin1') === 'PK') return openInZip(source);
  return {
    name: undefined,
    size: facts.size,
    async *read(onBytes, onRepair) {
      const bytes = counted(createReadStream(source, { highWaterMark: 256 * 1024 }), onBytes);
      yield* asUtf8(isGzip(start) ? Readable.from(bytes).pipe(gunzip()) : bytes, onRepair);
    },
    async beside(name) {
      const path = join(dirname(source), name);
      const beside = await stat(path).catch(() => undefined);
      return beside?.isFile() && beside.size <= MAX_BESIDE ? readFile(path, 'utf8') : null;
    },
    close() {},
  };
}
