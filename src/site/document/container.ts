import type { DocumentName } from './caching.ts';

// The format of the KV values `edition:<scope>` and `story:<slug>`: finished documents, and the record that they are made from.
//
//   edgewire 1\n      the format and its version
//   {…}\n             the table: a JSON object on one line (`ContainerTable`)
//   …                 the parts, at the offsets in the table, counted from its end
//
// In `edition:<scope>`, documents come before the record, because most requests are for documents. In `story:<slug>`, the record
// comes first and the page is in base64: archive pages read stories with KV's bulk read, which returns only text.

const MAGIC = 'edgewire ';
const VERSION = '1';

/** How the bytes of a part are encoded. */
export type PartCoding = 'identity' | 'gzip' | 'gzip, base64';

/** The place and the encoding of a part. */
export interface ContainerPart {
  /** Bytes between the table and the part. */
  offset: number;
  /** Bytes of the part as it is stored. */
  length: number;
  /** Bytes of the text that it encodes. */
  size: number;
  coding: PartCoding;
}

/** A finished document, with its headers except those that depend on its kind (`cachingHeaders`). */
export interface DocumentPart extends ContainerPart {
  status: number;
  /** The entity tag, with its quotes. */
  etag: string;
  headers: Record<string, string>;
}

/** The parts of a container. */
export interface ContainerTable {
  documents: Partial<Record<DocumentName, DocumentPart>>;
  /** The record that the documents are made from, as JSON. `hash` is the fingerprint of its bytes as they are stored. */
  record: ContainerPart & { hash: string };
}

/** An opened container. */
export interface Container {
  table: ContainerTable;
  /** Everything after the table. */
  body: Uint8Array;
}

/** The error for a container that cannot be opened, or whose bytes are damaged. */
export class BrokenContainer extends Error {}

const encoder = new TextEncoder();

/** Packs parts into a container, in the given order. Sets their offsets and lengths in the table. */
export function packContainer(
  parts: readonly { part: ContainerPart; bytes: Uint8Array }[],
  table: ContainerTable,
): Uint8Array {
  let length = 0;
  for (const { part, bytes } of parts) {
    part.offset = length;
    part.length = bytes.byteLength;
    length += bytes.byteLength;
  }
  const head = encoder.encode(`${MAGIC}${VERSION}\n${JSON.stringify(table)}\n`);
  const packed = new Uint8Array(head.byteLength + length);
  packed.set(head);
  for (const { part, bytes } of parts) packed.set(bytes, head.byteLength + part.offset);
  return packed;
}

/** Whether the value begins like a container of any version. */
export const isContainer = (value: Uint8Array): boolean => {
  for (let at = 0; at < MAGIC.length; at++) if (value[at] !== MAGIC.charCodeAt(at)) return false;
  return true;
};

/** Opens a container. Throws `BrokenContainer` if its version is unknown, or if its table or a part is not intact. */
export function openContainer(value: Uint8Array): Container {
  const decoder = new TextDecoder();
  const [first, second] = lineEnds(value);
  const version = decoder.decode(value.subarray(MAGIC.length, first));
  if (version !== VERSION)
    throw new BrokenContainer(`its version is "${version.slice(0, 20)}", not ${VERSION}`);
  let table: ContainerTable | null;
  try {
    table = JSON.parse(decoder.decode(value.subarray(first + 1, second)));
  } catch (error) {
    throw new BrokenContainer(`its table is not JSON: ${(error as Error).message}`);
  }
  if (!table?.documents) throw new BrokenContainer('its table names no documents');
  const body = value.subarray(second + 1);
  const parts = Object.entries({ ...table.documents, record: table.record });
  for (const [name, part] of parts) {
    if (!isWithin(part, body.byteLength)) throw new BrokenContainer(`${name} does not lie within it`);
  }
  return { table, body };
}

function lineEnds(value: Uint8Array): [number, number] {
  const first = value.indexOf(10);
  const second = first < 0 ? -1 : value.indexOf(10, first + 1);
  if (second < 0) throw new BrokenContainer('it ends within its table');
  return [first, second];
}

const isWithin = (part: ContainerPart | null | undefined, length: number) =>
  !!part &&
  Number.isSafeInteger(part.offset) &&
  Number.isSafeInteger(part.length) &&
  part.offset >= 0 &&
  part.length >= 0 &&
  part.offset + part.length <= length;

/** Returns the bytes of a part as they are stored. */
export const storedBytes = ({ body }: Container, { offset, length }: ContainerPart): Uint8Array =>
  body.subarray(offset, offset + length);

/** Returns the bytes of a compressed part as they are sent: gzip. */
export function compressedBytes(container: Container, part: ContainerPart): Uint8Array {
  const stored = storedBytes(container, part);
  return part.coding === 'gzip, base64' ? Uint8Array.fromBase64(new TextDecoder().decode(stored)) : stored;
}
