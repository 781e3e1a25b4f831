import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import * as z from 'zod';
import type { Story } from '../../story/story.ts';
import { serializeAuthored } from './difference.ts';

// Which revision of a server each story file was made from. It is kept in `.edgewire.json` beside the stories, like git's
// index: it is about this working copy, and would be wrong in anybody else's.

/** Name of the file in a folder of stories. */
const NAME = '.edgewire.json';

const baseSchema = z.object({
  revision: z.int(),
  /** Fingerprint of that revision's record: a server that was restored may have another under the same number. */
  record: z.string(),
});

/** By server address, then by slug. */
const memorySchema = z.record(z.string(), z.record(z.string(), baseSchema));

/** The revision that a file was made from. */
type RecordedBase = z.output<typeof baseSchema>;
type Memory = z.output<typeof memorySchema>;

/** Returns a hash of what an author can change in the record. */
const fingerprint = (record: Partial<Story>): string =>
  createHash('sha256').update(serializeAuthored(record)).digest('hex').slice(0, 16);

/** Whether this is the record of the remembered revision. */
export const matchesBase = (base: RecordedBase, record: Story): boolean =>
  base.record === fingerprint(record);

/** What is remembered in a folder; nothing if the file is missing or broken, as all of it can be looked up again. */
function read(folder: string): Memory {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(join(folder, NAME), 'utf8')));
  } catch {
    return {};
  }
}

function write(folder: string, memory: Memory): void {
  const file = join(folder, NAME);
  const part = `${file}.${process.pid}`;
  try {
    writeFileSync(part, `${JSON.stringify(memory, null, 2)}\n`);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    // Publishing has succeeded. In a folder that cannot be written to, the base is looked up each time.
    console.error(`${relative('.', file)} could not be written: ${(error as Error).message}`);
  }
}

/** Returns the revision that the file was made from, under the first of these slugs that is remembered. */
export function lookUpBase(file: string, server: string, slugs: readonly string[]): RecordedBase | undefined {
  const known = read(dirname(file))[server] ?? {};
  const slug = slugs.find((each) => Object.hasOwn(known, each));
  return slug === undefined ? undefined : known[slug];
}

/** A file that says the same as a revision of a server. */
export interface SyncedFile {
  file: string;
  story: Story;
  revision: number;
}

/** Remembers that these files say the same as these revisions of the server. */
export function recordBases(server: string, agreements: readonly SyncedFile[]): void {
  for (const [folder, group] of Map.groupBy(agreements, ({ file }) => dirname(file))) {
    const memory = read(folder);
    const before = memory[server] ?? {};
    const known = { ...before };
    for (const { story, revision } of group) {
      for (const former of story.formerSlugs) delete known[former];
      known[story.slug] = { revision, record: fingerprint(story) };
    }
    if (JSON.stringify(known) !== JSON.stringify(before)) write(folder, { ...memory, [server]: known });
  }
}
