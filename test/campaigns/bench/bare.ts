import { buildWorker, type Module } from './build.ts';
import { type DocumentName, type Documents, NAMES } from './documents.ts';
import type { Runtime, Worker } from './runtime.ts';
import type { PlainStory } from './stories.ts';
import type { Answer } from './wire.ts';

/** The bare Workers that the program is compared with, and the Workers that help to measure it, by file name. */
export const WORKERS = [
  'constant',
  'constant-class',
  'simple',
  'stream',
  'metered',
  'counting',
  'post',
] as const;
export type BuiltWorkers = Record<(typeof WORKERS)[number], Module>;

export async function buildWorkers(advance: () => void): Promise<BuiltWorkers> {
  const built = [];
  for (const name of WORKERS) {
    built.push([name, await buildWorker(name)] as const);
    advance();
  }
  return Object.fromEntries(built) as BuiltWorkers;
}

/** Makes a Worker that gives one constant answer. */
export const constantWorker = (
  name: string,
  constant: Module,
  {
    status = 200,
    headers = { 'Content-Type': 'application/octet-stream' },
    body = new Uint8Array(),
  }: { status?: number; headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> },
): Worker => ({
  name,
  modules: [
    constant,
    { type: 'Data', path: 'body', contents: body },
    { type: 'Data', path: 'answer', contents: JSON.stringify({ status, headers }) },
  ],
});

/** Makes a Worker that answers with as many bytes as a feed has. */
export const bareWorker = ({ constant }: BuiltWorkers) =>
  constantWorker('bare', constant, { body: new Uint8Array(100_000) });

/** Returns an answer's headers without those that the runtime adds to every answer. */
export const ownHeaders = ({ headers }: Answer): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !/^(date|connection|keep-alive|content-length|transfer-encoding)$/.test(name))
      .map(([name, value]) => [name, String(value)]),
  );

/** Makes a Worker that streams a document from KV. */
export const streamWorker = (name: string, { stream }: BuiltWorkers, document: DocumentName): Worker => ({
  name,
  modules: [stream],
  kv: { DOCUMENTS: 'documents' },
  bindings: { KEY: document },
});

/** Makes a Worker that renders a feed for each request. */
export const simpleWorker = ({ simple }: BuiltWorkers): Worker => ({
  name: 'simple',
  modules: [simple],
  kv: { RECORDS: 'records' },
});

/** Writes to KV what the simple implementation reads, and what `stream` reads, the name of a Worker that streams. */
export async function storeDocuments(runtime: Runtime, stream: string, documents: Documents): Promise<void> {
  const streamed = await runtime.kv(stream, 'DOCUMENTS');
  for (const name of NAMES) await streamed.put(name, documents[name].compressed.buffer);
  const { items } = JSON.parse(new TextDecoder().decode(documents.json.body)) as {
    items: { url: string; title: string; summary: string; content_html: string; date_published: string }[];
  };
  const records = await runtime.kv('simple', 'RECORDS');
  for (const { url, title, summary, content_html: content, date_published: date } of items) {
    const record: PlainStory = { title, link: url, description: summary, content, date };
    await records.put(`story:${url}`, JSON.stringify(record));
  }
}
