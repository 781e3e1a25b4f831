import { gzipSync } from 'node:zlib';
import { documentAt, readerOf } from './newsroom.ts';
import type { Program } from './programs.ts';
import { openRuntime } from './runtime.ts';
import { type Answer, ask, bodyOf } from './wire.ts';

/** What readers ask for most. */
export const DOCUMENTS = {
  rss: '/rss.xml',
  atom: '/atom.xml',
  json: '/feed.json',
  page: '/stories/story-0',
} as const;
export type DocumentName = keyof typeof DOCUMENTS;
export const NAMES = Object.keys(DOCUMENTS) as DocumentName[];

/** What the bare Workers answer with, and what their KV holds. */
export interface Document {
  answer: Answer;
  /** Whose answer has the same entity tag asks for what has changed since. */
  unchanged: Answer;
  etag: string;
  body: Uint8Array<ArrayBuffer>;
  compressed: Uint8Array<ArrayBuffer>;
}

export type Documents = Record<DocumentName, Document>;

/** The documents as a program sends them to a reader that takes gzip. */
export async function readDocuments({ modules, state }: Program): Promise<Documents> {
  const runtime = await openRuntime([readerOf('reader', modules)], { state });
  try {
    const read = async (name: DocumentName): Promise<[DocumentName, Document]> => {
      const answer = await documentAt(runtime, 'reader', DOCUMENTS[name]);
      const etag = answer.headers.etag as string;
      const unchanged = await ask(`${runtime.urlOf('reader')}${DOCUMENTS[name]}`, { 'If-None-Match': etag });
      const body = bodyOf(answer);
      const isCompressed = answer.sent !== body;
      const compressed = isCompressed ? answer.sent : new Uint8Array(gzipSync(body, { level: 9 }));
      return [name, { answer, unchanged, etag, body, compressed }];
    };
    return Object.fromEntries(await Promise.all(NAMES.map(read))) as Documents;
  } finally {
    await runtime.stop();
  }
}
