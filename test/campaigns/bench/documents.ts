import { gzipSync } from 'node:zlib';
import { fetchDocument, readerOf } from './newsroom.ts';
import type { Program } from './programs.ts';
import { openRuntime } from './runtime.ts';
import { type Answer, ask, bodyOf } from './wire.ts';

/** The most requested documents. */
export const DOCUMENTS = {
  rss: '/rss.xml',
  atom: '/atom.xml',
  json: '/feed.json',
  page: '/stories/story-0',
  front: '/',
} as const;
export type DocumentName = keyof typeof DOCUMENTS;
export const NAMES = Object.keys(DOCUMENTS) as DocumentName[];

/** A document of the program, for the bare Workers to answer with. */
export interface Document {
  answer: Answer;
  /** The 304 to a request with the document's entity tag. */
  unchanged: Answer;
  etag: string;
  body: Uint8Array<ArrayBuffer>;
  compressed: Uint8Array<ArrayBuffer>;
}

export type Documents = Record<DocumentName, Document>;

/** Reads the documents as the program sends them to readers that accept gzip. */
export async function readDocuments({ modules, state }: Program): Promise<Documents> {
  const runtime = await openRuntime([readerOf('reader', modules)], { state });
  try {
    const read = async (name: DocumentName): Promise<[DocumentName, Document]> => {
      const answer = await fetchDocument(runtime, 'reader', DOCUMENTS[name]);
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
