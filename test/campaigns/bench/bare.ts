import { buildWorker, type Module } from './build.ts';
import { type DocumentName, type Documents, NAMES } from './documents.ts';
import type { Runtime, Worker } from './runtime.ts';
import type { PlainStory } from './stories.ts';
import type { Answer } from './wire.ts';

/** The Workers that the program is measured beside or with, by the names of their files. */
export const WORKERS = [
  'constant',
  'constant-class',
  'simple',
  'stream',
  'metered',
  'counting',
  'post',
] as const;
export type Bare = Record<(typeof WORKERS)[number], Module>;

export async function buildWorkers(advance: () => void): Promise<Bare> {
  const built = [];
  for (const name of WORKERS) {
    built.push([name, await buildWorker(name)] as const);
    advance();
  }
  return Object.fromEntries(built) as Bare;
}

/** A Worker whose only answer is there already. */
export const constantOf = (
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

/** A Worker that starts and answers with as many bytes as a feed has. */
export const bareOf = ({ constant }: Bare) => constantOf('bare', constant, { body: new Uint8Array(100_000) });

/** An answer's own headers: those that the runtime makes for each are left out. */
export const ownHeaders = ({ headers }: Answer): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !/^(date|connection|keep-alive|content-length|transfer-encoding)$/.test(name))
      .map(([name, value]) => [name, String(value)]),
  );

/** A Worker that streams a document from KV. */
export const streamOf = (name: string, { stream }: Bare, document: DocumentName): Worker => ({
  name,
  modules: [stream],
  kv: { DOCUMENTS: 'documents' },
  bindings: { KEY: document },
});

/** A Worker that renders a feed for each request. */
export const simpleOf = ({ simple }: Bare): Worker => ({
  name: 'simple',
  modules: [simple],
  kv: { RECORDS: 'records' },
});

/** Puts into KV what `stream`, one of the Workers that stream, and the simple implementation read. */
export async function keepDocuments(runtime: Runtime, stream: string, documents: Documents): Promise<void> {
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
