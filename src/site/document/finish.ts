import { gzipSync } from 'node:zlib';
import { fingerprint } from '../../lib/fingerprint.ts';
import type { Site } from '../../settings/site.ts';
import type { DocumentName } from './caching.ts';
import {
  type ContainerPart,
  type ContainerTable,
  type DocumentPart,
  type PartCoding,
  packContainer,
} from './container.ts';
import { withUsagePolicy } from './headers.ts';
import { entityTag, type RenderedDocument } from './rendered-document.ts';

/** A container with finished documents, and the facts about them for its metadata. */
interface FinishedValue {
  value: Uint8Array;
  /** Entity tags of the documents with status 200. */
  etags: Record<string, string>;
  /** Bytes of the documents and of the record before compression. */
  size: number;
}

interface EncodedPart<P extends ContainerPart> {
  part: P;
  bytes: Uint8Array;
}

const encoder = new TextEncoder();

/**
 * Compresses bytes as gzip in half the time of `lib/gzip.ts`, which always uses level 6. They become a twentieth larger. Each
 * publication compresses whole editions again.
 */
const quickGzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 4, memLevel: 9 });

function encodePart(text: Uint8Array, coding: PartCoding): EncodedPart<ContainerPart> {
  const compressed = coding === 'identity' ? text : quickGzip(text);
  const bytes = coding === 'gzip, base64' ? encoder.encode(compressed.toBase64()) : compressed;
  return { part: { offset: 0, length: 0, size: text.byteLength, coding }, bytes };
}

async function finishDocument(
  { text, status, headers, feedVersion }: RenderedDocument,
  site: Site,
  coding: PartCoding,
): Promise<EncodedPart<DocumentPart>> {
  const plain = encoder.encode(text);
  const { part, bytes } = encodePart(plain, text === '' ? 'identity' : coding);
  const etag = await entityTag(plain, feedVersion);
  return { part: { ...part, status: status ?? 200, etag, headers: withUsagePolicy(headers, site) }, bytes };
}

/**
 * Finishes documents and packs them with the record that they are made from. Renders them one after the other, because each may
 * take megabytes of memory.
 *
 * @param form `binary`, or `text` for a value that is read in bulk
 */
export async function finishDocuments(
  documents: readonly (readonly [DocumentName, () => Promise<RenderedDocument>])[],
  record: string,
  site: Site,
  form: 'binary' | 'text',
): Promise<FinishedValue> {
  const own = encodePart(encoder.encode(record), form === 'binary' ? 'gzip' : 'identity');
  const recordPart = { ...own.part, hash: await fingerprint(own.bytes) };
  const table: ContainerTable = { documents: {}, record: recordPart };
  const parts: EncodedPart<ContainerPart>[] = [];
  const etags: Record<string, string> = {};
  for (const [name, render] of documents) {
    const finished = await finishDocument(await render(), site, form === 'binary' ? 'gzip' : 'gzip, base64');
    table.documents[name] = finished.part;
    if (finished.part.status === 200) etags[name] = finished.part.etag;
    parts.push(finished);
  }
  const encodedRecord = { part: recordPart, bytes: own.bytes };
  const all = form === 'binary' ? [...parts, encodedRecord] : [encodedRecord, ...parts];
  return { value: packContainer(all, table), etags, size: all.reduce((sum, { part }) => sum + part.size, 0) };
}
