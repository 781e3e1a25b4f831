import type { Readable } from 'node:stream';
import * as yauzl from 'yauzl';
import { CommandError } from '../../../cli/command-error.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';

/** A file in a zip. */
interface ZipMember {
  /** Its path in the zip, with `/`. */
  name: string;
  /** Its size when it is unpacked, in bytes, as the zip says. */
  size: number;
}

/** A zip that is read without unpacking it to disk. Close it after use. */
export interface Zip {
  /** Its files, in the zip's order, without folders and what systems add, such as `__MACOSX/`. */
  members: readonly ZipMember[];
  /** Opens a file. Rejects if the zip has no such file or it is encrypted; the stream fails if the zip is damaged. */
  open(name: string): Promise<Readable>;
  close(): void;
}

const isClutter = (name: string) => name.endsWith('/') || /(^|\/)(__MACOSX\/|\.DS_Store$|\._)/.test(name);

/** Reads the directory of a zip. Throws `CommandError` if the file is no zip or is damaged. */
export async function openZip(path: string): Promise<Zip> {
  try {
    const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
    const entries = new Map<string, yauzl.Entry>();
    for await (const entry of zip.eachEntry())
      if (!isClutter(entry.fileName)) entries.set(entry.fileName, entry);
    return {
      members: Array.from(entries.values(), (entry) => ({
        name: entry.fileName,
        size: entry.uncompressedSize,
      })),
      async open(name) {
        const entry = entries.get(name);
        if (!entry) throw new CommandError(`${path} has no file ${name}.`);
        if (entry.isEncrypted())
          throw new CommandError(`${name} in ${path} is encrypted. Unpack the zip, and name the folder.`);
        return zip.openReadStreamPromise(entry);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const leading = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/s.exec(
      reason,
    )?.[1];
    if (leading !== undefined)
      throw new CommandError(
        `${path} is refused: its file "${escapeInvisible(leading)}" would lead out of the archive when it is unpacked. No export has such a file. Download it again; or unpack what you trust, and name the folder.`,
      );
    throw new CommandError(
      `${path} cannot be read as a zip: ${reason}. It may have been cut short. Download it again.`,
    );
  }
}
