import type { Module } from './build.ts';
import { type Runtime, TOKEN, type Worker } from './runtime.ts';
import { makeStory, type StoryRecord } from './stories.ts';
import { type Answer, ask } from './wire.ts';

/** Makes the Worker with everything that wrangler.toml binds. */
export const newsroomOf = (modules: Module[], bindings: Record<string, string> = {}): Worker => ({
  name: 'newsroom',
  modules,
  kv: { STORIES: 'stories' },
  bindings,
  isNewsroom: true,
});

/** Makes the same Worker for readers only, with its own isolate and no Desk, which would draw cards meanwhile. */
export const readerOf = (name: string, modules: Module[]): Worker => ({
  name,
  modules,
  kv: { STORIES: 'stories' },
});

/** Sends the API a request with the token. Throws if it fails. */
export async function callApi(
  url: string,
  { headers = {}, ...init }: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const response = await fetch(url, { ...init, headers: { Authorization: `Bearer ${TOKEN}`, ...headers } });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response;
}

/** Waits until the Desk has written everything but the cards to KV. */
export async function waitForWrites(runtime: Runtime): Promise<void> {
  for (;;) {
    const response = await callApi(`${runtime.urlOf('newsroom')}/api/status`);
    const { outbox } = (await response.json()) as { outbox: { depth: number } };
    if (outbox.depth === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Imports lines of NDJSON. Returns how long that took, in milliseconds. */
export async function importLines(runtime: Runtime, lines: readonly string[]): Promise<number> {
  const began = performance.now();
  const response = await callApi(`${runtime.urlOf('newsroom')}/api/stories`, {
    method: 'POST',
    body: lines.join('\n'),
  });
  const results = (await response.text()).trim().split('\n');
  const elapsed = performance.now() - began;
  const refused = results.find((line) => !JSON.parse(line).ok);
  if (refused || results.length !== lines.length) throw new Error(`The import failed: ${refused}`);
  return elapsed;
}

/** Exports everything. Returns the lines and how long that took, in milliseconds. */
export async function exportLines(runtime: Runtime): Promise<{ lines: string[]; milliseconds: number }> {
  const began = performance.now();
  const text = await (await callApi(`${runtime.urlOf('newsroom')}/api/export`)).text();
  return { lines: text.trim().split('\n'), milliseconds: performance.now() - began };
}

/** Publishes stories through the API, and waits until they are in KV. */
export async function publishStories(runtime: Runtime, count: number): Promise<StoryRecord[]> {
  const stories = Array.from({ length: count }, (_, number) => makeStory(number));
  await importLines(
    runtime,
    stories.map((story) => JSON.stringify(story)),
  );
  await waitForWrites(runtime);
  return stories;
}

/** Fetches a document as a reader that accepts gzip. Throws unless the status is 200. */
export async function fetchDocument(runtime: Runtime, worker: string, path: string): Promise<Answer> {
  const answer = await ask(`${runtime.urlOf(worker)}${path}`);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
  return answer;
}
