import { fingerprint } from '../lib/fingerprint.ts';
import { gzip } from '../lib/gzip.ts';
import type { Site } from '../site.ts';
import { type Coding, type DocumentPart, type Part, pack, type Table } from './container.ts';
import { withUsage } from './headers.ts';
import type { DocumentName } from './policy.ts';
import { entityTag, type Rendered } from './rendered.ts';

/** A value with finished documents, and what its metadata says of them. */
interface Finished {
  value: Uint8Array;
  /** Entity tags of the documents that are answered with 200. */
  etags: Record<string, string>;
  /** Bytes of the documents and of the record before compression. */
  size: number;
}

const encoder = new TextEncoder();

interface Packed<P extends Part> {
  part: P;
  bytes: Uint8Array;
}

async function encoded(text: Uint8Array, coding: Coding): Promise<Packed<Part>> {
  const compressed = coding === 'identity' ? text : await gzip(text);
  const bytes = coding === 'gzip, base64' ? encoder.encode(compressed.toBase64()) : compressed;
  return { part: { offset: 0, length: 0, size: text.byteLength, coding }, bytes };
}

async function finishDocument(
  { text, status, headers, changes }: Rendered,
  site: Site,
  coding: Coding,
): Promise<Packed<DocumentPart>> {
  const plain = encoder.encode(text);
  const { part, bytes } = await encoded(plain, text === '' ? 'identity' : coding);
  const etag = await entityTag(plain, changes);
  return { part: { ...part, status: status ?? 200, etag, headers: withUsage(headers, site) }, bytes };
}

/**
 * Finishes documents and packs them with the record that they are made from. They are rendered one after the other, as each may
 * be large.
 *
 * @param form `binary`, or `text` for a value that bulk reads have to read too
 */
export async function finish(
  documents: readonly (readonly [DocumentName, () => Promise<Rendered>])[],
  record: string,
  site: Site,
  form: 'binary' | 'text',
): Promise<Finished> {
  const own = await encoded(encoder.encode(record), form === 'binary' ? 'gzip' : 'identity');
  const recordPart = { ...own.part, hash: await fingerprint(own.bytes) };
  const table: Table = { documents: {}, record: recordPart };
  const parts: Packed<Part>[] = [];
  const etags: Record<string, string> = {};
  for (const [name, render] of documents) {
    const packed = await finishDocument(await render(), site, form === 'binary' ? 'gzip' : 'gzip, base64');
    table.documents[name] = packed.part;
    if (packed.part.status === 200) etags[name] = packed.part.etag;
    parts.push(packed);
  }
  const packedRecord = { part: recordPart, bytes: own.bytes };
  const all = form === 'binary' ? [...parts, packedRecord] : [packedRecord, ...parts];
  return { value: pack(all, table), etags, size: all.reduce((sum, { part }) => sum + part.size, 0) };
}
