import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import * as z from 'zod';
import { readRecords, writeRecords } from '../../stories/cli/working-copy.ts';

// Records in `.edgewire-drafts.json`, beside the files, which version of which draft each file was made from.

const NAME = '.edgewire-drafts.json';

const baseSchema = z.object({
  /** The id of the draft. */
  id: z.string(),
  version: z.int(),
  /** Hash of the version's text. */
  text: z.string(),
});

/** The version of a draft that a file was made from. */
export type DraftBase = z.output<typeof baseSchema>;

/** Keyed by server URL, then by the file's name. */
const basesSchema = z.record(z.string(), z.record(z.string(), baseSchema));

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Whether the text is that of the version. */
export const isTextOf = (base: DraftBase, text: string): boolean => base.text === hashOf(text);

/** Returns the version that the file was made from; undefined if that is not known. */
export function lookUpDraft(file: string, server: string): DraftBase | undefined {
  const known = readRecords(dirname(file), NAME, basesSchema)[server] ?? {};
  return Object.hasOwn(known, basename(file)) ? known[basename(file)] : undefined;
}

/** Records that the file has the text of a version. */
export function recordDraft(
  file: string,
  server: string,
  { id, version, text }: { id: string; version: number; text: string },
): void {
  const bases = readRecords(dirname(file), NAME, basesSchema);
  const base = { id, version, text: hashOf(text) };
  writeRecords(dirname(file), NAME, { ...bases, [server]: { ...bases[server], [basename(file)]: base } });
}
