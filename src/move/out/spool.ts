import { createWriteStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CommandError } from '../../cli/command-error.ts';
import type { StoryStatus } from '../../newsroom/desk/ledger/story-row.ts';
import type { SitePage } from '../../site/site-page/site-page.ts';
import { checkStory } from '../../site/story/parse/check.ts';
import type { Story } from '../../site/story/story.ts';

// Keeps the newest revision of everything in an export on disk, so that a format may go over it several times in any order.

/** A story of an export, as it is now. */
export interface ExportedNow {
  status: StoryStatus;
  /** Why it was withdrawn. */
  reason: string | null;
  /** How many revisions the export has. */
  revisions: number;
  story: Story & { identifier: string };
}

/** A page of the newsroom's own, and when it was last changed (RFC 3339). */
interface ExportedPage {
  page: SitePage;
  changed: string;
  revisions: number;
}

/** Where something is in the file, with what is not in it. */
interface Kept {
  from: number;
  bytes: number;
  revisions: number;
  /** Of a story: when it was or will be published, in milliseconds. */
  due: number;
}

/** What is read here of the lines of an export. Those of pictures only describe what stories name. */
interface Line {
  exported?: {
    status: StoryStatus;
    reason: string | null;
    changed: string;
    revisions: { record: Story }[];
  };
  history?: { revisions: unknown[] };
  page?: { slug: string; at: string; record: SitePage | null };
  redirects?: unknown[];
}

export class Spool {
  readonly #path: string;
  readonly #stories: Kept[] = [];
  readonly #pages = new Map<string, Kept>();
  /** How many redirects from old addresses the export has. */
  redirects = 0;
  /** When anything in the export last changed, in milliseconds. */
  changed = 0;
  #file: FileHandle | undefined;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Reads the lines of an export into a file at `path`, which `close` deletes. Throws `CommandError` if they are cut off. */
  static async fill(lines: AsyncIterable<string>, path: string): Promise<Spool> {
    const spool = new Spool(path);
    try {
      await pipeline(Readable.from(spool.#keep(lines)), createWriteStream(path));
    } catch (error) {
      await spool.close();
      throw new CommandError(
        `The export was cut off: ${(error as Error).message}. Nothing was written. Run the same command again.`,
      );
    }
    return spool;
  }

  async *#keep(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
    let from = 0;
    for await (const text of lines) {
      const kept = this.#read(text);
      if (!kept) continue;
      const bytes = Buffer.from(JSON.stringify(kept.content));
      Object.assign(kept.place, { from, bytes: bytes.length });
      from += bytes.length;
      yield bytes;
    }
  }

  /** Notes what a line has; returns what is to be kept of it, and the place that it is to get. */
  #read(text: string): { content: unknown; place: Kept } | undefined {
    if (text.trim() === '') return undefined;
    const line = JSON.parse(text) as Line;
    if (line.exported) {
      const { status, reason, revisions, changed } = line.exported;
      const record = revisions.at(-1)?.record;
      // Records of earlier versions lack fields of today.
      const checked = checkStory(record);
      const story = checked.success ? checked.data : record;
      if (!story) return undefined;
      const due = Date.parse(story.datePublished);
      const place: Kept = { from: 0, bytes: 0, revisions: revisions.length, due };
      this.#stories.push(place);
      this.changed = Math.max(this.changed, Date.parse(changed));
      return { content: { status, reason, story }, place };
    }
    if (line.history) {
      const last = this.#stories.at(-1);
      if (last) last.revisions += line.history.revisions.length;
      return undefined;
    }
    if (line.page) {
      const { slug, at, record } = line.page;
      const revisions = (this.#pages.get(slug)?.revisions ?? 0) + 1;
      this.changed = Math.max(this.changed, Date.parse(at));
      const place: Kept = { from: 0, bytes: 0, revisions, due: 0 };
      if (record) this.#pages.set(slug, place);
      else this.#pages.delete(slug);
      return record ? { content: { page: record, changed: at }, place } : undefined;
    }
    this.redirects += line.redirects?.length ?? 0;
    return undefined;
  }

  async #load<T>({ from, bytes }: Kept): Promise<T> {
    this.#file ??= await open(this.#path);
    const buffer = Buffer.alloc(bytes);
    await this.#file.read(buffer, 0, bytes, from);
    return JSON.parse(buffer.toString()) as T;
  }

  /** The stories in the order of the export, or those published last first. */
  async *stories(order: 'as exported' | 'newest first' = 'as exported'): AsyncGenerator<ExportedNow> {
    const places =
      order === 'as exported' ? this.#stories : this.#stories.toSorted((one, other) => other.due - one.due);
    for (const place of places)
      yield { ...(await this.#load<Omit<ExportedNow, 'revisions'>>(place)), revisions: place.revisions };
  }

  /** The newsroom's own pages that readers get. */
  async *pages(): AsyncGenerator<ExportedPage> {
    for (const place of this.#pages.values())
      yield { ...(await this.#load<Omit<ExportedPage, 'revisions'>>(place)), revisions: place.revisions };
  }

  /** Deletes the file. */
  async close(): Promise<void> {
    await this.#file?.close();
    await rm(this.#path, { force: true });
  }
}
