import type { Module } from './build.ts';
import { type Runtime, TOKEN, type Worker } from './runtime.ts';
import { makeStory, type StoryRecord } from './stories.ts';

/** The newsroom: the Worker with all that wrangler.toml binds. */
export const newsroomOf = (modules: Module[], bindings: Record<string, string> = {}): Worker => ({
  name: 'newsroom',
  modules,
  kv: { STORIES: 'stories' },
  bindings,
  isNewsroom: true,
});

/** The same Worker where it only reads: an isolate with a shelf of its own, and no Desk that would draw cards meanwhile. */
export const readerOf = (name: string, modules: Module[]): Worker => ({
  name,
  modules,
  kv: { STORIES: 'stories' },
});

const headers = { Authorization: `Bearer ${TOKEN}` };

async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, { ...init, headers });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}

/** Waits until everything is printed but the cards. */
export async function printed(runtime: Runtime): Promise<void> {
  for (;;) {
    const response = await ask(`${runtime.urlOf('newsroom')}/api/status`);
    const { outbox } = (await response.json()) as { outbox: { depth: number } };
    if (outbox.depth === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Imports lines of NDJSON; gives how long that took, in milliseconds. */
export async function importLines(runtime: Runtime, lines: readonly string[]): Promise<number> {
  const began = performance.now();
  const response = await ask(`${runtime.urlOf('newsroom')}/api/stories`, {
    method: 'POST',
    body: lines.join('\n'),
  });
  const results = (await response.text()).trim().split('\n');
  const elapsed = performance.now() - began;
  const refused = results.find((line) => !JSON.parse(line).ok);
  if (refused || results.length !== lines.length) throw new Error(`The import failed: ${refused}`);
  return elapsed;
}

/** Exports everything; gives the lines and how long that took, in milliseconds. */
export async function exportLines(runtime: Runtime): Promise<{ lines: string[]; milliseconds: number }> {
  const began = performance.now();
  const text = await (await ask(`${runtime.urlOf('newsroom')}/api/export`)).text();
  return { lines: text.trim().split('\n'), milliseconds: performance.now() - began };
}

/** Publishes stories through the API, and waits until they are printed. */
export async function fill(runtime: Runtime, count: number): Promise<StoryRecord[]> {
  const stories = Array.from({ length: count }, (_, number) => makeStory(number));
  await importLines(
    runtime,
    stories.map((story) => JSON.stringify(story)),
  );
  await printed(runtime);
  return stories;
}

/** A document as the Worker sends it. */
export async function documentAt(runtime: Runtime, worker: string, path: string) {
  const response = await fetch(`${runtime.urlOf(worker)}${path}`);
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  return {
    body: new Uint8Array(await response.arrayBuffer()),
    etag: response.headers.get('ETag') as string,
  };
}
