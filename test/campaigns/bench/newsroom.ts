import type { Module } from './build.ts';
import { type Runtime, TOKEN, type Worker } from './runtime.ts';
import { makeStory, type StoryRecord } from './stories.ts';
import { type Answer, ask } from './wire.ts';

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

/** Asks the newsroom's API for something; throws where it refuses. */
export async function author(
  url: string,
  { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const response = await fetch(url, { ...init, headers: { Authorization: `Bearer ${TOKEN}`, ...headers } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}

/** Waits until everything is printed but the cards. */
export async function printed(runtime: Runtime): Promise<void> {
  for (;;) {
    const response = await author(`${runtime.urlOf('newsroom')}/api/status`);
    const { outbox } = (await response.json()) as { outbox: { depth: number } };
    if (outbox.depth === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Imports lines of NDJSON; gives how long that took, in milliseconds. */
export async function importLines(runtime: Runtime, lines: readonly string[]): Promise<number> {
  const began = performance.now();
  const response = await author(`${runtime.urlOf('newsroom')}/api/stories`, {
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
  const text = await (await author(`${runtime.urlOf('newsroom')}/api/export`)).text();
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

/** A document as the Worker sends it to a reader that takes gzip. */
export async function documentAt(runtime: Runtime, worker: string, path: string): Promise<Answer> {
  const answer = await ask(`${runtime.urlOf(worker)}${path}`);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  return answer;
}
