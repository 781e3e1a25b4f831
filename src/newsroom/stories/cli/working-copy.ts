import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import type { Story, WrittenStory } from '../../../site/story/story.ts';
import { serializeAuthored } from './difference.ts';

// Records in `.edgewire.json`, beside the stories, which revision of a server each file was made from. Like git's index, it
// describes this working copy and no other.

const NAME = '.edgewire.json';

const baseSchema = z.object({
  revision: z.int(),
  /** Hash of that revision's content: a server that was restored may have another revision with the same number. */
  record: z.string(),
});

/** Keyed by server URL, then by slug. */
const basesSchema = z.record(z.string(), z.record(z.string(), baseSchema));

/** The revision that a file was made from. */
type RecordedBase = z.output<typeof baseSchema>;
type Bases = z.output<typeof basesSchema>;

/** Hashes the content of a record. */
const fingerprint = (record: Partial<WrittenStory>): string =>
  createHash('sha256').update(serializeAuthored(record)).digest('hex').slice(0, 16);

/** Whether the recorded base revision had this content. The file may have left its date to the server. */
export const matchesBase = (base: RecordedBase, record: Story): boolean =>
  base.record === fingerprint(record) || base.record === fingerprint({ ...record, datePublished: null });

/** Reads what a folder's file of records holds. Returns nothing if the file is missing or broken. */
export function readRecords<T>(
  folder: string,
  name: string,
  schema: z.ZodType<Record<string, T>>,
): Record<string, T> {
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  } catch {
    return {};
  }
}

/** Replaces a folder's file of records, atomically. Says so if it cannot: whatever was recorded has succeeded. */
export function writeRecords(folder: string, name: string, records: object): void {
  const file = join(folder, name);
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, `${JSON.stringify(records, null, 2)}\n`);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    console.error(`Could not write ${relative('.', file)}: ${(error as Error).message}`);
  }
}

/** Reads a folder's bases. Without them, the server's revisions are searched instead. */
const readBases = (folder: string): Bases => readRecords(folder, NAME, basesSchema);

/** Returns the revision that the file was made from, recorded under the first of these slugs that has one. */
export function lookUpBase(file: string, server: string, slugs: readonly string[]): RecordedBase | undefined {
  const known = readBases(dirname(file))[server] ?? {};
  const slug = slugs.find((each) => Object.hasOwn(known, each));
  return slug === undefined ? undefined : known[slug];
}

/** A file with the same content as a revision on a server. */
export interface SyncedFile {
  file: string;
  story: WrittenStory;
  revision: number;
}

/** Records for each file the server's revision that has the same content. */
export function recordBases(server: string, files: readonly SyncedFile[]): void {
  for (const [folder, group] of Map.groupBy(files, ({ file }) => dirname(file))) {
    const bases = readBases(folder);
    const before = bases[server] ?? {};
    const known = { ...before };
    for (const { story, revision } of group) {
      for (const former of story.formerSlugs) delete known[former];
      known[story.slug] = { revision, record: fingerprint(story) };
    }
    if (JSON.stringify(known) !== JSON.stringify(before))
      writeRecords(folder, NAME, { ...bases, [server]: known });
  }
}
