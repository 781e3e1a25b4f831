import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import type { Story } from '../../story/story.ts';
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
const fingerprint = (record: Partial<Story>): string =>
  createHash('sha256').update(serializeAuthored(record)).digest('hex').slice(0, 16);

/** Whether the recorded base revision had this content. */
export const matchesBase = (base: RecordedBase, record: Story): boolean =>
  base.record === fingerprint(record);

/** Reads a folder's bases. Returns none if the file is missing or broken: the server's revisions are searched instead. */
function readBases(folder: string): Bases {
  try {
    return basesSchema.parse(JSON.parse(readFileSync(join(folder, NAME), 'utf8')));
  } catch {
    return {};
  }
}

function writeBases(folder: string, bases: Bases): void {
  const file = join(folder, NAME);
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, `${JSON.stringify(bases, null, 2)}\n`);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    // Publishing has succeeded; without the record, the base is looked up on the server each time.
    console.error(`Could not write ${relative('.', file)}: ${(error as Error).message}`);
  }
}

/** Returns the revision that the file was made from, recorded under the first of these slugs that has one. */
export function lookUpBase(file: string, server: string, slugs: readonly string[]): RecordedBase | undefined {
  const known = readBases(dirname(file))[server] ?? {};
  const slug = slugs.find((each) => Object.hasOwn(known, each));
  return slug === undefined ? undefined : known[slug];
}

/** A file with the same content as a revision on a server. */
export interface SyncedFile {
  file: string;
  story: Story;
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
    if (JSON.stringify(known) !== JSON.stringify(before)) writeBases(folder, { ...bases, [server]: known });
  }
}
