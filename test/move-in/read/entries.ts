import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Index, Loss, OldEntry, OldPost, Reader, ReadOptions } from '../../../src/move/in/old-site.ts';

/** An index that copies what it is given, as the one on disk does. */
export class MemoryIndex implements Index {
  readonly #values = new Map<string, string>();

  put(set: string, key: string, value: unknown): void {
    this.#values.set(JSON.stringify([set, key]), JSON.stringify(value));
  }

  get<T>(set: string, key: string): T | undefined {
    const json = this.#values.get(JSON.stringify([set, key]));
    return json === undefined ? undefined : JSON.parse(json);
  }
}

/** 2026-11-26. */
export const NOW = Date.UTC(2026, 10, 26);

/** What a reader made of an export, by kind. */
export class Entries {
  readonly all: readonly OldEntry[];

  constructor(all: readonly OldEntry[]) {
    this.all = all;
  }

  get posts(): OldPost[] {
    return this.all.flatMap((entry) => (entry.kind === 'post' ? [entry.post] : []));
  }

  get losses(): Loss[] {
    return this.all.flatMap((entry) => (entry.kind === 'loss' ? [entry.loss] : []));
  }

  /** The losses as lines: `kind: what was there → what is there now`. */
  get lines(): string[] {
    return this.losses.map(({ kind, was, now }) => `${kind}: ${was} → ${now}`);
  }

  get site() {
    return this.all.find((entry) => entry.kind === 'site');
  }

  /** The addresses other than those of posts: what each showed. */
  get addresses(): Record<string, unknown> {
    return Object.fromEntries(
      this.all.flatMap((entry) => (entry.kind === 'address' ? [[entry.address, entry.target]] : [])),
    );
  }

  /** The only post. */
  get post(): OldPost {
    const [post, ...others] = this.posts;
    if (!post || others.length > 0) throw new Error(`${this.posts.length} posts`);
    return post;
  }
}

/** Reads an export with its reader. */
export async function readAll(
  read: Reader,
  source: string,
  options: Partial<ReadOptions> = {},
): Promise<Entries> {
  const entries: OldEntry[] = [];
  const all: ReadOptions = { index: new MemoryIndex(), progress: () => {}, now: NOW, ...options };
  for await (const entry of read(source, all)) entries.push(entry);
  return new Entries(entries);
}

/** Runs a test in a folder of its own with some files in it. */
export async function inFolder<T>(
  files: Record<string, string | Uint8Array>,
  run: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'move-in-'));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return await run(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
